import type { Act } from '../../../domain/acts.ts';
import type { RowRecord } from '../../ports/records.ts';

/** What the history calls each act. */
export const ACT_AUDIT: Readonly<Record<Act['kind'], string>> = {
  restore: 'account.restored',
  block: 'person.blocked',
  signOut: 'person.signed_out',
  password: 'person.password_replaced',
  reply: 'person.reply_set',
  methods: 'person.methods_removed',
  fields: 'person.changed',
  manager: 'person.manager_changed',
  rename: 'person.renamed',
  leaveGroups: 'group.left',
  joinGroups: 'group.joined_again',
  licenses: 'license.changed',
  allow: 'person.allowed',
  delete: 'person.deleted',
};

/** Names of what was done, never what a field held: the history cannot forget it. */
export function describeAct(act: Act, { licenses }: RowRecord): Record<string, string> {
  switch (act.kind) {
    case 'restore':
      return { licenses: licenses.join(' ') };
    case 'fields':
      return { fields: Object.keys(act.set).join(' ') };
    case 'manager':
      return { manager: act.manager?.userPrincipalName ?? 'nobody' };
    case 'rename':
      return { to: act.userPrincipalName };
    case 'leaveGroups':
    case 'joinGroups':
      return { groups: act.groups.map(({ displayName }) => displayName).join('; ') };
    case 'licenses':
      return { added: act.add.map(({ skuId }) => skuId).join(' '), removed: act.remove.join(' ') };
    default:
      return {};
  }
}

import { couldBecomeGlobalAdmin } from '../../domain/adminRoles.ts';
import { RollcallError } from '../../domain/errors.ts';
import { foldName } from '../../domain/names/foldName.ts';
import { findHuman, type Policy } from '../../domain/policy/policy.ts';
import { isSamePerson } from '../../domain/policy/roleGroups.ts';
import type { Actor, Holdings } from '../../domain/terms.ts';
import { createApproverResetCheck } from '../approvals/control/approverResetCheck.ts';
import type { ProvisioningOptions } from '../context.ts';
import { RESET_SYNCED } from '../people/syncedPeople.ts';
import { readAdminRoles } from './readAdminRoles.ts';
import { DOOR_WORDS } from './words.ts';

const { reset: SAYS } = DOOR_WORDS;

/** A helpdesk that can reset an admin's password can become that admin. */
const RESET_ADMIN = new RollcallError('FORBIDDEN', SAYS.admin.message, SAYS.admin);

/** With a Global Administrator's password somebody has the whole tenant: that admins may be reset does not say as much. */
const RESET_GLOBAL = new RollcallError('FORBIDDEN', SAYS.global.message, SAYS.global);

type Resetter = Pick<Actor, 'id' | 'customer' | 'roles'>;

/** Why this actor may not give that person a new password; undefined when they may. Throws what the directory throws. */
export type RefuseReset = (
  actor: Resetter,
  person: Pick<Holdings, 'id'> & Partial<Pick<Holdings, 'synced' | 'displayName'>>,
) => Promise<RollcallError | undefined>;

/**
 * With a colleague's new password somebody could sign in to Teams and act with that colleague's roles: approve their
 * own request, say. The policy names people by the object id that they have in the directory; where it does not, whoever
 * has their name is taken for them.
 */
export function refuseColleague(
  policy: Policy,
  actor: Resetter,
  { id: objectId, displayName = '' }: Parameters<RefuseReset>[1],
): RollcallError | undefined {
  const colleague =
    findHuman(policy, 'teams', objectId) ??
    policy.people.find(({ teams, name }) => teams === undefined && foldName(name) === foldName(displayName));
  if (policy.resetAdmins || colleague === undefined) return undefined;
  if (isSamePerson(policy, colleague.id, actor.id)) return undefined;
  if (colleague.roles.every((role) => actor.roles.includes(role))) return undefined;
  return new RollcallError('FORBIDDEN', SAYS.above.message, SAYS.above);
}

/**
 * The one check of a new password, asked when its form opens, when it is sent, and right before the change: each reason
 * may have come true since.
 */
export function createRefuseReset(
  context: Pick<ProvisioningOptions, 'policy' | 'roleGroups' | 'directoryFor' | 'store'>,
): RefuseReset {
  const { policy, directoryFor } = context;
  const checkApproverReset = createApproverResetCheck(context);

  /** When it cannot be told, nothing is done; see {@link readAdminRoles} for the one exception. */
  async function refuseAdmin(customer: string, objectId: string): Promise<RollcallError | undefined> {
    if (policy.resetGlobalAdmins) return undefined;
    try {
      const roles = await readAdminRoles(policy, directoryFor(customer), objectId);
      if (!policy.resetAdmins) return roles.length > 0 ? RESET_ADMIN : undefined;
      return couldBecomeGlobalAdmin(roles) ? RESET_GLOBAL : undefined;
    } catch (error) {
      if (!(error instanceof RollcallError) || error.code !== 'FORBIDDEN') throw error;
      const { message, next } = error;
      return new RollcallError('FORBIDDEN', message, {
        ...SAYS.rolesUnread(next),
        cause: error,
      });
    }
  }

  return async (actor, person) => {
    const { id, synced } = person;
    if (synced) return RESET_SYNCED;
    const refusal = await refuseAdmin(actor.customer, id);
    if (refusal !== undefined) return refusal;
    await context.roleGroups?.refreshAccount(id, actor.customer);
    return refuseColleague(policy, actor, person) ?? (await checkApproverReset(actor, id));
  };
}

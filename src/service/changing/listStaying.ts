import type { ProvisioningOptions } from '../context.ts';
import { quotePowerShell } from '../leaving/listLeft.ts';
import type { LeftForPerson } from '../ports/records.ts';
import { loadRowOf } from '../snapshots/snapshots.ts';
import { CHANGING_WORDS } from './words.ts';

const SAYS = CHANGING_WORDS.staying;

/** What stays of what was done to somebody, whatever is put back: in whole sentences, and as things for a person to do. */
export interface Staying {
  cannot: string[];
  left: LeftForPerson[];
}

/**
 * What was done to somebody at `since` (milliseconds) or later and is kept in no snapshot: an automatic reply, which needs
 * a mailbox that may come back only minutes after its license; ways to sign in, and the password; and what people did by
 * hand for the same jobs. Throws what the store throws.
 *
 * Microsoft: "Set-MailboxAutoReplyConfiguration": `-AutoReplyState Disabled` turns the reply off.
 */
export async function listStaying(
  { store }: Pick<ProvisioningOptions, 'store'>,
  {
    customer,
    objectId,
    userPrincipalName,
  }: { customer: string; objectId: string; userPrincipalName: string },
  since: number,
): Promise<Staying> {
  const kept = await store.listSnapshots({ customer, objectId });
  const later = kept.filter(({ takenAt }) => takenAt >= since);
  const has = (kind: (typeof later)[number]['did'][number]): boolean =>
    later.some(({ did }) => did.includes(kind));
  const rows = await Promise.all(later.map((one) => loadRowOf({ store }, one)));
  const byHand = rows.flatMap((row) => row?.left ?? []).filter(({ doneAt }) => doneAt !== undefined);
  const done = [...new Set(byHand.map(({ what }) => what))];
  const command = SAYS.replyOff(quotePowerShell(userPrincipalName));
  return {
    cannot: [
      ...(has('reply') ? [SAYS.reply] : []),
      ...(has('methods') ? [SAYS.methods] : []),
      ...(has('password') ? [SAYS.password] : []),
      ...(done.length === 0 ? [] : [SAYS.byHand(done)]),
    ],
    left: [
      ...(has('reply') ? [{ what: SAYS.turnOff, command }] : []),
      ...done.map((what) => ({ what: SAYS.takeBack(what) })),
    ],
  };
}

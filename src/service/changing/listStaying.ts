import type { ProvisioningOptions } from '../context.ts';
import { type NewestPassword, readNewestPasswords } from '../jobs/delivery/newestPasswords.ts';
import { quotePowerShell } from '../leaving/listLeft.ts';
import { orderOf } from '../ports/order.ts';
import type { LeftForPerson } from '../ports/records.ts';
import { listDone, loadRowOf } from '../snapshots/snapshots.ts';
import { CHANGING_WORDS } from './words.ts';

const SAYS = CHANGING_WORDS.staying;

/** What stays of what was done to somebody, whatever is put back: in whole sentences, and as things for a person to do. */
export interface Staying {
  cannot: string[];
  left: LeftForPerson[];
  /** Nobody knows their password. */
  isPasswordUnknown: boolean;
}

/** With the newest passwords of everybody whom it is asked for, where they are known. */
interface Whose {
  customer: string;
  objectId: string;
  userPrincipalName: string;
  passwords?: ReadonlyMap<string, NewestPassword>;
}

/**
 * What was done to somebody with what was kept at `since`, an order, or later, and is itself kept in no snapshot: an automatic reply, which needs
 * a mailbox that may come back only minutes after its license; ways to sign in; the password, where nobody has set another
 * since; and what people did by hand for the same jobs. Steps that failed are not among it. Throws what the store throws.
 *
 * Microsoft: "Set-MailboxAutoReplyConfiguration": `-AutoReplyState Disabled` turns the reply off.
 */
export async function listStaying(
  { store }: Pick<ProvisioningOptions, 'store'>,
  { customer, objectId, userPrincipalName, passwords }: Whose,
  since: number,
): Promise<Staying> {
  const kept = await store.listSnapshots({ customer, objectId });
  const later = kept.filter((one) => orderOf(one) >= since);
  const rows = await Promise.all(later.map((one) => loadRowOf({ store }, one)));
  const all = later.flatMap((one, index) => listDone(one, rows[index]));
  const byHand = rows.flatMap((row) => row?.left ?? []).filter(({ doneAt }) => doneAt !== undefined);
  const done = [...new Set(byHand.map(({ what }) => what))];
  const command = SAYS.replyOff(quotePowerShell(userPrincipalName));
  let isPasswordUnknown = all.includes('password');
  if (isPasswordUnknown) {
    const newest = passwords ?? (await readNewestPasswords(store, { customer, since }));
    isPasswordUnknown = newest.get(objectId)?.isUnknown ?? true;
  }
  return {
    cannot: [
      ...(all.includes('reply') ? [SAYS.reply] : []),
      ...(all.includes('methods') ? [SAYS.methods] : []),
      ...(isPasswordUnknown ? [SAYS.password] : []),
      ...(done.length === 0 ? [] : [SAYS.byHand(done)]),
    ],
    left: [
      ...(all.includes('reply') ? [{ what: SAYS.turnOff, command }] : []),
      ...done.map((what) => ({ what: SAYS.takeBack(what) })),
    ],
    isPasswordUnknown,
  };
}

import type { ErrorCode } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/terms.ts';
import type { Action, RawInput } from '../action.ts';
import type { FlowContext } from '../context.ts';

/** Why something is done for no customer at all. */
export type CustomerRefusal = Extract<ErrorCode, 'CUSTOMER_NOT_YOURS' | 'CUSTOMER_OTHER' | 'CUSTOMER_UNSAID'>;

/** For which customer something is done; or why it is done for none, and whose it is as far as that is known. */
type Settled = { customer: CustomerId } | { refused: CustomerRefusal; whose?: CustomerId };

/** What buttons that begin something carry in the place of a record's id. */
const NO_RECORD = 'new';

/** True for what comes from a card or a form, and not from a word that was typed or a file that was dropped. */
function isDrawn({ id = NO_RECORD, fields = {} }: RawInput): boolean {
  return id !== NO_RECORD || Object.keys(fields).length > 0;
}

/**
 * The one customer that a click, a form, a word or a file is for. What was drawn for a customer is for that one, and what
 * names a record for the record's: never for another one, whoever presses it. What says neither was drawn before there were
 * several, so that nobody can tell.
 *
 * @param theirs those that the actor may act for, the first of which begins what says nothing
 */
export async function settleCustomer(
  { policy, service }: Pick<FlowContext, 'policy' | 'service'>,
  { everywhere }: Pick<Action, 'everywhere'>,
  raw: RawInput,
  theirs: readonly CustomerId[],
): Promise<Settled> {
  const [first] = theirs;
  if (first === undefined) return { refused: 'CUSTOMER_NOT_YOURS' };
  const drawnFor = raw.customer;
  // With one customer nothing is asked and nothing looked up.
  if (policy.customers.length < 2 && drawnFor === undefined) return { customer: first };
  const isKnown = policy.customers.some(({ id }) => id === drawnFor);
  if (drawnFor !== undefined && !theirs.includes(drawnFor)) {
    return { refused: 'CUSTOMER_NOT_YOURS', ...(isKnown ? { whose: drawnFor } : {}) };
  }
  const named =
    raw.id === undefined || raw.id === NO_RECORD ? undefined : await service.customers.ofRecord(raw.id);
  if (named !== undefined && !theirs.includes(named)) return { refused: 'CUSTOMER_NOT_YOURS', whose: named };
  if (named !== undefined && drawnFor !== undefined && named !== drawnFor) {
    return { refused: 'CUSTOMER_OTHER', whose: named };
  }
  const said = drawnFor ?? named;
  if (said !== undefined) return { customer: said };
  return isDrawn(raw) && !everywhere ? { refused: 'CUSTOMER_UNSAID' } : { customer: first };
}

import {
  type CustomerName,
  customerOfChannel,
  findAllExact,
  findNamed,
  splitMention,
} from '../../domain/customers.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import type { Actor, CustomerId, Place } from '../../domain/terms.ts';
import { isGone } from '../../service/door/taskRules.ts';
import type { Action, RawInput } from '../action.ts';
import type { FlowContext } from '../context.ts';
import { NO_RECORD } from '../views/parts.ts';
import { beginningOf } from './beginnings.ts';

/** Why something is done for no customer at all. */
export type CustomerRefusal = Extract<
  ErrorCode,
  | 'CUSTOMER_NOT_YOURS'
  | 'CUSTOMER_NOT_ALL'
  | 'CUSTOMER_OTHER'
  | 'CUSTOMER_ELSEWHERE'
  | 'CUSTOMER_UNSAID'
  | 'CUSTOMER_GONE'
  | 'POLICY_OLDER'
>;

/**
 * For which customer something is done, with what is left of the input, and as which action where it begins anew; or why it
 * is done for none, and whose it is as far as that is known; or that somebody has to choose one of theirs.
 */
type Settled =
  | { customer: CustomerId; raw: RawInput; actionId: string }
  | { refused: CustomerRefusal; whose?: CustomerId }
  | { ask: readonly CustomerId[]; raw: RawInput; unknown?: string };

/** True for what comes from a card or a form, and not from a word that was typed or a file that was dropped. */
function isDrawn({ id = NO_RECORD, fields = {} }: RawInput): boolean {
  return id !== NO_RECORD || Object.keys(fields).length > 0;
}

/** Ids that only records have: one that is nowhere was deleted. */
const WAS_KEPT = /^(draft|wave)_/;

/** What was chosen in the field for the customer, and the input without it. */
function takeChoice(raw: RawInput): { chosen?: string; rest: RawInput } {
  const { customer: chosen, ...fields } = raw.fields ?? {};
  const rest = raw.fields === undefined ? raw : { ...raw, fields };
  return typeof chosen === 'string' && chosen !== '' ? { chosen, rest } : { rest };
}

type Around = Pick<FlowContext, 'policy' | 'service'>;

/** Those that are gone, for somebody whom the policy limits to none: others may never have heard of them. */
async function listGoneFor(
  { policy, service }: Around,
  { id }: Pick<Actor, 'id'>,
): Promise<readonly CustomerName[]> {
  const human = policy.people.find((one) => one.id === id);
  return human === undefined || human.customers !== undefined ? [] : service.customers.listGone();
}

/** The gone customer that typed words name, and what else they say. One that there is, and may be meant, comes first. */
async function findGone(
  context: Around,
  actor: Pick<Actor, 'id'>,
  text: string,
): Promise<{ id: CustomerId; rest: string } | undefined> {
  if (!text.includes('@')) return undefined;
  const gone = await listGoneFor(context, actor);
  const { customers } = context.policy;
  const mention = gone.length === 0 ? undefined : splitMention(text, customers, gone);
  if (mention === undefined || findNamed(customers, mention.word).length > 0) return undefined;
  const found = findAllExact(gone, mention.word).at(-1);
  return found && { id: found.id, rest: mention.rest };
}

/**
 * The one customer that a click, a form, a word or a file is for. What was drawn for a customer is for that one, and what
 * names a record for the record's: never for another one, whoever presses it. Whoever chooses another one in a form begins
 * anew for that. What says neither was drawn before there were several, so that nobody can tell. What is typed or dropped is
 * for the customer that it names, that its channel belongs to, or that the actor chose last. Of one that is gone from the
 * policy only the history is left.
 *
 * @param actor with the first of `theirs`
 * @param theirs those that the actor may act for
 */
export async function settleCustomer(
  context: Around,
  action: Pick<Action, 'id' | 'everywhere' | 'forAll' | 'chooses' | 'readsGone'>,
  actor: Pick<Actor, 'id'>,
  place: Pick<Place, 'platform' | 'conversationId'>,
  sent: RawInput,
  theirs: readonly CustomerId[],
): Promise<Settled> {
  const { policy, service } = context;
  const [first] = theirs;
  if (first === undefined) return { refused: 'CUSTOMER_NOT_YOURS' };
  const refuse = (refused: CustomerRefusal, whose: CustomerId): Settled =>
    isGone(policy, whose) ? { refused: 'CUSTOMER_GONE' } : { refused, whose };
  const drawnFor = sent.customer;
  // What names a record is that record's customer's, whatever else its words name.
  const isTyped = drawnFor === undefined && (sent.id === undefined || sent.id === NO_RECORD);
  const gone = isTyped ? await findGone(context, actor, sent.text ?? '') : undefined;
  if (gone !== undefined) {
    const { id: customer, rest: text } = gone;
    return action.readsGone
      ? { customer, raw: { ...sent, text }, actionId: action.id }
      : { refused: 'CUSTOMER_GONE' };
  }
  if (action.readsGone && drawnFor !== undefined && isGone(policy, drawnFor)) {
    const isTheirs = (await listGoneFor(context, actor)).some(({ id }) => id === drawnFor);
    if (isTheirs) return { customer: drawnFor, raw: sent, actionId: action.id };
  }
  // With one customer nothing is asked and nothing looked up.
  if (policy.customers.length < 2 && drawnFor === undefined) {
    return { customer: first, raw: sent, actionId: action.id };
  }
  const { chosen, rest: raw } = takeChoice(sent);
  const isTheirs = (id: CustomerId) => theirs.includes(id);
  if (drawnFor !== undefined && !isTheirs(drawnFor)) return refuse('CUSTOMER_NOT_YOURS', drawnFor);
  const named =
    raw.id === undefined || raw.id === NO_RECORD
      ? undefined
      : await service.customers.ofRecord(raw.id, drawnFor === undefined ? theirs : [drawnFor, ...theirs]);
  if (named !== undefined && !isTheirs(named)) return refuse('CUSTOMER_NOT_YOURS', named);
  if (named !== undefined && drawnFor !== undefined && named !== drawnFor)
    return refuse('CUSTOMER_OTHER', named);
  if (action.forAll && policy.customers.some(({ id }) => !isTheirs(id)))
    return { refused: 'CUSTOMER_NOT_ALL' };
  const said = drawnFor ?? named;
  if (chosen !== undefined && chosen !== said) {
    if (!isTheirs(chosen)) return refuse('CUSTOMER_NOT_YOURS', chosen);
    if (!listHere(policy, place, theirs).includes(chosen)) return refuse('CUSTOMER_ELSEWHERE', chosen);
    const beginning = action.chooses ? action.id : beginningOf(action.id);
    if (beginning === undefined) return refuse('CUSTOMER_OTHER', chosen);
    await service.customers.remember(actor.id, chosen);
    const { id, version: _version, file: _file, customer: _before, ...begun } = raw;
    return {
      customer: chosen,
      raw: action.chooses && id !== undefined ? { ...begun, id } : begun,
      actionId: beginning,
    };
  }
  if (said !== undefined) return { customer: said, raw, actionId: action.id };
  if (action.everywhere) return { customer: first, raw, actionId: action.id };
  // Of nobody any more, whosever it was: what is done with it finds nothing, and says so.
  if (WAS_KEPT.test(raw.id ?? '')) return { customer: first, raw, actionId: action.id };
  if (isDrawn(raw)) return { refused: 'CUSTOMER_UNSAID' };
  return begin(context, action.id, actor, place, raw, theirs);
}

/** Those of these customers that something may begin for in a conversation: in a customer's channel, for that one alone. */
export function listHere(
  { customers }: Pick<FlowContext['policy'], 'customers'>,
  { conversationId }: Pick<Place, 'conversationId'>,
  theirs: readonly CustomerId[],
): readonly CustomerId[] {
  const ofChannel = customerOfChannel(customers, conversationId)?.id;
  return ofChannel === undefined ? theirs : theirs.filter((id) => id === ofChannel);
}

/** The same for what was typed or dropped. */
async function begin(
  { policy, service: { customers, fileTurns, waves } }: Around,
  actionId: string,
  actor: Pick<Actor, 'id'>,
  place: Pick<Place, 'platform' | 'conversationId'>,
  raw: RawInput,
  theirs: readonly CustomerId[],
): Promise<Settled> {
  const here = listHere(policy, place, theirs);
  const [only, ...others] = here;
  if (only === undefined) {
    const ofChannel = customerOfChannel(policy.customers, place.conversationId)?.id;
    return { refused: 'CUSTOMER_NOT_YOURS', ...(ofChannel === undefined ? {} : { whose: ofChannel }) };
  }
  const those = policy.customers.filter(({ id }) => here.includes(id));
  const mention = splitMention(raw.text ?? '', those, policy.customers);
  if (mention !== undefined) {
    const { word, rest } = mention;
    // Where there is nothing to choose, a word that is no customer's whole name is somebody's, such as `@emmy`.
    const find = others.length === 0 ? findAllExact : findNamed;
    const meant = find(policy.customers, word).map(({ id }) => id);
    const [named, ...alike] = meant.filter((id) => here.includes(id));
    const said = { ...raw, text: rest };
    if (named !== undefined && alike.length === 0) {
      await customers.remember(actor.id, named);
      return { customer: named, raw: said, actionId };
    }
    if (named !== undefined) return { ask: [named, ...alike], raw: said };
    const elsewhere = meant.find((id) => theirs.includes(id));
    if (elsewhere !== undefined) return { refused: 'CUSTOMER_ELSEWHERE', whose: elsewhere };
    const [another] = meant;
    if (another !== undefined) return { refused: 'CUSTOMER_NOT_YOURS', whose: another };
    if (others.length > 0) return { ask: here, raw: said, unknown: word };
  }
  if (others.length === 0) return { customer: only, raw, actionId };
  const before =
    raw.file === undefined ? await customers.lastOf(actor.id) : await fileTurns.whose(actor, place);
  if (before !== undefined && here.includes(before)) return { customer: before, raw, actionId };
  if (raw.file === undefined) return { ask: here, raw };
  // One that says of each person whose they are answers the question itself.
  const { file, isForSeveral } = await waves.peek(raw.file);
  return isForSeveral
    ? { customer: only, raw: { ...raw, file }, actionId }
    : { ask: here, raw: { ...raw, file } };
}

import { RollcallError } from '../../../domain/errors.ts';
import type { CustomerId } from '../../../domain/terms.ts';
import { sayInZone } from '../../../domain/time/zonedTime.ts';
import type { ProvisioningOptions } from '../../context.ts';
import type { AcceptRequest } from '../../jobs/acceptRequest.ts';
import type { DraftRecord } from '../../ports/drafts.ts';
import { orderOf } from '../../ports/order.ts';
import type { LeftOutRow } from '../../ports/records.ts';
import type { AskedPerson, RequestRecord } from '../../ports/requests.ts';
import { isPlanned, withoutWithdrawn } from '../startableRequests.ts';
import { APPROVAL_REFUSALS } from '../words.ts';

const SAYS = APPROVAL_REFUSALS.crossed;

type Options = Pick<ProvisioningOptions, 'store'>;

/** That somebody is to leave already: at its time, where it has one. */
function sayPlanned({ state, asked }: RequestRecord): string {
  const { startsAt, zone = 'UTC' } = asked;
  const when = startsAt === undefined ? undefined : sayInZone(startsAt, zone);
  return SAYS.planned(when, state === 'waiting');
}

/**
 * Somebody leaves once: of two confirmations that were open together, the second is refused, or leaves out whom the first
 * one has of several people. What it was shown to replace is no such thing. Throws NOT_YET, and what the store throws.
 */
async function leaveOnce(
  { store }: Options,
  request: AcceptRequest,
  own: readonly (string | undefined)[],
): Promise<AcceptRequest> {
  const found = await Promise.all(
    (['waiting', 'approved'] as const).map((state) => store.listRequests({ state })),
  );
  const others = found
    .flat()
    .map(withoutWithdrawn)
    .filter(
      (other) =>
        other.asked.task === 'leave' &&
        other.customer === request.actor.customer &&
        ![...own, request.replaces].includes(other.id) &&
        (other.state === 'waiting' || isPlanned(other)),
    );
  const planned = new Map(
    others.flatMap((other) =>
      other.asked.people.map(({ objectId }) => [objectId ?? '', sayPlanned(other)] as const),
    ),
  );
  const reasonOf = ({ objectId = '' }: AskedPerson): string | undefined => planned.get(objectId);
  const out = request.people.filter((one) => reasonOf(one) !== undefined);
  const [first] = out;
  if (first === undefined) return request;
  if (out.length === request.people.length) throw new RollcallError('NOT_YET', reasonOf(first) ?? '', SAYS);
  return leaveOut(request, out, (one) => reasonOf(one) ?? '');
}

/** Those of them whom it would allow to sign in, though they were offboarded or blocked after this was asked for, or opened. */
async function findStaleAllows(
  { store }: Options,
  customer: CustomerId,
  people: readonly AskedPerson[],
  asked: Parameters<typeof orderOf>[0],
): Promise<AskedPerson[]> {
  const stale: AskedPerson[] = [];
  for (const one of people) {
    const { objectId, acts = [] } = one;
    if (objectId === undefined || acts.every(({ kind }) => kind !== 'allow')) continue;
    const kept = await store.listSnapshots({ customer, objectId });
    const isOut = kept.some(
      (one) => orderOf(one) > orderOf(asked) && (one.task === 'leave' || one.did.includes('block')),
    );
    if (isOut) stale.push(one);
  }
  return stale;
}

/** What is asked for without these people, who are told as left out. */
function leaveOut<Asked extends Pick<AcceptRequest, 'people' | 'leftOut'>>(
  asked: Asked,
  out: readonly AskedPerson[],
  reasonOf: (one: AskedPerson) => string,
): Asked {
  const rows = out.map((one): LeftOutRow => {
    const { displayName, userPrincipalName } = one.person;
    const row = one.sourceRow === undefined ? {} : { row: one.sourceRow };
    return { ...row, displayName, userPrincipalName, reason: reasonOf(one) };
  });
  const people = asked.people.filter((one) => !out.includes(one));
  return { ...asked, people, leftOut: [...(asked.leftOut ?? []), ...rows] };
}

/**
 * Asked again when what waited for approval is carried out: it allows nobody to sign in who was offboarded or blocked since
 * it was asked for, and leaves them out of several people. Throws INPUT_INVALID where nobody is left, and what the store
 * throws.
 */
export async function withoutOldAllows(options: Options, request: RequestRecord): Promise<RequestRecord> {
  const { customer, asked } = request;
  const out = await findStaleAllows(options, customer, asked.people, request);
  const [first] = out;
  if (first === undefined) return request;
  if (out.length === asked.people.length) {
    const said = SAYS.outSince(first.person.displayName || first.person.userPrincipalName);
    throw new RollcallError('INPUT_INVALID', said.message, said);
  }
  return { ...request, asked: leaveOut(asked, out, () => SAYS.outRow) };
}

/**
 * Asked again when a confirmation is pressed: what came while it was open. Answers what is still asked for.
 *
 * @param own ids of the requests that came of the same form
 * @param opened the form; left out where nobody has it any more
 */
export async function withoutCrossed(
  options: Options,
  request: AcceptRequest,
  own: readonly (string | undefined)[],
  opened: Pick<DraftRecord, 'createdAt' | 'order'> | undefined,
): Promise<AcceptRequest> {
  if (request.task === 'leave') return leaveOnce(options, request, own);
  const mayAllow = request.task === 'change' || request.task === 'putBack';
  if (mayAllow && opened !== undefined) {
    const out = await findStaleAllows(options, request.actor.customer, request.people, opened);
    if (out.length === 0) return request;
    if (out.length < request.people.length) return leaveOut(request, out, () => SAYS.outRow);
    throw new RollcallError('VERSION_STALE', SAYS.out.message, SAYS.out);
  }
  return request;
}

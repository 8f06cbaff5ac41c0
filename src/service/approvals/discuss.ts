import { RollcallError } from '../../domain/errors.ts';
import { isSamePerson } from '../../domain/policy/roleGroups.ts';
import type { Actor } from '../../domain/terms.ts';
import { auditTask } from '../audit/auditAsked.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import type { NoteRecord, RequestCopy, RequestRecord } from '../ports/requests.ts';
import { listKnown } from '../roleGroups/readThose.ts';
import { describeUnreadApprovers } from '../roleGroups/unreadApprovers.ts';
import type { Approvals } from './approvals.ts';
import type { RefuseControlled } from './control/refuseControlled.ts';
import { describeClosed, describeNoRequest, describeNotAsked, mayDecide } from './judging.ts';
import { createFindDeparted, namesOf } from './managers.ts';
import type { ReadState } from './requestState.ts';
import { isOverdue } from './waiting/overdue.ts';
import { readSilent } from './waiting/remind.ts';
import { findCopies, withCopies } from './whomToAsk.ts';
import { APPROVAL_REFUSALS } from './words.ts';

const { note: SAYS } = APPROVAL_REFUSALS;

/** In characters: as much as a card in Teams shows of a line whole. What is longer belongs in a chat between the two. */
export const MAX_NOTE = 400;

/**
 * Somebody presses twice, or a chat that waits for an answer asks again, within seconds: Teams after 15. Later the same
 * words are meant. Shorter keeps a note twice, longer loses a "Yes" to a second question.
 */
const DOUBLE_MS = 20_000;

/** Each is a new card for the other side; more is a conversation, which is better held without Rollcall. */
const MAX_NOTES = 10;

function readNote(text: string): string {
  const note = text.replace(/[\s\p{Cs}]+/gu, ' ').trim();
  if (note === '') throw new RollcallError('INPUT_INVALID', SAYS.empty.message, SAYS.empty);
  if (note.length > MAX_NOTE) {
    const said = SAYS.tooLong(note.length, MAX_NOTE);
    throw new RollcallError('INPUT_INVALID', said.message, said);
  }
  return note;
}

/**
 * The same message of the same person, whenever it is delivered again, also with an answer in between; of what was sent
 * by a form, which has none, the same text at the same time.
 */
function isDouble(
  notes: readonly NoteRecord[],
  { by, text, messageId }: Pick<NoteRecord, 'by' | 'text' | 'messageId'>,
  now: number,
): boolean {
  const own = notes.filter((one) => one.by === by);
  if (messageId !== undefined) return own.some((one) => one.messageId === messageId);
  return own.some((one) => one.text === text && now - one.at < DOUBLE_MS);
}

/** See {@link Approvals.discuss}. */
export function createDiscuss(
  context: ProvisioningOptions,
  readState: ReadState,
  refuseControlled: RefuseControlled,
  changed: (requestId: string) => void,
): Approvals['discuss'] {
  const { policy, store, clock } = context;
  const findDeparted = createFindDeparted(context);
  const what = 'request.discussed';

  async function refuse(
    actor: Actor,
    subject: string,
    error: RollcallError,
    request?: RequestRecord,
  ): Promise<never> {
    const detail = { code: error.code, ...(request === undefined ? {} : auditTask(request.asked)) };
    await store.audit(byActor(context, actor, { what, outcome: 'refused', subject, detail }));
    throw error;
  }

  function findRefusal(request: RequestRecord): RollcallError | undefined {
    if (request.state !== 'waiting') return describeClosed(request);
    if (isOverdue(request, clock.now())) return describeClosed({ ...request, state: 'expired' });
    if ((request.notes?.length ?? 0) < MAX_NOTES) return undefined;
    const said = SAYS.tooMany(MAX_NOTES);
    return new RollcallError('NOT_YET', said.message, said);
  }

  /** New cards for the other side, because nobody is called to one that only changes. Throws ROLE_UNKNOWN where none of them can be told. */
  async function findOthers(request: RequestRecord, isOwn: boolean): Promise<RequestCopy[]> {
    const { actorId: to, platform, userId } = request.requestedBy;
    if (!isOwn) return [{ to, as: 'requester', platform, userId }];
    const silent = await readSilent(context, request);
    const untold = describeUnreadApprovers(silent, request.rule, SAYS.empty.done);
    const known = listKnown(silent);
    if (known.length === 0 && untold !== undefined) throw untold;
    return findCopies(context, known, request.managers);
  }

  return async (actor, requestId, text, messageId) => {
    const request = await store.loadRequest(requestId);
    if (request === undefined || request.customer !== actor.customer) {
      return refuse(actor, requestId, describeNoRequest());
    }
    const { requestedBy } = request;
    const isOwn = isSamePerson(policy, requestedBy.actorId, actor.id);
    if (!isOwn && !mayDecide(policy, request, actor.id))
      return refuse(actor, requestId, describeNotAsked(), request);
    const note = readNote(text);
    const { id: by, name, platform } = actor;
    const own = { by, name, platform, text: note, ...(messageId === undefined ? {} : { messageId }) };
    let existed = isDouble(request.notes ?? [], own, clock.now());
    if (existed) return { state: await readState(request), told: [], existed };
    // Whoever may be the one who asked must not answer them in an approver's name.
    const objection =
      findRefusal(request) ??
      (isOwn
        ? undefined
        : ((await findDeparted(request, actor)) ?? (await refuseControlled(request, actor))));
    if (objection !== undefined) return refuse(actor, requestId, objection, request);
    const others = await findOthers(request, isOwn);
    let lost: RollcallError | undefined;
    let added: readonly RequestCopy[] = [];
    const withNote = (fresh: RequestRecord): RequestRecord | undefined => {
      const { notes = [], copies } = fresh;
      const at = clock.now();
      existed = isDouble(notes, own, at);
      lost = existed ? undefined : findRefusal(fresh);
      if (existed || lost !== undefined) return undefined;
      const next = withCopies(fresh, others);
      added = next.copies.slice(copies.length);
      return { ...next, notes: [...notes, { ...own, at }] };
    };
    const noted = await store.updateRequest(requestId, withNote, ({ asked }) => {
      const detail = { characters: note.length, ...auditTask(asked) };
      return [byActor(context, actor, { what, outcome: 'done', subject: requestId, detail })];
    });
    if (existed) return { state: await readState(request), told: [], existed };
    if (noted === undefined) return refuse(actor, requestId, lost ?? describeClosed(request), request);
    changed(requestId);
    const reached = [...new Set(added.map(({ to }) => to))];
    const told = isOwn ? namesOf(policy, noted, reached) : reached.map(() => requestedBy.name);
    return { state: await readState(noted), told, existed };
  };
}

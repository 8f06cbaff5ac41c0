import { RollcallError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/terms.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import type { RequestCopy, RequestRecord } from '../ports/requests.ts';
import type { Approvals } from './approvals.ts';
import { describeClosed, describeNoRequest, describeNotAsked, mayDecide } from './judging.ts';
import { namesOf } from './managers.ts';
import { listSilent } from './remind.ts';
import type { ReadState } from './requestState.ts';
import { findCopies, MAX_COPIES } from './whomToAsk.ts';

/** As much as a card in Teams shows of a line whole. What is longer belongs in a chat between the two. */
const MAX_NOTE = 400;

/** Each is a new card for the other side; more is a conversation, which is better held without Rollcall. */
const MAX_NOTES = 10;

function readNote(text: string): string {
  const note = text.replace(/[\s\p{Cs}]+/gu, ' ').trim();
  if (note === '') {
    throw new RollcallError('INPUT_INVALID', 'Write something to send.', {
      done: 'Nothing was sent.',
      next: 'Type your note and send it again.',
    });
  }
  if (note.length > MAX_NOTE) {
    throw new RollcallError('INPUT_INVALID', `A note can have up to ${MAX_NOTE} characters.`, {
      done: 'Nothing was sent.',
      next: `This one has ${note.length}. Make it shorter and send it again.`,
    });
  }
  return note;
}

/** See {@link Approvals.discuss}. */
export function createDiscuss(
  context: ProvisioningOptions,
  readState: ReadState,
  changed: (requestId: string) => void,
): Approvals['discuss'] {
  const { policy, store, clock } = context;
  const what = 'request.discussed';

  async function refuse(actor: Actor, subject: string, error: RollcallError): Promise<never> {
    const detail = { code: error.code };
    await store.audit(byActor(context, actor, { what, outcome: 'refused', subject, detail }));
    throw error;
  }

  function findRefusal(request: RequestRecord): RollcallError | undefined {
    if (request.state !== 'waiting') return describeClosed(request);
    if (request.expiresAt <= clock.now()) return describeClosed({ ...request, state: 'expired' });
    if ((request.notes?.length ?? 0) < MAX_NOTES) return undefined;
    return new RollcallError('NOT_YET', `This request already has ${MAX_NOTES} notes, which is the limit.`, {
      done: 'Your note was not sent.',
      next: 'Talk to each other directly.',
    });
  }

  /** New cards for the other side, because nobody is called to one that only changes. */
  async function findOthers(request: RequestRecord, isOwn: boolean): Promise<RequestCopy[]> {
    const { actorId: to, platform, userId } = request.requestedBy;
    return isOwn
      ? findCopies(context, listSilent(policy, request), request.managers)
      : [{ to, as: 'requester', platform, userId }];
  }

  return async (actor, requestId, text) => {
    const request = await store.loadRequest(requestId);
    if (request === undefined || request.customer !== actor.customer) {
      return refuse(actor, requestId, describeNoRequest());
    }
    const { requestedBy } = request;
    const isOwn = requestedBy.actorId === actor.id;
    if (!isOwn && !mayDecide(policy, request, actor.id)) return refuse(actor, requestId, describeNotAsked());
    const note = readNote(text);
    const others = await findOthers(request, isOwn);
    const { id: by, name, platform } = actor;
    let lost: RollcallError | undefined;
    const noted = await store.updateRequest(requestId, (fresh) => {
      lost = findRefusal(fresh);
      if (lost !== undefined) return undefined;
      const { notes = [], copies } = fresh;
      // Sent twice by a chat, or clicked twice.
      const last = notes.at(-1);
      if (last?.by === by && last.text === note) return fresh;
      return {
        ...fresh,
        notes: [...notes, { by, name, platform, text: note, at: clock.now() }],
        copies: [...copies, ...others.slice(0, Math.max(0, MAX_COPIES - copies.length))],
      };
    });
    if (noted === undefined) return refuse(actor, requestId, lost ?? describeClosed(request));
    await store.audit(
      byActor(context, actor, {
        what,
        outcome: 'done',
        subject: requestId,
        detail: { characters: note.length },
      }),
    );
    changed(requestId);
    const told = isOwn
      ? namesOf(policy, noted, [...new Set(others.map(({ to }) => to))])
      : [requestedBy.name];
    return { state: await readState(noted), told };
  };
}

import { isDeepStrictEqual } from 'node:util';
import type { MessageRef } from '../domain/terms.ts';
import type { DraftRecord } from '../service/ports/drafts.ts';
import { createOneAtATime } from '../service/ports/oneAtATime.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock, Ids, Log } from '../service/ports/surroundings.ts';
import type { Chat } from './reply.ts';
import type { NoticeView } from './views/parts.ts';
import { FRAME_WORDS } from './words/frameWords.ts';

/**
 * Our own number: whose process gives no sign of life for so long is told that there will be no answer. It says so every
 * few seconds; less takes a busy process for a dead one, whose answer then comes all the same.
 */
const HELD_MS = 30_000;
/** Nobody waits for an answer of yesterday. */
const KEPT_MS = 24 * 60 * 60_000;
/** More than wait at any time. */
const MOST = 1_000;

interface SignData {
  /** What they sent, and would have to send again. */
  fileName?: string;
  /** The message that says that the bot is working. */
  shown?: MessageRef;
  /** The answer is being put in its place, and may be there. */
  isAnswered?: true;
  /** Until then some process is at it. */
  until: number;
}

/** Somebody who waits for an answer. What cannot be kept of it is in the log; the answer comes all the same. */
export interface Sign {
  /** Undefined: it could not be shown. */
  shown(ref: MessageRef | undefined): Promise<void>;
  /** Right before the answer is sent. */
  answering(): Promise<void>;
  done(): Promise<void>;
}

/**
 * Who waits for an answer that takes a while, or for one to a file, kept beyond the life of this process: whoever finds that
 * it died says so, in the place of "One moment…", which would stand for ever.
 */
export interface Signs {
  /** Durable on return. */
  note(person: string, fileName?: string): Promise<Sign>;
  /** Looks for what another process left, now and every so often. */
  start(): void;
  stop(): void;
}

export interface SignsOptions {
  chat: Chat;
  store: Pick<Store, 'saveDraft' | 'loadDraft' | 'updateDraft' | 'listDrafts' | 'deleteDraft'>;
  clock: Clock;
  ids: Ids;
  log: Log;
  /** How often. Left out: nothing is looked for. */
  lookEveryMs?: number | undefined;
}

function sayInterrupted({ fileName, isAnswered }: SignData): NoticeView {
  const { title, text, textAnswered, next } = FRAME_WORDS.interrupted;
  return {
    kind: 'notice',
    tone: 'warning',
    title: title(fileName),
    text: [isAnswered ? textAnswered : text],
    next: next(fileName),
    buttons: [],
  };
}

/** As it was kept last, but for its data. */
interface OwnSign extends DraftRecord<SignData> {
  /** What was written last, where that failed: it may be kept all the same. */
  tried?: SignData;
}

export function createSigns({ chat, store, clock, ids, log, lookEveryMs }: SignsOptions): Signs {
  const { platform } = chat;
  /** Of this process. */
  const own = new Map<string, OwnSign>();
  /** Of those, who is not waiting any more, until that is written. */
  const over = new Set<string>();
  const oneAtATime = createOneAtATime();
  const stopping = new AbortController();

  const hold = (): Pick<SignData, 'until'> => ({ until: clock.now() + HELD_MS });

  async function tryTo(work: () => Promise<unknown>): Promise<void> {
    await work().catch((error: unknown) => log.warn({ error }, `${platform}.signNotKept`));
  }

  async function findVersion({ id, version, tried }: OwnSign): Promise<number> {
    if (tried === undefined) return version;
    const now = await store.loadDraft(id);
    return now?.version === version + 1 && isDeepStrictEqual(now.data, tried) ? now.version : version;
  }

  function change(id: string, part: Partial<SignData>): Promise<void> {
    return tryTo(() =>
      oneAtATime(id, async () => {
        const before = own.get(id);
        if (before === undefined) return;
        const version = await findVersion(before);
        const data: SignData = { ...before.data, ...part, ...hold() };
        const { tried: _over, ...sure } = before;
        own.set(id, { ...sure, version, data, tried: data });
        // Another process has taken it for that of a dead one.
        if ((await store.updateDraft(id, version, data)) === undefined) own.delete(id);
        else own.set(id, { ...sure, version: version + 1, data });
      }),
    );
  }

  function end(id: string): Promise<void> {
    return tryTo(() =>
      oneAtATime(id, async () => {
        await store.deleteDraft(id);
        own.delete(id);
        over.delete(id);
      }),
    );
  }

  async function tell({ owner, data }: DraftRecord<SignData>): Promise<void> {
    const view = sayInterrupted(data);
    if (data.shown !== undefined && !data.isAnswered) await chat.update(data.shown, view, owner);
    else await chat.post(await chat.openDirect(owner), view, owner);
  }

  async function look(): Promise<void> {
    for (const id of [...own.keys()]) await (over.has(id) ? end(id) : change(id, {}));
    const all = (await store.listDrafts({ kind: 'sign', limit: MOST })) as DraftRecord<SignData>[];
    for (const draft of all) {
      const { id, version, place, data } = draft;
      if (place.platform !== platform || own.has(id) || data.until > clock.now()) continue;
      if ((await store.updateDraft(id, version, { ...data, ...hold() })) === undefined) continue;
      await tell(draft)
        .then(() => store.deleteDraft(id))
        .catch((error: unknown) => log.warn({ error }, `${platform}.interruptedNotTold`));
    }
  }

  async function follow(everyMs: number): Promise<void> {
    while (!stopping.signal.aborted) {
      await tryTo(look);
      await clock.sleep(everyMs, stopping.signal);
    }
  }

  return {
    async note(person, fileName) {
      const createdAt = clock.now();
      const draft: DraftRecord<SignData> = {
        ...{ id: ids.next('sign'), version: 1, kind: 'sign', owner: person, customer: '' },
        place: { platform, workspace: '', conversationId: '', kind: 'direct' },
        data: { ...(fileName === undefined ? {} : { fileName }), ...hold() },
        ...{ createdAt, expiresAt: createdAt + KEPT_MS },
      };
      const { id } = draft;
      // Also where it is not known whether it was written.
      own.set(id, draft);
      // A look meanwhile would take one that isn't there yet for another process's.
      await tryTo(() => oneAtATime(id, () => store.saveDraft(draft)));
      return {
        shown: async (ref) => (ref === undefined ? undefined : change(id, { shown: ref })),
        answering: () => change(id, { isAnswered: true }),
        done() {
          over.add(id);
          return end(id);
        },
      };
    },
    start() {
      if (lookEveryMs !== undefined) void follow(lookEveryMs);
    },
    stop: () => stopping.abort(),
  };
}

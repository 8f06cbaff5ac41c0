import type { Platform } from '../domain/terms.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import type { NoticeView } from './views/parts.ts';
import { FRAME_WORDS } from './words/frameWords.ts';

/**
 * Answers that one person waits for at once: more than anybody clicks before the first of them is there. Chats take
 * about one message a second, so that more would be answered when nobody waits any more.
 */
const MOST_WAITING = 20;

/**
 * What is not answered by then is left: an answer takes seconds, and whoever stops us waits for 10 to 30 s before they
 * kill. A job goes on from its records at the next start; the other answers are asked for again.
 */
const DRAIN_WITHIN_MS = 8_000;

/** Said once to somebody who asks for more than that. */
const TOO_MANY: NoticeView = {
  kind: 'notice',
  tone: 'warning',
  title: FRAME_WORDS.tooMany.title,
  text: [FRAME_WORDS.tooMany.text(MOST_WAITING)],
  next: FRAME_WORDS.tooMany.next,
  buttons: [],
};

/** Waits before somebody is told that their answer could not be sent: what passes has passed by the second. */
const TELL_AFTER_MS = [0, 30_000];

/** Said when an answer could not be sent, however often that was tried. */
function sayNotTaken(platform: Platform): NoticeView {
  return {
    kind: 'notice',
    tone: 'error',
    title: FRAME_WORDS.notTaken.title(platform),
    text: [FRAME_WORDS.notTaken.text],
    next: FRAME_WORDS.notTaken.next,
    buttons: [],
  };
}

/** Work that goes on after a chat was answered. */
export interface Background {
  /** Runs it for whoever waits for its answer; left out when they wait for too many already. */
  run(person: string, work: () => Promise<unknown>): void;
  /** Resolves when all of it is done, or when that takes too long. */
  drain(): Promise<void>;
}

export function createBackground(options: {
  platform: Platform;
  clock: Clock;
  log: Log;
  /** Says something in a person's own chat. */
  say: (person: string, view: NoticeView) => Promise<unknown>;
}): Background {
  const { platform, clock, log, say } = options;
  const running = new Set<Promise<unknown>>();
  const waiting = new Map<string, number>();
  const stopping = new AbortController();

  async function tell(person: string): Promise<void> {
    if (person === '') return;
    for (const wait of TELL_AFTER_MS) {
      if (wait > 0) await clock.sleep(wait, stopping.signal);
      if (stopping.signal.aborted) return;
      try {
        await say(person, sayNotTaken(platform));
        return;
      } catch (error) {
        log.error({ error, person }, `${platform}.notTold`);
      }
    }
  }

  function start(person: string, work: () => Promise<unknown>): void {
    waiting.set(person, (waiting.get(person) ?? 0) + 1);
    const task = work()
      .catch((error: unknown) => {
        log.error({ error }, `${platform}.backgroundFailed`);
        return tell(person);
      })
      .finally(() => {
        running.delete(task);
        const left = (waiting.get(person) ?? 1) - 1;
        if (left === 0) waiting.delete(person);
        else waiting.set(person, left);
      });
    running.add(task);
  }

  return {
    run(person, work) {
      const count = waiting.get(person) ?? 0;
      if (count < MOST_WAITING) return start(person, work);
      log.warn({ person }, `${platform}.tooManyWaiting`);
      if (count === MOST_WAITING) start(person, () => say(person, TOO_MANY));
    },
    async drain() {
      stopping.abort();
      const ended = new AbortController();
      let isLate = false;
      const late = clock.sleep(DRAIN_WITHIN_MS, ended.signal).then(() => {
        isLate = true;
      });
      while (running.size > 0 && !isLate) await Promise.race([Promise.all(running), late]);
      ended.abort();
      if (running.size > 0) log.warn({ left: running.size }, `${platform}.notDrained`);
    },
  };
}

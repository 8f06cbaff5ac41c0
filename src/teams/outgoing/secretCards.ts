import type { MessageRef } from '../../domain/terms.ts';
import { SHOW_SECONDS } from '../../flows/jobs/reveal.ts';
import { sayTime } from '../../flows/times.ts';
import type { View } from '../../flows/views.ts';
import type { ShownCard } from '../../service/ports/shownSecrets.ts';
import type { TeamsOptions } from '../options.ts';
import { renderCard } from '../views/render.ts';
import { cardMessage, type Sender } from './send.ts';

/** One card that shows a secret, or is about to. */
export interface SecretCard {
  emptyAfter(seconds: number): void;
  /** Now, and again for hours where that fails. */
  empty(): void;
  /** It shows no secret after all. */
  forget(): Promise<void>;
}

/** Cards that hold passwords for a few minutes, and are emptied whatever becomes of this process. */
export interface SecretCards {
  /** Durable on return, so that a crash right after it is seen to. */
  note(ref: MessageRef, about?: ShownCard['about']): Promise<SecretCard>;
  /**
   * Takes up what an earlier run left: what is late is emptied now, the rest when its time has come. Beside other
   * instances, whose cards these may be: now and then what is late.
   */
  start(): Promise<void>;
  /** Empties every card that this process still shows. */
  stop(): Promise<void>;
}

/** Until it is known for how long a card is to show: a claim and an update take a few seconds. */
const AT_LEAST_MS = 60_000;
const MINUTE = 60_000;
/**
 * Waits before a card that could not be emptied is tried again: eight hours in all. Teams refuses live cards in passing
 * with 404 (msteams-docs issue 6139) and with 403 (issue 7613), so no refusal says that a card is gone. Giving up too
 * early leaves a password readable; trying too long costs a call an hour.
 */
const RETRY_AFTER_MS = [
  2_000,
  10_000,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  60 * MINUTE,
  120 * MINUTE,
  240 * MINUTE,
];
/**
 * After those, how often all of it is tried again, the last word to the requester too: a week. Somebody who has taken
 * Rollcall away is never reached; the audit has it for good.
 */
const LAST_AFTER_MS = 240 * MINUTE;
const LAST_TRIES = 42;
/**
 * A card that shows for so much longer than it should is one whose instance died: emptying it takes two calls of 15 s at
 * most. Too short has two of them empty it, which does no harm; longer leaves passwords on a screen.
 */
const LATE_MS = 30_000;
/** A shutdown has other things to wait for; what is not empty by then the next start sees to. */
const STOP_WITHIN_MS = 5_000;

const EMPTIED: View = {
  kind: 'notice',
  tone: 'info',
  title: 'The passwords were shown here and are now gone.',
  text: [],
  next: 'If you need one again, send the email again, or set a new one: type user and the name, then press New password.',
  buttons: [],
};

function sayNotEmptied({ shownAt }: ShownCard): View {
  const when = shownAt === undefined ? '' : ` from ${sayTime(shownAt)}`;
  return {
    kind: 'notice',
    tone: 'warning',
    title: 'A message with passwords may still be in this chat.',
    text: [
      `Rollcall tried for hours to remove the passwords from its message${when}. Teams refused each time.`,
    ],
    next: "Delete that message yourself, or this whole chat. If you can't, set new passwords for these people: type user and the name, then press New password.",
    buttons: [],
  };
}

export function createSecretCards(
  { store, clock, log, lookForLeftMs }: Pick<TeamsOptions, 'store' | 'clock' | 'log' | 'lookForLeftMs'>,
  sender: Sender,
): SecretCards {
  const waiting = new Map<string, { card: ShownCard; timer: AbortController }>();
  const stopping = new AbortController();

  function keyOf({ conversationId, messageId }: MessageRef): string {
    return `${conversationId} ${messageId}`;
  }

  async function forget(ref: MessageRef): Promise<void> {
    waiting.get(keyOf(ref))?.timer.abort();
    waiting.delete(keyOf(ref));
    await store.forgetShown(ref);
  }

  async function empty({ ref }: ShownCard): Promise<void> {
    await sender.update(ref, cardMessage(renderCard(EMPTIED)));
    await forget(ref);
  }

  /** Answers the card that says so, which is kept: a restart does not audit it again. */
  async function auditOnce(card: ShownCard): Promise<ShownCard> {
    if (card.audited === true) return card;
    const { ref, about, tries = 0 } = card;
    await store.audit({
      at: clock.now(),
      actor: about?.actor ?? 'teams:unknown',
      platform: 'teams',
      where: ref.conversationId,
      what: 'passwords.not_emptied',
      outcome: 'failed',
      ...(about === undefined ? {} : { customer: about.customer, subject: about.job }),
      detail: { tries: tries + 1 },
    });
    return { ...card, audited: true };
  }

  async function tell(card: ShownCard): Promise<void> {
    const { conversationId, route } = card.ref;
    const place = { conversationId, ...(route === undefined ? {} : { route }) };
    const message = cardMessage(renderCard(sayNotEmptied(card), route?.timeZone));
    await sender.send(place, message, { isAnswer: true });
  }

  /**
   * The last things to do about a card. Audited first: the entry is for good, and the message is only said where it
   * arrives. Where even that fails, all of it is tried again later.
   */
  async function endWith(card: ShownCard): Promise<void> {
    let known = card;
    try {
      await sender.remove(card.ref);
      await forget(card.ref);
      return;
    } catch (error) {
      log.error({ error }, 'teams.deleteFailed');
    }
    try {
      known = await auditOnce(card);
      await tell(known);
      await forget(card.ref);
    } catch (error) {
      log.error({ error }, 'teams.giveUpFailed');
      const isOver = known.audited === true && (known.tries ?? 0) >= RETRY_AFTER_MS.length + LAST_TRIES;
      if (!isOver) return tryAgain(known, LAST_AFTER_MS);
      await forget(card.ref).catch((problem: unknown) =>
        log.warn({ error: problem }, 'teams.cardNotForgotten'),
      );
    }
  }

  function tryAgain(card: ShownCard, wait: number): void {
    const next = { ...card, tries: (card.tries ?? 0) + 1, emptyAt: clock.now() + wait };
    // Where this cannot be written, a restart begins with the earlier try again.
    store.saveShown(next).catch((problem: unknown) => log.warn({ error: problem }, 'teams.tryNotKept'));
    if (!stopping.signal.aborted) schedule(next);
  }

  async function seeTo(card: ShownCard): Promise<void> {
    const { tries = 0 } = card;
    const wait = RETRY_AFTER_MS[tries];
    try {
      await empty(card);
    } catch (error) {
      log.error({ error, tries, nextTryMs: wait }, 'teams.emptyFailed');
      if (stopping.signal.aborted) return;
      if (wait === undefined) await endWith(card);
      else tryAgain(card, wait);
    }
  }

  function schedule(card: ShownCard): void {
    const { ref, emptyAt, tries = 0 } = card;
    waiting.get(keyOf(ref))?.timer.abort();
    const timer = new AbortController();
    waiting.set(keyOf(ref), { card, timer });
    // A clock that was set back, or a record that was changed, shows no password for longer than this.
    const longest = tries === 0 ? SHOW_SECONDS * 1_000 : (RETRY_AFTER_MS[tries - 1] ?? LAST_AFTER_MS);
    const wait = Math.min(Math.max(0, emptyAt - clock.now()), longest);
    void clock.sleep(wait, timer.signal).then(() => {
      if (!timer.signal.aborted) return seeTo(card);
    });
  }

  async function listLeft(): Promise<ShownCard[]> {
    return (await store.listShown()).filter(
      ({ ref }) => ref.platform === 'teams' && !waiting.has(keyOf(ref)),
    );
  }

  /** What another instance should have emptied. None of its waits is longer than the last one. */
  async function takeLate(lookEveryMs: number): Promise<void> {
    const now = clock.now();
    for (const card of await listLeft()) {
      const isLate = now >= card.emptyAt + LATE_MS || card.emptyAt > now + LAST_AFTER_MS;
      // One of several that look at once.
      if (isLate && !(await store.seen(`left ${keyOf(card.ref)}`, lookEveryMs))) schedule(card);
    }
  }

  async function followLate(lookEveryMs: number): Promise<void> {
    while (!stopping.signal.aborted) {
      await takeLate(lookEveryMs).catch((error: unknown) => log.warn({ error }, 'teams.notLooked'));
      await clock.sleep(lookEveryMs, stopping.signal);
    }
  }

  return {
    async note(ref, about) {
      const shownAt = clock.now();
      const card: ShownCard = {
        ref,
        emptyAt: shownAt + AT_LEAST_MS,
        shownAt,
        ...(about === undefined ? {} : { about }),
      };
      await store.saveShown(card);
      schedule(card);
      return {
        emptyAfter(seconds) {
          const next = { ...card, emptyAt: clock.now() + seconds * 1_000 };
          // Too early after a crash is the smaller harm, so the card does not wait for this write.
          store.saveShown(next).catch((error: unknown) => log.warn({ error }, 'teams.showTimeNotKept'));
          schedule(next);
        },
        empty: () => schedule({ ...card, emptyAt: clock.now() }),
        forget: () => forget(ref),
      };
    },
    async start() {
      if (lookForLeftMs === undefined) for (const card of await listLeft()) schedule(card);
      else void followLate(lookForLeftMs);
    },
    async stop() {
      stopping.abort();
      const left = [...waiting.values()];
      for (const { timer } of left) timer.abort();
      const ended = new AbortController();
      const all = Promise.all(left.map(({ card }) => seeTo(card)));
      await Promise.race([all, clock.sleep(STOP_WITHIN_MS, ended.signal)]);
      ended.abort();
    },
  };
}

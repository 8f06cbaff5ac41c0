import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/flows/reply.ts';
import type { View } from '../../../src/flows/views.ts';
import { textOf } from '../../../src/sandbox/slack/textOf.ts';
import type { Clock } from '../../../src/service/ports/surroundings.ts';
import { WORKING } from '../../../src/slack/handlerContext.ts';
import { sampleViews } from '../../views/sampleViews.ts';
import { startRoom } from '../startRoom.ts';

const WORD = 'Quokka';
const SAMPLES = sampleViews(WORD, 2);
const { personCard } = SAMPLES;
const VIEWS: View[] = Object.values(SAMPLES);
/** In a message, forms are only their button. */
const MOST_TELL = 12;
const POINTER = 'The answer is in our chat.';
/** Where others read along: a channel, a group message, and a direct message between two people. */
const SHARED = ['C0GENERAL', 'G0GROUP', 'D0PAIR'];
const REPLIES: readonly ((view: View) => Reply)[] = [
  (view) => ({ type: 'message', view }),
  (view) => ({ type: 'message', view, here: true }),
  (view) => ({ type: 'replace', view }),
  (view) => ({ type: 'follow', view }),
  (view) => ({ type: 'form', view }),
  (view) => ({ type: 'fieldErrors', errors: { form: WORD }, form: view }),
  (view) => ({ type: 'private', claim: async () => ({ view, release: async () => undefined }) }),
];

/** Slack takes a message a second, which are many for all views. Its signatures need the time as it is. */
const QUICK: Clock = {
  now: Date.now,
  sleep: (ms, signal) =>
    delay(Math.min(ms, 25), undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
};

/** A room that answers with whatever stands in `next`, in a workspace that has each kind of place. */
async function start(answers: Record<string, 'form' | 'message' | 'private' | 'replace'> = {}) {
  const next: { reply: Reply } = { reply: { type: 'message', view: personCard } };
  const started = await startRoom({
    answers,
    reply: () => next.reply,
    room: { clock: QUICK },
  });
  const { slack, mia } = started;
  for (const id of SHARED.slice(1)) {
    const members = new Set(['U0MIAMEYER', 'U0SOMEBODY']);
    slack.state.channels.set(id, { id, name: id, kind: 'channel', hasBot: true, members, messages: [] });
  }
  /** All that anybody but this one person can see. */
  const shared = () => SHARED.flatMap((id) => mia.messages(id));
  /** A window, which nobody but whoever opened it sees. */
  const windows = () => [mia.openModal()].filter((shown) => shown !== undefined && !isWorking(shown)).length;
  /** Has it answered, and waits for the answer in the own chat or in a window; a `follow` is said there by others. */
  async function answer(reply: Reply, act: () => Promise<unknown>): Promise<void> {
    next.reply = reply;
    const answers = () => mia.messages().filter((each) => each.user === 'bot' && !isWorking(each)).length;
    const before = answers();
    const asked = started.calls.length;
    await act();
    await expect
      .poll(() => answers() + windows(), { timeout: 10_000 })
      .toBeGreaterThanOrEqual(reply.type === 'follow' ? before : before + 1);
    await expect.poll(() => started.calls.length, { timeout: 10_000 }).toBeGreaterThan(asked);
    await mia.close({ all: true });
  }
  return { ...started, next, shared, answer };
}

/** Something of the view that names somebody. */
function tells(shown: unknown): boolean {
  return textOf(shown).includes(WORD);
}

/** A sign of life, whose place the answer takes. */
function isWorking(shown: unknown): boolean {
  return textOf(shown).includes(WORKING.title);
}

describe('D7: outside of a person’s own chat in Slack', () => {
  it.each(SHARED)(
    'no answer to a command is shown in %s, whatever it is',
    async (channel) => {
      const { mia, calls, answer, shared } = await start();
      const replies = [
        ...VIEWS.map((view): Reply => ({ type: 'message', view })),
        ...REPLIES.map((makeReply) => makeReply(personCard)),
      ];
      for (const reply of replies) await answer(reply, () => mia.command('/user', 'ada', { channel }));
      expect(shared()).toEqual([]);
      expect(mia.messages().filter(tells).length).toBeGreaterThan(MOST_TELL);
      await expect.poll(() => mia.ephemerals().length, { timeout: 10_000 }).toBeGreaterThan(VIEWS.length - 1);
      expect(new Set(mia.ephemerals().map(({ text }) => text))).toEqual(new Set([POINTER]));
      // What is started from there has its news in the own chat, too.
      expect(calls.map(({ place }) => place.kind)).not.toContain('direct');
    },
    40_000,
  );

  it.each(SHARED)(
    'a window opened in %s is for whoever opened it',
    async (channel) => {
      const { mia, next, shared } = await start({ 'user.find': 'form', 'adduser.open': 'private' });
      for (const view of VIEWS) {
        next.reply = { type: 'form', view };
        await mia.command('/user', 'ada', { channel });
        await mia.waitForModal((shown) => !isWorking(shown));
        await mia.close({ all: true });
      }
      next.reply = {
        type: 'private',
        claim: async () => ({ view: SAMPLES.passwords, release: async () => undefined }),
      };
      await mia.command('/adduser', '', { channel });
      await mia.waitForModal((view) => tells(view));
      expect(shared()).toEqual([]);
      expect(mia.ephemerals().filter(({ text }) => text !== POINTER)).toEqual([]);
    },
    40_000,
  );

  it.each(SHARED)(
    'a click on a message in %s leaves it as it is, and is answered in the own chat',
    async (channel) => {
      const { mia, room, answer, shared } = await start();
      // As versions of before have left it there.
      const clean = sampleViews('Ada', 1).progress;
      await room.chat.post(
        { platform: 'slack', workspace: '', conversationId: channel, kind: 'channel' },
        clean,
      );
      const [message] = mia.messages(channel);
      if (message === undefined) throw new Error('there is no message');
      const replies = [
        ...VIEWS.map((view): Reply => ({ type: 'replace', view })),
        ...REPLIES.map((makeReply) => makeReply(personCard)),
      ];
      for (const reply of replies) await answer(reply, () => mia.click(message, 'job.stop'));
      expect(mia.messages().filter(tells).length).toBeGreaterThan(MOST_TELL);
      expect(shared().map(textOf)).toEqual([textOf(message)]);
      expect(shared().some(tells)).toBe(false);
    },
    40_000,
  );

  it('the own chat, its windows and the own Home show every view', async () => {
    const { mia, next, answer, shared } = await start();
    for (const view of VIEWS) {
      await answer({ type: 'message', view }, () => mia.say('user ada'));
    }
    expect(mia.messages().filter(tells).length).toBeGreaterThan(MOST_TELL);
    next.reply = { type: 'message', view: SAMPLES.help };
    await mia.openHome();
    await expect.poll(() => tells(mia.home()), { timeout: 10_000 }).toBe(true);
    expect(shared()).toEqual([]);
    expect(mia.ephemerals()).toEqual([]);
  }, 40_000);
});

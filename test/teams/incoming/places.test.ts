import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/flows/reply.ts';
import type { View } from '../../../src/flows/views.ts';
import { CAST } from '../../../src/sandbox/contoso.ts';
import { textOf } from '../../../src/sandbox/teams/textOf.ts';
import { sampleViews } from '../../views/sampleViews.ts';
import { startRoom } from '../startRoom.ts';

const MIA = CAST.helpdesk.teams;
const WORD = 'Quokka';
const SAMPLES = sampleViews(WORD, 2);
const { changeForm } = SAMPLES;
// Teams takes no two choices with one value.
const VIEWS: View[] = Object.values({
  ...SAMPLES,
  changeForm: { ...changeForm, people: changeForm.people.slice(0, 1) },
});
const REPLIES: readonly ((view: View) => Reply)[] = [
  (view) => ({ type: 'message', view }),
  (view) => ({ type: 'message', view, here: true }),
  (view) => ({ type: 'replace', view }),
  (view) => ({ type: 'form', view }),
  (view) => ({ type: 'fieldErrors', errors: { form: WORD }, form: view }),
];
const POINTER = 'The answer is in our 1:1 chat.';

/** A room that answers with whatever stands in `next`. */
async function start() {
  const next: { reply: Reply } = { reply: { type: 'message', view: VIEWS[0] as View } };
  const room = await startRoom({
    answers: { 'job.stop': 'replace', 'adduser.open': 'form' },
    reply: () => next.reply,
  });
  room.teams.switches.rateLimit = false;
  const mia = room.teams.as(MIA);
  return { ...room, mia, next };
}

/** Something of the view that is on its card and names somebody. */
function tells(text: string): boolean {
  return text.includes(WORD);
}

describe('D7: outside of a 1:1 chat in Teams', () => {
  it.each(['channel', 'group'] as const)(
    'no answer to a command is shown in a %s, whatever it is',
    async (kind) => {
      const { teams, mia, next } = await start();
      const [first] = VIEWS;
      const replies = [
        ...VIEWS.map((view): Reply => ({ type: 'message', view, here: true })),
        ...REPLIES.map((makeReply) => makeReply(first as View)),
      ];
      for (const [index, reply] of replies.entries()) {
        next.reply = reply;
        await mia.say(`user ${index}`, { conversation: kind });
        await expect.poll(() => mia.cards().length).toBe(index + 1);
      }
      await expect.poll(() => mia.cards(kind).length).toBe(replies.length);
      expect(new Set(mia.cards(kind).map(textOf))).toEqual(new Set([`ℹ ${POINTER}`]));
      expect(mia.cards().filter((each) => tells(textOf(each))).length).toBeGreaterThan(VIEWS.length / 2);
      expect(teams.violations).toEqual([]);
    },
    40_000,
  );

  it('the same answer is shown in the 1:1 chat, without a pointer', async () => {
    const { mia, next } = await start();
    next.reply = { type: 'message', view: sampleViews(WORD, 2).personCard };
    await mia.say('user ada');
    await mia.waitForMessage((each) => tells(textOf(each)));
    expect(mia.messages().map(textOf).join()).not.toContain(POINTER);
  });

  it.each([
    ['a kind that nobody has heard of', { conversationType: 'huddle' }],
    ['no kind', { conversationType: undefined }],
    ['the kind of a 1:1 chat, for several people', { conversationType: 'personal', isGroup: true }],
    ['the kind of a 1:1 chat, with the id of a chat between people', { conversationType: 'personal' }],
  ])('a conversation of %s is not taken for one', async (_name, change) => {
    const { teams, mia, calls, next } = await start();
    next.reply = { type: 'message', view: sampleViews(WORD, 2).personCard };
    const activity = teams.activity(MIA, { text: 'user ada' }, 'group');
    const conversation: Record<string, unknown> = { ...activity.conversation, isGroup: undefined, ...change };
    await teams.deliver({ ...activity, conversation } as typeof activity);
    await mia.waitForMessage((each) => textOf(each).includes(POINTER), 10_000, 'group');
    await mia.waitForMessage((each) => tells(textOf(each)));
    expect(calls[0]?.place.kind).toBe('group');
  });

  it.each(['message', 'replace', 'form', 'fieldErrors'] as const)(
    'a click on a card is answered in the 1:1 chat with a %s, and the card stays as it was',
    async (type) => {
      const { room, teams, mia, next } = await start();
      const conversationId = teams.state.of(MIA, 'channel').id;
      const route = { serviceUrl: teams.activity(MIA).serviceUrl as string };
      // As versions of before have left it there.
      const { help } = sampleViews('Ada', 1);
      const place = { platform: 'teams', workspace: '', conversationId, kind: 'channel', route } as const;
      await room.chat.post(place, help);
      const [card] = mia.cards('channel');
      if (card === undefined) throw new Error('there is no card');
      const view = sampleViews(WORD, 2).personCard;
      next.reply =
        type === 'fieldErrors' ? { type, errors: { form: WORD }, form: view } : ({ type, view } as Reply);
      const result = await mia.click(card, 'job.stop');
      expect(tells(textOf(result.card))).toBe(false);
      await mia.waitForMessage((each) => tells(textOf(each)));
      expect(mia.messages('channel').some((each) => tells(textOf(each)))).toBe(false);
    },
  );

  it.each(['channel', 'group', 'pair'] as const)(
    'a dialog opened in a %s goes on in the 1:1 chat that is known',
    async (kind) => {
      const { mia, calls, directs, next } = await start();
      await mia.say('help');
      await expect.poll(() => directs.size).toBe(1);
      next.reply = { type: 'form', view: sampleViews(WORD, 2).personForm };
      await mia.extension('adduser', kind);
      expect(tells(textOf(mia.dialog))).toBe(true);
      const { conversationId } = directs.get(MIA) ?? {};
      expect(calls.at(-1)?.place).toMatchObject({ kind: 'direct', conversationId });
    },
  );

  it('a dialog of somebody whose 1:1 chat cannot be opened says how to open it, and does nothing', async () => {
    const { mia, calls } = await start();
    await mia.uninstall();
    const result = await mia.extension('adduser', 'channel');
    expect(textOf(result)).toContain('type help there');
    expect(calls).toEqual([]);
  });

  it('T8: a command of somebody whose 1:1 chat cannot be opened gets the way to it, and no answer', async () => {
    const { mia, next } = await start();
    next.reply = { type: 'message', view: sampleViews(WORD, 2).personCard };
    await mia.uninstall();
    await mia.say('user ada', { conversation: 'channel' });
    const told = await mia.waitForMessage(() => true, 10_000, 'channel');
    expect(textOf(told)).toContain('type help there');
    expect(tells(textOf(told))).toBe(false);
  });
});

describe('Rollcall was added', () => {
  it('to a chat of one person: it answers with help, once for each time that it is added', async () => {
    const { mia, calls } = await start();
    await mia.uninstall();
    await mia.install();
    await expect.poll(() => calls.length).toBe(1);
    expect(calls).toMatchObject([{ action: 'help.show' }]);
  });

  it.each(['channel', 'group'] as const)(
    'to a %s: it says where to go on, and nothing of anybody',
    async (kind) => {
      const { mia, calls } = await start();
      await mia.install(kind);
      const told = await mia.waitForMessage(() => true, 10_000, kind);
      expect(textOf(told)).toContain('Open your 1:1 chat with Rollcall and type help there.');
      expect(calls).toEqual([]);
    },
  );
});

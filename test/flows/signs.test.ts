import { expect, it } from 'vitest';
import type { MessageRef } from '../../src/domain/terms.ts';
import type { Chat } from '../../src/flows/reply.ts';
import { createSigns } from '../../src/flows/signs.ts';
import type { Clock } from '../../src/service/ports/surroundings.ts';
import { keepDrafts } from '../composition/keepDrafts.ts';
import { createTestLog } from '../store/sampleRecords.ts';

const SIGN: MessageRef = { platform: 'slack', conversationId: 'D0SAM', messageId: '17.1' };

/** Processes on the same records, whose clock goes on, and who look, when the test says so. */
function openWorld() {
  const said: string[] = [];
  const store = keepDrafts();
  const log = createTestLog();
  let now = 0;
  let isDown = false;
  let count = 0;
  const chat: Chat = {
    platform: 'slack',
    openDirect: async (userId) => ({
      ...{ platform: 'slack', workspace: '', conversationId: userId, kind: 'direct' },
    }),
    async post(place, { title = '', ...view }: { title?: string } & object) {
      if (isDown) throw new Error('down');
      said.push(`${place.conversationId}: ${title} ${'next' in view ? view.next : ''}`);
      return SIGN;
    },
    async update(ref, { title = '' }: { title?: string } & object, owner) {
      said.push(`${owner} in ${ref.messageId}: ${title}`);
      return ref;
    },
  };
  function open() {
    let goOn: () => void = () => undefined;
    const clock: Clock = {
      now: () => now,
      sleep: (_ms, signal) =>
        new Promise((resolve) => {
          goOn = resolve;
          signal?.addEventListener('abort', () => resolve());
        }),
    };
    const signs = createSigns({
      ...{ chat, store, clock, log, lookEveryMs: 10_000 },
      ids: {
        next(prefix) {
          count += 1;
          return `${prefix}_${count}`;
        },
      },
    });
    return { signs, look: () => goOn() };
  }
  return {
    ...{ said, store, log, open },
    pass(ms: number) {
      now += ms;
    },
    setDown(to: boolean) {
      isDown = to;
    },
    left: () => store.listDrafts({ kind: 'sign', limit: 9 }),
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

it('an answer that came leaves nothing to say', async () => {
  const { said, open, pass, left } = openWorld();
  const sign = await open().signs.note('U0SAM', 'people.csv');
  await sign.shown(SIGN);
  await sign.answering();
  await sign.done();
  expect(await left()).toEqual([]);
  pass(60_000);
  const other = open();
  other.signs.start();
  await settle();
  other.signs.stop();
  expect(said).toEqual([]);
});

it('whoever sent a file to a process that died is told by another one, once, and not too soon', async () => {
  const { said, open, pass, left } = openWorld();
  await open().signs.note('U0SAM', 'people.csv');
  const others = [open(), open()];
  for (const { signs } of others) signs.start();
  await settle();
  expect(said).toEqual([]);
  pass(31_000);
  for (const { look } of others) look();
  await settle();
  for (const { signs } of others) signs.stop();
  expect(said).toEqual([
    'U0SAM: The check of people.csv was interrupted. If you have no answer, send the file again.',
  ]);
  expect(await left()).toEqual([]);
});

it('the sign that would stand for ever says so, unless the answer may stand there', async () => {
  const { said, open, pass } = openWorld();
  const dead = open();
  await (await dead.signs.note('U0SAM')).shown(SIGN);
  const answering = await dead.signs.note('U0MIA');
  await answering.shown({ ...SIGN, messageId: '17.2' });
  await answering.answering();
  pass(31_000);
  const other = open();
  other.signs.start();
  await settle();
  other.signs.stop();
  expect(said.sort()).toEqual([
    'U0MIA: This was interrupted. If you have no answer, ask again.',
    'U0SAM in 17.1: This was interrupted.',
  ]);
});

it('nothing is said of a process that lives, however long it takes', async () => {
  const { said, open, pass } = openWorld();
  const [living, other] = [open(), open()];
  living.signs.start();
  other.signs.start();
  await settle();
  const sign = await living.signs.note('U0SAM', 'people.csv');
  for (let round = 0; round < 5; round += 1) {
    pass(20_000);
    living.look();
    await settle();
    other.look();
    await settle();
  }
  expect(said).toEqual([]);
  await sign.done();
  living.signs.stop();
  other.signs.stop();
});

it('is said later when the chat is away', async () => {
  const { said, open, pass, setDown, log } = openWorld();
  await open().signs.note('U0SAM', 'people.csv');
  const other = open();
  setDown(true);
  pass(31_000);
  other.signs.start();
  await settle();
  expect(log.events.map(({ event }) => event)).toContain('slack.interruptedNotTold');
  setDown(false);
  pass(31_000);
  other.look();
  await settle();
  other.signs.stop();
  expect(said).toHaveLength(1);
});

it('nothing is said of an answer that came, where only that could not be written', async () => {
  const { said, open, pass, store, left } = openWorld();
  const [living, other] = [open(), open()];
  living.signs.start();
  await settle();
  const sign = await living.signs.note('U0SAM', 'people.csv');
  const { deleteDraft } = store;
  store.deleteDraft = () => Promise.reject(new Error('away'));
  await sign.answering();
  await sign.done();
  store.deleteDraft = deleteDraft;
  pass(31_000);
  living.look();
  await settle();
  other.signs.start();
  await settle();
  expect(said).toEqual([]);
  expect(await left()).toEqual([]);
  living.signs.stop();
  other.signs.stop();
});

it('records that cannot be written hold no answer up', async () => {
  const { open, store, log } = openWorld();
  store.saveDraft = () => Promise.reject(new Error('full'));
  const sign = await open().signs.note('U0SAM', 'people.csv');
  await sign.answering();
  await sign.done();
  expect(log.events.map(({ event }) => event)).toEqual(['slack.signNotKept']);
});

it('a look while it is being kept takes nobody for a dead process', async () => {
  const { said, open, pass, store } = openWorld();
  const living = open();
  living.signs.start();
  await settle();
  const { saveDraft } = store;
  let save: () => void = () => undefined;
  store.saveDraft = async (draft) => {
    await new Promise<void>((resolve) => {
      save = resolve;
    });
    return saveDraft(draft);
  };
  const noting = living.signs.note('U0SAM', 'people.csv');
  living.look();
  await settle();
  save();
  const sign = await noting;
  await sign.shown(SIGN);
  for (let round = 0; round < 5; round += 1) {
    pass(10_000);
    living.look();
    await settle();
  }
  expect(said).toEqual([]);
  await sign.done();
});

it('a change that was kept, of which nobody heard, is still its own', async () => {
  const { said, open, pass, store, left } = openWorld();
  const living = open();
  living.signs.start();
  await settle();
  const sign = await living.signs.note('U0SAM', 'people.csv');
  await sign.shown(SIGN);
  const { updateDraft } = store;
  store.updateDraft = async (...given) => {
    await updateDraft(...given);
    throw new Error('no answer in time');
  };
  for (let round = 0; round < 2; round += 1) {
    pass(10_000);
    living.look();
    await settle();
  }
  store.updateDraft = updateDraft;
  for (let round = 0; round < 5; round += 1) {
    pass(10_000);
    living.look();
    await settle();
  }
  expect(said).toEqual([]);
  // One that never was kept is written once more.
  store.updateDraft = () => Promise.reject(new Error('refused'));
  await sign.answering();
  store.updateDraft = updateDraft;
  living.look();
  await settle();
  expect(await left()).toMatchObject([{ data: { isAnswered: true } }]);
  await sign.done();
});

it('what another process took is not its own any more', async () => {
  const { said, open, pass, store } = openWorld();
  const living = open();
  living.signs.start();
  await settle();
  const sign = await living.signs.note('U0SAM', 'people.csv');
  await sign.shown(SIGN);
  const { updateDraft } = store;
  store.updateDraft = () => Promise.reject(new Error('no connection'));
  pass(10_000);
  living.look();
  await settle();
  store.updateDraft = updateDraft;
  pass(60_000);
  const other = open();
  other.signs.start();
  await settle();
  expect(said).toHaveLength(1);
  living.look();
  await settle();
  expect(said).toHaveLength(1);
});

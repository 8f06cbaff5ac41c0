import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import type { AdminNews } from '../../../src/flows/operating/adminNews.ts';
import { createCustomerParts } from '../../../src/run/customers/createCustomerParts.ts';
import { createTroubles } from '../../../src/service/customers/troubles.ts';
import { createManualClock } from '../../service/fakes/manualClock.ts';
import { createMemoryStore } from '../../service/fakes/memoryStore.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const TELLING_MS = 2 * 60_000;
const REFUSAL = new RollcallError('CREDENTIALS_REFUSED', 'No app.', {
  ...{ next: 'Ask.', detail: { number: '7000229' } },
});
/** Of a tenant that is no customer yet. */
const CONSENTED = {
  ...{ id: 'draft_1', entry: { id: 'adatum', name: 'Adatum', tenantId: 'tenant' }, mayWrite: true },
  look: { displayName: 'Adatum', domains: ['adatum.com'], licenses: [] },
};
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** The parts with records of their own, and a chat that answers as it is told. */
function open() {
  const clock = createManualClock();
  const log = createTestLog();
  const troubles = createTroubles({ store: createMemoryStore(clock), clock });
  const app = express();
  const told: (string | undefined)[] = [];
  const chat = { answer: async () => true };
  const policy = { customers: [{ id: 'fabrikam', name: 'Fabrikam' }] };
  const {
    onLogin,
    open: openParts,
    stop,
  } = createCustomerParts({
    config: { graph: {} } as never,
    policy: policy as never,
    ...{ masterKeys: {} as never, env: {}, fenced: fetch, clock, log },
  });
  const again = { id: 'fabrikam', name: 'Fabrikam' };
  const adding = {
    async answer(query: { state?: string }) {
      if (query.state === 'new') return { status: 200, page: { title: '', text: [] }, news: CONSENTED };
      const news = await troubles.noteBack('fabrikam', 'draft', clock.now());
      return { status: 200, page: { title: '', text: [] }, news: news && { again, noteTold: news.noteTold } };
    },
  };
  openParts({
    service: { customers: { noteLogin: troubles.noteLogin, adding } } as never,
    web: { app },
    tell: async (news: AdminNews) => {
      told.push(news({ isForAll: true, actsFor: () => true })?.title);
      return chat.answer();
    },
  });
  async function openPage(state = 'again'): Promise<number> {
    const server = app.listen(0, '127.0.0.1');
    ends.push(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    return (await fetch(`http://127.0.0.1:${port}/consent?state=${state}`)).status;
  }
  return { clock, log, told, chat, policy, onLogin, openPage, stop };
}

it.each([
  ['reaches nobody', async () => false],
  ['is broken', () => Promise.reject(new Error('The chat is broken.'))],
])('tells later that a tenant lets Rollcall in again where the chat %s', async (_what, away) => {
  const { clock, told, chat, onLogin } = open();
  const well = chat.answer;
  expect(await onLogin('fabrikam', REFUSAL)).toBe(true);
  told.splice(0);
  chat.answer = away;
  expect(await onLogin('fabrikam', undefined)).toBe(false);
  chat.answer = well;
  // Calls are many: not with each of them.
  expect(await onLogin('fabrikam', undefined)).toBe(false);
  await clock.advance(TELLING_MS);
  expect(await onLogin('fabrikam', undefined)).toBe(true);
  expect(told).toEqual(Array(2).fill(expect.stringContaining('Fabrikam')));
  expect(await onLogin('fabrikam', undefined)).toBe(true);
  expect(told).toHaveLength(2);
});

it('tells with a later call what an admin’s consent has brought, where nobody was reached then', async () => {
  const { clock, told, chat, onLogin, openPage } = open();
  await onLogin('fabrikam', REFUSAL);
  told.splice(0);
  const well = chat.answer;
  chat.answer = () => Promise.reject(new Error('The chat is broken.'));
  expect(await openPage()).toBe(200);
  chat.answer = well;
  await clock.advance(TELLING_MS);
  expect(await onLogin('fabrikam', undefined)).toBe(true);
  expect(told).toEqual(Array(2).fill(expect.stringContaining('Fabrikam')));
  expect(await onLogin('fabrikam', undefined)).toBe(true);
  expect(told).toHaveLength(2);
});

it('tells that a tenant can be added until an admin is reached', async () => {
  const { clock, told, chat, openPage } = open();
  const well = chat.answer;
  chat.answer = async () => false;
  expect(await openPage('new')).toBe(200);
  expect(told).toEqual([expect.stringContaining('Adatum')]);
  chat.answer = well;
  await clock.advance(60_000);
  expect(told).toHaveLength(2);
  await clock.advance(10 * 60_000);
  expect(told).toHaveLength(2);
});

it('tells it no longer once it was added, or Rollcall stops', async () => {
  for (const isAdded of [true, false]) {
    const { clock, told, chat, policy, openPage, stop } = open();
    chat.answer = async () => false;
    await openPage('new');
    if (isAdded) policy.customers.push({ id: 'adatum', name: 'Adatum' });
    else stop();
    await clock.advance(10 * 60_000);
    expect(told.filter((title) => title !== undefined)).toHaveLength(1);
  }
});

it('tells once that a tenant refuses Rollcall, and again where nobody was reached', async () => {
  const { told, chat, onLogin } = open();
  const well = chat.answer;
  chat.answer = async () => false;
  expect(await onLogin('fabrikam', REFUSAL)).toBe(false);
  chat.answer = well;
  expect(await onLogin('fabrikam', REFUSAL)).toBe(true);
  expect(await onLogin('fabrikam', REFUSAL)).toBe(true);
  expect(told).toHaveLength(2);
});

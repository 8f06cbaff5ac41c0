import { describe, expect, it } from 'vitest';
import type { RollcallError } from '../../../src/domain/errors.ts';
import { createChecks } from '../../../src/service/customers/checks.ts';
import { createStandings } from '../../../src/service/customers/standings.ts';
import { createTroubles } from '../../../src/service/customers/troubles.ts';
import type { Directory } from '../../../src/service/ports/directory.ts';
import { createTwoCustomers } from '../../flows/customers/twoCustomers.ts';
import { E3, fail } from '../fakes/fakeDirectory.ts';
import { createManualClock } from '../fakes/manualClock.ts';
import { createMemoryStore } from '../fakes/memoryStore.ts';

const OUT = { ...E3, consumed: E3.total, left: 0 };
const FINE = { ...E3, consumed: 0, left: E3.total };

/** Customers a, b, and c, whose directories answer as they are told. */
function open(answers: Record<string, () => Promise<(typeof E3)[]>>) {
  const clock = createManualClock();
  const store = createMemoryStore(clock);
  const asked: string[] = [];
  const customers = Object.keys(answers).map((id) => ({ id, name: id.toUpperCase() }));
  const directoryFor = (id: string) =>
    ({
      listLicenses: () => {
        asked.push(id);
        return answers[id]?.();
      },
    }) as unknown as Directory;
  const options = { policy: { customers } as never, directoryFor, store, clock };
  const troubles = createTroubles(options);
  const checks = createChecks(options, async () => [
    { result: 'wrong', said: 'A permission is missing.' },
    { result: 'unsure', said: 'No role.' },
  ]);
  const standings = createStandings(options, troubles, checks);
  const list = (ids = Object.keys(answers)) => clock.until(standings.list(ids));
  return { clock, store, asked, troubles, checks, list };
}

describe('how customers stand', () => {
  it('has what needs attention first, and only those that are asked for', async () => {
    const { list } = open({
      a: async () => [FINE],
      b: async () => [FINE, OUT],
      c: async () => {
        throw fail('CREDENTIALS_REFUSED', 'No app.');
      },
    });
    const found = await list();
    expect(found.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
    expect(found[0]?.trouble).toMatchObject({ message: 'No app.' });
    expect(found[1]?.licenses).toEqual([{ name: E3.name, left: 0, attention: 'out' }]);
    expect(found[2]).toEqual({ id: 'a', name: 'A', licenses: [], waiting: 0, leaving: 0, undelivered: 0 });
    expect((await list(['a'])).map(({ id }) => id)).toEqual(['a']);
  });

  it('does not wait for one that is slow, asks it once, and has it the next time', async () => {
    let answer: (licenses: (typeof E3)[]) => void = () => undefined;
    const slow = new Promise<(typeof E3)[]>((resolve) => {
      answer = resolve;
    });
    const { clock, list, asked } = open({ a: async () => [OUT], b: () => slow });
    const from = clock.now();
    const first = await list();
    expect(clock.now() - from).toBeLessThanOrEqual(2_500);
    expect(first.find(({ id }) => id === 'b')).toMatchObject({ isSlow: true, licenses: [] });
    await Promise.all([list(), list()]);
    answer([OUT]);
    const next = await list();
    expect(next.find(({ id }) => id === 'b')).toMatchObject({ licenses: [{ attention: 'out' }] });
    expect(asked).toEqual(['a', 'b']);
    await clock.advance(60_000);
    await list();
    expect(asked).toEqual(['a', 'b', 'a', 'b']);
  });

  it('keeps since when one cannot be reached, and looks again soon', async () => {
    let error: RollcallError | undefined = fail('DIRECTORY_DOWN', 'No answer.');
    const { clock, list } = open({
      a: async () => {
        if (error !== undefined) throw error;
        return [FINE];
      },
    });
    const since = clock.now();
    expect((await list())[0]?.trouble?.since).toBe(since);
    await clock.advance(10_000);
    expect((await list())[0]?.trouble?.since).toBe(since);
    error = undefined;
    await clock.advance(10_000);
    expect((await list())[0]).not.toHaveProperty('trouble');
  });

  it('is not well any more once somebody’s call was refused, though it was a moment ago', async () => {
    let isRefused = false;
    const { clock, list, asked, troubles } = open({
      a: async () => {
        if (isRefused) throw fail('CREDENTIALS_REFUSED', 'No app.');
        return [FINE];
      },
    });
    expect((await list())[0]).not.toHaveProperty('trouble');
    await clock.advance(1_000);
    await list();
    expect(asked).toHaveLength(1);
    isRefused = true;
    await troubles.noteLogin('a', fail('CREDENTIALS_REFUSED', 'No app.') as RollcallError);
    expect((await list())[0]).toMatchObject({ trouble: { message: 'No app.' } });
    // Known now: nobody asks again for it at once.
    await list();
    expect(asked).toHaveLength(2);
    isRefused = false;
    await clock.advance(6_000);
    expect((await list())[0]).not.toHaveProperty('trouble');
  });

  it('keeps what a check found wrong until the next one', async () => {
    const { clock, checks, list } = open({ a: async () => [OUT], b: async () => [FINE] });
    expect((await list()).map(({ id }) => id)).toEqual(['a', 'b']);
    await checks.examine('b');
    const [first] = await list();
    expect(first).toMatchObject({ id: 'b', checked: { at: clock.now(), wrong: 1 } });
  });

  it('counts requests that wait and emails that failed, for each its own', async () => {
    const world = createTwoCustomers();
    await world.fill('fabrikam', 'bob');
    const delivery = { recipient: 'it@contoso.com', part: 1, parts: 1 };
    await world.store.updateJob('job_fabrikam', (job) => ({
      ...job,
      createdAt: world.clock.now(),
      deliveries: [
        { ...delivery, state: 'refused' },
        { ...delivery, state: 'accepted' },
      ],
    }));
    const found = await world.clock.until(
      world.service.customers.standings.list(['contoso', 'fabrikam', 'gone']),
    );
    expect(found).toMatchObject([
      { id: 'fabrikam', waiting: 1, undelivered: 1 },
      { id: 'contoso', waiting: 0, undelivered: 0 },
    ]);
  });
});

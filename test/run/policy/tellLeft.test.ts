import { describe, expect, it } from 'vitest';
import { createNewestPolicy } from '../../../src/run/policy/newestPolicy.ts';
import { createTellLeft } from '../../../src/run/policy/tellLeft.ts';
import {
  judgePolicy,
  type KnownPolicy,
  keepNewest,
  type Policies,
} from '../../../src/service/ports/policies.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

/** What instances share. */
function share() {
  let known: KnownPolicy[] = [];
  let now = 0;
  const state = { reaches: true, isAway: false };
  const policies: Policies = {
    held: async () => known.at(-1),
    judge: async (hash, from, silentSince) => judgePolicy(known, hash, from, silentSince),
    async hold(hash, from, silentSince) {
      const age = judgePolicy(known, hash, from, silentSince);
      if (age === 'newest')
        known = [...known.filter((one) => one.hash !== hash), keepNewest(known, hash, from, now)];
      return age;
    },
    noteAlive: async () => undefined,
  };
  const notes = new Map<string, unknown>();
  const told: string[] = [];
  const log = createTestLog();
  function open() {
    const newest = createNewestPolicy(policies, {
      store: { holdKey: async () => 1, freeKey: async () => undefined },
      clock: { now: () => now, sleep: async () => undefined },
    });
    const look = createTellLeft({
      newest,
      store: {
        async loadNote(name) {
          if (state.isAway) throw new Error('The database is away.');
          return notes.get(name);
        },
        saveNote: async (name, note) => void notes.set(name, note),
      },
      async tellOnce(_what, news) {
        const view = news({ isForAll: false, actsFor: () => false });
        told.push(view?.title ?? '');
        return state.reaches;
      },
      log,
    });
    return {
      newest,
      async look() {
        look();
        await new Promise((resolve) => setImmediate(resolve));
      },
      /** Listens until nobody is there any more who has a newer text. */
      async standIn(text: string) {
        for (let looks = 0; looks < 12; looks += 1) {
          now += 30_000;
          await newest.isBehind();
        }
        expect(await newest.take(text, async () => undefined)).toBe('newest');
      },
    };
  }
  return { open, state, told, log };
}

async function openStandIn() {
  const { open, ...seen } = share();
  const gone = open();
  await gone.newest.take('old', async () => undefined);
  await gone.newest.take('new', async () => undefined);
  const late = open();
  await late.standIn('old');
  return { ...seen, open, gone, late };
}

const TITLE = 'Some work waits for a newer policy file';

describe('admins, while an older policy file stands in', () => {
  it('are told once that work waits, whichever instances leave some', async () => {
    const { open, late, told } = await openStandIn();
    await late.look();
    expect(told).toEqual([]);
    late.newest.noteLeft();
    for (let looks = 0; looks < 3; looks += 1) await late.look();
    expect(told).toEqual([TITLE]);
    const other = open();
    await other.newest.take('old', async () => undefined);
    other.newest.noteLeft();
    await other.look();
    expect(told).toEqual([TITLE]);
  });

  it('are told anew where one stands in once more', async () => {
    const { gone, late, told } = await openStandIn();
    late.newest.noteLeft();
    await late.look();
    await gone.newest.take('new', async () => undefined);
    await late.look();
    await late.standIn('old');
    await late.look();
    expect(told).toEqual([TITLE]);
    late.newest.noteLeft();
    await late.look();
    expect(told).toEqual([TITLE, TITLE]);
  });

  it('are told at the next look where nobody was reached, or the database was away', async () => {
    const { late, state, told, log } = await openStandIn();
    late.newest.noteLeft();
    state.reaches = false;
    await late.look();
    state.reaches = true;
    state.isAway = true;
    await late.look();
    expect(log.events.map(({ event }) => event)).toEqual(['policy.left_not_told']);
    state.isAway = false;
    for (let looks = 0; looks < 3; looks += 1) await late.look();
    expect(told).toEqual([TITLE, TITLE]);
  });
});

it('admins are told nothing of what is left while the newest file holds', async () => {
  const { open, told } = share();
  const one = open();
  await one.newest.take('new', async () => undefined);
  one.newest.noteLeft();
  await one.look();
  expect(told).toEqual([]);
});

import { expect, it } from 'vitest';
import { watchNewest } from '../../../src/run/policy/watchNewest.ts';
import { createManualClock } from '../../service/fakes/manualClock.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const MINUTE_MS = 60_000;

/** An instance that is watched, and what became of it. */
function start() {
  const clock = createManualClock();
  const log = createTestLog();
  const state = { isBehind: false, holdsAgain: false, isBroken: false };
  const seen = { alive: 0, tries: 0, held: 0, told: [] as string[] };
  const stopping = new AbortController();
  const watching = watchNewest(
    {
      newest: {
        async isBehind() {
          if (state.isBroken) throw new Error('The database is away.');
          return state.isBehind;
        },
        async noteAlive() {
          seen.alive += 1;
        },
      },
      async takeAgain() {
        seen.tries += 1;
        state.isBehind = !state.holdsAgain;
        return state.holdsAgain;
      },
      async whileHolding() {
        seen.held += 1;
      },
      admins: {
        tell: (about, _what, news) =>
          void seen.told.push(`${about}: ${news({ isForAll: true, actsFor: () => true })?.title}`),
        forget: (about) => void seen.told.push(`forget ${about}`),
      },
      clock,
      log,
    },
    stopping.signal,
  );
  return {
    ...{ clock, log, state, seen },
    async end() {
      stopping.abort();
      await clock.until(watching);
    },
  };
}

it('an instance with the newest policy file says each half a minute that it is alive, and tells nobody anything', async () => {
  const { clock, seen, end } = start();
  await clock.advance(2 * MINUTE_MS);
  expect([seen.alive, seen.tries, seen.held]).toEqual([4, 0, 4]);
  expect(new Set(seen.told)).toEqual(new Set(['forget behind']));
  await end();
});

it('one with an older file tries again, has admins told once where it stays so, and says that it is alive once it holds', async () => {
  const { clock, state, seen, end } = start();
  state.isBehind = true;
  await clock.advance(3 * MINUTE_MS);
  expect([seen.alive, seen.told]).toEqual([0, []]);
  await clock.advance(2 * MINUTE_MS);
  expect(seen.told).toEqual(['behind: A policy file is older than the one that was used before']);
  expect([seen.tries, seen.held]).toEqual([10, 0]);
  state.holdsAgain = true;
  await clock.advance(MINUTE_MS / 2);
  expect([seen.alive, seen.told.at(-1)]).toEqual([1, 'forget behind']);
  // Anew, where it is behind once more.
  Object.assign(state, { isBehind: true, holdsAgain: false });
  await clock.advance(5 * MINUTE_MS);
  expect(seen.told.filter((one) => one.startsWith('behind'))).toHaveLength(2);
  await end();
});

it('goes on looking after the database was away', async () => {
  const { clock, log, state, seen, end } = start();
  state.isBroken = true;
  await clock.advance(MINUTE_MS);
  expect(log.events.map(({ event }) => event)).toEqual(['policy.not_looked', 'policy.not_looked']);
  state.isBroken = false;
  await clock.advance(MINUTE_MS);
  expect(seen.alive).toBe(2);
  await end();
});

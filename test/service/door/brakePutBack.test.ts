import { expect, it } from 'vitest';
import { createBrake } from '../../../src/service/door/brake.ts';
import { createOneAtATime } from '../../../src/service/ports/oneAtATime.ts';
import type { AuditEntry } from '../../../src/service/ports/records.ts';
import { createTestLog } from '../../store/sampleRecords.ts';
import { createManualClock } from '../fakes/manualClock.ts';
import { MIA, OMAR } from '../fakes/world.ts';

/** More than two looks at the audit. */
const SOON_MS = 7_000;
const PAUSED = 'rollcall.paused';
const WENT_ON = 'rollcall.went_on';

/** Instances whose records are shared, and can be put back to the first `count` entries of the audit. */
function startBrakes(count: number) {
  const clock = createManualClock();
  const oneAtATime = createOneAtATime();
  let entries: AuditEntry[] = [];
  const store = {
    audit: async (entry: AuditEntry) => void entries.push(entry),
    async auditOnce(entry: AuditEntry, isSame: (there: AuditEntry) => boolean) {
      if (!entries.some(isSame)) entries.push(entry);
    },
    readAudit: async ({ limit }: { limit: number }) => entries.toReversed().slice(0, limit),
    loadNote: async () => undefined,
  };
  const start = () =>
    createBrake({
      ...{ store, clock, oneAtATime, log: createTestLog(), sweepEveryMs: 1 },
      policy: { people: [] },
      engine: { wake: () => undefined, onWake: () => () => undefined },
      beforeGoingOn: async () => undefined,
    });
  const stop = new AbortController();
  const brakes = Array.from({ length: count }, start);
  for (const brake of brakes) brake.follow(stop.signal);
  const [first, second] = brakes;
  if (first === undefined || second === undefined) throw new Error('Two are needed.');
  return {
    ...{ clock, first, second, start, end: () => stop.abort() },
    putBack(kept: number) {
      entries = entries.slice(0, kept);
    },
    readBy: () => brakes.map((brake) => brake.paused()?.by),
    said: () => entries.map(({ what }) => what),
    add: (more: readonly AuditEntry[]) => void entries.push(...more),
  };
}

it.each([
  ['has nothing of any pause', 0],
  ['ends with an earlier "went on"', 2],
])('goes on pausing everywhere when the database is put back to a copy that %s', async (_what, kept) => {
  const { clock, first, second, start, putBack, readBy, said, end } = startBrakes(2);
  await first.pause(OMAR);
  await clock.advance(SOON_MS);
  await first.goOn(MIA);
  await clock.advance(SOON_MS);
  await second.pause(OMAR);
  await clock.advance(SOON_MS);
  expect(readBy()).toEqual([OMAR.id, OMAR.name]);
  putBack(kept);
  await clock.advance(SOON_MS);
  expect(readBy().filter((by) => by === undefined)).toEqual([]);
  expect(said()).toEqual([PAUSED, WENT_ON].slice(0, kept).concat(PAUSED));
  const next = start();
  await next.load();
  expect(next.paused()).toBeDefined();

  expect(await first.goOn(MIA)).toBeDefined();
  await clock.advance(SOON_MS);
  expect(readBy()).toEqual([undefined, undefined]);
  expect(said().slice(kept)).toEqual([PAUSED, WENT_ON]);
  end();
});

it('has the pause written at once where Rollcall would pause itself, whoever paused it in memory', async () => {
  const { first, start, putBack, said, end } = startBrakes(2);
  await first.pause(OMAR);
  putBack(0);
  await first.pauseItself(0);
  expect(said()).toEqual([PAUSED]);
  expect(first.reason()).toBe('admin');
  const next = start();
  await next.load();
  expect(next.paused()).toMatchObject({ by: OMAR.id });
  end();
});

it('takes a pause for none that is missing when so much was read since, and lets others end it', async () => {
  const { clock, first, second, readBy, said, add, end } = startBrakes(2);
  await first.pause(OMAR);
  await clock.advance(SOON_MS);
  const read = { at: 0, actor: 'omar', platform: 'slack', what: 'history.read', outcome: 'done' } as const;
  add(Array.from({ length: 120 }, () => ({ ...read, subject: 'rollcall' })));
  await clock.advance(SOON_MS);
  expect(said().filter((what) => what === PAUSED)).toHaveLength(1);
  await second.goOn(MIA);
  await clock.advance(SOON_MS);
  expect(readBy()).toEqual([undefined, undefined]);
  expect(said().filter((what) => what.startsWith('rollcall.'))).toEqual([PAUSED, WENT_ON]);
  end();
});

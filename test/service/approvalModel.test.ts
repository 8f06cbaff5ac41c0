import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/domain/terms.ts';
import { createWorld, OMAR, type World } from './fakes/world.ts';

const E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const HOUR_MS = 3_600_000;
const EXPIRES_AFTER_HOURS = 10;

const approver = (id: string, platform: 'slack' | 'teams'): Actor => ({
  id,
  name: id,
  roles: ['approver'],
  customer: 'contoso',
  platform,
  userId: id,
});

/** Whoever asked comes first; the last was not asked. */
const CLICKERS: readonly Actor[] = [
  OMAR,
  approver('grace', 'slack'),
  approver('grace', 'teams'),
  approver('kim', 'slack'),
  { ...approver('mia', 'slack'), roles: ['helpdesk'] },
];
const PEOPLE = [
  { id: 'omar', name: 'Omar', slack: 'U0OMAR', roles: ['helpdesk', 'admin', 'approver'] },
  { id: 'grace', name: 'Grace', slack: 'U0GRACE', roles: ['approver'] },
  { id: 'kim', name: 'Kim', slack: 'U0KIM', roles: ['approver'] },
  { id: 'mia', name: 'Mia', slack: 'U0MIA', roles: ['helpdesk'] },
];

interface Click {
  who: number;
  decision: 'approve' | 'decline' | 'cancel';
  version: number;
}

type Move = { clicks: Click[] } | { restart: true } | { hours: number };

const click: fc.Arbitrary<Click> = fc.record({
  who: fc.nat({ max: CLICKERS.length - 1 }),
  decision: fc.constantFrom('approve', 'decline', 'cancel'),
  version: fc.constantFrom(1, 1, 1, 0, 2),
});
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ clicks: fc.array(click, { minLength: 1, maxLength: 6 }) }) },
  { weight: 1, arbitrary: fc.constant({ restart: true } as const) },
  { weight: 1, arbitrary: fc.record({ hours: fc.integer({ min: -2, max: 6 }) }) },
);

function openWorld(count: number): World {
  const world = createWorld({
    people: PEOPLE,
    approvals: [{ name: 'E5', by: { role: 'approver' }, count, expireAfterHours: EXPIRES_AFTER_HOURS }],
  });
  world.tenant.licenses = world.tenant.licenses.map((license) => ({ ...license, total: 50, left: 50 }));
  return world;
}

async function press(world: World, id: string, { who, decision, version }: Click): Promise<void> {
  const actor = CLICKERS[who] ?? OMAR;
  const work =
    decision === 'cancel'
      ? world.service.cancelRequest(actor, id)
      : world.service.decide(actor, id, version, decision);
  await work.catch((error: { code?: string }) => {
    expect(['NOT_YOURS', 'ALREADY_DONE', 'VERSION_STALE']).toContain(error.code);
  });
}

describe('a request for approval', () => {
  it('creates people only when enough others approved it in time, whatever is clicked, and only once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 2 }),
        fc.array(move, { maxLength: 8 }),
        async (count, moves) => {
          const world = openWorld(count);
          const asked = await world.service.submit(await world.prepare(1, { settings: { licenses: [E5] } }));
          if (!('request' in asked)) throw new Error('This needed no approval.');
          const { id } = asked.request.request;
          let closed: unknown;
          for (const one of moves) {
            if ('clicks' in one) await Promise.all(one.clicks.map((each) => press(world, id, each)));
            else if ('hours' in one) await world.clock.advance(Math.max(0, one.hours) * HOUR_MS);
            else {
              world.restart();
              await world.service.resume();
            }
            const { state, decisions, jobId, createdAt, expiresAt } = (await world.store.loadRequest(id)) ?? {
              decisions: [],
            };
            // Once it is over it stays as it is.
            if (closed !== undefined) expect({ state, decisions }).toEqual(closed);
            if (state !== 'waiting') closed = { state, decisions };
            const yes = decisions.filter(({ decision }) => decision === 'approve');
            expect(decisions.every(({ by, version }) => ['grace', 'kim'].includes(by) && version === 1)).toBe(
              true,
            );
            expect(new Set(decisions.map(({ by }) => by)).size).toBe(decisions.length);
            expect(decisions.every(({ at }) => at >= (createdAt ?? 0) && at < (expiresAt ?? 0))).toBe(true);
            expect(state === 'approved').toBe(yes.length >= count);
            expect(jobId !== undefined).toBe(state === 'approved');
          }
          const jobs = await world.store.listJobs({ limit: 10 });
          const after = await world.store.loadRequest(id);
          expect(jobs.map((job) => job.id)).toEqual(after?.jobId === undefined ? [] : [after.jobId]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

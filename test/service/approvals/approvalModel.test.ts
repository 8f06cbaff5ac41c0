import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import type { RequestCut } from '../../../src/service/approvals/approvals.ts';
import { createWorld, OMAR, type World } from '../fakes/world.ts';

const E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const HOUR_MS = 3_600_000;
const EXPIRES_AFTER_HOURS = 10;
const PASSED_ON_AFTER_HOURS = 4;
/** Object ids: of whoever asks, and of their manager, whom the policy does not name. */
const OWN = 'a1b6b0f2-2222-4f6f-9d0e-222222222222';
const BOSS = 'a1b6b0f2-5555-4f6f-9d0e-555555555555';

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
  { ...approver(`entra:${BOSS}`, 'teams'), roles: [] },
  approver('lena', 'slack'),
];
const PEOPLE = [
  { id: 'omar', name: 'Omar', slack: 'U0OMAR', teams: OWN, roles: ['helpdesk', 'admin', 'approver'] },
  {
    id: 'grace',
    name: 'Grace',
    slack: 'U0GRACE',
    teams: 'a1b6b0f2-3333-4f6f-9d0e-333333333333',
    roles: ['approver'],
  },
  {
    id: 'kim',
    name: 'Kim',
    slack: 'U0KIM',
    teams: 'a1b6b0f2-4444-4f6f-9d0e-444444444444',
    roles: ['approver'],
  },
  { id: 'mia', name: 'Mia', slack: 'U0MIA', roles: ['helpdesk'] },
  // Only asked once it was passed on.
  {
    id: 'lena',
    name: 'Lena',
    slack: 'U0LENA',
    teams: 'a1b6b0f2-6666-4f6f-9d0e-666666666666',
    roles: ['auditor'],
  },
];

interface Click {
  who: number;
  decision: 'approve' | 'decline' | 'cancel' | 'change';
  version: number;
}

type Move = { clicks: Click[] } | { restart: true } | { sweep: true } | { hours: number };

const click: fc.Arbitrary<Click> = fc.record({
  who: fc.nat({ max: CLICKERS.length - 1 }),
  decision: fc.constantFrom('approve', 'approve', 'decline', 'cancel', 'change', 'change'),
  version: fc.constantFrom(1, 1, 1, 2, 2, 0, 3),
});
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ clicks: fc.array(click, { minLength: 1, maxLength: 6 }) }) },
  { weight: 1, arbitrary: fc.constant({ restart: true } as const) },
  { weight: 1, arbitrary: fc.constant({ sweep: true } as const) },
  { weight: 1, arbitrary: fc.record({ hours: fc.integer({ min: -2, max: 6 }) }) },
);

function openWorld(count: number): World {
  const world = createWorld({
    people: PEOPLE,
    approvals: [
      {
        name: 'E5',
        by: { role: 'approver', manager: 'requester' },
        fallback: { people: ['lena'] },
        passOnAfterHours: PASSED_ON_AFTER_HOURS,
        count,
        expireAfterHours: EXPIRES_AFTER_HOURS,
      },
    ],
  });
  world.tenant.hold('omar@contoso.com', 'Omar', { id: OWN });
  world.tenant.hold('boss@contoso.com', 'Boss', { id: BOSS });
  world.tenant.managers.set(OWN, BOSS);
  world.tenant.licenses = world.tenant.licenses.map((license) => ({ ...license, total: 50, left: 50 }));
  return world;
}

/** Each version takes something else away. */
const CUTS: Readonly<Record<number, RequestCut>> = {
  1: { remove: [E5], leaveOut: [] },
  2: { remove: [], leaveOut: ['person1@contoso.com'] },
  3: { remove: [], leaveOut: ['person2@contoso.com'] },
};
const NOTHING: RequestCut = { remove: [], leaveOut: [] };

async function press(world: World, id: string, { who, decision, version }: Click): Promise<void> {
  const actor = CLICKERS[who] ?? OMAR;
  const work =
    decision === 'cancel'
      ? world.service.approvals.cancel(actor, id)
      : decision === 'change'
        ? world.service.approvals.change(actor, id, version, CUTS[version] ?? NOTHING)
        : world.service.approvals.decide(actor, id, version, decision);
  await work.catch((error: { code?: string }) => {
    const refusals = ['NOT_YOURS', 'ALREADY_DONE', 'VERSION_STALE', 'INPUT_INVALID'];
    expect(refusals).toContain(error.code);
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
          const asked = await world.service.approvals.submit(
            await world.prepare(3, { settings: { licenses: [E5] } }),
          );
          if (!('request' in asked)) throw new Error('This needed no approval.');
          const { id } = asked.request.request;
          let closed: unknown;
          for (const one of moves) {
            if ('clicks' in one) await Promise.all(one.clicks.map((each) => press(world, id, each)));
            else if ('sweep' in one) await world.service.approvals.expire();
            else if ('hours' in one) await world.clock.advance(Math.max(0, one.hours) * HOUR_MS);
            else {
              world.restart();
              await world.service.resume();
            }
            const request = await world.store.loadRequest(id);
            if (request === undefined) throw new Error('The request is gone.');
            const { state, version, hash, decisions, jobId, createdAt, expiresAt } = request;
            // Once it is over it stays as it is.
            if (closed !== undefined) expect({ state, version, decisions }).toEqual(closed);
            if (state !== 'waiting') closed = { state, version, decisions };
            // What was approved before a change does not count.
            const yes = decisions.filter(
              (one) => one.decision === 'approve' && one.version === version && one.hash === hash,
            );
            const deciders = ['grace', 'kim', `entra:${BOSS}`, 'lena'];
            expect(decisions.every(({ by }) => deciders.includes(by))).toBe(true);
            const late = decisions.filter(({ by }) => by === 'lena');
            expect(late.every(({ at }) => at >= createdAt + PASSED_ON_AFTER_HOURS * HOUR_MS)).toBe(true);
            expect(decisions.every((one) => one.version <= version)).toBe(true);
            const once = new Set(decisions.map((one) => `${one.by} ${one.version}`));
            expect(once.size).toBe(decisions.length);
            expect(decisions.every(({ at }) => at >= createdAt && at < expiresAt)).toBe(true);
            expect(state === 'approved').toBe(yes.length >= count);
            expect(jobId !== undefined).toBe(state === 'approved');
          }
          const jobs = await world.store.listJobs({ limit: 10 });
          const after = await world.store.loadRequest(id);
          expect(jobs.map((job) => job.id)).toEqual(after?.jobId === undefined ? [] : [after.jobId]);
          // What is carried out is what was approved, in the version in which it was.
          const rows = after?.jobId === undefined ? [] : await world.store.loadRows(after.jobId);
          const planned = rows.map(({ person, licenses }) => [person.userPrincipalName, licenses]);
          const approved = after?.asked.people.map(({ person, licenses }) => [
            person.userPrincipalName,
            licenses,
          ]);
          expect(planned).toEqual(after?.jobId === undefined ? [] : approved);
        },
      ),
      { numRuns: 150 },
    );
  });
});

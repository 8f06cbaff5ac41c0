import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../../src/domain/policy/policy.ts';
import type { Actor } from '../../../../src/domain/terms.ts';
import { createWorld, OMAR, PLACE, type World } from '../../fakes/world.ts';

const E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const DAY_MS = 86_400_000;
const CONTROL_DAYS = 30;
const IDS = ['ann', 'ben', 'cleo', 'dan', 'eve'] as const;
/** Has no account before a request for it is approved. */
const EVE = IDS.indexOf('eve');
const RULE = { name: 'All', by: { role: 'approver' } };

const objectIdOf = (who: number): string => `a1b6b0f2-0000-4f6f-9d0e-00000000000${who}`;
const nameOf = (who: number): string => IDS[who] ?? '';
const PEOPLE = IDS.map((id, who) => ({
  id,
  name: id,
  slack: `U${id.toUpperCase()}`,
  ...(who === EVE ? {} : { teams: objectIdOf(who) }),
  roles: ['helpdesk', 'admin', 'approver'],
}));
const actorOf = (who: number): Actor => ({
  ...OMAR,
  id: nameOf(who),
  name: nameOf(who),
  roles: ['helpdesk', 'admin', 'approver'],
  userId: `U${nameOf(who).toUpperCase()}`,
});

type Move =
  | { ask: number }
  | { reset: number; of: number; mailTo: number | undefined }
  | { reveal: number }
  | { decide: number; which: number }
  | { days: number };

const somebody = fc.nat({ max: IDS.length - 1 });
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ ask: somebody }) },
  {
    weight: 4,
    arbitrary: fc.record({ reset: somebody, of: somebody, mailTo: fc.option(somebody, { nil: undefined }) }),
  },
  { weight: 1, arbitrary: fc.record({ reveal: fc.nat({ max: 5 }) }) },
  { weight: 6, arbitrary: fc.record({ decide: somebody, which: fc.nat({ max: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ days: fc.constantFrom(1, 20, 31) }) },
);

/** Who had whose password and when last, or made whose account: the model knows nothing else. */
interface Had {
  who: number;
  whose: number;
  at: number;
  made?: true;
}

/** Whose accounts somebody may sign in to, also by way of others. */
function reachOf(who: number, had: readonly Had[], since: number): Set<number> {
  const reached = new Set<number>();
  const open = [who];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const { who: holder, whose, at, made } of had) {
      if (holder !== one || (!made && at < since) || whose === who || reached.has(whose)) continue;
      reached.add(whose);
      open.push(whose);
    }
  }
  return reached;
}

function setRules(world: World, approvals: object[]): void {
  const { customers } = world.policy;
  world.policy.approvals = policySchema.parse({ customers, people: PEOPLE, approvals }).approvals;
}

const accountOf = ({ policy }: World, who: number): string | undefined =>
  policy.people.find(({ id }) => id === nameOf(who))?.teams;

/** While there is no rule, so that anybody can be reset by anybody. */
async function reset(world: World, by: number, of: number, mailTo: number | undefined): Promise<string> {
  setRules(world, []);
  const { resets, jobs } = world.service;
  const actor = actorOf(by);
  const { id } = await resets.open(actor, PLACE, accountOf(world, of) ?? '');
  const recipients = mailTo === undefined ? '' : `${nameOf(mailTo)}@contoso.com`;
  const delivery = mailTo === undefined ? 'show' : 'password';
  const { draft } = await resets.check(actor, id, { recipients, delivery, reason: '' });
  const { job } = await jobs.accept({
    actor,
    place: PLACE,
    requestId: id,
    requestVersion: draft.version,
    kind: 'one',
    task: 'reset',
    ...resets.requestOf(draft.data),
  });
  await world.finish(job.id);
  setRules(world, [RULE]);
  return job.id;
}

async function ask(world: World, by: number): Promise<string | undefined> {
  const eve = { userPrincipalName: 'eve@contoso.com', displayName: 'Account 4', usageLocation: 'US' };
  const prepared = await world.prepare([eve], {
    settings: { licenses: [E5] },
    actor: actorOf(by),
    kind: 'one',
  });
  const asked = await world.service.approvals.submit(prepared).catch(() => undefined);
  return asked !== undefined && 'request' in asked ? asked.request.request.id : undefined;
}

function openWorld(): World {
  const world = createWorld({ people: PEOPLE, approvals: [RULE] });
  world.tenant.licenses = world.tenant.licenses.map((license) => ({ ...license, total: 500, left: 500 }));
  for (const who of IDS.keys()) {
    if (who === EVE) continue;
    world.tenant.hold(`${nameOf(who)}@contoso.com`, `Account ${who}`, { id: objectIdOf(who) });
  }
  return world;
}

/** What was approved is created; the policy has Eve's account from then on. Answers whether it is hers. */
async function createEve(world: World, requestId: string): Promise<boolean> {
  const { jobId = '' } = (await world.store.loadRequest(requestId)) ?? {};
  const { rows } = await world.finish(jobId);
  const eve = world.policy.people.find(({ id }) => id === nameOf(EVE));
  const objectId = rows[0]?.create.state === 'done' ? rows[0].objectId : undefined;
  if (eve === undefined || objectId === undefined) return false;
  eve.teams = objectId;
  return true;
}

/** Plays the moves. Answers how often an approval counted. */
async function play(moves: readonly Move[]): Promise<number> {
  const world = openWorld();
  const had: Had[] = [];
  const jobs: { id: string; by: number; of: number }[] = [];
  const requests: { id: string; by: number }[] = [];
  let counted = 0;
  for (const one of moves) {
    if ('days' in one) await world.clock.advance(one.days * DAY_MS);
    else if ('ask' in one) {
      const id = await ask(world, one.ask);
      if (id !== undefined) requests.push({ id, by: one.ask });
    } else if ('reset' in one) {
      if (one.reset === one.of || accountOf(world, one.of) === undefined) continue;
      const id = await reset(world, one.reset, one.of, one.mailTo);
      const at = world.clock.now();
      jobs.push({ id, by: one.reset, of: one.of });
      had.push({ who: one.reset, whose: one.of, at });
      if (one.mailTo !== undefined) had.push({ who: one.mailTo, whose: one.of, at });
    } else if ('reveal' in one) {
      const job = jobs[one.reveal];
      if (job === undefined) continue;
      const shown = await world.service.jobs.claimPasswords(actorOf(job.by), job.id).catch(() => undefined);
      if (shown !== undefined) had.push({ who: job.by, whose: job.of, at: world.clock.now() });
    } else {
      const request = requests[one.which];
      if (request === undefined) continue;
      const decided = await world.service.approvals
        .decide(actorOf(one.decide), request.id, 1, 'approve')
        .catch(() => undefined);
      if (decided === undefined) continue;
      counted += 1;
      const since = world.clock.now() - CONTROL_DAYS * DAY_MS;
      expect(one.decide, 'nobody approves their own').not.toBe(request.by);
      expect(reachOf(request.by, had, since), 'nor through an account they hold').not.toContain(one.decide);
      // Whoever made the account of whoever asks may approve: somebody makes them all.
      const passwords = had.filter(({ made }) => made === undefined);
      expect(reachOf(one.decide, passwords, since), 'nor does whoever holds theirs').not.toContain(
        request.by,
      );
      const by = request.by;
      if (await createEve(world, request.id)) had.push({ who: by, whose: EVE, at: 0, made: true });
    }
  }
  return counted;
}

describe('requests, resets, reveals, decisions and new accounts of a few people', () => {
  it('never let anybody approve their own, directly or through an account that they hold', async () => {
    let counted = 0;
    await fc.assert(
      fc.asyncProperty(
        somebody,
        somebody,
        fc.array(move, { minLength: 3, maxLength: 14 }),
        async (by, who, moves) => {
          // So that Eve is there in most of them.
          counted += await play([{ ask: by }, { decide: who, which: 0 }, ...moves]);
        },
      ),
      { numRuns: 120 },
    );
    expect(counted, 'some approvals count').toBeGreaterThan(10);
  });
});

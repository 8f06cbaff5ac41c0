import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEAVE_STEPS, type LeaveStep } from '../../../src/domain/leaveSteps.ts';
import { CHANGING_WORDS } from '../../../src/service/changing/words.ts';
import { PLACE, REQUESTER } from '../../composition/composeService.ts';
import { LICENSE } from '../../composition/tenant.ts';
import { MANAGER, MORE } from '../../drills/actsScene.ts';
import { ADA, GROUP_IDS, openPersonWorld, type PersonWorld, type Shown } from './personWorld.ts';

const HOUR_MS = 3_600_000;
const NAMES = ['ada.king@contoso.com', 'ada.lovelace@contoso.com'];
/** Enough for seconds of a suite; more of them by hand, with RUNS. */
const RUNS = Number(process.env.RUNS ?? 8);

/** What is done, and after how many changes to the disk and calls of Graph the process that does it dies. */
type Step = { dies: number } & (
  | { kind: 'change'; jobTitle: string; name: number; manager: string; isEnabled: boolean }
  | { kind: 'leave'; steps: readonly LeaveStep[]; hours: number }
  | { kind: 'putBack'; nth: number }
  | { kind: 'comeBack' }
  | { kind: 'byHand'; jobTitle: string; group: number; license: string }
  | { kind: 'delete' }
  | { kind: 'wait'; hours: number }
  | { kind: 'restart'; hours: number }
);

const dies = fc.integer({ min: 1, max: 220 });
const hours = fc.constantFrom(0, 0, 5, 50);
const jobTitle = fc.constantFrom('Nurse', 'Lead', '');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      dies,
      jobTitle,
      name: fc.nat({ max: 1 }),
      manager: fc.constantFrom('', MANAGER.userPrincipalName),
      isEnabled: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('leave' as const),
      dies,
      steps: fc.oneof(fc.constant<readonly LeaveStep[]>(LEAVE_STEPS), fc.subarray([...LEAVE_STEPS])),
      hours,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('putBack' as const), dies, nth: fc.nat({ max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('comeBack' as const), dies }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('byHand' as const),
      dies,
      jobTitle,
      group: fc.nat({ max: GROUP_IDS.length - 1 }),
      license: fc.constantFrom(LICENSE, MORE),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), dies }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), dies, hours: fc.constantFrom(3, 30) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('restart' as const), dies, hours: fc.constantFrom(0, -30, 30) }),
  },
);

/** Always played: somebody leaves after the clock was put back, and is put back to what was before either. */
const FIRST = [0, 1].map((nth): Step[] => [
  { kind: 'change', dies: 1, jobTitle: 'Nurse', name: 0, manager: '', isEnabled: false },
  { kind: 'restart', dies: 1, hours: -30 },
  { kind: 'leave', dies: 1, steps: LEAVE_STEPS, hours: 0 },
  { kind: 'putBack', dies: 1, nth },
]);

/** A leave that waits for its hour. */
interface Plan {
  at: number;
  steps: readonly LeaveStep[];
}

/** What somebody is to be, by what was done to them; and what was kept of them. */
class Model {
  kept = new Map<string, Shown>();
  /** What each leave did, and how much was kept before it. */
  left: { at: number; acts: readonly LeaveStep[] }[] = [];
  plan: Plan | undefined;
  now: Shown;

  constructor(now: Shown) {
    this.now = now;
  }

  /** Whether there is anything to do. */
  leave(steps: readonly LeaveStep[]): boolean {
    const { groups, licenses } = this.now;
    const idle: LeaveStep[] = [
      ...(groups.length === 0 ? (['groups'] as const) : []),
      ...(licenses.length === 0 ? (['licenses', 'reply'] as const) : []),
    ];
    const acts = steps.filter((one) => !idle.includes(one));
    this.left.push({ at: this.kept.size, acts });
    this.now = {
      ...this.now,
      ...(acts.includes('block') ? { isEnabled: false } : {}),
      ...(acts.includes('groups') ? { groups: [] } : {}),
      ...(acts.includes('licenses') ? { licenses: [] } : {}),
    };
    return acts.length > 0;
  }
}

/** What stays of what was done to her since that was kept. */
function listStaying({ left, kept }: Model, id: string): string[] {
  const from = [...kept.keys()].indexOf(id);
  const acts = left.filter(({ at }) => at >= from).flatMap((one) => one.acts);
  const { reply, methods, password } = CHANGING_WORDS.staying;
  return [
    ...(acts.includes('reply') ? [reply] : []),
    ...(acts.includes('methods') ? [methods] : []),
    ...(acts.includes('password') ? [password] : []),
  ];
}

function union(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])].sort();
}

/** Everything that is refused in this model; `undefined` for what is not. */
async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: { code?: string }) => error.code ?? String(error),
  );
}

/** Does one step. Answers how she was right before she was changed; undefined where nothing was to change. */
async function take(world: PersonWorld, model: Model, one: Step): Promise<Shown | undefined> {
  const before = model.now;
  const { changes, leaving, putBacks, comeBacks } = world.service();
  switch (one.kind) {
    case 'change': {
      if (before.isDeleted) {
        expect(await codeOf(changes.open(REQUESTER, PLACE, ADA))).toBe('NOT_FOUND');
        return undefined;
      }
      const form = await changes.open(REQUESTER, PLACE, ADA);
      const { draft } = await changes.check(REQUESTER, form.id, {
        ...form.data.values,
        fields: { ...form.data.values.fields, jobTitle: one.jobTitle },
        userName: NAMES[one.name] ?? '',
        manager: one.manager,
        signIn: one.isEnabled ? 'allowed' : 'blocked',
      });
      const after: Shown = {
        ...before,
        jobTitle: one.jobTitle,
        name: NAMES[one.name] ?? '',
        manager: one.manager === '' ? '' : MANAGER.id,
        isEnabled: one.isEnabled,
      };
      const isSame = JSON.stringify(after) === JSON.stringify(before);
      expect(draft.data.checked === true).toBe(!isSame);
      if (isSame) return undefined;
      model.now = after;
      await world.survive(one.dies, () => world.carryOut('change', draft));
      return before;
    }
    case 'leave': {
      if (before.isDeleted) {
        expect(await codeOf(leaving.open(REQUESTER, PLACE, ADA))).toBe('NOT_FOUND');
        return undefined;
      }
      const form = await leaving.open(REQUESTER, PLACE, ADA);
      expect(form.data.replaces !== undefined).toBe(model.plan !== undefined);
      const at = world.clock().now() + one.hours * HOUR_MS;
      const [date = '', time = ''] = one.hours === 0 ? [] : new Date(at).toISOString().split('T');
      const { draft } = await leaving.check(REQUESTER, form.id, {
        ...form.data.values,
        steps: one.steps,
        reply: 'Gone.',
        date,
        time: time.slice(0, 5),
        zone: 'UTC',
      });
      const does = new Model(before).leave(one.steps);
      expect(draft.data.checked === true).toBe(does);
      if (!does) return undefined;
      model.plan = undefined;
      if (one.hours > 0) model.plan = { at: draft.data.startsAt ?? 0, steps: one.steps };
      else model.leave(one.steps);
      await world.survive(one.dies, () => world.carryOut('leave', draft));
      return one.hours > 0 ? undefined : before;
    }
    case 'putBack': {
      const list = await world.readKept();
      const chosen = list[one.nth % Math.max(1, list.length)];
      if (chosen === undefined) return undefined;
      const then = model.kept.get(chosen.id);
      if (then === undefined) throw new Error('Something was kept that nobody saw.');
      const isSame = JSON.stringify(then) === JSON.stringify(before);
      if (before.isDeleted || isSame) {
        const code = before.isDeleted ? 'NOT_FOUND' : 'ALREADY_DONE';
        expect(await codeOf(putBacks.open(REQUESTER, PLACE, chosen.id))).toBe(code);
        return undefined;
      }
      const { draft } = await putBacks.open(REQUESTER, PLACE, chosen.id);
      expect(draft.data.cannot).toEqual(listStaying(model, chosen.id));
      model.now = then;
      await world.survive(one.dies, () => world.carryOut('putBack', draft));
      return before;
    }
    case 'comeBack': {
      if (!before.isDeleted) {
        expect(await codeOf(comeBacks.open(REQUESTER, PLACE, ADA))).toBe('NOT_FOUND');
        return undefined;
      }
      const atWork = (await world.readKept())
        .map(({ id }) => model.kept.get(id))
        .find((then) => then?.isEnabled || [...(then?.groups ?? []), ...(then?.licenses ?? [])].length > 0);
      const form = await comeBacks.open(REQUESTER, PLACE, ADA);
      const { draft } = await comeBacks.check(REQUESTER, form.id, form.data.values);
      expect(draft.data.checked).toBe(true);
      model.now = {
        ...before,
        isDeleted: false,
        isEnabled: atWork?.isEnabled ?? before.isEnabled,
        groups: union(before.groups, atWork?.groups ?? []),
        licenses: union(before.licenses, atWork?.licenses ?? []),
      };
      await world.survive(one.dies, () => world.carryOut('restore', draft));
      // It is kept once the account is there, and only where something follows.
      return draft.data.acts.length > 1 ? { ...before, isDeleted: false } : undefined;
    }
    case 'byHand': {
      const { state } = world.tenant.graph;
      const user = state.users.get(ADA);
      if (user === undefined) return undefined;
      user.jobTitle = one.jobTitle;
      user.assignedLicenses = [{ skuId: one.license, disabledPlans: [] }];
      state.users.set(ADA, user);
      const id = GROUP_IDS[one.group] ?? '';
      state.groups.find((group) => group.id === id)?.members.add(ADA);
      model.now = {
        ...before,
        jobTitle: one.jobTitle,
        licenses: [one.license],
        groups: union(before.groups, [id]),
      };
      return undefined;
    }
    case 'delete':
      world.deleteByHand();
      model.now = { ...before, isDeleted: true };
      return undefined;
    case 'wait':
    case 'restart': {
      if (one.kind === 'restart') await world.restart(one.hours * HOUR_MS);
      const until = world.clock().now() + (one.kind === 'wait' ? one.hours : 0) * HOUR_MS;
      await world.survive(one.dies, async () => {
        await world.clock().sleep(Math.max(2 * 60_000, until - world.clock().now()));
        await world.settle();
      });
      const { plan } = model;
      if (plan === undefined || plan.at > world.clock().now()) return undefined;
      model.plan = undefined;
      // Nobody is there to leave.
      if (before.isDeleted) return undefined;
      return model.leave(plan.steps) ? before : undefined;
    }
  }
}

describe('somebody who is changed, leaves, is put back and comes back', () => {
  it('is what was asked for after each of them and can be put back, whatever dies and however clocks are set', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
        const world = await openPersonWorld();
        try {
          const model = new Model(world.show());
          for (const one of steps) {
            const was = await take(world, model, one);
            expect(world.show()).toEqual(model.now);
            const fresh = (await world.readKept()).filter(({ id }) => !model.kept.has(id));
            expect(fresh.map(({ state }) => state)).toEqual(was === undefined ? [] : [was]);
            for (const { id, state } of fresh) model.kept.set(id, state);
          }
        } finally {
          await world.stop();
        }
      }),
      { numRuns: RUNS + FIRST.length, examples: FIRST.map((steps) => [steps]) },
    );
  }, 120_000);
});

import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import { endButtons } from '../../../src/flows/jobs/jobButtons.ts';
import { requestOfChanges } from '../../../src/service/changing/requestOfChanges.ts';
import { requestOfLeavers } from '../../../src/service/leaving/peopleOfLeavers.ts';
import { E3 } from '../fakes/fakeDirectory.ts';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

const PEOPLE = [
  { id: OMAR.id, name: OMAR.name, roles: OMAR.roles, slack: OMAR.userId },
  {
    id: 'grace',
    name: 'Grace Okafor',
    roles: ['approver'],
    slack: 'U0GRACEOKA',
    teams: 'a1b6b0f2-3333-4f6f-9d0e-333333333331',
  },
];
const NAMES = ['ada', 'bob', 'cleo', 'dan'];
const BERLIN = { id: 'g-berlin', displayName: 'Berlin office' };
const HELD = [{ skuId: E3.skuId, disabledPlans: [], inherited: false }];

const idOf = ({ tenant }: World, name: string) => tenant.find(`${name}@contoso.com`)?.id ?? '';
const isIn = ({ tenant }: World, name: string) => tenant.find(`${name}@contoso.com`)?.accountEnabled;

/** Four people were offboarded: Cleo was blocked before, Dan has no license, Bob is in a group. */
async function offboardAll() {
  const world = createWorld({ people: PEOPLE });
  world.tenant.licenses = [{ ...E3, total: 50, left: 50 }];
  world.tenant.groups = [BERLIN];
  for (const name of NAMES) {
    world.tenant.hold(`${name}@contoso.com`, name, {
      accountEnabled: name !== 'cleo',
      usageLocation: 'US',
      held: name === 'dan' ? [] : HELD,
    });
  }
  world.tenant.joined = [{ objectId: idOf(world, 'bob'), groupId: BERLIN.id }];
  const { leavers, approvals } = world.service;
  const opened = await leavers.open(
    OMAR,
    PLACE,
    NAMES.map((name) => idOf(world, name)),
  );
  if (!('draft' in opened)) throw new Error('Somebody was refused.');
  const { id, data } = opened.draft;
  const { draft, problems } = await leavers.check(OMAR, id, data.values);
  expect(problems).toEqual([]);
  const [part] = await leavers.split(OMAR, PLACE, draft, draft.version);
  if (part === undefined) throw new Error('Nobody leaves.');
  const submitted = await approvals.submit({
    actor: OMAR,
    place: PLACE,
    requestId: part.id,
    requestVersion: part.version,
    kind: 'bulk',
    task: 'leave',
    ...requestOfLeavers(part.data),
  });
  if (!('job' in submitted)) throw new Error('It waits.');
  const state = await world.finish(submitted.job.id);
  expect(NAMES.map((name) => isIn(world, name))).toEqual([false, false, false, false]);
  await world.clock.advance(1_000);
  return { world, state };
}

describe('putting back an offboarding of several people', () => {
  it('gives everybody back what it took, and no more, and names what stays', async () => {
    const { world, state } = await offboardAll();
    expect(endButtons(state).map(({ action }) => action)).toContain('changes.undo');
    // Somebody gave Ada her license again by hand.
    Object.assign(world.tenant.find('ada@contoso.com') ?? {}, { held: HELD });
    const { manyChanges, approvals } = world.service;
    const { id } = await manyChanges.openPutBack(OMAR, PLACE, state.job.id);
    const draft = await manyChanges.check(OMAR, id, '');
    expect(draft.data.stays?.join(' ')).toMatch(/password/i);
    expect(draft.data.people.map(({ displayName, licenses = [] }) => [displayName, licenses.length])).toEqual(
      [
        ['ada', 0],
        ['bob', 1],
        ['cleo', 1],
        ['dan', 0],
      ],
    );
    const submitted = await approvals.submit({
      actor: OMAR,
      place: PLACE,
      requestId: id,
      requestVersion: draft.version,
      kind: 'bulk',
      task: 'putBack',
      ...requestOfChanges(draft.data),
    });
    if (!('job' in submitted)) throw new Error('It waits.');
    const back = await world.finish(submitted.job.id);
    expect(back.counts).toMatchObject({ total: 4, created: 4 });
    expect(NAMES.map((name) => isIn(world, name))).toEqual([true, true, false, true]);
    expect(NAMES.map((name) => world.tenant.find(`${name}@contoso.com`)?.held?.length)).toEqual([1, 1, 1, 0]);
    expect(world.tenant.joined).toContainEqual({ objectId: idOf(world, 'bob'), groupId: BERLIN.id });
  });

  it('asks for the approval that the licenses need which are given again', async () => {
    const { world, state } = await offboardAll();
    const { customers, people } = world.policy;
    const rule = { name: 'E3', when: { licenses: [E3.skuPartNumber] }, by: { people: ['grace'] } };
    Object.assign(world.policy, {
      approvals: policySchema.parse({ customers, people, approvals: [rule] }).approvals,
    });
    const { manyChanges, approvals } = world.service;
    const { data } = await manyChanges.openPutBack(OMAR, PLACE, state.job.id);
    const asked = requestOfChanges({ ...data, checked: true }).people;
    expect(await approvals.foresee({ actor: OMAR, task: 'putBack', people: asked })).toBeDefined();
  });
});

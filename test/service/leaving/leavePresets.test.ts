import { describe, expect, it } from 'vitest';
import { fillReply, LEAVE_STEPS, USUAL_REPLY } from '../../../src/domain/leaveSteps.ts';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

const AWAY = { name: 'Long leave', steps: ['block', 'reply'], reply: '{name} is away.\nWrite to {manager}.' };

function openWorld(leavePresets?: object[]): World {
  const world = createWorld();
  world.tenant.hold('boss@contoso.com', 'Boss');
  world.tenant.hold('lea@contoso.com', 'Lea $& Lee', { accountEnabled: true });
  const [customer] = policySchema.shape.customers.parse([
    { id: 'contoso', name: 'Contoso', ...(leavePresets === undefined ? {} : { leavePresets }) },
  ]);
  Object.assign(world.policy.customers[0] ?? {}, customer);
  return world;
}

const open = (world: World) =>
  world.service.leaving.open(OMAR, PLACE, world.tenant.find('lea@contoso.com')?.id ?? '');

describe('ways to offboard that the policy names for a customer', () => {
  it('fill the form in with the first of them; without any all steps are chosen', async () => {
    const without = await open(openWorld());
    expect(without.data.values).toMatchObject({
      steps: LEAVE_STEPS,
      reply: 'Lea $& Lee no longer works here.',
    });
    const { data } = await open(openWorld([AWAY, { name: 'All', steps: ['block', 'licenses'] }]));
    expect(data).toMatchObject({
      preset: { id: 'Long leave' },
      values: { steps: ['block', 'reply'], reply: 'Lea $& Lee is away.' },
    });
  });

  it('take the place of the steps and the reply, and of nothing else that was typed', async () => {
    const world = openWorld([{ name: 'All', steps: ['block', 'licenses'] }, AWAY]);
    const boss = world.tenant.find('boss@contoso.com')?.id ?? '';
    world.tenant.managers.set(world.tenant.find('lea@contoso.com')?.id ?? '', boss);
    const { id, data } = await open(world);
    const typed = { ...data.values, date: '2027-01-02', reason: 'TICKET-1', reply: 'mine' };
    const draft = await world.service.leaving.usePreset(OMAR, id, typed, 'Long leave');
    expect(draft.data.values).toEqual({
      ...typed,
      steps: ['block', 'reply'],
      reply: 'Lea $& Lee is away.\nWrite to boss@contoso.com.',
    });
    expect(draft.data.preset?.notes).toEqual(['Filled in from “Long leave”.']);
  });

  it('are gone once the policy no longer has them, and what was typed stays', async () => {
    const world = openWorld([AWAY]);
    const { id, data } = await open(world);
    const use = world.service.leaving.usePreset(OMAR, id, data.values, 'Of before');
    await expect(use).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await world.service.leaving.load(OMAR, id)).data.values).toEqual(data.values);
  });

  it('leave a sentence out that names a manager whom somebody does not have', () => {
    expect(fillReply(USUAL_REPLY, 'Ada', undefined)).toBe('Ada no longer works here.');
    expect(fillReply(USUAL_REPLY, 'Ada', 'boss@contoso.com')).toBe(
      'Ada no longer works here. Please write to boss@contoso.com instead.',
    );
    expect(fillReply('Ask {manager}.\n{name} is {name}.', '{manager}', undefined)).toBe(
      '{manager} is {manager}.',
    );
  });

  it.each([
    [{ name: 'A', steps: [] }, 'at least one step'],
    [{ name: 'A', steps: ['delete'] }, 'one of block, signOut'],
    [{ name: '', steps: ['block'] }, 'a name to show'],
    [{ name: 'A', steps: ['block'], reply: ' ' }, 'or leave the key out'],
    [{ name: 'A', steps: ['block'], reply: 'x'.repeat(2_001) }, 'at most 2000'],
    [{ name: 'A', steps: ['block'], days: 3 }, '"days" isn\'t a known key'],
  ])('%j is refused in the policy', (preset, why) => {
    const policy = { customers: [{ id: 'c', name: 'C', leavePresets: [preset] }], people: [] };
    expect(policySchema.safeParse(policy).error?.issues[0]?.message).toContain(why);
  });

  it('have each its own name', () => {
    const leavePresets = [AWAY, { ...AWAY, name: 'long LEAVE' }];
    const policy = { customers: [{ id: 'c', name: 'C', leavePresets }], people: [] };
    expect(policySchema.safeParse(policy).error?.issues[0]?.message).toContain('is used twice');
  });
});

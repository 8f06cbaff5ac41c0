import { expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import { ADMIN, codeOf, failReading, lose, openWorld, planLeave, reading, requestIn } from './groupWorld.ts';

const NOBODY_NOW: Actor = { ...ADMIN, roles: [] };

it.each(['cancel', 'change'] as const)(
  'tells whoever asked that it can’t be told whether they may %s their plan, and not that they lost the role',
  async (what) => {
    const world = await openWorld();
    const plan = await planLeave(world);
    await failReading(world);
    const { approvals } = world.service;
    const press = (actor: Actor) =>
      what === 'cancel'
        ? approvals.cancel(actor, plan.id)
        : approvals.change(actor, plan.id, plan.version, { leaveOut: ['lea@contoso.com'], remove: [] });
    expect(await codeOf(press(NOBODY_NOW))).toBe(reading('Ada Lovelace', 'Admins'));
    const audited = await world.store.readAudit({ subject: plan.id, limit: 1 });
    expect(audited).toMatchObject([{ outcome: 'refused', detail: { code: 'ROLE_UNKNOWN' } }]);
    world.tenant.membershipsFail = undefined;
    await lose(world);
    expect(await codeOf(press(NOBODY_NOW))).toContain(
      'NOT_YOURS: You asked for this, but you no longer have',
    );
    expect(await requestIn(world, plan)).toMatchObject({ state: 'approved' });
  },
);

it('lets an admin by a group cancel a plan, and nobody of whom no unread group could make one', async () => {
  const world = await openWorld();
  const plan = await planLeave(world);
  const { approvals } = world.service;
  const other: Actor = { ...ADMIN, id: 'mia', name: 'Mia', roles: ['helpdesk'] };
  expect(await codeOf(approvals.cancel(other, plan.id))).toContain('NOT_YOURS: Only the requester');
  expect(await codeOf(approvals.cancel(ADMIN, plan.id))).toBe('done');
});

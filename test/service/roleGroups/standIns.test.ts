import { expect, it } from 'vitest';
import {
  ADA,
  ADMIN,
  APPROVERS,
  ask,
  DOWN,
  FIRST,
  HOUR_MS,
  lose,
  mend,
  openWorld,
  RULE,
  requestIn,
} from './groupWorld.ts';

const STANDING_IN = { ...RULE, by: { manager: 'person' }, fallback: { role: 'approver' } };

it('what somebody approved who stands in for a manager by a group begins hours later, too (T69)', async () => {
  const world = await openWorld({ approvals: [STANDING_IN] });
  const request = await ask(world);
  // Of Ada it can't be told whether she still has the role.
  world.tenant.membershipsFail = DOWN;
  world.tenant.membershipsFailFor = ADA;
  await world.clock.advance(HOUR_MS);
  await world.roleGroups.refresh(ADMIN.id, ADMIN.name);
  await world.roleGroups.refresh(FIRST.id, FIRST.name);
  await world.service.approvals.decide(FIRST, request.id, request.version, 'approve');
  await world.clock.advance(3 * HOUR_MS);
  const late = await requestIn(world, request);
  expect([late.state, late.problem, late.jobId]).toEqual(['approved', undefined, undefined]);
  await mend(world);
  const begun = await requestIn(world, request);
  expect([begun.problem, typeof begun.jobId]).toEqual([undefined, 'string']);
});

it('what they approved who have really left the group since does not begin (T69)', async () => {
  const world = await openWorld({ approvals: [STANDING_IN] });
  const request = await ask(world);
  world.tenant.membershipsFail = DOWN;
  world.tenant.membershipsFailFor = ADA;
  await world.clock.advance(HOUR_MS);
  await world.roleGroups.refresh(FIRST.id, FIRST.name);
  await world.service.approvals.decide(FIRST, request.id, request.version, 'approve');
  await lose(world, APPROVERS);
  await mend(world);
  const over = await requestIn(world, request);
  expect([typeof over.problem?.code, over.jobId]).toEqual(['string', undefined]);
});

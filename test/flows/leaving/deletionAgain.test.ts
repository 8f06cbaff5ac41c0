import { describe, expect, it } from 'vitest';
import { showApproval } from '../../../src/flows/approvals/approvalViews.ts';
import type { FlowContext } from '../../../src/flows/context.ts';
import { deletionActions } from '../../../src/flows/leaving/deletions.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import { createWorld, OMAR, PLACE, type World } from '../../service/fakes/world.ts';

const DAY_MS = 86_400_000;
const PEOPLE = [
  { id: 'omar', name: OMAR.name, roles: ['admin'], slack: OMAR.userId },
  {
    id: 'grace',
    name: 'Grace',
    roles: ['approver'],
    slack: 'U0GRACE',
    teams: 'a1b6b0f2-3333-4f6f-9d0e-333333333331',
  },
];

/** Lea was offboarded, and Grace has three days to approve that her account is deleted. */
async function openWorld(): Promise<{ world: World; id: string }> {
  const rule = { name: 'Gone', when: { tasks: ['delete'] }, by: { people: ['grace'] }, expireAfterHours: 72 };
  const world = createWorld({ people: PEOPLE, approvals: [rule] });
  world.tenant.hold('lea@contoso.com', 'Lea', { accountEnabled: true });
  await world.service.resume();
  const { leaving, jobs } = world.service;
  const { id, data } = await leaving.open(OMAR, PLACE, world.tenant.find('lea@contoso.com')?.id ?? '');
  const typed = { ...data.values, steps: ['block'] as const, deleteAfter: '30' };
  const { draft } = await leaving.check(OMAR, id, typed);
  const asked = { actor: OMAR, place: PLACE, requestId: id, requestVersion: draft.version };
  const { job } = await jobs.accept({ ...asked, kind: 'one', task: 'leave', ...requestOfActs(draft.data) });
  await world.finish(job.id);
  const [request] = await world.store.listRequests({ state: 'waiting' });
  return { world, id: request?.id ?? '' };
}

describe('the card of a deletion that waits for approval', () => {
  it('says to each side that it expires soon, then that nobody decided, and offers to ask again', async () => {
    const { world, id } = await openWorld();
    const { approvals } = world.service;
    const show = async (viewer: 'requester' | 'approver') => {
      const state = await approvals.read(id);
      if (state === undefined) throw new Error('The request is gone.');
      const { heading, note, tone, buttons } = showApproval(state, 'Contoso', viewer);
      return { heading, note, tone, again: buttons.some(({ action }) => action === 'deletion.again') };
    };
    expect(await show('requester')).toMatchObject({ heading: 'Waiting for approval', again: false });
    await world.clock.advance(2 * DAY_MS + 60_000);
    await approvals.expire();
    const note = "If it isn't approved in time, the account is kept.";
    const soon = { tone: 'warning', note, again: false };
    const headings = {
      requester: 'Still waiting for approval: this expires soon',
      approver: 'Approval needed: this expires soon',
    };
    expect(await show('requester')).toEqual({ ...soon, heading: headings.requester });
    expect(await show('approver')).toEqual({ ...soon, heading: headings.approver });
    await world.clock.advance(DAY_MS);
    await approvals.expire();
    const expired = 'Expired: no one decided in time';
    expect(await show('requester')).toMatchObject({ heading: expired, again: true });
    expect(await show('approver')).toMatchObject({ heading: expired, again: false });

    const context = { service: world.service, policy: world.policy } as unknown as FlowContext;
    const [again] = deletionActions(context);
    const reply = await again?.run(OMAR, PLACE, { id, version: 1 });
    expect(reply).toMatchObject({
      type: 'replace',
      view: { heading: expired, note: expect.stringContaining('new message') },
    });
    expect(await show('requester')).toMatchObject({ again: false });
    const waiting = await world.store.listRequests({ state: 'waiting' });
    expect(waiting.map(({ copies }) => copies.map(({ to }) => to))).toEqual([['omar', 'grace']]);
  });
});

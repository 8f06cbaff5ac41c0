import { describe, expect, it } from 'vitest';
import type { Task } from '../../../src/domain/terms.ts';
import { createFlows } from '../../../src/flows/createFlows.ts';
import { createRefusalAudit } from '../../../src/service/audit/refusalAudit.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import { createWorld, OMAR, PLACE } from '../../service/fakes/world.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const DAY_MS = 86_400_000;
const [GRACE, SAM] = ['U0GRACE', 'U0SAM'];
const ADMIN = ['helpdesk', 'admin'];
const PEOPLE = [
  { id: 'omar', name: OMAR.name, roles: ADMIN, slack: OMAR.userId },
  { id: 'grace', name: 'Grace Okafor', roles: ['helpdesk', 'approver'], slack: GRACE },
  { id: 'sam', name: 'Sam Stone', roles: ADMIN, slack: SAM },
].map((one, index) => ({ ...one, teams: `a1b6b0f2-3333-4f6f-9d0e-33333333333${index}` }));

/** Omar asks to offboard Ada in nine days; then, or by policy at once, her account is deleted a day later. */
async function open(task: Extract<Task, 'leave' | 'delete'>) {
  const rule = { name: 'Gone', when: { tasks: [task] }, by: { people: ['grace'] } };
  const world = createWorld({ people: PEOPLE, approvals: [rule] });
  const { service, clock, store, policy, tenant } = world;
  await service.resume();
  tenant.hold('ada@contoso.com', 'Ada Lovelace', { accountEnabled: true });
  const { id, data } = await service.leaving.open(OMAR, PLACE, tenant.find('ada@contoso.com')?.id ?? '');
  const date = task === 'leave' ? new Date(clock.now() + 9 * DAY_MS).toISOString().slice(0, 10) : '';
  const deleteAfter = task === 'delete' ? '30' : '';
  const values = { ...data.values, steps: ['block'] as const, date, zone: 'UTC', deleteAfter };
  const { draft } = await service.leaving.check(OMAR, id, values);
  const asked = { actor: OMAR, place: PLACE, requestId: id, requestVersion: draft.version, reason: 'T-1' };
  const submitted = await service.approvals.submit({
    ...asked,
    kind: 'one',
    task: 'leave',
    ...requestOfActs(draft.data),
  });
  if ('job' in submitted) await world.finish(submitted.job.id);
  const [request] = await store.listRequests({ state: 'waiting' });
  const log = createTestLog();
  const auditRefusal = createRefusalAudit({ store, clock, log });
  const flows = createFlows({
    service,
    policy,
    auditRefusal,
    clock,
    ids: { next: (prefix: string) => `${prefix}_1` },
    log,
  });
  const press = async (userId: string, action: string) => {
    const speaker = { platform: 'slack', workspace: 'T0CONTOSO', userId } as const;
    const reply = await flows.run(action, speaker, PLACE, { id: request?.id ?? '', version: 1 });
    if (!('view' in reply)) throw new Error(JSON.stringify(reply));
    return reply.view;
  };
  const actionsOf = async (userId: string) => {
    const view = await press(userId, 'approval.open');
    if (view.kind !== 'approval') throw new Error(JSON.stringify(view));
    return view.buttons.map(({ action }) => action);
  };
  return { ...world, press, actionsOf, requestId: request?.id ?? '' };
}

const NOT_ASKED = expect.stringContaining("You aren't one of the people who may decide this request.");

describe('an admin who was not asked', () => {
  it('sees an offboarding that waits, and no form that they could not send', async () => {
    const { press, actionsOf, store } = await open('leave');
    expect(await press(SAM, 'approval.open')).toMatchObject({ heading: 'Waiting for approval' });
    expect(await actionsOf(SAM)).toEqual([]);
    expect(await actionsOf(GRACE)).toContain('approval.approve');
    for (const action of ['approval.decline', 'approval.note', 'approval.change']) {
      expect(await press(SAM, action), action).toMatchObject({ kind: 'approval', note: NOT_ASKED });
    }
    for (const action of ['approval.decline', 'approval.note']) {
      expect(await press(GRACE, action), action).toMatchObject({ kind: 'writeForm' });
    }
    await press(SAM, 'approval.cancel');
    expect(await store.listRequests({ state: 'waiting' })).toHaveLength(1);
  });

  it('can keep an account whose deletion waits, of which whoever asked is told', async () => {
    const { press, actionsOf, store, requestId } = await open('delete');
    expect(await actionsOf(SAM)).toEqual(['approval.cancel']);
    expect(await press(SAM, 'approval.cancel')).toMatchObject({ heading: 'Deletion canceled by Sam Stone' });
    const kept = await store.loadRequest(requestId);
    expect(kept).toMatchObject({ state: 'cancelled', cancelledBy: 'Sam Stone' });
    expect(kept?.copies.filter(({ to }) => to === 'omar')).toHaveLength(2);
  });
});

describe('a request for one person of which nothing can be left out', () => {
  it('offers no change of it, and an old card says so at the first click', async () => {
    const { press, actionsOf } = await open('leave');
    for (const user of [OMAR.userId, GRACE]) {
      expect(await actionsOf(user)).not.toContain('approval.change');
      expect(await press(user, 'approval.change')).toMatchObject({
        kind: 'approval',
        note: expect.stringMatching(/^There's nothing to leave out of this request\. (Cancel|Decline) it/),
      });
    }
  });
});

import { describe, expect, it } from 'vitest';
import { showApproval } from '../../../src/flows/approvals/approvalViews.ts';
import { sayEndedDeletions } from '../../../src/flows/changing/endedDeletions.ts';
import type { FlowContext } from '../../../src/flows/context.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import { createWorld, OMAR, PLACE, type World } from '../../service/fakes/world.ts';

const PEOPLE = [{ id: 'omar', name: OMAR.name, roles: ['helpdesk', 'admin'], slack: OMAR.userId }];

/** Lea was offboarded, and her account is to be deleted in five days. */
async function openWorld(): Promise<{ world: World; objectId: string; requestId: string }> {
  const world = createWorld({ people: PEOPLE });
  world.tenant.hold('lea@contoso.com', 'Lea', { accountEnabled: true });
  await world.service.resume();
  const objectId = world.tenant.find('lea@contoso.com')?.id ?? '';
  const { leaving, jobs } = world.service;
  const { id, data } = await leaving.open(OMAR, PLACE, objectId);
  const typed = { ...data.values, steps: ['block'] as const, deleteAfter: '5' };
  const { draft } = await leaving.check(OMAR, id, typed);
  const asked = { actor: OMAR, place: PLACE, requestId: id, requestVersion: draft.version };
  const request = { ...asked, kind: 'one' as const, task: 'leave' as const, ...requestOfActs(draft.data) };
  const { job } = await jobs.accept(request);
  await world.finish(job.id);
  const [planned] = await world.service.approvals.listPlanned(OMAR, objectId);
  return { world, objectId, requestId: planned?.id ?? '' };
}

describe('a planned deletion', () => {
  it('is named before somebody is put back or let in again, and not before any other change', async () => {
    const { world, objectId } = await openWorld();
    const context = { service: world.service } as unknown as FlowContext;
    const say = (task: 'change' | 'putBack', kind: 'allow' | 'signOut', isOnlyOnce = false) =>
      sayEndedDeletions(context, OMAR, task, [{ objectId, acts: [{ kind }] }], isOnlyOnce);
    const planned = expect.stringMatching(/^This cancels the deletion planned for \d{4}-/);
    expect(await say('putBack', 'allow')).toEqual([planned]);
    expect(await say('change', 'allow')).toEqual([planned]);
    expect(await say('putBack', 'allow', true)).toEqual([expect.stringMatching(/^Once this is done, it/)]);
    expect(await say('change', 'signOut')).toEqual([]);
  });

  it('still says whom it was about once something else has ended it', async () => {
    const { world, objectId, requestId } = await openWorld();
    const { approvals } = world.service;
    const shown = async () => showApproval(await approvals.load(OMAR, requestId), 'Contoso', 'requester');
    expect(await shown()).toMatchObject({ acts: [expect.stringContaining('Account: deleted')] });
    const { when } = await shown();
    expect(when).toEqual({ at: expect.any(Number), label: 'Will be deleted' });
    const until = world.clock.now();
    await approvals.dropDeletions(OMAR, [objectId], { until, except: 'none' });
    expect(await shown()).toMatchObject({
      heading: `Deletion canceled by ${OMAR.name}`,
      who: 'Lea',
      people: [{ displayName: 'Lea' }],
      decisions: [],
      when: { label: 'Was to be deleted' },
    });
  });
});

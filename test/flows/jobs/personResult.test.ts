import { describe, expect, it } from 'vitest';
import { showProgress } from '../../../src/flows/jobs/jobViews.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import { E3, fail } from '../../service/fakes/fakeDirectory.ts';
import { createWorld, OMAR, PLACE } from '../../service/fakes/world.ts';

const PEOPLE = [{ id: 'omar', name: OMAR.name, roles: ['helpdesk', 'admin'], slack: OMAR.userId }];
const REFUSED = { status: 'refused', error: fail('FORBIDDEN') } as const;

/** Lea leaves; Graph refuses the block, and her licenses where that is asked for. */
async function offboard(steps: readonly ('block' | 'licenses')[], isRefused: (what: string) => boolean) {
  const world = createWorld({ people: PEOPLE });
  world.tenant.hold('lea@contoso.com', 'Lea', {
    accountEnabled: true,
    usageLocation: 'US',
    held: [{ skuId: E3.skuId, disabledPlans: [], inherited: false }],
  });
  world.tenant.actFateOf = (what) => (isRefused(what) ? REFUSED : { status: 'done' });
  const { leaving, jobs } = world.service;
  const { id, data } = await leaving.open(OMAR, PLACE, world.tenant.find('lea@contoso.com')?.id ?? '');
  const { draft } = await leaving.check(OMAR, id, { ...data.values, steps });
  const asked = { actor: OMAR, place: PLACE, requestId: id, requestVersion: draft.version };
  const request = { ...asked, kind: 'one' as const, task: 'leave' as const, ...requestOfActs(draft.data) };
  const { job } = await jobs.accept(request);
  const view = showProgress(await world.finish(job.id), 'Contoso', false);
  if (view.kind !== 'personResult') throw new Error('It still runs.');
  return { view, jobId: job.id, world };
}

describe('the result of one person of whom some steps failed', () => {
  it('says why at the steps alone, and above them only what to do', async () => {
    const { view } = await offboard(['block', 'licenses'], (what) => what === 'person');
    expect(view.outcome).toBe('partly');
    expect(view.error).toEqual({ next: expect.any(String) });
    expect(view.acts?.map(({ state, why }) => [state, why !== undefined])).toEqual([
      ['failed', true],
      ['done', false],
    ]);
  });

  it('says it once above them where nothing was done', async () => {
    const { view } = await offboard(['block'], () => true);
    expect(view.outcome).toBe('failed');
    expect(view.error).toMatchObject({ message: expect.any(String) });
    expect(view.acts?.map(({ why }) => why)).toEqual([undefined]);
  });

  it('is not said to be created where there is nothing to try again', async () => {
    const { world, jobId } = await offboard(['block'], () => false);
    await expect(world.service.jobs.retry(OMAR, jobId)).rejects.toMatchObject({
      message: 'Everything was already done.',
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/domain/terms.ts';
import { refuseUsed } from '../../src/flows/usedForm.ts';
import type { Provisioning } from '../../src/service/provisioning.ts';

const MIA = { id: 'mia', name: 'Mia Meyer' } as Actor;

/** A service whose one job and one request stand like this. */
function serviceWith(job: object | undefined, request: object = {}): { service: Provisioning } {
  return {
    service: {
      jobs: { read: async () => job },
      approvals: { load: async () => ({ request }) },
    } as unknown as Provisioning,
  };
}

const COUNTS = { total: 1, created: 1, failed: 0, partly: 0, undone: 0, waiting: 0 };
const ADA = [{ person: { displayName: 'Ada Lovelace' } }];

describe('C7: the card of a form that was used', () => {
  it.each([
    [{ job: { total: 1, state: 'done' }, counts: COUNTS, rows: ADA }, 'for Ada Lovelace: 1 of 1 created'],
    [{ job: { total: 1, state: 'running' }, counts: COUNTS, rows: ADA }, 'Creating Ada Lovelace'],
    [
      { job: { total: 3, state: 'stopped' }, counts: { ...COUNTS, created: 2 }, rows: [] },
      'for 3 people: 2 of 3 created',
    ],
    [undefined, 'This form was already used.'],
  ])('says at the first click what became of its job: %j', async (job, said) => {
    const refused = refuseUsed(serviceWith(job), MIA, { jobId: 'job_1' });
    await expect(refused).rejects.toMatchObject({
      code: 'ALREADY_DONE',
      message: expect.stringContaining(said),
    });
  });

  it.each([
    ['waiting', 'waiting for approval'],
    ['approved', 'was approved'],
  ])('says that its request is %s', async (state, said) => {
    const refused = refuseUsed(serviceWith(undefined, { state }), MIA, { requestId: 'req_1' });
    await expect(refused).rejects.toMatchObject({ message: expect.stringContaining(said) });
  });

  it.each(['declined', 'expired', 'cancelled'])('opens again when its request was %s', async (state) => {
    const { service } = serviceWith(undefined, { state });
    await expect(refuseUsed({ service }, MIA, { requestId: 'req_1' })).resolves.toBeUndefined();
  });

  it('opens when it was not used', async () => {
    await expect(refuseUsed(serviceWith(undefined), MIA, {})).resolves.toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import type { Actor, Place } from '../../src/domain/terms.ts';
import { changeActions } from '../../src/flows/changing/change.ts';
import { comeBackActions } from '../../src/flows/changing/comeBack.ts';
import { putBackActions } from '../../src/flows/changing/putBack.ts';
import type { FlowContext } from '../../src/flows/context.ts';
import { leaveActions } from '../../src/flows/leaving/leave.ts';
import { refuseUsed } from '../../src/flows/usedForm.ts';
import type { Provisioning } from '../../src/service/provisioning.ts';

const MIA = { id: 'mia', name: 'Mia Meyer' } as Actor;

/** A service whose one job and one request stand like this. */
function serviceWith(job: object | undefined, request: object = {}): { service: Provisioning } {
  return {
    service: {
      jobs: { read: async () => job },
      approvals: { load: async () => ({ request: { asked: {}, ...request } }) },
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

describe.each(['slack', 'teams'] as const)('a form of one person that was used, in %s', (platform) => {
  it.each([
    'change.back',
    'change.submit',
    'change.start',
    'putBack.start',
    'comeBack.back',
    'comeBack.submit',
    'comeBack.start',
    'leave.back',
    'leave.submit',
    'leave.start',
  ])('says so at %s, and asks for nothing more', async (id) => {
    const used = { load: async () => ({ id: 'draft_1', data: { jobId: 'job_1', takenAt: 0, values: {} } }) };
    const job = { job: { total: 1, state: 'done', task: 'change' }, counts: COUNTS, rows: ADA };
    const service = {
      ...serviceWith(job).service,
      changes: used,
      putBacks: used,
      comeBacks: used,
      leaving: used,
    };
    const context = { service, policy: { customers: [] } } as unknown as FlowContext;
    const all = [changeActions, putBackActions, comeBackActions, leaveActions].flatMap((list) =>
      list(context),
    );
    const action = all.find((one) => one.id === id);
    const input = action?.input.parse({ id: 'draft_1', version: 1 });
    await expect(action?.run(MIA, { platform } as Place, input)).rejects.toMatchObject({
      code: 'ALREADY_DONE',
      message: expect.stringContaining('This form was already used for Ada Lovelace'),
    });
  });
});

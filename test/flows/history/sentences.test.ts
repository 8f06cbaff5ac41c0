import { describe, expect, it } from 'vitest';
import { isId, sayDetail, sayWhat } from '../../../src/flows/history/sayEntry.ts';

describe('C5: an entry of the history', () => {
  it.each([
    ['account.created', 'done', 'created the account'],
    ['account.created', 'failed', "couldn't create the account"],
    ['account.failed', 'failed', "couldn't create the account"],
    ['job.stopped', 'refused', "wasn't allowed to stop the job for"],
    ['history.show', 'refused', "wasn't allowed to read the history"],
  ] as const)('reads as a sentence: %s %s', (what, outcome, said) => {
    expect(sayWhat({ what, outcome })).toBe(said);
  });

  it('says what was decided', () => {
    const decided = { what: 'request.decided', outcome: 'done' } as const;
    expect(sayWhat({ ...decided, detail: { decision: 'decline' } })).toBe('declined the request for');
    expect(sayWhat({ ...decided, detail: { decision: 'approve' } })).toBe('approved the request for');
  });

  it('has names and reasons, and no ids or hashes', () => {
    const names = new Map([
      ['grace', 'Grace Okafor'],
      ['sku-1', 'Microsoft 365 E5'],
    ]);
    const detail = {
      jobId: 'job_1',
      hash: 'abc',
      version: 3,
      people: 2,
      licenses: 'sku-1',
      approvers: 'grace',
      reason: 'TICKET-1',
      code: 'NO_SEATS',
    };
    expect(sayDetail({ detail, platform: 'slack' }, (id) => names.get(id) ?? id)).toBe(
      'because no license was left · 2 people · Microsoft 365 E5 · asked: Grace Okafor · “TICKET-1” · in Slack',
    );
  });

  it('knows ids by their shape', () => {
    expect(['job_1', 'req_x', '06ebc4ee-1bb5-47dd-8120-11324bc54e06'].every(isId)).toBe(true);
    expect(['ada@contoso.com', 'Nurse', 'jobs'].some(isId)).toBe(false);
  });
});

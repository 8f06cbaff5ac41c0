import { describe, expect, it } from 'vitest';
import { showProgress, showResults } from '../../../src/flows/jobs/jobViews.ts';
import type { ActRecord, RowRecord } from '../../../src/service/ports/records.ts';
import { sampleJob, sampleRows } from '../../store/sampleRecords.ts';

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const COUNTS = { total: 1, created: 1, failed: 0, partly: 0, undone: 0, waiting: 0 };

/** A job that is over, with one row that is like this. */
function stateOf(
  task: 'assign' | 'change',
  more: Partial<RowRecord>,
  undone: boolean,
  kind: 'one' | 'bulk' = 'one',
) {
  const rows = sampleRows(1).map((row) => ({
    ...row,
    create: { state: 'done' as const },
    license: { state: 'done' as const },
    ...more,
  }));
  return {
    job: sampleJob('job_1', 1, { kind, task, state: 'done' }),
    rows,
    counts: undone ? { ...COUNTS, created: 0, undone: 1 } : COUNTS,
    secondsLeft: undefined,
    licenseNames: { [E3]: 'Office 365 E3' },
  };
}

const renamed = (state: ActRecord['state']): Partial<RowRecord> => ({
  change: { add: [], remove: [] },
  acts: [
    { act: { kind: 'fields', set: { displayName: 'Zoë King' } }, state },
    { act: { kind: 'rename', userPrincipalName: 'zoe.king@contoso.com' }, state },
  ],
});

describe('the result of a rename', () => {
  it('calls the person by the names they have now', () => {
    const now = { displayName: 'Zoë King', userPrincipalName: 'zoe.king@contoso.com' };
    expect(showProgress(stateOf('change', renamed('done'), false), 'Contoso', false)).toMatchObject(now);
    const bulk = showResults(stateOf('change', renamed('done'), false, 'bulk'), 'Contoso');
    expect(bulk.created).toMatchObject([now]);
  });

  it('calls them by the old ones where it failed', () => {
    const view = showProgress(stateOf('change', renamed('failed'), false), 'Contoso', false);
    expect(view).toMatchObject({ displayName: 'Zoë Person 1', userPrincipalName: 'p1@contoso.com' });
  });
});

describe('the result of a license change', () => {
  const change = { change: { add: [{ skuId: E3, disabledPlans: [] }], remove: [] } };

  it('lists what was given', () => {
    const view = showProgress(stateOf('assign', change, false), 'Contoso', false);
    expect(view).toMatchObject({ outcome: 'created', licenses: ['+ Office 365 E3'] });
  });

  it('lists none of it once it was undone', () => {
    const undone = { ...change, undo: { state: 'done' as const } };
    const view = showProgress(stateOf('assign', undone, true), 'Contoso', false);
    expect(view).toMatchObject({ outcome: 'undone', licenses: [] });
  });
});

import { describe, expect, it } from 'vitest';
import { endButtons } from '../../../src/flows/jobs/jobButtons.ts';
import { JOB_WORDS } from '../../../src/flows/jobs/words.ts';
import { MEANINGS } from '../../../src/graph/client/meanings.ts';
import * as jobErrors from '../../../src/service/jobs/jobErrors.ts';
import type { JobState } from '../../../src/service/jobs/shownJob.ts';
import type { JobRecord } from '../../../src/service/ports/records.ts';

/** Everything that a failed row can say, and what to do next. */
const SAID: readonly string[] = [
  ...Object.values(jobErrors).flatMap((one) => ('next' in one && one.next !== undefined ? [one.next] : [])),
  jobErrors.describeNoManager('mia@contoso.com').next ?? '',
  ...Object.values(MEANINGS).flatMap((one) => ('next' in one ? [one.next] : [])),
  JOB_WORDS.roleLost.next,
  JOB_WORDS.unblocked.next,
];

/** A job that is over, of one person or of several of whom some failed and some were never come to. */
function makeState(kind: 'one' | 'bulk', task: JobRecord['task'], waiting: number): JobState {
  return {
    job: {
      id: 'job_1',
      customer: 'contoso',
      requestId: 'draft_1',
      requestVersion: 1,
      kind,
      ...(task === undefined ? {} : { task }),
      requestedBy: { actorId: 'omar', name: 'Omar', platform: 'slack', userId: 'U1' },
      place: { platform: 'slack', workspace: 'T1', conversationId: 'D1', kind: 'direct' },
      settings: { accountEnabled: true, usageLocation: 'DE', licenses: [], recipients: [] },
      total: 5,
      state: 'done',
      key: { alg: 'A256GCM', keyVersion: 1, nonce: '', ciphertext: '', tag: '', jobId: 'job_1' },
      createdAt: 0,
      deliveries: [],
      messages: [],
    },
    rows: [],
    counts: { total: 5, created: 1, failed: 1, partly: 0, undone: 0, waiting },
    secondsLeft: undefined,
    licenseNames: {},
  };
}

const TASKS: readonly JobRecord['task'][] = [
  undefined,
  'assign',
  'reset',
  'restore',
  'change',
  'putBack',
  'leave',
  'delete',
];

describe('the buttons that failures of a job name', () => {
  const named = [...new Set(SAID.flatMap((next) => next.match(/\b[Pp]ress ([A-Z]\w*( again)?)/)?.[1] ?? []))];

  it('are one, whatever failed', () => {
    expect(named).toEqual(['Try again']);
  });

  it.each(
    (['one', 'bulk'] as const).flatMap((kind) =>
      TASKS.flatMap((task) => [0, 3].map((waiting) => ({ kind, task: task ?? 'create', waiting, of: task }))),
    ),
  )('stand on the results of $kind to $task, with $waiting never come to', ({ kind, of, waiting }) => {
    const labels = endButtons(makeState(kind, of, waiting)).map(({ label }) => label);
    for (const name of named) expect(labels.filter((label) => label.startsWith(name))).toHaveLength(1);
  });
});

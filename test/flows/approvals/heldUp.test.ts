import { expect, it } from 'vitest';
import { sayWhen } from '../../../src/flows/approvals/planParts.ts';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';

const PLANNED = Date.UTC(2026, 11, 2, 14, 49);
const BEGUN = Date.UTC(2026, 11, 3, 9, 5);

function show(task: 'delete' | 'leave', more: Partial<RequestRecord>) {
  const asked = { task, startsAt: PLANNED, zone: 'UTC' };
  return sayWhen({ state: 'approved', asked, ...more } as RequestRecord).when;
}

it.each(['delete', 'leave'] as const)(
  'says of what was held up when it began, and until then its hour: %s',
  (task) => {
    expect(show(task, {})?.at).toBe(PLANNED);
    expect(show(task, { begunAt: BEGUN })?.at).toBe(BEGUN);
    expect(show(task, { jobId: 'job_1' })?.at).toBe(PLANNED);
    if (task === 'leave') expect(show(task, { begunAt: BEGUN })?.said).toContain('2026-12-03 09:05');
  },
);

import type { JobRecord, OutMessage } from '../ports/records.ts';

/**
 * Whoever pressed a button so long ago has gone on to something else, and nobody is called to a message that only
 * changes. Too short says twice what somebody just saw; too long leaves a failure unseen, which is the worse one: a
 * single person is given up after 30 s without Microsoft 365.
 */
const LEFT_AFTER_MS = 20_000;

function isAboutTheWhole({ kind }: OutMessage): boolean {
  return kind === 'progress' || kind === 'results';
}

/** Its requester still looks at a message that changes, or one is still to be posted. */
function isSeen(job: JobRecord, now: number): boolean {
  const whole = job.messages.filter(isAboutTheWhole);
  if (job.kind === 'bulk' && !whole.some(({ kind }) => kind === 'results')) return false;
  if (whole.length === 0) return false;
  if (whole.some(({ ref, place }) => ref === undefined && place.message === undefined)) return true;
  return now - (job.pressedAt ?? job.createdAt) < LEFT_AFTER_MS;
}

/** Messages of a job that has come to an end: all are shown anew, and what nobody would see is posted as a new one. */
export function listLastMessages(job: JobRecord, now: number): OutMessage[] {
  const again = job.messages.map((message) => ({ ...message, settled: false }));
  const isToldElsewhere = job.wave !== undefined && !job.messages.some(isAboutTheWhole);
  if (isToldElsewhere || isSeen(job, now)) return again;
  const { message: _progress, ...own } = job.place;
  return [...again, { kind: 'results', place: own, settled: false }];
}

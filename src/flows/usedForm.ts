import { RollcallError } from '../domain/errors.ts';
import type { Actor } from '../domain/terms.ts';
import { isPlanned } from '../service/approvals/startableRequests.ts';
import { callPerson } from './callPerson.ts';
import type { FlowContext } from './context.ts';
import { wordsOf } from './jobs/taskWords.ts';
import { FRAME_WORDS } from './words/frameWords.ts';
import { count } from './words.ts';

/** What a form's draft says became of it. */
interface Used {
  jobId?: string;
  requestId?: string;
}

const { usedForm: words } = FRAME_WORDS;

function refuse({ message, next }: { message: string; next: string }): RollcallError {
  return new RollcallError('ALREADY_DONE', message, { done: words.done, next });
}

/**
 * For the first click on the card of a form that was used: says what became of it, before somebody fills it in again for
 * nothing. A request that came to nothing may be asked for again. Throws ALREADY_DONE.
 */
export async function refuseUsed(
  { service }: Pick<FlowContext, 'service'>,
  actor: Actor,
  { jobId, requestId }: Used,
): Promise<void> {
  if (jobId !== undefined) {
    const state = await service.jobs.read(jobId);
    if (state === undefined) throw refuse(words.unknown);
    const { job, counts, rows } = state;
    const { doing, done } = wordsOf(job.task);
    const [row] = rows;
    const who =
      job.total === 1 && row !== undefined ? callPerson(row.person) : count(job.total, 'person', 'people');
    if (job.state === 'running' || job.state === 'stopping') {
      throw refuse({ ...words.running, message: words.running.message(doing(who)) });
    }
    const message = words.over.message(who, counts.created + counts.partly, job.total, done);
    throw refuse({ ...words.over, message });
  }
  if (requestId === undefined) return;
  const { request } = await service.approvals.load(actor, requestId);
  if (request.state === 'waiting') throw refuse(words.waiting);
  if (isPlanned(request)) throw refuse(words.planned);
  if (request.state === 'approved' && request.problem === undefined) throw refuse(words.approved);
}

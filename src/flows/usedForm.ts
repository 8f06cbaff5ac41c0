import { RollcallError } from '../domain/errors.ts';
import type { Actor } from '../domain/terms.ts';
import { isPlanned } from '../service/approvals/startableRequests.ts';
import type { FlowContext } from './context.ts';
import { wordsOf } from './jobs/taskWords.ts';
import { count } from './words.ts';

/** What a form's draft says became of it. */
interface Used {
  jobId?: string;
  requestId?: string;
}

function refuse(message: string, next: string): RollcallError {
  return new RollcallError('ALREADY_DONE', message, { done: 'Nothing more was done.', next });
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
    const next = 'See the message with its results, or start again.';
    if (state === undefined) throw refuse('This form was already used.', 'Start again.');
    const { job, counts, rows } = state;
    const words = wordsOf(job.task);
    const [row] = rows;
    const who =
      job.total === 1 && row !== undefined ? row.person.displayName : count(job.total, 'person', 'people');
    if (job.state === 'running' || job.state === 'stopping') {
      throw refuse(
        `This form was already used: ${words.doing(who)}.`,
        'Wait for the message with its results.',
      );
    }
    const done = counts.created + counts.partly;
    throw refuse(`This form was already used for ${who}: ${done} of ${job.total} ${words.done}.`, next);
  }
  if (requestId === undefined) return;
  const { request } = await service.approvals.load(actor, requestId);
  if (request.state === 'waiting') {
    throw refuse(
      'This form was already used: its request is waiting for approval.',
      'Change or cancel the request in its own message.',
    );
  }
  if (isPlanned(request)) {
    throw refuse(
      'This form was already used: what it asked for is planned.',
      'Change or cancel the plan in its own message.',
    );
  }
  if (request.state === 'approved' && request.problem === undefined) {
    throw refuse(
      'This form was already used: its request was approved.',
      'See the message with its results, or start again.',
    );
  }
}

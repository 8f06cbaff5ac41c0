import type { Audited } from '../../context.ts';
import type { ActRecord, RowRecord, StoredError } from '../../ports/records.ts';
import type { JobRun, Ticket } from '../runner/jobRun.ts';
import { JOB_SERVICE_WORDS } from '../words.ts';
import { ACT_AUDIT, describeAct } from './actAudit.ts';
import { isRestored } from './restoring.ts';

const SAYS = JOB_SERVICE_WORDS.rows;

/** What is still to be done of somebody's acts. */
export function openActs({ acts = [] }: RowRecord): ActRecord[] {
  return acts.filter(({ state }) => state === 'todo');
}

/** Somebody was restored who was to be blocked: that they can sign in is the worst of it. */
function sayUnblocked({ code, message, next }: StoredError): StoredError {
  return {
    code,
    message: SAYS.unblocked.message(message),
    next: SAYS.unblocked.next(next),
  };
}

/**
 * Keeps what became of one act, in the row and for the audit.
 *
 * @param order of a password that was set
 */
export function markAct(
  run: JobRun,
  ticket: Ticket,
  { act }: ActRecord,
  failure?: StoredError,
  order?: number,
): Audited {
  const at = run.context.clock.now();
  const isOpen = act.kind === 'block' && isRestored(ticket.row);
  const error = failure !== undefined && isOpen ? sayUnblocked(failure) : failure;
  const { acts = [], person, objectId = '' } = ticket.row;
  const marked = acts.map((one): ActRecord => {
    if (one.act.kind !== act.kind || one.state !== 'todo') return one;
    if (error !== undefined) return { ...one, state: 'failed', error, at };
    return { act, state: 'done', at, ...(order === undefined ? {} : { order }) };
  });
  ticket.row = { ...ticket.row, acts: marked };
  return {
    what: ACT_AUDIT[act.kind],
    outcome: error === undefined ? 'done' : 'failed',
    subject: person.userPrincipalName,
    detail: {
      objectId,
      ...describeAct(act, ticket.row),
      ...(error === undefined ? {} : { code: error.code }),
    },
  };
}

import { drawPassword } from '../../../secrets/drawPassword.ts';
import type { Audited } from '../../context.ts';
import { PASSWORDS_REFUSED } from '../jobErrors.ts';
import type { JobRun, Ticket } from '../runner/jobRun.ts';
import { markFailed } from './outcomes.ts';

/** After the first one. A banned-password list refuses one drawn at random about never, so three tell a fault. */
const MAX_REDRAWS = 3;

/** The field a row's password is sealed for. */
export const PASSWORD_FIELD = 'password';

/**
 * A new password for a row whose password the directory itself refused, so that no account has the old one. It is
 * recorded here; the caller flushes before the row is sent again. Answers an audit entry when it is given up.
 */
export function redrawPassword(run: JobRun, ticket: Ticket): Audited[] {
  const { row } = ticket;
  if (row.passwordDraws > MAX_REDRAWS) return [markFailed(run, ticket, PASSWORDS_REFUSED, true)];
  const { context, job } = run;
  const password = context.sealer.seal(job.key, row.rowId, PASSWORD_FIELD, drawPassword(context.randomInt));
  ticket.row = { ...row, password, passwordDraws: row.passwordDraws + 1, attempted: false };
  ticket.step = 'create';
  ticket.due = run.elapsed();
  ticket.uncertain = false;
  return [];
}

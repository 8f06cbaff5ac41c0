import type { Secret } from '../../secrets/secret.ts';
import type { ProvisioningOptions } from '../context.ts';
import { PASSWORD_FIELD } from '../jobs/steps/redraw.ts';
import type { JobRecord, RowRecord } from '../ports/records.ts';
import type { Passed } from './door.ts';

/** The password of one row. The only place that opens one, so that none leaves a job that has not passed the door. Throws SEAL_BROKEN. */
export function openPassword(
  { sealer }: Pick<ProvisioningOptions, 'sealer'>,
  job: Passed<JobRecord>,
  { rowId, password }: Pick<RowRecord, 'rowId' | 'password'>,
): Secret<string> {
  return sealer.open(job.key, rowId, PASSWORD_FIELD, password);
}

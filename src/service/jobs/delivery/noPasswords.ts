import { RollcallError } from '../../../domain/errors.ts';
import type { JobRecord } from '../../ports/records.ts';
import { JOB_SERVICE_WORDS } from '../words.ts';

/** Why a job has no passwords to show or send: it set none, be it that it failed or that it was never to. */
export function describeNoPasswords({ task = 'create' }: Pick<JobRecord, 'task'>): RollcallError {
  const { message, next, nextOfOther } = JOB_SERVICE_WORDS.passwords.none;
  const wasToSet = task === 'create' || task === 'reset';
  return new RollcallError('NOT_FOUND', message, { next: wasToSet ? next : nextOfOther });
}

import { RollcallError } from '../../domain/errors.ts';
import type { JobRecord } from '../ports/records.ts';
import { JOB_SERVICE_WORDS } from './words.ts';

/** What must not begin now: people created would be deleted again, or left over, and mails tell of accounts that go. */
export function isBeingUndone({ undo }: JobRecord): boolean {
  return undo?.state === 'running';
}

/** Why it does not. `done` says what was not done, in a sentence. */
export function describeBeingUndone(done: string): RollcallError {
  const { message, next } = JOB_SERVICE_WORDS.beingUndone;
  return new RollcallError('NOT_YET', message, { done, next });
}

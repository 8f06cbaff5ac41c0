import { RollcallError } from '../domain/errors.ts';

/** Why a task's signal aborts when its process ends. */
export function describeEnd(): RollcallError {
  return new RollcallError('STORE_LOCKED', 'Rollcall is stopping.', {
    done: 'What was done so far is written down.',
    next: 'It goes on by itself when Rollcall has started again.',
  });
}

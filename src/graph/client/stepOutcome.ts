import type { StepOutcome } from '../../service/ports/directory.ts';
import { findMeaning, lostError, toError } from './errors.ts';
import type { Operation } from './meaning.ts';
import type { WriteResult } from './pacedWrites.ts';

/** Our own number: Graph or the network was down. These writes can be repeated, so nothing is lost by asking again. */
const DOWN_WAIT_MS = 5_000;

/** What was done when it was refused, and when nobody knows. */
interface Words {
  operation: Operation;
  nothing: string;
  perhaps: string;
}

/** The outcome of a write that is safe to repeat. */
export function toStepOutcome(result: WriteResult, { operation, nothing, perhaps }: Words): StepOutcome {
  if (result.kind === 'success') return { status: 'done' };
  if (result.kind === 'lost') {
    return { status: 'later', afterMs: DOWN_WAIT_MS, error: lostError(result.cause, perhaps) };
  }
  if (result.kind === 'unsent') {
    const { error } = result;
    if (error.code !== 'DIRECTORY_DOWN' && error.code !== 'THROTTLED') return { status: 'refused', error };
    return { status: 'later', afterMs: DOWN_WAIT_MS, error };
  }
  const { failure, waitMs } = result;
  switch (findMeaning(failure, operation).nature) {
    case 'unknown':
      return {
        status: 'later',
        afterMs: Math.max(failure.retryAfterMs ?? 0, DOWN_WAIT_MS),
        error: toError(failure, perhaps, operation),
      };
    case 'again':
    case 'settling':
      return { status: 'later', afterMs: waitMs, error: toError(failure, nothing, operation) };
    case 'conflict':
    case 'password':
    case 'refused':
      return { status: 'refused', error: toError(failure, nothing, operation) };
  }
}

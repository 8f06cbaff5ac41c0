import { RollcallError } from '../domain/errors.ts';

/** Why a task's signal aborts when its process ends. */
export function describeEnd(): RollcallError {
  return new RollcallError('STORE_LOCKED', 'Rollcall is stopping.', {
    done: 'What was done so far is written down.',
    next: 'It goes on by itself when Rollcall has started again.',
  });
}

/** Why a task's signal aborts when another process has taken it. */
export function describeLost(kind: string, id: string): RollcallError {
  return new RollcallError('STORE_LOCKED', 'Another instance of Rollcall has taken this over.', {
    done: 'Nothing more was done here.',
    next: 'The other instance goes on with it.',
    detail: { kind, id },
  });
}

/** Why a task's signal aborts when its process has an older policy file than others. */
export function describeBehind(): RollcallError {
  return new RollcallError('STORE_LOCKED', 'Another instance of Rollcall has a newer policy file.', {
    done: 'What was done so far is written down.',
    next: 'An instance that has the newest file goes on with it.',
  });
}

/** A task could not be sent. */
export function describeUnsent(cause: unknown): RollcallError {
  return new RollcallError('STORE_BROKEN', "Rollcall couldn't write to its database.", {
    done: 'Nothing was changed.',
    next: 'Try again in a minute. If it happens again, ask the person who runs Rollcall to look at PostgreSQL.',
    cause,
  });
}

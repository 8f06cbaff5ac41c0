import type { ErrorCode } from '../../domain/errors.ts';
import type { GraphFailure } from './failure.ts';

/**
 * What a call was to do: the same refusal means another thing for a group than for somebody's password. `create` is
 * also what reads are taken for, `createInUnit` a create in an administrative unit; `change` is of somebody who exists, and `fresh` of somebody who was created just now.
 */
export type Operation = 'create' | 'createInUnit' | 'fresh' | 'change' | 'group' | 'manager';

/**
 * What a failure means for the call that met it. `conflict`: the name or address is somebody's, perhaps our own.
 * `password`: the password itself is refused. `again`: nothing happened, the same call may work later. `settling`:
 * the account is not known everywhere yet. `refused`: nothing happened, and the same call fails again. `unknown`: it
 * may have happened.
 */
export type Nature = 'conflict' | 'password' | 'again' | 'settling' | 'refused' | 'unknown';

/** What a kind of failure is called, means and says. */
export interface Meaning {
  code: ErrorCode;
  nature: Nature;
  message: string | ((failure: GraphFailure) => string);
  next: string;
}

import { z } from 'zod';
import { RollcallError } from '../../domain/errors.ts';
import type { StepOutcome, WriteOptions } from '../../service/ports/directory.ts';
import type { GraphClient } from '../client/client.ts';
import { findMeaning } from '../client/errors.ts';
import type { SendWrites, WriteResult } from '../client/pacedWrites.ts';
import { needed } from '../client/shapes.ts';
import { toStepOutcome } from '../client/stepOutcome.ts';
import { nothingToSay } from '../client/written.ts';

const WORDS = {
  operation: 'change',
  nothing: "At least one sign-in method wasn't removed.",
  perhaps: 'Some sign-in methods may not have been removed.',
} as const;

/** Our own number, as for other writes that can be repeated. */
const AGAIN_MS = 5_000;

const methodShape = z.object({ '@odata.type': needed, id: needed });
type Method = z.output<typeof methodShape>;

/** `#microsoft.graph.phoneAuthenticationMethod` → `phone`. */
function kindOf(method: Method): string {
  return method['@odata.type'].replace(/^#microsoft\.graph\./, '').replace(/AuthenticationMethod$/, '');
}

/** Microsoft: "authenticationMethod resource type": the password cannot be deleted. */
async function list(client: GraphClient, userPath: string): Promise<Method[]> {
  const methods = await client.readAll(
    'removeSignInMethods.list',
    `${userPath}/authentication/methods`,
    methodShape,
  );
  return methods.filter((method) => kindOf(method) !== 'password');
}

function isGone(result: WriteResult): boolean {
  return result.kind === 'failure' && findMeaning(result.failure, 'change').code === 'NOT_FOUND';
}

/**
 * GET /users/{id}/authentication/methods, then DELETE each: it needs UserAuthenticationMethod.ReadWrite.All. The default
 * one is refused while there are others, so that what is left is tried once more.
 */
export async function removeSignInMethods(
  client: GraphClient,
  sendWrites: SendWrites,
  objectId: string,
  options: WriteOptions,
): Promise<StepOutcome> {
  const userPath = `/users/${encodeURIComponent(objectId)}`;
  try {
    let outcome: StepOutcome = { status: 'done' };
    for (let times = 0; times < 2; times += 1) {
      const methods = await list(client, userPath);
      if (methods.length === 0) return { status: 'done' };
      const writes = methods.map((method) => ({
        method: 'DELETE' as const,
        written: nothingToSay,
        path: `${userPath}/authentication/${kindOf(method)}Methods/${encodeURIComponent(method.id)}`,
      }));
      const results = await sendWrites('removeSignInMethods', writes, options);
      const left = results.filter((result) => result.kind !== 'success' && !isGone(result));
      const [first] = left;
      if (first === undefined) return { status: 'done' };
      outcome = toStepOutcome(first, WORDS);
    }
    return outcome;
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    const passes = error.code === 'DIRECTORY_DOWN' || error.code === 'THROTTLED';
    return passes ? { status: 'later', afterMs: AGAIN_MS, error } : { status: 'refused', error };
  }
}

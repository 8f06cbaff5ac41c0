import type { TemporaryAccessPassAuthenticationMethod } from '@microsoft/microsoft-graph-types';
import { RollcallError } from '../../domain/errors.ts';
import { Secret } from '../../secrets/secret.ts';
import type { AccessPass } from '../../service/ports/directory.ts';
import { lostError, toError } from '../client/errors.ts';
import { property, textProperty } from '../client/json.ts';
import type { SendWrites } from '../client/pacedWrites.ts';
import { saysMore } from '../client/written.ts';

const NOTHING = 'No Temporary Access Pass was created.';
const PERHAPS = 'A Temporary Access Pass may or may not have been created.';

/**
 * Microsoft: "Create temporaryAccessPassMethod": the shortest there is. Taken where the answer names no lifetime: a pass
 * that outlives its time on the page costs nothing, one that ends before it locks somebody out on their first day.
 */
const SHORTEST_MINUTES = 10;

/**
 * POST /users/{id}/authentication/temporaryAccessPassMethods, without a lifetime, because the tenant's policy refuses any
 * that is not in its range and has one of its own. Microsoft: the pass is in this answer and in no other, and a new one
 * takes the place of the one before. Throws RollcallError, FORBIDDEN or DIRECTORY_REFUSED where the
 * tenant does not allow it.
 */
export async function makeAccessPass(sendWrites: SendWrites, objectId: string): Promise<AccessPass> {
  const path = `/users/${encodeURIComponent(objectId)}/authentication/temporaryAccessPassMethods`;
  const toBody = () => ({ isUsableOnce: true }) satisfies TemporaryAccessPassAuthenticationMethod;
  const [result] = await sendWrites('makeAccessPass', [{ path, written: saysMore, toBody }], {
    priority: 'interactive',
  });
  if (result === undefined || result.kind === 'lost') throw lostError(result?.cause, PERHAPS);
  if (result.kind === 'unsent') throw result.error;
  if (result.kind === 'failure') throw toError(result.failure, NOTHING, 'change');
  const pass = textProperty(result.body, 'temporaryAccessPass');
  if (pass === '') {
    throw new RollcallError(
      'DIRECTORY_REFUSED',
      "Microsoft 365 may have created a Temporary Access Pass, but didn't return it.",
      {
        next: 'Use the password, or create a pass in the Microsoft Entra admin center.',
      },
    );
  }
  const minutes = property(result.body, 'lifetimeInMinutes');
  return { pass: new Secret(pass), minutes: typeof minutes === 'number' ? minutes : SHORTEST_MINUTES };
}

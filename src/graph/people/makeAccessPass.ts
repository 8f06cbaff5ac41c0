import { RollcallError } from '../../domain/errors.ts';
import { Secret } from '../../secrets/secret.ts';
import type { AccessPass } from '../../service/ports/directory.ts';
import { lostError, toError } from '../client/errors.ts';
import { textProperty } from '../client/json.ts';
import type { SendWrites } from '../client/pacedWrites.ts';

const NOTHING = 'No Temporary Access Pass was made.';

/** Microsoft: "Temporary Access Pass": the default lifetime of the tenant's policy, which each tenant allows. */
const LIFETIME_MINUTES = 60;

/**
 * POST /users/{id}/authentication/temporaryAccessPassMethods. Microsoft: the pass is in this answer and in no other,
 * and a new one takes the place of the one before. Throws RollcallError, FORBIDDEN or DIRECTORY_REFUSED where the
 * tenant does not allow it.
 */
export async function makeAccessPass(sendWrites: SendWrites, objectId: string): Promise<AccessPass> {
  const path = `/users/${encodeURIComponent(objectId)}/authentication/temporaryAccessPassMethods`;
  const toBody = () => ({ lifetimeInMinutes: LIFETIME_MINUTES, isUsableOnce: true });
  const [result] = await sendWrites('makeAccessPass', [{ path, toBody }], { priority: 'interactive' });
  if (result === undefined || result.kind === 'lost') throw lostError(result?.cause, NOTHING);
  if (result.kind === 'unsent') throw result.error;
  if (result.kind === 'failure') throw toError(result.failure, NOTHING, 'change');
  const pass = textProperty(result.body, 'temporaryAccessPass');
  if (pass === '') {
    throw new RollcallError(
      'DIRECTORY_REFUSED',
      'Microsoft 365 made a Temporary Access Pass and did not say it.',
      {
        next: 'Use the password, or make a pass in the Entra admin center.',
      },
    );
  }
  return { pass: new Secret(pass), minutes: LIFETIME_MINUTES };
}

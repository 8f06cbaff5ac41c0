import { randomBytes, randomUUID } from 'node:crypto';
import type { Call } from '../call.ts';
import { type Answer, malformed, notFound, refuse, unreadableBody, wrongMethod } from '../errors.ts';
import { CONTEXT } from '../lists.ts';
import { findVisible, type World } from '../world.ts';

/**
 * Refused outside of the tenant's own policy, not only outside of 10 to 43,200 minutes: "Invalid LifetimeInMinutes
 * specified. The valid range between 60 and 480." Without a lifetime the default of the policy is taken.
 */
function readMinutes({ lifetimeInMinutes }: Record<string, unknown>, { switches }: World): number | Answer {
  const { minimum, maximum, usual } = switches.passMinutes;
  const minutes = Number(lifetimeInMinutes ?? usual);
  if (Number.isInteger(minutes) && minutes >= minimum && minutes <= maximum) return minutes;
  return malformed(`Invalid LifetimeInMinutes specified. The valid range between ${minimum} and ${maximum}.`);
}

/** `POST /users/{id}/authentication/temporaryAccessPassMethods`. A new pass takes the place of the one before. */
export function makePass({ method, body }: Call, key: string, world: World): Answer {
  if (method !== 'POST') return wrongMethod();
  const user = findVisible(world, key);
  if (user === undefined) return notFound(key);
  if (body === undefined) return unreadableBody();
  if (world.switches.passesOff) {
    return refuse(
      400,
      'badRequest',
      'Converged UserCredentialPolicy does not allow creating or updating this authentication method. AuthMethodType [TemporaryAccessPass].',
    );
  }
  const { isUsableOnce = false } = body;
  const minutes = readMinutes(body, world);
  if (typeof minutes !== 'number') return minutes;
  const pass = randomBytes(6).toString('base64');
  world.state.passes.set(user.id, pass);
  return {
    status: 201,
    body: {
      '@odata.context': `${CONTEXT}users('${user.id}')/authentication/temporaryAccessPassMethods/$entity`,
      id: randomUUID(),
      temporaryAccessPass: pass,
      createdDateTime: new Date(world.now()).toISOString(),
      startDateTime: new Date(world.now()).toISOString(),
      lifetimeInMinutes: minutes,
      isUsableOnce,
      isUsable: true,
      methodUsabilityReason: 'EnabledByPolicy',
    },
  };
}

import { randomBytes, randomUUID } from 'node:crypto';
import type { Call } from './call.ts';
import { type Answer, malformed, notFound, refuse, unreadableBody, wrongMethod } from './errors.ts';
import { CONTEXT } from './lists.ts';
import { findVisible, type World } from './world.ts';

/** Microsoft: "Create temporaryAccessPassMethod": minutes, from 10 to 43200. */
const SHORTEST = 10;
const LONGEST = 43_200;

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
  const { lifetimeInMinutes = 60, isUsableOnce = false } = body;
  const minutes = Number(lifetimeInMinutes);
  if (!Number.isInteger(minutes) || minutes < SHORTEST || minutes > LONGEST) {
    return malformed('Invalid value specified for lifetimeInMinutes.');
  }
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

import type { Call } from '../call.ts';
import { type Answer, keptOnPremises, notFound, wrongMethod } from '../errors.ts';
import { readReference } from '../groups/groups.ts';
import { findVisible, type World } from '../world.ts';

/**
 * `PUT /users/{id}/manager/$ref`: replaces whoever was the manager. Neither is found until known everywhere.
 * `DELETE`: Microsoft: "Remove manager": 204; where there is none, the reference is not found.
 */
export function setManager(call: Call, key: string, world: World): Answer {
  if (call.method !== 'PUT' && call.method !== 'DELETE') return wrongMethod();
  const user = findVisible(world, key);
  if (user === undefined) return notFound(key);
  if (user.onPremisesSyncEnabled === true) return keptOnPremises();
  if (call.method === 'DELETE') {
    return world.state.managers.delete(user.id) ? { status: 204 } : notFound('manager');
  }
  const id = readReference(call.body);
  if (typeof id !== 'string') return id;
  const manager = findVisible(world, id);
  if (manager === undefined) return notFound(id);
  world.state.managers.set(user.id, manager.id);
  return { status: 204 };
}

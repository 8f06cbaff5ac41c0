import type { Call } from '../call.ts';
import { type Answer, noSegment, notFound, wrongMethod } from '../errors.ts';
import { CONTEXT, listUsers } from '../lists.ts';
import type { World } from '../world.ts';
import { presentObject, readUserSelect } from './present.ts';
import type { LoopbackUser } from './userMap.ts';
import { checkConflict } from './userRules.ts';

function answerEntity(user: LoopbackUser, names?: readonly string[]): Answer {
  return {
    status: 200,
    body: { '@odata.context': `${CONTEXT}directoryObjects/$entity`, ...presentObject(user, names) },
  };
}

/** The name comes back without the id in front, unless somebody has it by now. */
function restore(user: LoopbackUser, { state }: World): Answer {
  const prefix = user.id.replaceAll('-', '');
  const name = user.userPrincipalName;
  const userPrincipalName = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  const refused = checkConflict({ userPrincipalName, mail: user.mail }, state);
  if (refused !== undefined) return refused;
  const { deletedDateTime: _, ...kept } = user;
  const restored: LoopbackUser = { ...kept, userPrincipalName } as LoopbackUser;
  state.deleted.delete(user.id);
  state.users.set(user.id, restored);
  return answerEntity(restored);
}

/** Calls below `/directory/deletedItems`: the list of users, one of them, its restore and its purge. */
export function answerDeleted(call: Call, segments: readonly string[], world: World): Answer {
  const [key = '', action] = segments;
  const { method } = call;
  if (key === 'microsoft.graph.user' && action === undefined) {
    return method === 'GET' ? listUsers(call, world, world.state.deleted) : wrongMethod();
  }
  const user = world.state.deleted.get(key.toLowerCase());
  if (user === undefined) return notFound(key);
  if (action === 'restore') return method === 'POST' ? restore(user, world) : wrongMethod();
  if (action !== undefined) return noSegment(action);
  if (method === 'DELETE') {
    world.state.deleted.delete(user.id);
    return { status: 204 };
  }
  if (method !== 'GET') return wrongMethod();
  const names = readUserSelect(call.query, world.switches);
  return 'status' in names ? names : answerEntity(user, names);
}

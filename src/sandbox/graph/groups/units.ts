import type { Call } from '../call.ts';
import { type Answer, badRequest, noSegment, notFound, unreadableBody, wrongMethod } from '../errors.ts';
import { CONTEXT } from '../lists.ts';
import { createUser } from '../people/users.ts';
import type { World } from '../world.ts';

/**
 * `/directory/administrativeUnits/{id}`, and POST of a new user to its `members`. Microsoft: "Add a member": 201 with the
 * object, which has its own type beside it. Units with a rule take nobody ("Administrative units troubleshooting": "you
 * must edit the rules"); the words of that refusal are ours.
 */
export function answerUnits(call: Call, segments: readonly string[], world: World): Answer {
  const [key = '', set, more] = segments;
  const unit = world.state.units.get(key.toLowerCase());
  if (unit === undefined) return notFound(key);
  if (set === undefined) {
    if (call.method !== 'GET') return wrongMethod();
    const { id, displayName, dynamic, restricted } = unit;
    return {
      status: 200,
      body: {
        '@odata.context': `${CONTEXT}directory/administrativeUnits/$entity`,
        ...{ id, displayName, membershipType: dynamic ? 'Dynamic' : null },
        isMemberManagementRestricted: restricted ?? false,
      },
    };
  }
  if (set !== 'members' || more !== undefined) return noSegment(more ?? set);
  if (call.method !== 'POST') return wrongMethod();
  if (call.body === undefined) return unreadableBody();
  const { '@odata.type': type, ...body } = call.body;
  if (String(type).toLowerCase() !== '#microsoft.graph.user') {
    return badRequest('A value for @odata.type must be specified, and be of a user here.');
  }
  if (unit.dynamic) return badRequest('The membership of a dynamic administrative unit follows its rule.');
  const answered = createUser(body, world);
  const { id } = (answered.body ?? {}) as { id?: string };
  if (answered.status !== 201 || id === undefined) return answered;
  unit.members.add(id);
  return {
    ...answered,
    body: {
      ...(answered.body as object),
      '@odata.context': `${CONTEXT}directoryObjects/$entity`,
      '@odata.type': '#microsoft.graph.user',
    },
  };
}

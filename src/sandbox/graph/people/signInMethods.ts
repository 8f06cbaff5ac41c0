import type { Call } from '../call.ts';
import { type Answer, noSegment, notFound, refuse, wrongMethod } from '../errors.ts';
import { CONTEXT } from '../lists.ts';
import { findVisible, type World } from '../world.ts';

/** Microsoft: "authenticationMethod resource type": the id of the password is the same for everybody. */
const PASSWORD = { id: '28c10230-6103-485e-b985-444c60001490', type: 'password' };

/**
 * `GET /users/{id}/authentication/methods` and `DELETE /users/{id}/authentication/phoneMethods/{id}`, and so on. The
 * password is one of them and cannot be deleted. Seen live (CIPP, offboarding): the default method is refused with 400
 * while there are others.
 */
export function answerMethods(call: Call, key: string, rest: readonly string[], world: World): Answer {
  const user = findVisible(world, key);
  if (user === undefined) return notFound(key);
  const methods = world.state.methods.get(user.id) ?? [];
  const [set = '', id, more] = rest;
  if (more !== undefined) return noSegment(more);
  if (set === 'methods' && id === undefined) {
    if (call.method !== 'GET') return wrongMethod();
    const value = [PASSWORD, ...methods].map((one) => ({
      '@odata.type': `#microsoft.graph.${one.type}AuthenticationMethod`,
      id: one.id,
    }));
    return { status: 200, body: { '@odata.context': `${CONTEXT}users/authentication/methods`, value } };
  }
  const found = methods.find((one) => one.id === id && `${one.type}Methods` === set);
  if (found === undefined) return notFound(id ?? set);
  if (call.method !== 'DELETE') return wrongMethod();
  if (found.isDefault && methods.length > 1) {
    return refuse(
      400,
      'badRequest',
      'The default authentication method cannot be deleted while others exist.',
    );
  }
  world.state.methods.set(
    user.id,
    methods.filter((one) => one !== found),
  );
  return { status: 204 };
}

import { isTooLarge } from '../blockKit/checkView.ts';
import { judgeView } from '../judge.ts';
import { makeView, STACK_MAX, stackOf, viewToWire } from '../viewStore.ts';
import type { Json, View } from '../wire.ts';
import { asText, isJson } from '../wire.ts';
import type { World } from '../world.ts';
import type { Method, MethodAnswer } from './answer.ts';

function refuse(view: unknown, messages: readonly string[]): MethodAnswer {
  return { error: isTooLarge(view) ? 'view_too_large' : 'invalid_arguments', messages };
}

function useTrigger(world: World, id: string): { user: string } | { error: string } {
  const trigger = world.triggers.get(id);
  if (trigger === undefined) return { error: 'invalid_trigger_id' };
  if (trigger.used) return { error: 'exchanged_trigger_id' };
  if (world.now() > trigger.until) return { error: 'expired_trigger_id' };
  trigger.used = true;
  return { user: trigger.user };
}

function isTaken(world: World, externalId: unknown, by: View | undefined): boolean {
  if (asText(externalId) === '') return false;
  const open = [...world.state.views.values()].flat();
  return open.some((view) => view.external_id === externalId && view.id !== by?.id);
}

function openView(push: boolean): Method {
  return (world, { view: given, trigger_id: triggerId }) => {
    const refused = judgeView(world, push ? 'views.push' : 'views.open', given, 'modal');
    if (refused.length > 0 || !isJson(given)) return refuse(given, refused);
    const trigger = useTrigger(world, asText(triggerId));
    if ('error' in trigger) return trigger;
    const stack = stackOf(world, trigger.user);
    const below = stack.at(-1);
    if (push && below === undefined) return { error: 'not_found' };
    if (push && stack.length >= STACK_MAX) return { error: 'push_limit_reached' };
    if (isTaken(world, given.external_id, undefined)) return { error: 'duplicate_external_id' };
    if (!push) stack.length = 0;
    const view = makeView(world, given, push && below !== undefined ? { below } : {});
    stack.push(view);
    world.changed();
    return { view: viewToWire(world, view) };
  };
}

function findOpen(world: World, args: Json): { stack: View[]; index: number; before: View } | undefined {
  const externalId = asText(args.external_id);
  for (const stack of world.state.views.values()) {
    const index = stack.findIndex(
      (view) => view.id === args.view_id || (externalId !== '' && view.external_id === externalId),
    );
    const before = stack[index];
    if (before !== undefined) return { stack, index, before };
  }
  return undefined;
}

const updateView: Method = (world, args) => {
  const refused = judgeView(world, 'views.update', args.view, 'modal');
  if (refused.length > 0 || !isJson(args.view)) return refuse(args.view, refused);
  const found = findOpen(world, args);
  if (found === undefined) return { error: 'not_found' };
  const { stack, index, before } = found;
  if (args.hash !== undefined && args.hash !== before.hash) return { error: 'hash_conflict' };
  if (isTaken(world, args.view.external_id, before)) return { error: 'duplicate_external_id' };
  if (world.submitting.has(before.id)) {
    world.protocolErrors.push({
      what: 'views.update',
      detail: 'came before the submission was acknowledged: the answer to it will overwrite this',
    });
  }
  const view = makeView(world, args.view, { before });
  stack[index] = view;
  world.changed();
  return { view: viewToWire(world, view) };
};

const publishHome: Method = (world, args) => {
  const refused = judgeView(world, 'views.publish', args.view, 'home');
  if (refused.length > 0 || !isJson(args.view)) return refuse(args.view, refused);
  const user = asText(args.user_id);
  if (!world.people.some(({ slack }) => slack === user)) return { error: 'user_not_found' };
  const before = world.state.homes.get(user);
  if (args.hash !== undefined && args.hash !== before?.hash) return { error: 'hash_conflict' };
  const view = makeView(world, args.view, before === undefined ? {} : { before });
  world.state.homes.set(user, view);
  world.changed();
  return { view: viewToWire(world, view) };
};

/** Modals and the Home tab. */
export const VIEW_METHODS: Readonly<Record<string, Method>> = {
  'views.open': openView(false),
  'views.push': openView(true),
  'views.update': updateView,
  'views.publish': publishHome,
};

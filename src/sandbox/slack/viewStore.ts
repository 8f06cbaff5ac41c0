import { installedIn } from './grid.ts';
import { startValues } from './person/inputs.ts';
import type { Block, Json, View } from './wire.ts';
import { asObjects, asText, isJson } from './wire.ts';
import type { World } from './world.ts';

function withActionId(world: World, element: unknown): unknown {
  const hasNone = isJson(element) && element.type !== 'image' && asText(element.action_id) === '';
  return hasNone ? { ...element, action_id: world.nextId('a') } : element;
}

/** Blocks with the block ids and action ids that Slack makes up where the app gave none. */
export function withIds(world: World, given: unknown): Block[] {
  return asObjects(given).map((block) => {
    const named: Block = {
      ...block,
      type: asText(block.type),
      block_id: asText(block.block_id) || world.nextId('b'),
    };
    if (named.element !== undefined) named.element = withActionId(world, named.element);
    if (named.accessory !== undefined) named.accessory = withActionId(world, named.accessory);
    if (named.type === 'actions') {
      named.elements = asObjects(named.elements).map((element) => withActionId(world, element));
    }
    return named;
  });
}

/** A view as Slack stores it: in the place of `before`, or on top of `below`. */
export function makeView(world: World, given: Json, place: { before?: View; below?: View } = {}): View {
  const { before, below } = place;
  const blocks = withIds(world, given.blocks);
  const id = before?.id ?? world.nextId('V');
  return {
    ...given,
    id,
    type: asText(given.type),
    callback_id: asText(given.callback_id),
    private_metadata: asText(given.private_metadata),
    hash: `${Math.floor(world.now() / 1_000)}.${world.nextId('')}`,
    root_view_id: before?.root_view_id ?? below?.root_view_id ?? id,
    previous_view_id: before === undefined ? (below?.id ?? null) : before.previous_view_id,
    blocks,
    values: startValues(blocks, before?.values),
  };
}

/** A view as the app gets it. */
export function viewToWire(world: World, view: View): Json {
  const { values, ...shown } = view;
  return {
    ...shown,
    team_id: world.teamId,
    app_id: world.appId,
    bot_id: world.botId,
    app_installed_team_id: installedIn(world),
    external_id: asText(view.external_id),
    state: { values },
  };
}

/** A person's open modals, the top one last. */
export function stackOf(world: World, user: string): View[] {
  const stack = world.state.views.get(user) ?? [];
  world.state.views.set(user, stack);
  return stack;
}

/** Slack: a modal holds at most 3 views, the one opened and 2 pushed. */
export const STACK_MAX = 3;

import type { Attempt, Delivered } from './delivery.ts';
import { describeMessage } from './describeMessage.ts';
import type { Desk } from './desk.ts';
import { reportTo } from './failureWords.ts';
import { fillElement, startValues } from './inputs.ts';
import { makeResponseUrl } from './responseUrls.ts';
import { elementsOf } from './state.ts';
import { textOf } from './textOf.ts';
import { viewToWire } from './viewStore.ts';
import type { Block, Json, SlackMessage } from './wire.ts';
import type { World } from './world.ts';

/** Slack reads nothing out of the answer to these, so a body is a mistake. */
function checkEmpty({ world }: Desk, what: string, answer: Attempt): void {
  if (answer.status === 200 && answer.body !== '') {
    world.protocolErrors.push({ what, detail: `answered with a body: ${answer.body.slice(0, 200)}` });
  }
}

async function send(desk: Desk, at: 'button' | 'dialog', payload: Json): Promise<Delivered> {
  const answer = await desk.delivery.sendPayload(payload);
  checkEmpty(desk, String(payload.type), answer);
  return reportTo(at, answer);
}

function findElement(blocks: readonly Block[], actionId: string): { block: Block; element: Json } {
  const found = elementsOf(blocks).find(({ element }) => element.action_id === actionId);
  if (found === undefined) throw new Error(`There is no ${actionId} here:\n${textOf({ blocks })}`);
  return found;
}

function describeAction(
  world: World,
  { block, element }: { block: Block; element: Json },
  state: Json,
): Json {
  return {
    action_id: element.action_id,
    block_id: block.block_id,
    action_ts: world.nextTs(),
    ...(element.text === undefined ? {} : { text: element.text }),
    ...(element.value === undefined ? {} : { value: element.value }),
    ...state,
    type: element.type,
  };
}

/** Uses an element of a message, which may be an old copy: presses a button, or picks `value`. */
export async function clickMessage(
  desk: Desk,
  message: SlackMessage,
  actionId: string,
  value: string | undefined,
): Promise<Delivered> {
  const { world, user } = desk;
  const found = findElement(message.blocks, actionId);
  const state = value === undefined ? {} : fillElement(found.element, value);
  const isEphemeral = message.ephemeralFor !== undefined;
  const values = startValues(message.blocks);
  if (value !== undefined && found.element.type !== 'overflow') {
    values[found.block.block_id] = { ...values[found.block.block_id], [actionId]: state };
  }
  return send(desk, 'button', {
    ...desk.describe('block_actions'),
    trigger_id: world.makeTrigger(user),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: isEphemeral,
    },
    channel: { id: message.channel, name: desk.channelName(message.channel) },
    // Slack sends no copy of an ephemeral message.
    ...(isEphemeral ? {} : { message: describeMessage(world, message) }),
    state: { values },
    response_url: makeResponseUrl(world, user, message.channel, message.ts),
    actions: [describeAction(world, found, state)],
  });
}

/** Uses an element of the modal on top: presses a button, or picks `value`. */
export async function clickModal(
  desk: Desk,
  actionId: string,
  value: string | undefined,
): Promise<Delivered> {
  const { world, user } = desk;
  const view = desk.top();
  const found = findElement(view.blocks, actionId);
  const { block_id: blockId } = found.block;
  const suggested = desk.suggested.get(`${view.id}/${blockId}`) ?? [];
  const state = value === undefined ? {} : fillElement(found.element, value, suggested);
  if (value !== undefined && found.element.type !== 'overflow') {
    view.values[blockId] = { ...view.values[blockId], [actionId]: state };
  }
  return send(desk, 'dialog', {
    ...desk.describe('block_actions'),
    trigger_id: world.makeTrigger(user),
    container: { type: 'view', view_id: view.id },
    view: viewToWire(world, view),
    actions: [describeAction(world, found, state)],
  });
}

/** Presses a button in the bot's Home tab. */
export async function clickHome(desk: Desk, actionId: string): Promise<Delivered> {
  const { world, user } = desk;
  const view = world.state.homes.get(user);
  if (view === undefined) throw new Error(`${user} has no Home of the bot`);
  return send(desk, 'button', {
    ...desk.describe('block_actions'),
    trigger_id: world.makeTrigger(user),
    container: { type: 'view', view_id: view.id },
    view: viewToWire(world, view),
    actions: [describeAction(world, findElement(view.blocks, actionId), {})],
  });
}

/** Picks a global shortcut. */
export async function pickShortcut(desk: Desk, callbackId: string): Promise<Delivered> {
  const { world, user } = desk;
  return send(desk, 'dialog', {
    ...desk.describe('shortcut'),
    callback_id: callbackId,
    action_ts: world.nextTs(),
    trigger_id: world.makeTrigger(user),
  });
}

/** Picks a shortcut in a message's menu. */
export async function pickMessageShortcut(
  desk: Desk,
  callbackId: string,
  message: SlackMessage,
): Promise<Delivered> {
  const { world, user } = desk;
  return send(desk, 'dialog', {
    ...desk.describe('message_action'),
    callback_id: callbackId,
    action_ts: world.nextTs(),
    trigger_id: world.makeTrigger(user),
    message_ts: message.ts,
    channel: { id: message.channel, name: desk.channelName(message.channel) },
    response_url: makeResponseUrl(world, user, message.channel),
    message: describeMessage(world, message),
  });
}

import { NotThere } from '../../notThere.ts';
import type { Attempt, Delivered } from '../delivery.ts';
import { describeMessage } from '../describeMessage.ts';
import { makeResponseUrl } from '../responseUrls.ts';
import { elementsOf } from '../state.ts';
import { textOf } from '../textOf.ts';
import { viewToWire } from '../viewStore.ts';
import type { Block, Json, SlackMessage, View } from '../wire.ts';
import type { World } from '../world.ts';
import type { Desk } from './desk.ts';
import { reportTo } from './failureWords.ts';
import { fillElement, startValues } from './inputs.ts';

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

/** An element: by its action id, and by its block's too where several have the same. */
export type Pressed = string | { actionId: string; blockId: string };

/** What is put into it: one value, or several. */
export type Picked = string | readonly string[];

interface FoundElement {
  block: Block;
  element: Json;
}

function findElement(blocks: readonly Block[], pressed: Pressed): FoundElement {
  const { actionId, blockId = undefined } = typeof pressed === 'string' ? { actionId: pressed } : pressed;
  const found = elementsOf(blocks).find(
    ({ block, element }) =>
      element.action_id === actionId && (blockId === undefined || block.block_id === blockId),
  );
  if (found === undefined) throw new NotThere(`There is no ${actionId} here:\n${textOf({ blocks })}`);
  return found;
}

function describeAction(world: World, { block, element }: FoundElement, state: Json): Json {
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

/** Puts an element's state among the values of its message or view; menus of actions keep none. */
function keepState(values: View['values'], { block, element }: FoundElement, state: Json): void {
  if (Object.keys(state).length === 0 || element.type === 'overflow') return;
  values[block.block_id] = { ...values[block.block_id], [String(element.action_id)]: state };
}

/** Uses an element of a message, which may be an old copy: presses a button, or picks `value`. */
export async function clickMessage(
  desk: Desk,
  message: SlackMessage,
  pressed: Pressed,
  value: Picked | undefined,
): Promise<Delivered> {
  const { world, user } = desk;
  const found = findElement(message.blocks, pressed);
  const state = value === undefined ? {} : fillElement(found.element, value);
  const isEphemeral = message.ephemeralFor !== undefined;
  const values = startValues(message.blocks);
  keepState(values, found, state);
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

async function clickView(
  desk: Desk,
  at: 'button' | 'dialog',
  view: View,
  pressed: Pressed,
  value: Picked | undefined,
): Promise<Delivered> {
  const { world, user } = desk;
  const found = findElement(view.blocks, pressed);
  const suggested = desk.suggested.get(`${view.id}/${found.block.block_id}`) ?? [];
  const state = value === undefined ? {} : fillElement(found.element, value, suggested);
  keepState(view.values, found, state);
  return send(desk, at, {
    ...desk.describe('block_actions'),
    trigger_id: world.makeTrigger(user),
    container: { type: 'view', view_id: view.id },
    view: viewToWire(world, view),
    actions: [describeAction(world, found, state)],
  });
}

/** Uses an element of the modal on top: presses a button, or picks `value`. */
export function clickModal(desk: Desk, pressed: Pressed, value: Picked | undefined): Promise<Delivered> {
  return clickView(desk, 'dialog', desk.top(), pressed, value);
}

/** Uses an element of the bot's Home tab: presses a button, or picks `value`. */
export async function clickHome(desk: Desk, pressed: Pressed, value: Picked | undefined): Promise<Delivered> {
  const view = desk.world.state.homes.get(desk.user);
  if (view === undefined) throw new NotThere(`${desk.user} has no Home of the bot`);
  return clickView(desk, 'button', view, pressed, value);
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

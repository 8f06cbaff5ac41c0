import { NotThere } from '../../notThere.ts';
import { waitFor } from '../../waiting.ts';
import { type Card, isJson, type Json, stringOf } from '../wire.ts';
import type { TeamsMessage } from '../world.ts';
import type { Desk } from './desk.ts';
import { conversationOf, findMessage, threadOf } from './desk.ts';
import { collectInputs, type FoundAction, findAction, hasAction } from './forms.ts';
import { type InvokeOutcome, readAnswer } from './invokeAnswers.ts';

/** Our own number: longer than a bot on a busy machine takes; shorter than anybody looks at a card that lacks a button. */
const BUTTON_WITHIN_MS = 5_000;

/** What came of a click: can be clicked and read like the message it was in. */
export interface ClickResult extends InvokeOutcome {
  /** Of the message; empty when there was none. */
  id: string;
  /** The page that Action.OpenUrl opens. */
  url?: string;
}

export interface ClickOptions {
  /** Sends what the client would refuse to send. */
  force?: boolean;
  /** Clicks the card as it was in the message passed, not as it is now. */
  stale?: boolean;
  /**
   * Clicks as Teams on a phone does: what is empty is sent as '' and null, filtered choices are forgotten unless they are
   * set again, and with `titles` a filtered choice's title is sent for its value (msteams-docs issue 8197, AdaptiveCards
   * issues 8821, 9271, which names that style alone, and 9330).
   */
  phone?: 'values' | 'titles';
  /** Of several buttons with this name, the one that carries this data. */
  data?: Json;
}

/** A message as click takes it: the message, what a click on it answered, or its id. */
export type Clickable = { id: string; card?: Card } | string;

/** Sends an invoke from this person and reads the answer. */
export async function invoke(
  desk: Desk,
  name: string,
  value: Json,
  at: { message?: TeamsMessage; conversationId?: string } = {},
): Promise<ClickResult> {
  const { world, activities, bot, person, judge } = desk;
  const { message } = at;
  const conversation =
    world.find(message?.conversationId ?? at.conversationId ?? '') ?? conversationOf(desk, 'personal');
  const activity = activities.make(
    person,
    conversation,
    {
      type: 'invoke',
      name,
      value,
      ...(message === undefined
        ? {}
        : {
            replyToId: message.id,
            channelData: { source: { name: 'message' }, legacy: { replyToId: message.id } },
          }),
    },
    message === undefined ? undefined : threadOf(desk, message),
  );
  return { id: message?.id ?? '', ...readAnswer(name, await bot.invoke(activity), judge) };
}

function dataOf({ action }: FoundAction, inputs: Json): Json {
  return { ...(isJson(action.data) ? action.data : {}), ...inputs };
}

async function execute(
  desk: Desk,
  message: TeamsMessage,
  found: FoundAction,
  inputs: Json,
): Promise<ClickResult> {
  const { world, person, switches } = desk;
  const stored = world.messages.find(({ id }) => id === message.id);
  const editsBefore = stored?.edits;
  const { id, title, verb } = found.action;
  const action = {
    type: 'Action.Execute',
    ...(id === undefined ? {} : { id }),
    ...(title === undefined ? {} : { title }),
    verb,
    data: dataOf(found, inputs),
  };
  const outcome = await invoke(desk, 'adaptiveCard/action', { action, trigger: 'manual' }, { message });
  if (outcome.card === undefined || stored === undefined) return outcome;
  // An update that the bot sent meanwhile is newer than its answer: a loading card must not cover the result.
  if (stored.edits === editsBefore && !switches.forgetsAnswers) {
    stored.views.set(person.aadObjectId, outcome.card);
    world.changes.emit('change');
  }
  return { ...outcome, card: findMessage(desk, message).card ?? outcome.card };
}

async function submit(
  desk: Desk,
  message: TeamsMessage,
  found: FoundAction,
  inputs: Json,
): Promise<ClickResult> {
  const { world, activities, bot, person } = desk;
  const { msteams, ...value } = dataOf(found, inputs);
  const ask = isJson(msteams) ? msteams : {};
  const conversation = world.find(message.conversationId) ?? conversationOf(desk, 'personal');
  const says = ask.type === 'imBack' ? stringOf(ask.value) : stringOf(ask.text);
  const activity = activities.make(
    person,
    conversation,
    {
      replyToId: message.id,
      ...(says === '' ? {} : { text: says }),
      ...(ask.type === 'imBack' ? {} : { value: ask.type === 'messageBack' ? (ask.value ?? value) : value }),
    },
    threadOf(desk, message),
  );
  return { id: message.id, status: (await bot.send(activity)).status };
}

/** Asks the bot for a dialog, with the data of the button that opens it. */
async function fetchDialog(
  desk: Desk,
  message: TeamsMessage,
  found: FoundAction,
  inputs: Json,
): Promise<ClickResult> {
  const value = { data: dataOf(found, inputs), context: { theme: 'default' } };
  const outcome = await invoke(desk, 'task/fetch', value, { message });
  if (outcome.dialog !== undefined) {
    const { thread } = message;
    desk.dialog = {
      ...outcome.dialog,
      from: { kind: 'task' },
      conversation: desk.world.find(message.conversationId)?.kind ?? 'personal',
      message: { id: message.id, ...(thread === undefined ? {} : { thread }) },
    };
  }
  return outcome;
}

/**
 * Waits as a person does for a button that is still to come: what a bot can't answer in time it puts into the message
 * later.
 */
async function waitForButton(desk: Desk, target: Clickable, name: string): Promise<void> {
  const isThere = (): true | undefined => {
    const { card } = findMessage(desk, target);
    return card === undefined || hasAction(card, name) ? true : undefined;
  };
  if (isThere()) return;
  const options = { what: name, timeoutMs: BUTTON_WITHIN_MS, seen: () => '' };
  await waitFor(desk.world.changes, isThere, options).catch(() => undefined);
}

function opensDialog({ action }: FoundAction): boolean {
  return isJson(action.data) && isJson(action.data.msteams) && action.data.msteams.type === 'task/fetch';
}

/**
 * Clicks a button of a card in a message: gathers its inputs as the client does, and does what the button's kind
 * does. The button is named by its verb, title or id.
 *
 * @throws Error when there is no such card or button, the button is disabled, or the client would refuse the inputs
 */
export async function click(
  desk: Desk,
  target: Clickable,
  name: string,
  given: Readonly<Record<string, string>>,
  options: ClickOptions,
): Promise<ClickResult> {
  if (options.stale !== true) await waitForButton(desk, target, name);
  const message = findMessage(desk, target);
  const card = options.stale === true && typeof target !== 'string' ? target.card : message.card;
  if (card === undefined) throw new NotThere(`message ${message.id} has no card`);
  const found = findAction(card, name, options.data);
  if (found.action.isEnabled === false && options.force !== true) throw new NotThere(`'${name}' is disabled`);
  const inputs = collectInputs(found, given, options);
  for (const value of Object.values(inputs)) desk.world.hear(value ?? '');
  switch (found.action.type) {
    case 'Action.Execute':
      return execute(desk, message, found, inputs);
    case 'Action.Submit':
      return opensDialog(found)
        ? fetchDialog(desk, message, found, inputs)
        : submit(desk, message, found, inputs);
    case 'Action.OpenUrl':
      return { id: message.id, status: 200, url: stringOf(found.action.url) };
    default:
      throw new Error(`'${name}' is ${stringOf(found.action.type)}, which sends nothing`);
  }
}

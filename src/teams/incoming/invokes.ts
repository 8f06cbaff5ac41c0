import type { Activity, TurnContext } from 'botbuilder';
import type { RawInput } from '../../flows/action.ts';
import type { Background } from '../../flows/background.ts';
import type { Reply } from '../../flows/reply.ts';
import type { View } from '../../flows/views.ts';
import type { TeamsOptions } from '../options.ts';
import { ABSENT, readAbsence } from '../outgoing/absentInputs.ts';
import type { Card } from '../outgoing/bindCard.ts';
import { DRAWN_FOR, joinCustomer } from '../outgoing/cardsCustomer.ts';
import type { TeamsChat } from '../outgoing/chat.ts';
import type { OpenDialogs } from '../outgoing/openDialogs.ts';
import type { Replies } from '../outgoing/replies.ts';
import type { Sender } from '../outgoing/send.ts';
import type { ShownChoices } from '../outgoing/shownChoices.ts';
import { renderCard } from '../views/render.ts';
import { placeOf } from './identify.ts';

/** What the handlers of invokes share. */
export interface InvokeContext {
  options: TeamsOptions;
  replies: Replies;
  chat: TeamsChat;
  sender: Sender;
  background: Background;
  choices: ShownChoices;
  dialogs: OpenDialogs;
}

/** The version that a button carries, a number or its text; undefined for anything else. */
export function readVersion(sent: unknown): number | undefined {
  if (typeof sent !== 'number' && typeof sent !== 'string') return undefined;
  const number = Number(sent);
  return Number.isInteger(number) ? number : undefined;
}

/** A sentence as an answer. */
export const MESSAGE = 'application/vnd.microsoft.activity.message';
/** A card as an answer. */
export const CARD = 'application/vnd.microsoft.card.adaptive';

/** Answers by hand: the SDK's own way flips a route to "replace for everybody" and calls the connector. */
export async function answer(turn: TurnContext, body: unknown, status = 200): Promise<void> {
  await turn.sendActivity({ type: 'invokeResponse', value: { status, body } });
}

/**
 * A card's or dialog's data → what a flow takes; undefined when it holds anything but text. What comes empty, as null or
 * not at all is one thing, and means what the card says it does.
 */
export function readInput(
  { choices }: InvokeContext,
  { conversation }: Activity,
  data: unknown,
): RawInput | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  const {
    id,
    version,
    [DRAWN_FOR]: customer,
    verb: _verb,
    msteams: _msteams,
    [ABSENT]: absent,
    ...rest
  } = data as Record<string, unknown>;
  if (customer !== undefined && typeof customer !== 'string') return undefined;
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (value === null || value === '') continue;
    if (typeof value !== 'string') return undefined;
    fields[name] = choices.readValue(conversation.id, joinCustomer(name, customer), value);
  }
  for (const [name, value] of readAbsence(absent)) {
    if (!Object.hasOwn(fields, name)) fields[name] = value;
  }
  if (id !== undefined && typeof id !== 'string') return undefined;
  const number = readVersion(version);
  return {
    ...(id === undefined ? {} : { id }),
    ...(number === undefined ? {} : { version: number }),
    ...(customer === undefined ? {} : { customer }),
    fields,
  };
}

/** What a reply shows; undefined for a secret, which is shown by claiming it. */
export function viewOf(reply: Reply): View | undefined {
  if (reply.type === 'private') return undefined;
  return reply.type === 'fieldErrors' ? reply.form : reply.view;
}

/** A view as the card that answers an activity. */
export function show({ choices }: InvokeContext, activity: Activity, view: View): Card {
  const card = renderCard(view, placeOf(activity).route?.timeZone);
  choices.noteCard(activity.conversation.id, card);
  return card;
}

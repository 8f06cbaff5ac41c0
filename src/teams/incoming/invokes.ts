import type { Activity, TurnContext } from 'botbuilder';
import { RollcallError } from '../../domain/errors.ts';
import type { Place } from '../../domain/terms.ts';
import type { RawInput, Speaker } from '../../flows/action.ts';
import type { Background } from '../../flows/background.ts';
import { isPrivate } from '../../flows/privatePlaces.ts';
import type { Chat, Reply } from '../../flows/reply.ts';
import type { View } from '../../flows/views.ts';
import type { TeamsOptions } from '../options.ts';
import { ABSENT, readAbsence } from '../outgoing/absentInputs.ts';
import type { Card } from '../outgoing/bindCard.ts';
import { toDialogCard } from '../outgoing/dialogCard.ts';
import { INVOKE_ANSWER_MS } from '../outgoing/limits.ts';
import type { Replies } from '../outgoing/replies.ts';
import type { Sender } from '../outgoing/send.ts';
import type { ShownChoices } from '../outgoing/shownChoices.ts';
import { renderCard } from '../views/render.ts';
import { uploadFile } from './files.ts';
import { placeOf, speakerOf } from './identify.ts';

/** What an invoke needs. */
export interface InvokeRoom {
  options: TeamsOptions;
  replies: Replies;
  chat: Chat;
  sender: Sender;
  background: Background;
  choices: ShownChoices;
}

const CARD = 'application/vnd.microsoft.card.adaptive';
const MESSAGE = 'application/vnd.microsoft.activity.message';
const ERROR = 'application/vnd.microsoft.error';

const WORKING: View = { kind: 'working', title: 'This takes a moment.', text: 'The card changes by itself.' };

/** Answers by hand: the SDK's own way flips a route to "replace for everybody" and calls the connector. */
async function answer(context: TurnContext, body: unknown, status = 200): Promise<void> {
  await context.sendActivity({ type: 'invokeResponse', value: { status, body } });
}

/**
 * A card's or dialog's data → what a flow takes; undefined when it holds anything but text. What comes empty, as null or
 * not at all is one thing, and means what the card says it does.
 */
function readInput({ choices }: InvokeRoom, { conversation }: Activity, data: unknown): RawInput | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  const {
    id,
    version,
    verb: _verb,
    msteams: _msteams,
    [ABSENT]: absent,
    ...rest
  } = data as Record<string, unknown>;
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (value === null || value === '') continue;
    if (typeof value !== 'string') return undefined;
    fields[name] = choices.readValue(conversation.id, name, value);
  }
  for (const [name, value] of readAbsence(absent)) {
    if (!Object.hasOwn(fields, name)) fields[name] = value;
  }
  if (id !== undefined && typeof id !== 'string') return undefined;
  const number = Number(version);
  return {
    ...(id === undefined ? {} : { id }),
    ...(version !== undefined && Number.isInteger(number) ? { version: number } : {}),
    fields,
  };
}

/** What a reply shows; undefined for a secret, which is shown by claiming it. */
function viewOf(reply: Reply): View | undefined {
  if (reply.type === 'private') return undefined;
  return reply.type === 'fieldErrors' ? reply.form : reply.view;
}

/** A view as the card that answers an activity. */
function show({ choices }: InvokeRoom, { conversation }: Activity, view: View): Card {
  const card = renderCard(view);
  choices.noteCard(conversation.id, card);
  return card;
}

/** A button on a card. The card is replaced in place; what belongs beside it follows as a message. */
export async function handleCardAction(room: InvokeRoom, context: TurnContext): Promise<void> {
  const { options, replies, chat, background } = room;
  const { activity } = context;
  const { verb, data } = (activity.value as { action?: { verb?: unknown; data?: unknown } })?.action ?? {};
  const input = readInput(room, activity, data);
  const answers = typeof verb === 'string' ? options.flows.answersOf(verb) : undefined;
  const speaker = speakerOf(activity);
  if (typeof verb !== 'string' || answers === undefined || input === undefined || speaker.userId === '') {
    const value = {
      code: 'BadRequest',
      message: 'Rollcall does not know this button. Say help to start again.',
    };
    await answer(context, { statusCode: 400, type: ERROR, value });
    return;
  }
  const place = placeOf(activity);
  const running = options.flows.run(verb, speaker, place, input);
  if (!isPrivate(place)) {
    background.run(async () => {
      const reply = await running;
      if (reply.type !== 'follow') await replies.send(place, speaker.userId, reply);
    });
    await answer(context, { statusCode: 200, type: MESSAGE, value: 'The answer is in our 1:1 chat.' });
    return;
  }
  /** `replaced`: the clicked card shows the loading card now, so something must take its place. */
  const follow = (replaced: boolean) =>
    background.run(async () => {
      const reply = await running;
      const view = viewOf(reply);
      const isBeside = reply.type === 'message' || reply.type === 'private';
      if (view === undefined || place.message === undefined || (isBeside && !replaced)) {
        await replies.send(place, speaker.userId, reply);
      } else if (reply.type !== 'follow') {
        await chat.update(place.message, view);
      }
    });

  if (answers === 'message' || answers === 'private') {
    follow(false);
    await answer(context, { statusCode: 200, type: MESSAGE, value: 'The answer follows below.' });
    return;
  }
  const reply = await Promise.race([running, options.clock.sleep(INVOKE_ANSWER_MS)]);
  if (reply === undefined) {
    follow(true);
    await answer(context, { statusCode: 200, type: CARD, value: renderCard(WORKING) });
    return;
  }
  const view = viewOf(reply);
  if (view !== undefined && reply.type !== 'message') {
    await answer(context, { statusCode: 200, type: CARD, value: show(room, activity, view) });
    return;
  }
  follow(false);
  await answer(context, { statusCode: 200, type: MESSAGE, value: 'The answer follows below.' });
}

function dialog(room: InvokeRoom, activity: Activity, reply: Reply): unknown {
  const view = viewOf(reply);
  if (view === undefined) return { task: { type: 'message', value: 'Use the button in our 1:1 chat.' } };
  if (reply.type === 'follow') {
    return { task: { type: 'message', value: 'On its way: I will tell you in our 1:1 chat.' } };
  }
  return {
    task: {
      type: 'continue',
      value: {
        title: 'Rollcall',
        height: 'large',
        width: 'medium',
        card: { contentType: CARD, content: toDialogCard(show(room, activity, view)) },
      },
    },
  };
}

const NO_CHAT = {
  task: {
    type: 'message',
    value: 'Open Rollcall in Teams (Apps, then Rollcall, then Chat), say help there, and open this again.',
  },
};

/**
 * Runs a dialog's action for the person's own chat. The dialog is seen by them alone, and where they opened it does not
 * matter: what Teams says of a chat between two people is what it says of the bot's own.
 */
async function runDirect({ options, chat }: InvokeRoom, verb: string, speaker: Speaker, input: RawInput) {
  let place: Place;
  try {
    place = await chat.openDirect(speaker.userId);
  } catch (error) {
    if (error instanceof RollcallError) return 'noChat';
    throw error;
  }
  return { place, reply: await options.flows.run(verb, speaker, place, input) };
}

/** Dialogs: opened by the message extension or a button, and their forms. */
export async function handleDialog(room: InvokeRoom, context: TurnContext): Promise<void> {
  const { activity } = context;
  const value = (activity.value ?? {}) as { commandId?: unknown; data?: Record<string, unknown> };
  const opens = activity.name === 'composeExtension/fetchTask';
  const verb = opens ? COMMANDS[String(value.commandId)] : value.data?.verb;
  const input = opens ? {} : readInput(room, activity, value.data);
  const speaker = speakerOf(activity);
  if (typeof verb !== 'string' || input === undefined || speaker.userId === '') {
    await answer(context, { task: { type: 'message', value: 'Rollcall does not know this form.' } });
    return;
  }
  const running = runDirect(room, verb, speaker, input);
  const done = await Promise.race([running, room.options.clock.sleep(INVOKE_ANSWER_MS)]);
  if (done === undefined) {
    room.background.run(async () => {
      const late = await running;
      if (late !== 'noChat' && late.reply.type !== 'follow') {
        await room.replies.send(late.place, speaker.userId, late.reply);
      }
    });
    await answer(context, {
      task: { type: 'message', value: 'This takes longer: it goes on in our 1:1 chat.' },
    });
    return;
  }
  await answer(context, done === 'noChat' ? NO_CHAT : dialog(room, activity, done.reply));
}

/** Message extension commands, as the manifest names them. */
const COMMANDS: Readonly<Record<string, string>> = { adduser: 'adduser.open' };

interface ConsentValue {
  action?: string;
  context?: { action?: unknown; id?: unknown; version?: unknown; name?: unknown };
  uploadInfo?: {
    uploadUrl?: unknown;
    contentUrl?: unknown;
    name?: unknown;
    uniqueId?: unknown;
    fileType?: unknown;
  };
}

/** The answer to a file consent card: the file is made again and put where the person agreed. */
export async function handleConsent(room: InvokeRoom, context: TurnContext): Promise<void> {
  const { activity } = context;
  const value = (activity.value ?? {}) as ConsentValue;
  await answer(context, undefined);
  room.background.run(async () => {
    const place = placeOf(activity);
    // Files are asked about in 1:1 chats only.
    if (!isPrivate(place)) return;
    if (value.action === 'accept') await uploadAgain(room, activity, value);
    if (place.message !== undefined) await room.sender.remove(place.message);
  });
}

async function uploadAgain(room: InvokeRoom, activity: Activity, value: ConsentValue): Promise<void> {
  const { action, id, version, name } = value.context ?? {};
  const { uploadUrl, contentUrl, uniqueId, fileType } = value.uploadInfo ?? {};
  const speaker = speakerOf(activity);
  const place = placeOf(activity);
  if (typeof action !== 'string' || typeof id !== 'string' || typeof uploadUrl !== 'string') return;
  const reply = await room.options.flows.run(action, speaker, place, {
    id,
    version: Number(version),
    fields: {},
  });
  const file = reply.type === 'message' ? reply.files?.find((each) => each.name === name) : undefined;
  if (file === undefined) {
    await room.replies.send(place, speaker.userId, reply);
    return;
  }
  await uploadFile(uploadUrl, file.bytes, room.options);
  await room.sender.send(place, {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.teams.card.file.info',
        name: file.name,
        contentUrl: String(contentUrl),
        content: { uniqueId: String(uniqueId), fileType: String(fileType ?? 'csv') },
      },
    ],
  });
}

import type { Activity, TurnContext } from 'botbuilder';
import { RollcallError } from '../../domain/errors.ts';
import type { Place } from '../../domain/terms.ts';
import type { RawInput } from '../../flows/action.ts';
import type { Reply } from '../../flows/reply.ts';
import type { Card } from '../outgoing/bindCard.ts';
import { INVOKE_ANSWER_MS, LIMITS } from '../outgoing/limits.ts';
import { cardMessage } from '../outgoing/send.ts';
import { speakerOf } from './identify.ts';
import { answer, CARD, type InvokeContext, readInput, show, viewOf } from './invokes.ts';
import { readTitles } from './readTitles.ts';

/** Message extension commands, as the manifest names them. */
const COMMANDS: ReadonlyMap<unknown, string> = new Map([['adduser', 'adduser.open']]);

/** Teams' dialogs know Action.Submit only: the verb travels in the data. */
export function toDialogCard(card: Card): Card {
  return convert(card) as Card;
}

function convert(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(convert);
  if (typeof node !== 'object' || node === null) return node;
  const { type, verb, ...rest } = node as Record<string, unknown>;
  const converted = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, convert(value)]));
  if (type !== 'Action.Execute') {
    return { ...(type === undefined ? {} : { type }), ...(verb === undefined ? {} : { verb }), ...converted };
  }
  return { type: 'Action.Submit', ...converted, data: { ...(converted.data as object), verb } };
}

/** True for what only says why nothing was done: the form that it is about stays. */
function isRefusal(reply: Reply): reply is Extract<Reply, { type: 'message' }> {
  return (
    reply.type === 'message' &&
    reply.here === true &&
    reply.view.kind === 'notice' &&
    reply.view.buttons.length === 0
  );
}

/** The form as it was sent, with why nothing was done above it; undefined where there is no form, or no room for both. */
function keepForm(notice: Card, form: Card | undefined): Card | undefined {
  if (form === undefined) return undefined;
  const card = { ...form, body: [...(notice.body as unknown[]), ...(form.body as unknown[])] };
  return Buffer.byteLength(JSON.stringify(card)) <= LIMITS.cardBytes ? card : undefined;
}

function dialog(context: InvokeContext, activity: Activity, reply: Reply, form: Card | undefined): unknown {
  const view = viewOf(reply);
  if (view === undefined) return { task: { type: 'message', value: 'Use the button in our 1:1 chat.' } };
  if (reply.type === 'follow') {
    return { task: { type: 'message', value: 'On its way. The answer comes in our 1:1 chat.' } };
  }
  const shown = show(context, activity, view);
  if (!isRefusal(reply)) context.dialogs.note(speakerOf(activity).userId, shown);
  const card = (isRefusal(reply) ? keepForm(shown, form) : undefined) ?? shown;
  return {
    task: {
      type: 'continue',
      value: {
        title: 'Rollcall',
        height: 'large',
        width: 'medium',
        card: { contentType: CARD, content: toDialogCard(card) },
      },
    },
  };
}

const NO_CHAT = {
  task: {
    type: 'message',
    value: 'Open Rollcall in Teams (Apps, then Rollcall, then Chat), type help there, and open this again.',
  },
};

/**
 * Runs a dialog's action for the person's own chat. The dialog is seen by them alone, and where they opened it does not
 * matter: what Teams says of a chat between two people is what it says of the bot's own.
 */
async function runDirect(context: InvokeContext, activity: Activity, verb: string, input: RawInput) {
  const { options, chat } = context;
  const speaker = speakerOf(activity);
  let place: Place;
  try {
    place = await chat.openDirect(speaker.userId);
  } catch (error) {
    if (error instanceof RollcallError) return 'noChat';
    throw error;
  }
  return {
    place,
    reply: await options.flows.run(verb, speaker, place, await readTitles(context, activity, input)),
  };
}

/** Dialogs: opened by the message extension or a button, and their forms. */
export async function handleDialog(context: InvokeContext, turn: TurnContext): Promise<void> {
  const { activity } = turn;
  const value = (activity.value ?? {}) as { commandId?: unknown; data?: Record<string, unknown> };
  const opens = activity.name === 'composeExtension/fetchTask';
  const verb = opens ? COMMANDS.get(value.commandId) : value.data?.verb;
  const input = opens ? {} : readInput(context, activity, value.data);
  const speaker = speakerOf(activity);
  const isKnown = typeof verb === 'string' && context.options.flows.answersOf(verb) !== undefined;
  if (!isKnown || input === undefined || speaker.userId === '') {
    await answer(turn, { task: { type: 'message', value: "Rollcall doesn't know this form." } });
    return;
  }
  const form = opens ? undefined : context.dialogs.fill(speaker.userId, value.data ?? {});
  const running = runDirect(context, activity, verb, input);
  const done = await Promise.race([running, context.options.clock.sleep(INVOKE_ANSWER_MS)]);
  if (done === undefined) {
    context.background.run(speaker.userId, async () => {
      const late = await running;
      if (late !== 'noChat' && late.reply.type !== 'follow') {
        await context.replies.send(late.place, speaker.userId, late.reply);
        // The dialog is closed by now: its form goes on in the chat.
        if (form !== undefined && isRefusal(late.reply)) {
          await context.sender.send(late.place, cardMessage(form), { isAnswer: true });
        }
      }
    });
    await answer(turn, {
      task: { type: 'message', value: 'This takes longer. It continues in our 1:1 chat.' },
    });
    return;
  }
  await answer(turn, done === 'noChat' ? NO_CHAT : dialog(context, activity, done.reply, form));
}

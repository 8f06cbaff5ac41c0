import type { TurnContext } from 'botbuilder';
import type { MessageRef } from '../../domain/terms.ts';
import { isPrivate } from '../../flows/privatePlaces.ts';
import type { View } from '../../flows/views.ts';
import { INVOKE_ANSWER_MS } from '../outgoing/limits.ts';
import { cardMessage } from '../outgoing/send.ts';
import { renderCard } from '../views/render.ts';
import { placeOf, speakerOf } from './identify.ts';
import { answer, CARD, type InvokeContext, MESSAGE, readInput, show, viewOf } from './invokes.ts';
import { readTitles } from './readTitles.ts';

const ERROR = 'application/vnd.microsoft.error';

/** An update takes a fifth of a second; with the wait for the answer itself this stays below Teams' 5 s. */
const KEEP_WITHIN_MS = 1_000;

/** Cards of jobs and approvals are kept up to date by what happens to them, so that a step shown late would be old. */
const KEPT_BY_NEWS: readonly View['kind'][] = ['progress', 'results', 'personResult', 'approval'];

/**
 * Microsoft: "Optimize your bot with rate limiting in Teams": 60 calls in 30 s for a conversation. A person makes no more
 * than these steps in that time; whoever does is clicking through, and what follows as a message matters more.
 */
const STEPS_KEPT = { most: 10, windowMs: 30_000 };

/** When steps were kept, by room and conversation. */
const keptAt = new WeakMap<InvokeContext, Map<string, number[]>>();

/** Counts a step; false when there is no room for it. */
function hasRoom(context: InvokeContext, conversationId: string): boolean {
  const now = context.options.clock.now();
  const all = keptAt.get(context) ?? new Map<string, number[]>();
  keptAt.set(context, all);
  const recent = (all.get(conversationId) ?? []).filter((at) => now - at < STEPS_KEPT.windowMs);
  const fits = recent.length < STEPS_KEPT.most;
  all.set(conversationId, fits ? [...recent, now] : recent);
  return fits;
}

/**
 * Shows a step in the message too. Only the client that clicked sees an invoke's answer, and phones and reactions bring
 * the stored card back (botbuilder-js issue 4635). Where this fails, the step stands in the client all the same. Before
 * the answer, so that it cannot land on a later step.
 */
async function keepStep(context: InvokeContext, message: MessageRef, view: View): Promise<void> {
  const { sender, options } = context;
  if (KEPT_BY_NEWS.includes(view.kind) || !hasRoom(context, message.conversationId)) return;
  const kept = sender
    .update(message, cardMessage(renderCard(view, message.route?.timeZone)), { isStep: true })
    .catch((error: unknown) => {
      options.log.info({ error }, 'teams.stepNotKept');
    });
  await Promise.race([kept, options.clock.sleep(KEEP_WITHIN_MS)]);
}

/** A button on a card. The card is replaced in place; what belongs beside it follows as a message. */
export async function handleCardAction(context: InvokeContext, turn: TurnContext): Promise<void> {
  const { options, replies, background } = context;
  const { activity } = turn;
  const { verb, data } = (activity.value as { action?: { verb?: unknown; data?: unknown } })?.action ?? {};
  const input = readInput(context, activity, data);
  const answers = typeof verb === 'string' ? options.flows.answersOf(verb) : undefined;
  const speaker = speakerOf(activity);
  if (typeof verb !== 'string' || answers === undefined || input === undefined || speaker.userId === '') {
    const value = {
      code: 'BadRequest',
      message: "Rollcall doesn't know this button. Type help to start again.",
    };
    await answer(turn, { statusCode: 400, type: ERROR, value });
    return;
  }
  const place = placeOf(activity);
  const running = readTitles(context, activity, input).then((read) =>
    options.flows.run(verb, speaker, place, read),
  );
  if (!isPrivate(place)) {
    background.run(speaker.userId, async () => {
      const reply = await running;
      if (reply.type !== 'follow') await replies.send(place, speaker.userId, reply);
    });
    await answer(turn, { statusCode: 200, type: MESSAGE, value: 'The answer is in our 1:1 chat.' });
    return;
  }
  /** What was too late for the answer: in the card's place where it belongs there, else as a message of its own. */
  const follow = () =>
    background.run(speaker.userId, async () => {
      const reply = await running;
      const view = viewOf(reply);
      if (view === undefined || place.message === undefined || reply.type === 'message') {
        await replies.send(place, speaker.userId, reply);
      } else if (reply.type !== 'follow') {
        await replies.replace(place.message, place, speaker.userId, view);
      }
    });

  if (answers === 'message' || answers === 'private') {
    follow();
    await answer(turn, { statusCode: 200, type: MESSAGE, value: 'The answer follows below.' });
    return;
  }
  const reply = await Promise.race([running, options.clock.sleep(INVOKE_ANSWER_MS)]);
  if (reply === undefined) {
    follow();
    // No loading card: it would take what was typed away, and the answer may be that it must be sent once more.
    const value = 'This takes a moment. The card will update, or the answer will follow below.';
    await answer(turn, { statusCode: 200, type: MESSAGE, value });
    return;
  }
  const view = viewOf(reply);
  if (view !== undefined && reply.type !== 'message') {
    if (place.message !== undefined) await keepStep(context, place.message, view);
    await answer(turn, { statusCode: 200, type: CARD, value: show(context, activity, view) });
    return;
  }
  follow();
  await answer(turn, { statusCode: 200, type: MESSAGE, value: 'The answer follows below.' });
}

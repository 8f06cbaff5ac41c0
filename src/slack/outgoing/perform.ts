import type { MessageRef, Place } from '../../domain/terms.ts';
import type { RawInput } from '../../flows/action.ts';
import { isPrivate } from '../../flows/privatePlaces.ts';
import type { WorkingView } from '../../flows/views/parts.ts';
import { type HandlerContext, runFlow, WORKING } from '../handlerContext.ts';
import { answer } from './answer.ts';
import type { OpenForm } from './layOver.ts';
import { openLoading, showAbove } from './modals.ts';
import type { Scene } from './scene.ts';

/** Long enough that a quick answer is the first thing in the chat; no longer than people wait without a sign. */
const SIGN_AFTER_MS = 1_500;

/**
 * A form that is ready by then opens as it is, with no window before it that says to wait: one call of Slack's less, and
 * nothing that changes under the eyes. Later, the window comes first, as a trigger lives 3 s (Slack: "Modals").
 */
const FORM_WITHIN_MS = 300;

/** An action to run, and where its answer goes. */
export interface Performance {
  action: string;
  input: RawInput;
  scene: Omit<Scene, 'mark' | 'message'>;
  /** The message whose button was pressed: the answer takes its place where that is private. */
  clicked?: MessageRef;
  /** Where the flow is told it was asked. */
  place: () => Place | Promise<Place>;
  /** A file that comes with it: whoever sent it is told when this process dies before the answer. */
  fileName?: string;
}

/** 'done' when it is through within so long. What it throws is thrown. */
async function race(
  { options }: HandlerContext,
  running: Promise<unknown>,
  withinMs: number,
): Promise<'done' | 'slow'> {
  const waiting = new AbortController();
  try {
    return await Promise.race([
      running.then(() => 'done' as const),
      options.clock.sleep(withinMs, waiting.signal).then(() => 'slow' as const),
    ]);
  } finally {
    waiting.abort();
  }
}

/** Opens the window in which an action answers, before the answer is there. */
async function openWindow(context: HandlerContext, scene: Scene): Promise<void> {
  const { trigger } = scene;
  if (trigger === undefined) return;
  delete scene.trigger;
  const modal = await openLoading(context, trigger);
  if (modal !== undefined) scene.modal = modal;
}

/**
 * Says that the bot is working, where the person looks: above the form that they clicked in, else in their chat. A
 * window that is loading says so already.
 */
async function showSign(context: HandlerContext, scene: Scene, sign: WorkingView): Promise<void> {
  const { modal, speaker } = scene;
  if (modal?.isLoading === true) return;
  try {
    if (modal?.form !== undefined) {
      // Whatever is laid over it from now on would leave the sign below.
      delete scene.trigger;
      await showAbove(context, modal as typeof modal & { form: OpenForm }, sign);
      return;
    }
    const direct = await context.chat.openDirect(speaker.userId);
    scene.placeholder = await context.chat.post(direct, sign, speaker.userId);
  } catch (error) {
    // The answer itself is tried next; without a sign of life it only comes as a surprise.
    context.options.log.warn({ error }, 'slack.signNotShown');
  }
}

/**
 * Runs an action after the ack and shows its answer, and a sign of life before it when it takes a while. What answers in
 * a window gets the window first, but for a form that is ready at once. A claim is not even made without one.
 */
export async function perform(
  context: HandlerContext,
  performance: Performance,
  sign: WorkingView = WORKING,
): Promise<void> {
  const { action, input, clicked, fileName } = performance;
  const { userId } = performance.scene.speaker;
  const mark = context.chat.mark();
  const scene: Scene = { ...performance.scene, mark };
  const answers = context.options.flows.answersOf(action);
  const isWithoutWindow = scene.trigger !== undefined && scene.modal === undefined;
  if (isWithoutWindow && answers === 'private') await openWindow(context, scene);
  async function place(): Promise<Place> {
    const found = await performance.place();
    if (clicked !== undefined && isPrivate(found)) scene.message = clicked;
    return found;
  }
  let waiting = fileName === undefined ? undefined : await context.signs.note(userId, fileName);
  const running = runFlow(context, action, scene.speaker, place, input);
  if (isWithoutWindow && answers === 'form') {
    const isQuick = (await race(context, running, FORM_WITHIN_MS)) === 'done';
    if (!(isQuick && (await running).type === 'form')) await openWindow(context, scene);
  }
  if ((await race(context, running, SIGN_AFTER_MS)) === 'slow') {
    await showSign(context, scene, sign);
    if (scene.placeholder !== undefined) waiting ??= await context.signs.note(userId);
    await waiting?.shown(scene.placeholder);
  }
  const reply = await running;
  await waiting?.answering();
  await answer(context, scene, reply).finally(() => waiting?.done());
}

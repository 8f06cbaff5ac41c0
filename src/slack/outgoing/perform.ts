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

/** An action to run, and where its answer goes. */
export interface Performance {
  action: string;
  input: RawInput;
  scene: Omit<Scene, 'mark' | 'message'>;
  /** The message whose button was pressed: the answer takes its place where that is private. */
  clicked?: MessageRef;
  /** Where the flow is told it was asked. */
  place: () => Place | Promise<Place>;
}

/** True for actions that answer in a window. */
function needsWindow(context: HandlerContext, action: string): boolean {
  const answers = context.options.flows.answersOf(action);
  return answers === 'form' || answers === 'private';
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
 * a window gets the window first. A claim is not even made without one.
 */
export async function perform(
  context: HandlerContext,
  performance: Performance,
  sign: WorkingView = WORKING,
): Promise<void> {
  const { action, input, clicked } = performance;
  const mark = context.chat.mark();
  const scene: Scene = { ...performance.scene, mark };
  if (needsWindow(context, action) && scene.trigger !== undefined && scene.modal === undefined) {
    const modal = await openLoading(context, scene.trigger);
    delete scene.trigger;
    if (modal !== undefined) scene.modal = modal;
  }
  async function place(): Promise<Place> {
    const found = await performance.place();
    if (clicked !== undefined && isPrivate(found)) scene.message = clicked;
    return found;
  }
  const waiting = new AbortController();
  const running = runFlow(context, action, scene.speaker, place, input);
  const first = await Promise.race([
    running.then(() => 'done' as const),
    context.options.clock.sleep(SIGN_AFTER_MS, waiting.signal).then(() => 'slow' as const),
  ]);
  waiting.abort();
  if (first === 'slow') await showSign(context, scene, sign);
  await answer(context, scene, await running);
}

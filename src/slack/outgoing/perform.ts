import type { Place } from '../../domain/terms.ts';
import type { RawInput } from '../../flows/action.ts';
import type { WorkingView } from '../../flows/views/parts.ts';
import { type HandlerContext, runFlow } from '../handlerContext.ts';
import { answer } from './answer.ts';
import { openLoading } from './modals.ts';
import type { Scene } from './scene.ts';

/** Long enough that a quick answer is the first thing in the chat; no longer than people wait without a sign. */
const SIGN_AFTER_MS = 1_500;

/** An action to run, and where its answer goes. */
export interface Performance {
  action: string;
  input: RawInput;
  scene: Omit<Scene, 'mark'>;
  /** Where the flow is told it was asked. */
  place: () => Place | Promise<Place>;
}

/** True for actions that answer in a window. */
function needsWindow(context: HandlerContext, action: string): boolean {
  const answers = context.options.flows.answersOf(action);
  return answers === 'form' || answers === 'private';
}

/**
 * Runs an action after the ack and shows its answer. What answers in a window gets the window first. A claim is not
 * even made without one.
 */
export async function perform(context: HandlerContext, performance: Performance): Promise<void> {
  const { action, input, place } = performance;
  const mark = context.chat.mark();
  const scene: Scene = { ...performance.scene, mark };
  if (needsWindow(context, action) && scene.trigger !== undefined && scene.modal === undefined) {
    const modal = await openLoading(context, scene.trigger);
    delete scene.trigger;
    if (modal !== undefined) scene.modal = modal;
  }
  await answer(context, scene, await runFlow(context, action, scene.speaker, place, input));
}

/** The same for what is answered in the person's chat and may take a while: a sign of life, then the answer. */
export async function performSlowly(
  context: HandlerContext,
  performance: Performance,
  sign: WorkingView,
): Promise<void> {
  const { action, input, place } = performance;
  const scene: Scene = { ...performance.scene, mark: context.chat.mark() };
  const waiting = new AbortController();
  const running = runFlow(context, action, scene.speaker, place, input);
  const first = await Promise.race([
    running.then(() => 'done' as const),
    context.options.clock.sleep(SIGN_AFTER_MS, waiting.signal).then(() => 'slow' as const),
  ]);
  waiting.abort();
  if (first === 'slow') {
    try {
      const direct = await context.chat.openDirect(scene.speaker.userId);
      scene.placeholder = await context.chat.post(direct, sign, scene.speaker.userId);
    } catch (error) {
      // The answer itself is tried next; without a sign of life it only comes as a surprise.
      context.options.log.warn({ error }, 'slack.signNotShown');
    }
  }
  await answer(context, scene, await running);
}

import type { Attempt, Delivered } from '../delivery.ts';
import { judgeView } from '../judge.ts';
import { makeView, STACK_MAX } from '../viewStore.ts';
import type { Json, View } from '../wire.ts';
import { asText, isJson } from '../wire.ts';
import type { Desk } from './desk.ts';
import { reportTo, TROUBLE_CONNECTING } from './failureWords.ts';

/** What came of submitting a modal. */
export interface Submitted extends Delivered {
  /** Field errors, by block_id. */
  errors?: Record<string, string>;
  /** The modal on top now. */
  view?: View;
}

/** The answer as an object; undefined, and noted, when it is none that Slack understands. */
function readAnswer(desk: Desk, body: string): Json | undefined {
  if (body === '') return {};
  try {
    const parsed: unknown = JSON.parse(body);
    if (isJson(parsed)) return parsed;
  } catch {
    // Noted below.
  }
  desk.world.protocolErrors.push({
    what: 'view_submission',
    detail: `not an answer: ${body.slice(0, 200)}`,
  });
  return undefined;
}

/** Errors may stand only at input blocks of the submitted view, each with words. */
function readErrors(desk: Desk, view: View, given: unknown): Record<string, string> {
  const errors = Object.entries(isJson(given) ? given : {});
  const inputs = view.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id);
  const wrong = errors.filter(([block, words]) => !inputs.includes(block) || asText(words) === '');
  if (wrong.length > 0 || errors.length === 0) {
    const detail =
      errors.length === 0 ? 'no errors' : `not inputs with words: ${wrong.map(([id]) => id).join(', ')}`;
    desk.world.protocolErrors.push({ what: 'response_action errors', detail });
  }
  return Object.fromEntries(errors.map(([block, words]) => [block, asText(words)]));
}

function showView(desk: Desk, view: View, action: 'update' | 'push', given: unknown): void {
  const { world } = desk;
  const stack = desk.stack();
  const refused = judgeView(world, `response_action ${action}`, given, 'modal');
  if (refused.length > 0 || !isJson(given)) return;
  const index = stack.findIndex(({ id }) => id === view.id);
  const before = stack[index];
  // Closed in the meantime: there is nothing to show it in, and the bot could not know.
  if (before === undefined) return;
  if (action === 'update') {
    stack[index] = makeView(world, given, { before });
    return;
  }
  if (stack.length >= STACK_MAX) {
    const detail = `the stack holds ${STACK_MAX} views at most`;
    world.protocolErrors.push({ what: 'response_action push', detail });
  } else stack.push(makeView(world, given, { below: stack.at(-1) ?? before }));
}

/** Does what the bot's answer to a submission says; what makes no sense is noted and leaves the modal as it is. */
export function applyAnswer(desk: Desk, view: View, attempt: Attempt): Submitted {
  const { world } = desk;
  const delivered = reportTo('dialog', attempt);
  const withTop = (): Submitted => {
    const top = desk.stack().at(-1);
    return { ...delivered, ...(top === undefined ? {} : { view: top }) };
  };
  const answer = attempt.status === 200 ? readAnswer(desk, attempt.body) : undefined;
  if (answer === undefined) return { ...withTop(), shown: TROUBLE_CONNECTING };
  const stack = desk.stack();
  const { response_action: action } = answer;
  if (action === 'errors') {
    const errors = readErrors(desk, view, answer.errors);
    const isOpen = stack.some(({ id }) => id === view.id);
    return isOpen ? { ...withTop(), errors } : withTop();
  }
  if (action === 'clear') stack.length = 0;
  else if (action === 'update' || action === 'push') showView(desk, view, action, answer.view);
  else if (action === undefined) {
    const index = stack.findIndex(({ id }) => id === view.id);
    if (index >= 0) stack.splice(index, 1);
  } else {
    world.protocolErrors.push({ what: 'view_submission', detail: `unknown action ${String(action)}` });
  }
  world.changed();
  return withTop();
}

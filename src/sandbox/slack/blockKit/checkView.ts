import { checkBlocks } from './checkBlocks.ts';
import { findControlSequences } from './controlSequences.ts';
import { boolean, type Check, isObject, pointer, problem, type Shape, string, typed } from './shape.ts';
import { plainText } from './texts.ts';

/** Longest title and button of a modal (Slack: views). */
const TITLE_MAX = 24;
/** Most bytes of a view as JSON: `view_too_large` above 250 kB, taken as the smaller, decimal reading. */
const VIEW_BYTES_MAX = 250_000;

/** Blocks have a check of their own, which knows the surface. */
const anything: Check = () => [];

const common: Record<string, Check> = {
  callback_id: string({ max: 255 }),
  private_metadata: string({ max: 3000 }),
  external_id: string({ max: 255 }),
};

function hasInput(blocks: unknown): boolean {
  return Array.isArray(blocks) && blocks.some((block) => isObject(block) && block.type === 'input');
}

const shapes: Record<string, Shape> = {
  modal: {
    required: { title: plainText(TITLE_MAX), blocks: anything },
    optional: {
      ...common,
      submit: plainText(TITLE_MAX),
      close: plainText(TITLE_MAX),
      clear_on_close: boolean,
      notify_on_close: boolean,
    },
  },
  home: { required: { blocks: anything }, optional: common },
};

const checkShape = typed(shapes);

/** Whether a view is too heavy: Slack has an error word of its own for that. */
export function isTooLarge(view: unknown): boolean {
  return isObject(view) && Buffer.byteLength(JSON.stringify(view)) > VIEW_BYTES_MAX;
}

/** What Slack refuses a view for; pointers begin with `/view`, as in Slack's answers. */
export function findViewRefusals(view: unknown): string[] {
  const problems = checkShape(view, '/view');
  if (!isObject(view)) return problems;
  const { type, blocks } = view;
  if (isTooLarge(view)) {
    problems.push(problem(`must be less than ${VIEW_BYTES_MAX + 1} bytes`, '/view'));
  }
  if (type === 'modal' && hasInput(blocks) && !Object.hasOwn(view, 'submit')) {
    problems.push(problem('missing required field: submit', '/view'));
  }
  if ((type === 'modal' || type === 'home') && Object.hasOwn(view, 'blocks')) {
    problems.push(...checkBlocks(blocks, type, pointer('/view', 'blocks')));
  }
  return problems;
}

/**
 * What is wrong with a modal or a Home tab: what Slack refuses, and control sequences, which are never Rollcall's
 * own words.
 */
export function checkView(view: unknown): string[] {
  return [...findViewRefusals(view), ...findControlSequences(view, '/view')];
}

import { checkBlocks } from './checkBlocks.ts';
import { findControlSequences } from './controlSequences.ts';
import { problem, string } from './shape.ts';

/** Slack cuts a message's text beyond this many characters. */
const checkText = string({ max: 40_000 });

/**
 * What is wrong with a message. Blocks need a `text` beside them: it is what notifications and screen readers
 * say. Control sequences are never Rollcall's own, so one in a message means that a person's words got through
 * unescaped and could ring a whole channel or hide a link's target.
 */
export function checkMessage({ text, blocks }: { text?: unknown; blocks?: unknown }): string[] {
  const problems = text === undefined ? [] : checkText(text, '/text');
  const isBlank = text === undefined || (typeof text === 'string' && text.trim() === '');
  if (isBlank) {
    problems.push(problem(blocks === undefined ? 'no text' : 'text must be specified with blocks', '/text'));
  }
  if (typeof text === 'string') problems.push(...findControlSequences({ type: 'mrkdwn', text }, ''));
  if (blocks === undefined) return problems;
  return [...problems, ...checkBlocks(blocks, 'message'), ...findControlSequences(blocks, '/blocks')];
}

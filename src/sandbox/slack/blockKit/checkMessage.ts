import { checkBlocks } from './checkBlocks.ts';
import { findControlSequences } from './controlSequences.ts';
import { problem, string } from './shape.ts';

/** Slack cuts a message's text beyond this many characters. */
const checkText = string({ max: 40_000 });

interface Content {
  text?: unknown;
  blocks?: unknown;
}

function isBlank(text: unknown): boolean {
  return text === undefined || (typeof text === 'string' && text.trim() === '');
}

/** What Slack refuses a message for. */
export function findMessageRefusals({ text, blocks }: Content): string[] {
  const problems = text === undefined ? [] : checkText(text, '/text');
  if (blocks === undefined) return isBlank(text) ? [...problems, problem('no text', '/text')] : problems;
  return [...problems, ...checkBlocks(blocks, 'message')];
}

/**
 * What is wrong with a message: what Slack refuses, and what it takes to people's harm. Blocks need a `text`
 * beside them: it is what notifications and screen readers say. Control sequences are never Rollcall's own, so one
 * in a message means that a person's words got through unescaped and could ring a whole channel or hide a link's
 * target.
 */
export function checkMessage({ text, blocks }: Content): string[] {
  const problems = findMessageRefusals({ text, blocks });
  if (blocks !== undefined && isBlank(text)) {
    problems.push(problem('text must be specified with blocks', '/text'));
  }
  if (typeof text === 'string') problems.push(...findControlSequences({ type: 'mrkdwn', text }, ''));
  return [...problems, ...findControlSequences(blocks, '/blocks')];
}

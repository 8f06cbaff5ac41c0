import type { KnownBlock } from '@slack/types';
import { cut } from '../../flows/words.ts';
import { LENGTHS, LIMITS } from '../outgoing/limits.ts';
import { note, paragraph } from './blocks.ts';
import { drawParts, isLines, type Lines, type Part } from './lines.ts';

/** Whether Slack may refuse these blocks as too many or too long. */
export function isTooLong(blocks: readonly KnownBlock[]): boolean {
  return blocks.length > LIMITS.messageBlocks || JSON.stringify(blocks).length > LIMITS.messageCharacters;
}

/** Lines as far as they show, and how long that is as JSON. */
interface Drawn {
  shown: number;
  blocks: KnownBlock[];
  length: number;
}

function drawLines(lines: Lines, shown: number): Drawn {
  const blocks = lines.draw(shown);
  return { shown, blocks, length: JSON.stringify(blocks).length };
}

/**
 * The blocks of a message: of its longest lines one after the other is left off until the rest fits, the first line of
 * each kept. What is too long even then is for the caller.
 */
export function fitParts(parts: readonly Part[]): KnownBlock[] {
  const drawn = new Map(parts.filter(isLines).map((lines) => [lines, drawLines(lines, lines.most)]));
  const others = parts.filter((part) => !isLines(part));
  const room = LIMITS.messageCharacters - JSON.stringify(others).length;
  const places = LIMITS.messageBlocks - others.length;
  for (;;) {
    const all = [...drawn].sort(([, one], [, other]) => other.length - one.length);
    const length = all.reduce((sum, [, each]) => sum + each.length, 0);
    const blocks = all.reduce((sum, [, each]) => sum + each.blocks.length, 0);
    const longest = all.find(([, { shown }]) => shown > 1);
    if ((length <= room && blocks <= places) || longest === undefined) break;
    const [lines, { shown }] = longest;
    drawn.set(lines, drawLines(lines, shown - 1));
  }
  return parts.flatMap((part) => (isLines(part) ? (drawn.get(part)?.blocks ?? []) : [part]));
}

/** What a block says, without its looks. Marks are ours alone, so that an asterisk in markup is never a person's. */
function wordsOf(node: unknown): string {
  if (Array.isArray(node)) return node.map(wordsOf).join('');
  if (typeof node !== 'object' || node === null) return '';
  const { type, text, elements } = node as { type?: unknown; text?: unknown; elements?: unknown };
  if (typeof text === 'string') return type === 'mrkdwn' ? text.replaceAll('*', '') : text;
  return wordsOf(text) + wordsOf(elements);
}

/** Blocks that say what a message is about: its head, without lists. */
const HEAD = 3;

/**
 * The same message in short, for when Slack does not take the whole: its first words as plain paragraphs, and its
 * buttons, since without them nobody could go on.
 */
export function shortenParts(parts: readonly Part[]): KnownBlock[] {
  const fixed = drawParts(parts.filter((part) => !isLines(part)));
  const buttons = fixed.filter(({ type }) => type === 'actions');
  const words = fixed
    .filter(({ type }) => type !== 'actions')
    .slice(0, HEAD)
    .map((block) => cut(wordsOf(block), LENGTHS.paragraph))
    .filter((text) => text !== '');
  const rest = buttons.length === 0 ? '' : ' The buttons still work.';
  return [
    ...words.map(paragraph),
    note(`Slack didn't accept the whole message, so this is a shorter version.${rest}`),
    ...buttons,
  ];
}

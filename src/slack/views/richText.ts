import type { RichTextBlock, RichTextElement, RichTextList, RichTextSection } from '@slack/types';
import { cut } from '../../flows/words.ts';
import { LENGTHS, LIMITS } from '../limits.ts';
import { keepValue } from '../text.ts';

/** A piece of a line: literal text, or the same bold or in a fixed-width font. */
export type Piece = string | { bold: string } | { code: string };

function element(piece: Piece): RichTextElement | undefined {
  const words = typeof piece === 'string' ? piece : 'bold' in piece ? piece.bold : piece.code;
  // Kept around pieces, because a line is made of several; Slack refuses an empty one.
  const inner = cut(words, LIMITS.text);
  if (inner === '') return words === '' ? undefined : { type: 'text', text: ' ' };
  const text = `${/^\s/.test(words) ? ' ' : ''}${inner}${/\s$/.test(words) ? ' ' : ''}`;
  if (typeof piece === 'string') return { type: 'text', text };
  return { type: 'text', text: inner, style: 'bold' in piece ? { bold: true } : { code: true } };
}

function section(pieces: readonly Piece[]): RichTextSection {
  const elements = pieces.map(element).filter((one) => one !== undefined);
  return {
    type: 'rich_text_section',
    elements: elements.length === 0 ? [{ type: 'text', text: '–' }] : elements,
  };
}

/** One line of text from people or files, beside our own words. */
export function line(...pieces: readonly Piece[]): RichTextBlock {
  return { type: 'rich_text', elements: [section(pieces)] };
}

/** The first lines that stay within this many characters; the caller says how many are left off. */
export function fitLines(lines: readonly (readonly Piece[])[], characters: number): (readonly Piece[])[] {
  let left = characters;
  const rest = lines.slice(0, LENGTHS.rows).findIndex((pieces) => {
    for (const piece of pieces) {
      left -= (typeof piece === 'string' ? piece : 'bold' in piece ? piece.bold : piece.code).length;
    }
    return left < 0;
  });
  return lines.slice(0, rest === -1 ? LENGTHS.rows : rest);
}

/** A bulleted list under a line of our own; no block for no items. */
export function list(items: readonly (readonly Piece[])[], title?: string): RichTextBlock[] {
  if (items.length === 0) return [];
  const bullets: RichTextList = {
    type: 'rich_text_list',
    style: 'bullet',
    elements: items.slice(0, LENGTHS.rows).map(section),
  };
  return [
    { type: 'rich_text', elements: [...(title === undefined ? [] : [section([{ bold: title }])]), bullets] },
  ];
}

/** A link of our own making, never one that a person typed. */
export function linkTo(url: string, text: string): RichTextBlock {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'link', url, text, style: { bold: true } }] }],
  };
}

/** Text to copy, letter for letter: in a fixed-width font, with a line above it. */
export function toCopy(above: readonly Piece[], text: string): RichTextBlock {
  return {
    type: 'rich_text',
    elements: [
      ...(above.length === 0 ? [] : [section(above)]),
      {
        type: 'rich_text_preformatted',
        elements: [{ type: 'text', text: keepValue(text, LIMITS.text) || '–' }],
      },
    ],
  };
}

import type { RichTextBlock, RichTextElement, RichTextList, RichTextSection } from '@slack/types';
import { sayTime } from '../../flows/times.ts';
import { cut } from '../../flows/words.ts';
import { LIMITS } from '../outgoing/limits.ts';
import { keepValue } from '../outgoing/text.ts';
import { type LeftOff, type Lines, lines } from './lines.ts';

/** A piece of a line: literal text, the same bold or in a fixed-width font, or a time in the reader's own time zone. */
export type Piece = string | { bold: string } | { code: string } | { at: number };

/** Slack: "Rich text", date element: shown in the reader's zone, and where a client cannot, as its fallback. */
export function dateOf(at: number): RichTextElement {
  return {
    type: 'date',
    timestamp: Math.floor(at / 1_000),
    format: '{date_short_pretty} at {time}',
    fallback: sayTime(at),
  };
}

function element(piece: Piece): RichTextElement | undefined {
  if (typeof piece === 'object' && 'at' in piece) return dateOf(piece.at);
  const words = typeof piece === 'string' ? piece : 'bold' in piece ? piece.bold : piece.code;
  // Kept around pieces, because a line is made of several; Slack refuses an empty one.
  const inner = cut(words, LIMITS.text);
  if (inner === '') return words === '' ? undefined : { type: 'text', text: ' ' };
  const text = `${/^\s/.test(words) ? ' ' : ''}${inner}${/\s$/.test(words) ? ' ' : ''}`;
  if (typeof piece === 'string') return { type: 'text', text };
  return { type: 'text', text: inner, style: 'bold' in piece ? { bold: true } : { code: true } };
}

/** The pieces of one line. */
export function section(pieces: readonly Piece[]): RichTextSection {
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

/** What {@link list} makes of its lines, for those who draw them themselves. */
export function bullets(points: readonly RichTextSection[], title?: string): RichTextBlock {
  const list: RichTextList = { type: 'rich_text_list', style: 'bullet', elements: [...points] };
  return {
    type: 'rich_text',
    elements: [...(title === undefined ? [] : [section([{ bold: title }])]), list],
  };
}

/** A bulleted list under a line of our own, and how many of its items are left off; nothing for none. */
export function list(items: readonly (readonly Piece[])[], title?: string, leftOff: LeftOff = {}): Lines[] {
  if (items.length + (leftOff.more ?? 0) === 0) return [];
  return [lines(items.map(section), (shown) => [bullets(shown, title)], leftOff)];
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

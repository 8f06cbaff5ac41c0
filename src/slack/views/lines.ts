import type { KnownBlock } from '@slack/types';
import { LENGTHS } from '../outgoing/limits.ts';
import { note } from './blocks.ts';

/** Lines of which the last are left off where a message has no room for all of them. */
export interface Lines {
  /** How many show where there is room. */
  most: number;
  /** The first `shown` of them, and below them how many are left off. */
  draw(shown: number): KnownBlock[];
}

/** A piece of a view: a block that always shows, or lines that may be left off from their end. */
export type Part = KnownBlock | Lines;

/** What is said below lines when some do not show. */
export interface LeftOff {
  /** Those that the view itself left off. */
  more?: number;
  /** For how many do not show, and how many do. */
  say?: (hidden: number, shown: number) => string;
}

/** Lines of any shape, made by `draw`; at most LENGTHS.rows unless `most` allows more. */
export function lines<T>(
  items: readonly T[],
  draw: (shown: readonly T[]) => KnownBlock[],
  { more = 0, say = (hidden) => `and ${hidden} more` }: LeftOff = {},
  most: number = LENGTHS.rows,
): Lines {
  return {
    most: Math.min(items.length, most),
    draw(shown) {
      const hidden = more + items.length - shown;
      return [
        ...(shown === 0 ? [] : draw(items.slice(0, shown))),
        ...(hidden > 0 ? [note(say(hidden, shown))] : []),
      ];
    },
  };
}

/** Whether a part of a view is lines. */
export function isLines(part: Part): part is Lines {
  return 'draw' in part;
}

/** The parts as a window shows them, which has room for every line. */
export function drawParts(parts: readonly Part[]): KnownBlock[] {
  return parts.flatMap((part) => (isLines(part) ? part.draw(part.most) : [part]));
}

import type { KnownBlock, RichTextElement } from '@slack/types';
import { splitTimes } from '../../flows/times.ts';
import { isLines, type Part } from './lines.ts';
import { dateOf } from './richText.ts';

type Json = Readonly<Record<string, unknown>>;

function isJson(node: unknown): node is Json {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

/** A text as pieces of rich text, its times as dates. */
function piecesOf(text: string, style: Json): RichTextElement[] {
  return splitTimes(text).map((part) =>
    typeof part === 'string' ? { type: 'text', text: part, ...style } : { ...dateOf(part.at), ...style },
  );
}

function hasTime(text: unknown): text is string {
  return typeof text === 'string' && splitTimes(text).some((part) => typeof part !== 'string');
}

function localInRichText(node: unknown): unknown {
  if (!isJson(node)) return node;
  const { elements } = node;
  if (!Array.isArray(elements)) return node;
  return {
    ...node,
    elements: elements.flatMap((element: unknown) => {
      if (!isJson(element) || element.type !== 'text' || !hasTime(element.text)) {
        return [localInRichText(element)];
      }
      return piecesOf(element.text, element.style === undefined ? {} : { style: element.style });
    }),
  };
}

/** Plain text knows no dates, so a paragraph or note with one becomes rich text, which is as literal. */
function localBlock(block: KnownBlock): KnownBlock {
  if (block.type === 'rich_text') return localInRichText(block) as KnownBlock;
  const texts =
    block.type === 'section' && block.text?.type === 'plain_text' && block.accessory === undefined
      ? [block.text.text]
      : block.type === 'context' && block.elements.every(({ type }) => type === 'plain_text')
        ? block.elements.map((element) => ('text' in element ? element.text : ''))
        : [];
  if (!texts.some(hasTime)) return block;
  return {
    type: 'rich_text',
    elements: texts.map((text) => ({ type: 'rich_text_section', elements: piecesOf(text, {}) })),
    ...(block.block_id === undefined ? {} : { block_id: block.block_id }),
  };
}

/** The same blocks with their times in the zone of whoever reads them. */
export function localBlocks(blocks: readonly KnownBlock[]): KnownBlock[] {
  return blocks.map(localBlock);
}

/** The same for parts of a message of which some lines may be left off. */
export function localParts(parts: readonly Part[]): Part[] {
  return parts.map((part) =>
    isLines(part) ? { ...part, draw: (shown) => localBlocks(part.draw(shown)) } : localBlock(part),
  );
}

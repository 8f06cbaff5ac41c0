import { make, makeLink } from '../dom.ts';
import { writeSlackTime } from './slackTime.ts';

/** A part of a rich text block, as Slack nests them. */
export interface RichPart {
  type: string;
  elements?: RichPart[];
  text?: string;
  url?: string;
  name?: string;
  unicode?: string;
  fallback?: string;
  timestamp?: number;
  format?: string;
  range?: string;
  user_id?: string;
  channel_id?: string;
  indent?: number;
  style?: string | { bold?: boolean; italic?: boolean; strike?: boolean; code?: boolean };
}

function wordsOf(piece: RichPart): string {
  switch (piece.type) {
    case 'emoji': {
      const points = (piece.unicode ?? '').split('-').map((point) => Number.parseInt(point, 16));
      return piece.unicode === undefined ? `:${piece.name ?? ''}:` : String.fromCodePoint(...points);
    }
    case 'user':
      return `@${piece.user_id ?? ''}`;
    case 'channel':
      return `#${piece.channel_id ?? ''}`;
    case 'broadcast':
      return `@${piece.range ?? ''}`;
    case 'date':
      return writeSlackTime(piece.timestamp ?? Number.NaN, piece.format ?? '', piece.fallback ?? '');
    default:
      return piece.text ?? '';
  }
}

function drawPiece(piece: RichPart): Node {
  const style = typeof piece.style === 'object' ? piece.style : {};
  let node: Node =
    piece.type === 'link' && piece.url !== undefined
      ? makeLink(piece.url, piece.text ?? piece.url)
      : document.createTextNode(wordsOf(piece));
  if (style.code === true) node = make('code', '', node);
  if (style.strike === true) node = make('s', '', node);
  if (style.italic === true) node = make('em', '', node);
  if (style.bold === true) node = make('strong', '', node);
  return node;
}

/** Draws rich text, as literal as it came: line breaks, lists, quotes and code. */
export function drawRichText(part: RichPart): HTMLElement {
  const parts = part.elements ?? [];
  switch (part.type) {
    case 'rich_text':
      return make('div', '', ...parts.map(drawRichText));
    case 'rich_text_list': {
      const items = parts.map((item) => make('li', '', drawRichText(item)));
      const list = make(part.style === 'ordered' ? 'ol' : 'ul', '', ...items);
      list.style.marginInlineStart = `${(part.indent ?? 0) * 1.5}em`;
      return list;
    }
    case 'rich_text_preformatted':
      return make('pre.code', '', ...parts.map(drawPiece));
    case 'rich_text_quote':
      return make('blockquote.rich', '', ...parts.map(drawPiece));
    case 'rich_text_section':
      return make('div.rich', '', ...parts.map(drawPiece));
    default:
      return make('span.rich', '', drawPiece(part));
  }
}

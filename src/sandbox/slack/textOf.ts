import { showMarkup } from './person/typed.ts';
import { isJson, type Json } from './wire.ts';

/** Keys whose text a person sees, in reading order. */
const SHOWN = ['title', 'header', 'text', 'label', 'hint', 'description'];
const INSIDE = ['fields', 'elements', 'element', 'accessory', 'blocks'];

/** Pieces of rich text, which stand on one line. */
const INLINE = ['text', 'emoji', 'link', 'user', 'channel', 'usergroup', 'broadcast', 'date'];

/** A piece of rich text as a client without names for its ids would show it. */
function readInline(piece: Json): string {
  switch (piece.type) {
    case 'link':
      return String(piece.text ?? piece.url);
    case 'user':
      return `@${String(piece.user_id)}`;
    case 'usergroup':
      return `@${String(piece.usergroup_id)}`;
    case 'broadcast':
      return `@${String(piece.range)}`;
    case 'channel':
      return `#${String(piece.channel_id)}`;
    case 'emoji':
      return `:${String(piece.name)}:`;
    case 'date':
      return String(piece.fallback ?? piece.timestamp);
    default:
      return String(piece.text ?? '');
  }
}

function isInline(node: unknown): node is Json {
  return isJson(node) && INLINE.includes(String(node.type));
}

/** A table's rows, one line each. */
function readRows(rows: unknown): string[] {
  if (!Array.isArray(rows)) return [];
  return rows.map((row) =>
    [row]
      .flat()
      .map((cell) => read(cell).join(' '))
      .join(' | '),
  );
}

/** A long list of choices says little: the first ones and how many more. */
function readOptions(node: unknown): string[] {
  const lines = read(node);
  return lines.length > 16 ? [...lines.slice(0, 4), `… ${lines.length - 4} more`] : lines;
}

/** What is chosen or typed in at first. */
function readInitial({ initial_value, initial_option, initial_options }: Json): string[] {
  const chosen = [initial_option, initial_options].flat();
  return [initial_value, ...chosen.map((option) => (isJson(option) ? option.text : undefined))].flatMap(read);
}

function read(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  if (Array.isArray(node)) {
    const isLine = node.length > 0 && node.every(isInline);
    return isLine ? [node.map(readInline).join('')] : node.flatMap(read);
  }
  if (!isJson(node)) return [];
  if (node.type === 'mrkdwn') return [showMarkup(String(node.text))];
  // Most of what is read is one, and has nothing else that shows.
  if (node.type === 'plain_text') return read(node.text);
  return [
    ...SHOWN.flatMap((name) => read(node[name])),
    ...readInitial(node),
    ...INSIDE.flatMap((name) => read(node[name])),
    ...readOptions(node.options),
    ...readOptions(node.option_groups),
    ...readRows(node.rows),
  ];
}

/** All text a person sees in a message or view, one line a piece. The fallback text of a message is not seen. */
export function textOf(shown: unknown): string {
  if (!isJson(shown)) return '';
  const { blocks, text, title, submit, close, files } = shown;
  const hasBlocks = Array.isArray(blocks) && blocks.length > 0;
  const lines = hasBlocks ? read(blocks) : read(text).map(showMarkup);
  const names = Array.isArray(files) ? files.map((file) => (isJson(file) ? String(file.name) : '')) : [];
  return [...read(title), ...lines, ...names, ...read(submit), ...read(close)].join('\n');
}

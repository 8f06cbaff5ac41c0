/** Keys whose text a person sees, in reading order. */
const SHOWN = ['title', 'header', 'text', 'label', 'hint', 'description', 'value_shown'];
const INSIDE = [
  'fields',
  'elements',
  'element',
  'accessory',
  'options',
  'option_groups',
  'rows',
  'blocks',
  'submit',
  'close',
];

function read(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  if (Array.isArray(node)) {
    // Cells of a table row, and runs of rich text, stand on one line.
    const isLine = node.length > 0 && node.every(isInline);
    const parts = node.flatMap(read);
    return isLine ? [parts.join(isCell(node[0]) ? ' | ' : '')] : parts;
  }
  if (typeof node !== 'object' || node === null) return [];
  const element = node as Record<string, unknown>;
  const initial = [
    element.initial_value,
    (element.initial_option as { text?: unknown } | undefined)?.text,
  ].flatMap(read);
  return [
    ...SHOWN.flatMap((name) => read(element[name])),
    ...initial,
    ...INSIDE.flatMap((name) =>
      name === 'options' || name === 'option_groups' ? readOptions(element[name]) : read(element[name]),
    ),
  ];
}

/** A long list of choices says little: the first ones and how many more. */
function readOptions(node: unknown): string[] {
  const lines = read(node);
  return lines.length > 16 ? [...lines.slice(0, 4), `… ${lines.length - 4} more`] : lines;
}

function isInline(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  const { type } = node as { type?: unknown };
  return isCell(node) || ['text', 'emoji', 'link', 'user', 'channel'].includes(String(type));
}

function isCell(node: unknown): boolean {
  const { type } = (node ?? {}) as { type?: unknown };
  return type === 'raw_text' || type === 'raw_number';
}

/** All text a person sees in a message or view, one line a piece. The fallback text of a message is not seen. */
export function textOf(shown: unknown): string {
  if (typeof shown !== 'object' || shown === null) return '';
  const { blocks, text, title, submit, close, files } = shown as Record<string, unknown>;
  const lines = Array.isArray(blocks) && blocks.length > 0 ? read(blocks) : read(text);
  const names = Array.isArray(files) ? files.map((file) => String((file as { name?: unknown }).name)) : [];
  return [...read(title), ...lines, ...names, ...read(submit), ...read(close)].join('\n');
}

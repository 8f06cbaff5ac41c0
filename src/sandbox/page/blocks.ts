import { make, makeButton, makeLink } from './dom.ts';

interface Option {
  text: { text: string };
  value: string;
  description?: { text: string };
}

/** What the sandbox's Slack stores, as far as it is drawn. */
export interface Block {
  type: string;
  block_id?: string;
  /** Of a link. */
  url?: string;
  action_id?: string;
  text?: { text: string } | string;
  label?: { text: string };
  hint?: { text: string };
  fields?: { text: string }[];
  element?: Block;
  accessory?: Block;
  elements?: Block[];
  rows?: Block[][];
  options?: Option[];
  option_groups?: { options: Option[] }[];
  style?: string | object;
  multiline?: boolean;
  optional?: boolean;
  dispatch_action?: boolean;
}

/** Slack's markup as plain text: entities as characters, links by their words. */
export function plain(text: Block['text']): string {
  const words = typeof text === 'string' ? text : (text?.text ?? '');
  return words
    .replaceAll(/<[!@#]?[^<>|]+\|([^<>]*)>/g, '$1')
    .replaceAll(/<(https?:[^<>]+|mailto:[^<>]+)>/g, '$1')
    .replaceAll(/\*([^*\n]+)\*/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function richText(part: Block): HTMLElement {
  const inside = (part.elements ?? []).map(richText);
  if (part.type === 'rich_text_list') {
    return make('ul', '', ...inside.map((item) => make('li', '', item)));
  }
  if (part.type === 'rich_text_preformatted') return make('pre', '', ...inside);
  if (inside.length > 0) return make('div', '', ...inside);
  if (part.type === 'link' && part.url !== undefined) return makeLink(part.url, plain(part.text));
  const isBold = typeof part.style === 'object' && 'bold' in part.style;
  return make(isBold ? 'strong' : 'span', plain(part.text));
}

/** Draws one block that asks nothing; `press` hears of its buttons. */
export function drawBlock(block: Block, press: (actionId: string, value?: string) => void): HTMLElement {
  const button = (each: Block) =>
    makeButton(plain(each.text), typeof each.style === 'string' ? each.style : '', () =>
      press(each.action_id ?? ''),
    );
  switch (block.type) {
    case 'header':
      return make('h3', plain(block.text));
    case 'divider':
      return make('hr');
    case 'context':
      return make('p.note', (block.elements ?? []).map(({ text }) => plain(text)).join(' '));
    case 'actions':
      return make(
        'div.buttons',
        '',
        ...(block.elements ?? []).filter(({ type }) => type === 'button').map(button),
      );
    case 'rich_text':
      return richText(block);
    case 'table':
      return make(
        'table',
        '',
        ...(block.rows ?? []).map((row) =>
          make('tr', '', ...row.map((cell) => make('td', '', richText(cell)))),
        ),
      );
    default: {
      const section = make('div', '', make('pre', plain(block.text)));
      section.append(...(block.fields ?? []).map(({ text }) => make('pre', plain(text))));
      if (block.accessory?.type === 'button') section.append(button(block.accessory));
      return section;
    }
  }
}

import { make } from '../dom.ts';
import type { Block, Press } from './blockTypes.ts';
import { drawElement } from './elements.ts';
import { drawMarkup } from './markup.ts';
import { drawRichText, type RichPart } from './richText.ts';

/** A text object: literal, or with Slack's markup. */
function drawText(text: Block['text']): Node[] {
  if (typeof text === 'string') return drawMarkup(text);
  if (text?.type === 'mrkdwn') return drawMarkup(text.text);
  return [document.createTextNode(text?.text ?? '')];
}

function drawTable({ rows = [] }: Block): HTMLElement {
  const drawRow = (row: Block[], name: 'th' | 'td') =>
    make('tr', '', ...row.map((cell) => make(name, '', drawRichText(cell as RichPart))));
  const [head = [], ...others] = rows;
  const table = make('table', '', drawRow(head, 'th'), ...others.map((row) => drawRow(row, 'td')));
  for (const cell of table.querySelectorAll('th')) cell.setAttribute('scope', 'col');
  const frame = make('div.table', '', table);
  // Wider than the message, it scrolls; the keyboard has to reach it then.
  frame.tabIndex = 0;
  frame.setAttribute('role', 'region');
  frame.setAttribute('aria-label', 'Table');
  return frame;
}

function drawSection(block: Block, press: Press): HTMLElement {
  const parts = [
    ...(block.text === undefined ? [] : [make('p.rich', '', ...drawText(block.text))]),
    ...(block.fields ?? []).map((field) => make('p.rich', '', ...drawText(field))),
  ];
  const words = make(block.fields === undefined ? 'div' : 'div.fields', '', ...parts);
  if (block.accessory === undefined) return words;
  return make('div.section', '', words, drawElement(block, block.accessory, press));
}

/** Draws one block that is not an input; `press` hears of what is used in it. */
export function drawBlock(block: Block, press: Press): HTMLElement {
  const elements = block.elements ?? [];
  switch (block.type) {
    case 'header':
      return make('h3', '', ...drawText(block.text));
    case 'divider':
      return make('hr');
    case 'context': {
      const texts = elements.map((each) =>
        make('span', '', ...(each.type === 'image' ? [] : drawText(each as Block['text']))),
      );
      return make('p.note rich', '', ...texts);
    }
    case 'actions':
      return make('div.buttons', '', ...elements.map((each) => drawElement(block, each, press)));
    case 'rich_text':
      return drawRichText(block as RichPart);
    case 'table':
      return drawTable(block);
    case 'section':
      return drawSection(block, press);
    default:
      return make('p.note', `This page cannot draw a block of type ${block.type}.`);
  }
}

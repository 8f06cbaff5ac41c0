import type { KnownBlock } from '@slack/types';
import type { WaveLine, WaveView } from '../../../flows/views/waves.ts';
import { count, cut } from '../../../flows/words.ts';
import { LENGTHS, LIMITS } from '../../outgoing/limits.ts';
import { actions, button, note, paragraph, plain } from '../blocks.ts';
import { submitButton } from '../confirming.ts';
import { sayCustomer } from '../customers/customerMenu.ts';
import type { Lines, Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import { ICONS } from '../parts.ts';
import type { Renderer } from '../renderer.ts';
import { line } from '../richText.ts';

const SIGNS: Readonly<Record<WaveLine['stands'], string>> = {
  open: '✏️',
  ready: '☑️',
  waits: '⏸️',
  runs: '⏳',
  done: '✅',
  wrong: '⚠️',
  out: '➖',
};

/** Customers in one message: each has a block of its own, of which a message takes fifty. */
const MOST = 38;

function lineOf({ mark, name, stands, text, button: open }: WaveLine): KnownBlock {
  const said = `${sayCustomer({ mark, name })} · ${SIGNS[stands]} ${cut(text, LENGTHS.sentence)}`;
  return {
    type: 'section',
    text: plain(said, LIMITS.text),
    ...(open === undefined ? {} : { accessory: button(open) }),
  };
}

/** A block for each, and a button for those that have no room. */
function listOf({ lines, more, rest }: WaveView): Lines {
  return {
    most: Math.min(lines.length, MOST),
    draw(shown) {
      const hidden = more + lines.length - shown;
      const others: KnownBlock = {
        type: 'section',
        text: plain(`and ${count(hidden, 'more customer', 'more customers')}`, LIMITS.text),
        accessory: button({ ...rest, id: `${rest.id} ${hidden}` }),
      };
      return [...lines.slice(0, shown).map(lineOf), ...(hidden > 0 ? [others] : [])];
    },
  };
}

function blocksOf(view: WaveView, isForm: boolean): Part[] {
  const { target, buttons } = view;
  return [
    ...(target === undefined ? [] : errorBlocks(target.errors)),
    line(`${ICONS[view.tone]} `, { bold: cut(view.title, LENGTHS.paragraph) }),
    paragraph(cut(view.fileName, LENGTHS.value)),
    ...view.notes.map((said) => note(cut(said, LENGTHS.paragraph))),
    listOf(view),
    ...actions([...(target === undefined || isForm ? [] : [submitButton(target)]), ...buttons]),
  ];
}

/** A file for several customers, a line for each. */
export const wave = {
  message: (view) => ({ text: 'A file for several customers.', blocks: blocksOf(view, false) }),
  modal: (view) => modal('Several customers', blocksOf(view, true), view.target),
} satisfies Renderer<'wave'>;

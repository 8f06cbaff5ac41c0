import type { KnownBlock } from '@slack/types';
import type { PresetsView } from '../../../flows/views/presets.ts';
import { cut } from '../../../flows/words.ts';
import { LENGTHS, LIMITS } from '../../outgoing/limits.ts';
import { button, note, plain } from '../blocks.ts';
import { lines, type Part } from '../lines.ts';
import { modal } from '../modal.ts';
import type { Renderer } from '../renderer.ts';
import { line } from '../richText.ts';

function lineOf({ name, summary, edit }: PresetsView['presets'][number]): KnownBlock {
  return {
    type: 'section',
    text: plain(`${cut(name, LENGTHS.value)} · ${cut(summary.join(' · '), LENGTHS.sentence)}`, LIMITS.text),
    accessory: button(edit),
  };
}

function blocksOf(view: PresetsView): Part[] {
  return [
    line('Presets of ', { bold: cut(view.customer, LENGTHS.value) }),
    ...(view.note === undefined ? [] : [line(cut(view.note, LENGTHS.sentence))]),
    lines(view.presets, (shown) => shown.map(lineOf), {}, view.presets.length),
    note(
      view.presets.length === 0
        ? 'There are none yet. Fill in the form for a person or a file and choose “Save as a preset”.'
        : 'To change one, choose it in a form, change the form, and save it under the same name.',
    ),
  ];
}

/** A customer's presets, each with a button. */
export const presets = {
  message: (view) => ({ text: 'The presets.', blocks: blocksOf(view) }),
  modal: (view) => modal('Presets', blocksOf(view)),
} satisfies Renderer<'presets'>;

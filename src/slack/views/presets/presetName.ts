import type { KnownBlock } from '@slack/types';
import type { PresetNameView } from '../../../flows/views/presets.ts';
import { cut } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions, note } from '../blocks.ts';
import { textField } from '../fields.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import type { Renderer } from '../renderer.ts';
import { line, list, type Piece } from '../richText.ts';

function introduction(view: PresetNameView): KnownBlock {
  return line('A preset of ', { bold: cut(view.customer, LENGTHS.value) }, ': settings to use again.');
}

function summaryBlocks(view: PresetNameView): Part[] {
  return list(view.summary.map((setting): Piece[] => [cut(setting, LENGTHS.sentence)]));
}

function blocksOf(view: PresetNameView): Part[] {
  return [
    ...errorBlocks(view.target.errors),
    introduction(view),
    ...summaryBlocks(view),
    textField('presetName', view.values.presetName, {
      placeholder: 'New nurse, Berlin',
      required: true,
    }),
    note('Everyone who adds people here can choose it. It holds no names or passwords.'),
    ...actions(view.buttons),
  ];
}

/** A preset's name. A message cannot hold the form, so there stand its buttons alone. */
export const presetName = {
  message: (view) => ({
    text: 'The name of a preset.',
    blocks: [introduction(view), ...summaryBlocks(view), ...actions(view.buttons)],
  }),
  modal: (view) => modal('Preset', blocksOf(view), view.target),
} satisfies Renderer<'presetName'>;

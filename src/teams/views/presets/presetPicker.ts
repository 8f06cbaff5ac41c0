import type { PresetPicker } from '../../../flows/views/presets.ts';
import { cut } from '../../../flows/words.ts';
import type { CardData } from '../../outgoing/bindCard.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import { bindButton, bindButtons, bindLines } from '../parts.ts';

/** The part of a form that is about presets. */
export function bindPicker({ use, save, chosen, offered, isCut, notes }: PresetPicker): CardData {
  return {
    isOffered: offered.length > 0,
    isWhole: offered.length > 0 && !isCut,
    isCut,
    chosen,
    offered: offered.map(({ id, name }) => ({ title: cut(name, LIMITS.choice), value: id })),
    use: bindButton(use),
    save: bindButtons(save === undefined ? [] : [save]),
    notes: bindLines(notes),
  };
}

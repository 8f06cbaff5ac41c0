import type { KnownBlock } from '@slack/types';
import type { PresetPicker } from '../../../flows/views/presets.ts';
import { cut } from '../../../flows/words.ts';
import { blockIdOf } from '../../incoming/fieldIds.ts';
import { LENGTHS, LIMITS } from '../../outgoing/limits.ts';
import { actions, note, plain } from '../blocks.ts';
import { isLines, type Part } from '../lines.ts';
import { checkedOf, optionsOf } from '../options.ts';
import { list, type Piece } from '../richText.ts';

/** What came of a choice; that something was left out has to stand out. */
function noteBlocks(notes: readonly string[]): Part[] {
  const words = notes.map((one) => cut(one, LENGTHS.sentence));
  const [first, ...leftOut] = words;
  if (first === undefined) return [];
  return [
    note(first),
    ...list(
      leftOut.map((one): Piece[] => [one]),
      '⚠️ Look at this',
    ),
  ];
}

/** The menu that fills the form in as soon as something is chosen, and what came of the last choice. */
export function presetBlocks({ use, chosen, offered, notes, round }: PresetPicker): Part[] {
  const options = optionsOf(
    offered.map(({ id, name }) => ({ value: id, text: name })),
    [chosen],
  );
  const [checked] = checkedOf(options, [chosen]);
  return [
    ...(options.offered.length === 0
      ? []
      : [
          {
            type: 'section',
            block_id: blockIdOf('preset', round),
            text: plain('Fill in from a preset', LIMITS.text),
            accessory: {
              type: 'static_select',
              action_id: use.action,
              placeholder: plain('Choose a preset', LIMITS.placeholder),
              options: options.offered,
              ...(checked === undefined ? {} : { initial_option: checked }),
            },
          } satisfies KnownBlock,
        ]),
    ...noteBlocks(notes),
  ];
}

/** The button that keeps the form as a preset, for those who may. */
export function savePresetBlocks({ save }: PresetPicker): KnownBlock[] {
  return save === undefined ? [] : actions([save]);
}

/** What presets fill in. */
const FILLED_IN = [
  'signIn',
  'usageLocation',
  'licenses',
  'groups',
  'recipients',
  'delivery',
  'steps',
  'reply',
];

/**
 * The fields that presets fill in, as blocks of their own for each time that they did. Slack keeps what somebody typed
 * for as long as a block has the same id, whatever initial value an update gives it.
 */
export function renewBlocks(blocks: readonly Part[], round: number): Part[] {
  return blocks.map((block) =>
    !isLines(block) && block.block_id !== undefined && FILLED_IN.includes(block.block_id)
      ? { ...block, block_id: blockIdOf(block.block_id, round) }
      : block,
  );
}

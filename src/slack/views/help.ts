import type { HelpView } from '../../flows/views/parts.ts';
import { cut } from '../../flows/words.ts';
import { LENGTHS } from '../outgoing/limits.ts';
import { actions, note } from './blocks.ts';
import type { Part } from './lines.ts';
import { modal } from './modal.ts';
import type { Renderer } from './renderer.ts';
import { line, list, type Piece } from './richText.ts';

function blocksOf(view: HelpView): Part[] {
  return [
    ...(view.notUnderstood === undefined
      ? []
      : [line({ bold: `I didn't understand “${cut(view.notUnderstood, LENGTHS.value)}”.` })]),
    line(
      ...(view.notUnderstood === undefined ? ['Hello ', { bold: cut(view.name, LENGTHS.value) }, '. '] : []),
      "Here's what you can do in ",
      { bold: cut(view.customer, LENGTHS.value) },
      ':',
    ),
    ...list(
      view.commands.map(({ command, does }): Piece[] => [
        { code: cut(command, LENGTHS.value) },
        ` ${cut(does, LENGTHS.sentence)}`,
      ]),
    ),
    ...(view.because === undefined ? [] : [note(cut(view.because, LENGTHS.sentence))]),
    ...(view.commands.some(({ command }) => command.startsWith('/'))
      ? [note('Commands that start with / work in every channel. Here you can leave out the /.')]
      : []),
    ...actions(view.buttons),
  ];
}

/** What this person may do. */
export const help = {
  message: (view) => ({ text: 'What you can do with Rollcall.', blocks: blocksOf(view) }),
  modal: (view) => modal('Rollcall', blocksOf(view)),
} satisfies Renderer<'help'>;

import { sayHeadline, sayResult } from '../../../flows/jobs/taskWords.ts';
import type { ActResult } from '../../../flows/views/changing.ts';
import type { PersonResultView } from '../../../flows/views/person.ts';
import { cut } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions, note, paragraph } from '../blocks.ts';
import type { Part } from '../lines.ts';
import { modal } from '../modal.ts';
import { deliveryBlocks, namesInWords } from '../parts.ts';
import type { Renderer } from '../renderer.ts';
import { line, list, type Piece } from '../richText.ts';

const ICONS = { created: '✅', partly: '⚠️', failed: '⛔', stopped: '⏹️', undoing: '↩️', undone: '↩️' } as const;

/** A person's own words stand between ours, so that each task says it as a sentence. */
function headline(view: PersonResultView): Piece[] {
  const isMissing = view.outcome === 'created' && view.undelivered !== undefined;
  const { before, does, end } = sayHeadline(view);
  return [
    `${ICONS[isMissing ? 'partly' : view.outcome]} ${before}`,
    { bold: cut(view.displayName, LENGTHS.paragraph) },
    ' (',
    { code: cut(view.userPrincipalName, LENGTHS.paragraph) },
    `)${does} in `,
    { bold: cut(view.customer, LENGTHS.value) },
    `${end}.`,
  ];
}

const ACT_ICONS = { done: '✅', failed: '⛔', waiting: '⏳', stays: 'ℹ️' } as const;

/** One thing that was to change, and why it was not. */
function act({ text, state, why }: ActResult): Piece[] {
  return [
    `${ACT_ICONS[state]} ${cut(text, LENGTHS.sentence)}`,
    why === undefined ? '' : `. ${cut(why, LENGTHS.sentence)}`,
  ];
}

/** Each command stands alone, letter for letter, so that it can be pasted. */
function leftBlocks({ left = [] }: PersonResultView): Part[] {
  return list(
    left.map(({ what, command, done }): Piece[] => {
      const words = cut(what, LENGTHS.sentence);
      if (done !== undefined) return [`☑️ ${words}. Done by ${cut(done, LENGTHS.sentence)}`];
      return command === undefined ? [words] : [`${words}: `, { code: command }];
    }),
    'Manual steps in Exchange Online PowerShell',
  );
}

function blocksOf(view: PersonResultView): Part[] {
  return [
    line(...headline(view)),
    ...(view.error === undefined
      ? []
      : [
          paragraph(
            [view.error.message ?? [], view.error.next]
              .flat()
              .map((text) => cut(text, LENGTHS.paragraph))
              .join(' '),
          ),
        ]),
    ...(view.licenses.length === 0 ? [] : [line(`Licenses: ${namesInWords(view.licenses, LENGTHS.value)}.`)]),
    ...list((view.acts ?? []).map(act)),
    ...leftBlocks(view),
    ...deliveryBlocks(view.deliveries),
    ...(view.revealed === undefined ? [] : [line(`🔑 ${cut(view.revealed, LENGTHS.sentence)}`)]),
    note(`Requested by ${cut(view.createdBy, LENGTHS.value)}`),
    ...actions(view.buttons),
  ];
}

/** One person, created or not. Never the password. */
export const personResult = {
  message: (view) => ({ text: `${sayResult(view)}.`, blocks: blocksOf(view) }),
  modal: (view) => modal('Result', blocksOf(view)),
} satisfies Renderer<'personResult'>;

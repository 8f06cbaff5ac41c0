import type { ActsConfirmView } from '../../../flows/views/changing.ts';
import type { Button } from '../../../flows/views/parts.ts';
import { cut } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions, note } from '../blocks.ts';
import { submitButton } from '../confirming.ts';
import { reasonField } from '../fields.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import { startLine } from '../parts.ts';
import type { Renderer } from '../renderer.ts';
import { line, list, type Piece } from '../richText.ts';

function blocksOf(view: ActsConfirmView): Part[] {
  return [
    ...errorBlocks(view.target.errors),
    line(
      { bold: cut(view.displayName, LENGTHS.paragraph) },
      ...(view.userPrincipalName === undefined
        ? []
        : [' ', { code: cut(view.userPrincipalName, LENGTHS.paragraph) }]),
      ' in ',
      { bold: cut(view.customer, LENGTHS.value) },
    ),
    ...startLine(view),
    ...list(
      view.lines.map(({ label, before, after }): Piece[] => [
        `${label}: `,
        ...(before === undefined ? [] : [`${cut(before, LENGTHS.sentence)} → `]),
        { bold: cut(after, LENGTHS.sentence) },
      ]),
      'What changes',
      { more: view.moreLines ?? 0 },
    ),
    ...list(
      view.notes.map((text): Piece[] => [cut(text, LENGTHS.paragraph)]),
      'Good to know',
    ),
    ...(view.reason === '' || view.asksReason !== undefined
      ? []
      : [note(`Reason: ${cut(view.reason, LENGTHS.paragraph)}`)]),
  ];
}

/** A message cannot hold a field: there, its button opens the window. */
function reasonOf({ asksReason, reason }: ActsConfirmView): Part[] {
  if (asksReason === undefined) return [];
  return [reasonField(reason, asksReason === 'needed' ? { approval: '' } : {})];
}

/** A window has a button of its own, which is never red but closes it: what comes of it is said in the chat. */
function buttonsOf(view: ActsConfirmView, isModal: boolean): Button[] {
  const submit = submitButton(view.target);
  const own: Button[] = isModal ? [] : [view.danger ? { ...submit, style: 'danger' } : submit];
  const back = view.back === undefined ? [] : [view.back];
  if (view.asksReason !== undefined) return isModal ? [] : back;
  return [...own, ...back];
}

/** What will be done to one person, before it is. */
export const actsConfirm = {
  message: (view) => ({
    text: 'Please confirm before Rollcall changes this person.',
    blocks: [...blocksOf(view), ...actions(buttonsOf(view, false))],
  }),
  modal: (view) =>
    modal(view.title, [...blocksOf(view), ...reasonOf(view), ...actions(buttonsOf(view, true))], view.target),
} satisfies Renderer<'actsConfirm'>;

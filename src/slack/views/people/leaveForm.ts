import type { LeaveFormView } from '../../../flows/views/changing.ts';
import { cut } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions } from '../blocks.ts';
import { multiSelectField, reasonField, textField } from '../fields.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import { aboutPerson, approvalBlocks } from '../parts.ts';
import { presetBlocks, renewBlocks } from '../presets/presetPicker.ts';
import type { Renderer } from '../renderer.ts';
import { line, list, type Piece } from '../richText.ts';

const HOW = 'Rollcall carries out the steps you choose from top to bottom.';

function introduction(view: LeaveFormView): Part[] {
  const { userPrincipalName, displayName, customer, dates = [] } = view;
  if (userPrincipalName !== undefined) {
    return [aboutPerson({ displayName, userPrincipalName, customer }, ` will be offboarded. ${HOW}`)];
  }
  return [
    line(
      { bold: cut(displayName, LENGTHS.paragraph) },
      ' in ',
      { bold: cut(customer, LENGTHS.value) },
      ` will be offboarded. ${HOW}`,
    ),
    ...list(
      dates.map((text): Piece[] => [cut(text, LENGTHS.sentence)]),
      'When, according to the file',
    ),
  ];
}

function blocksOf(view: LeaveFormView): Part[] {
  return [
    ...errorBlocks(view.target.errors),
    ...introduction(view),
    ...(view.planned === undefined ? [] : [line(view.planned)]),
    ...approvalBlocks(view),
    ...presetBlocks(view.preset),
    ...renewBlocks(
      [
        ...multiSelectField('steps', view.choices, view.steps, {
          nothing: '',
          placeholder: 'What to do',
          required: true,
        }),
        textField('reply', view.reply, {
          multiline: true,
          hint:
            view.userPrincipalName === undefined
              ? 'Sent to everyone who emails them. Rollcall fills in {name} and {manager}.'
              : 'Sent to everyone who emails them.',
        }),
      ],
      view.preset.round,
    ),
    ...(view.dates === undefined
      ? [
          textField('date', view.date, {
            placeholder: '2026-12-31',
            hint: 'Leave it empty to offboard them now.',
          }),
        ]
      : []),
    textField('time', view.time, {
      placeholder: '17:00',
      ...(view.dates === undefined ? { hint: 'Only with a date.' } : {}),
    }),
    textField('zone', view.zone, { placeholder: 'Europe/Berlin', hint: 'Its name, or a large city.' }),
    textField('deleteAfter', view.deleteAfter, {
      placeholder: '30',
      hint: 'Leave it empty to keep the account. You are reminded before, and can stop it.',
    }),
    reasonField(view.reason, view),
  ];
}

/** Somebody who leaves. A message cannot hold the form, so there it is a button that opens it. */
export const leaveForm = {
  message: (view) => ({
    text: 'The form to offboard people.',
    blocks: [...introduction(view), ...actions([view.open])],
  }),
  modal: (view) => modal('Offboard', blocksOf(view), view.target),
} satisfies Renderer<'leaveForm'>;

import type { KnownBlock } from '@slack/types';
import type { ChangeFormView } from '../../../flows/views/approval.ts';
import { cut } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions } from '../blocks.ts';
import { multiSelectField, textField } from '../fields.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import { licenseChoices } from '../parts.ts';
import type { Renderer } from '../renderer.ts';
import { line } from '../richText.ts';

function introduction(view: ChangeFormView): KnownBlock {
  return line(
    { bold: cut(view.requestedBy, LENGTHS.value) },
    ` ${cut(view.subject, LENGTHS.sentence)} in `,
    { bold: cut(view.customer, LENGTHS.value) },
    `. ${view.effect}`,
  );
}

function fieldsOf({ licenses, people, typed }: ChangeFormView): Part[] {
  return [
    ...(licenses.length === 0
      ? []
      : multiSelectField('remove', licenseChoices(licenses), [], {
          nothing: 'It hands out no licenses.',
          placeholder: 'None',
          label: 'Licenses to leave out',
        })),
    ...(typed === undefined
      ? []
      : [textField('leaveOut', typed, { multiline: true, hint: 'Their user names, one per line.' })]),
    ...(people.length === 0
      ? []
      : multiSelectField(
          'leaveOut',
          people.map(({ displayName, userPrincipalName }) => ({
            value: userPrincipalName,
            text: displayName,
            description: userPrincipalName,
          })),
          [],
          { nothing: 'No one is left.', placeholder: 'No one' },
        )),
  ];
}

/** Less of a request. A message cannot hold the form, so there it is a button that opens it. */
export const changeForm = {
  message: (view) => ({
    text: 'The form to change a request.',
    blocks: [
      introduction(view),
      ...actions([
        {
          action: 'approval.change',
          label: 'Open the form',
          id: view.target.id,
          version: view.target.version,
        },
      ]),
    ],
  }),
  modal: (view) =>
    modal('Change', [...errorBlocks(view.target.errors), introduction(view), ...fieldsOf(view)], view.target),
} satisfies Renderer<'changeForm'>;

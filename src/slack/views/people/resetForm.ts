import type { ResetFormView } from '../../../flows/views/passwords.ts';
import { cut } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { deliveryField, reasonField, textField } from '../fields.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import { aboutPerson, approvalBlocks } from '../parts.ts';
import type { Renderer } from '../renderer.ts';
import { line } from '../richText.ts';

function introduction({ displayName, userPrincipalName, customer }: ResetFormView): Part {
  if (userPrincipalName !== undefined) {
    return aboutPerson(
      { displayName, userPrincipalName, customer },
      ' will get a new password. The old one stops working right away, and the new one must be changed at the next sign-in.',
    );
  }
  return line(
    { bold: cut(displayName, LENGTHS.paragraph) },
    ' in ',
    { bold: cut(customer, LENGTHS.value) },
    ' will each get a new password. The old ones stop working right away, and the new ones must be changed at the next sign-in.',
  );
}

function blocksOf(view: ResetFormView): Part[] {
  const { values } = view;
  return [
    ...errorBlocks(view.target.errors),
    introduction(view),
    ...approvalBlocks(view),
    textField('recipients', values.recipients, {
      multiline: true,
      hint: 'Up to five email addresses. Leave this empty to reveal the password yourself.',
    }),
    deliveryField(view.deliveries, values.delivery),
    reasonField(values.reason, view),
  ];
}

/** A new password for somebody who exists. The form is a window; a message only says what it is about. */
export const resetForm = {
  message: (view) => ({ text: 'The form for a new password.', blocks: [introduction(view)] }),
  modal: (view) => modal('New password', blocksOf(view), view.target),
} satisfies Renderer<'resetForm'>;

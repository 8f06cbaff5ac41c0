import type { ComeBackFormView } from '../../../flows/views/changing.ts';
import { cut } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions, note } from '../blocks.ts';
import { multiSelectField, reasonField, signInField } from '../fields.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import { aboutPerson } from '../parts.ts';
import type { Renderer } from '../renderer.ts';

function introduction(view: ComeBackFormView): Part {
  const when = view.deletedOn === undefined ? '' : ` on ${view.deletedOn}`;
  return aboutPerson(view, ` was deleted${when}, and will be restored with what you choose.`);
}

function blocksOf(view: ComeBackFormView): Part[] {
  return [
    ...errorBlocks(view.target.errors),
    introduction(view),
    ...view.notes.slice(0, LENGTHS.items).map((text) => note(cut(text, LENGTHS.sentence))),
    ...multiSelectField('licenses', view.licenseChoices, view.licenses, {
      nothing: 'There is no license to restore.',
      placeholder: 'None',
    }),
    ...multiSelectField('groups', view.groupChoices, view.groups, {
      nothing: 'There is no group to add them to.',
      placeholder: 'None',
    }),
    signInField(view.signIn),
    reasonField(view.reason, {}),
  ];
}

/** Somebody who comes back. A message cannot hold the form, so there it is a button that opens it. */
export const comeBackForm = {
  message: (view) => ({
    text: 'The form to restore a person.',
    blocks: [introduction(view), ...actions([view.open])],
  }),
  modal: (view) => modal('Restore', blocksOf(view), view.target),
} satisfies Renderer<'comeBackForm'>;

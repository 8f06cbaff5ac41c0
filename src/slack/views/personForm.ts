import { CONTACT_PROPERTIES } from '../../domain/contactProperties.ts';
import type { PersonFormView } from '../../flows/views/person.ts';
import { cut } from '../../flows/words.ts';
import { LENGTHS } from '../outgoing/limits.ts';
import { actions, note } from './blocks.ts';
import {
  deliveryField,
  groupedSelectField,
  groupField,
  multiSelectField,
  reasonField,
  selectField,
  signInField,
  textField,
} from './fields.ts';
import type { Part } from './lines.ts';
import { errorBlocks, modal } from './modal.ts';
import { approvalBlocks, licenseChoices } from './parts.ts';
import { presetBlocks, renewBlocks, savePresetBlocks } from './presetPicker.ts';
import type { Renderer } from './renderer.ts';
import { line } from './richText.ts';

function blocksOf(view: PersonFormView): Part[] {
  const { values } = view;
  return [
    ...errorBlocks(view.target.errors),
    note(`In ${cut(view.customer, LENGTHS.value)}`),
    ...approvalBlocks(view),
    ...presetBlocks(view.preset),
    textField('givenName', values.givenName),
    textField('surname', values.surname),
    textField('displayName', values.displayName, { hint: 'Left empty: first and last name.' }),
    textField('userName', values.userName, {
      hint: `Left empty: made from the name, like ${cut(view.userNameExample, LENGTHS.value)}.`,
    }),
    ...selectField(
      'domain',
      view.domains.map(({ id }) => ({ value: id, text: `@${id}` })),
      values.domain,
      'No verified domain is there to create people in.',
    ),
    ...groupedSelectField(
      'usageLocation',
      view.locations.map(({ code, name }) => ({ value: code, text: name })),
      values.usageLocation,
      { nothing: 'No locations to choose from.', placeholder: 'Country or region; needed for a license' },
    ),
    signInField(values.signIn),
    ...multiSelectField(
      'licenses',
      licenseChoices(
        view.licenses.map((license) => ({ license, needs: 1, short: license.left < 1 })),
        view.licenseApprovals,
      ),
      values.licenses,
      { nothing: 'There are no licenses to assign.', placeholder: 'None now' },
    ),
    ...groupField(view),
    textField('recipients', values.recipients, {
      multiline: true,
      hint: 'Up to five mail addresses. Left empty: only you can reveal it.',
    }),
    deliveryField(view.deliveries, values.delivery ?? 'password'),
    reasonField(values.reason, view),
    ...actions([view.toggleContact]),
    ...savePresetBlocks(view.preset),
    ...(view.showContact
      ? CONTACT_PROPERTIES.map((field) => textField(field, values.contact[field] ?? ''))
      : []),
  ];
}

/** One person's form. A message cannot hold it, so there it is a button that opens it. */
export const personForm = {
  message: ({ target, customer }) => ({
    text: 'The form to add one person.',
    blocks: [
      line('Add one person in ', { bold: cut(customer, LENGTHS.value) }, '.'),
      ...actions([
        {
          action: 'adduser.back',
          label: 'Open the form',
          id: target.id,
          version: target.version,
          style: 'primary',
        },
      ]),
    ],
  }),
  modal: (view) => modal('Add one person', renewBlocks(blocksOf(view), view.preset.round), view.target),
} satisfies Renderer<'personForm'>;

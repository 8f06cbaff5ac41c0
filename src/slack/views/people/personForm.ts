import { CONTACT_PROPERTIES } from '../../../domain/contactProperties.ts';
import type { PersonFormView } from '../../../flows/views/person.ts';
import { cut } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions, note } from '../blocks.ts';
import {
  deliveryField,
  groupField,
  locationField,
  multiSelectField,
  reasonField,
  selectField,
  signInField,
  textField,
  typedField,
} from '../fields.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import { approvalBlocks, licenseChoices } from '../parts.ts';
import { presetBlocks, renewBlocks, savePresetBlocks } from '../presets/presetPicker.ts';
import type { Renderer } from '../renderer.ts';
import { line, type Piece } from '../richText.ts';

/** What is run while a name is typed: it shows the user name as it would be. */
const AS_TYPED = 'adduser.name';
/** Neither is required by itself, so Slack calls both optional. */
const ONE_NAME = 'At least one of the two names is needed.';

function blocksOf(view: PersonFormView): Part[] {
  const { values } = view;
  const example = cut(view.userNameExample, LENGTHS.value);
  const name: Piece[] =
    view.userPrincipalName === undefined
      ? [`The user name will be made from the name, like ${example}.`]
      : ['User name: ', { bold: cut(view.userPrincipalName, LENGTHS.userName) }];
  const fields: Readonly<Record<string, () => Part[]>> = {
    givenName: () => [typedField('givenName', values.givenName, AS_TYPED)],
    surname: () => {
      const isNamed = values.givenName !== '' || values.surname !== '';
      return [typedField('surname', values.surname, AS_TYPED, isNamed ? undefined : ONE_NAME), line(...name)];
    },
    displayName: () => [
      textField('displayName', values.displayName, {
        hint: 'Leave this empty to use the first and last name.',
      }),
    ],
    userName: () => [
      textField('userName', values.userName, {
        hint: `Leave this empty to make one from the name, like ${example}.`,
      }),
    ],
    domain: () =>
      selectField(
        'domain',
        view.domains.map(({ id }) => ({ value: id, text: `@${id}` })),
        values.domain,
        'There is no verified domain to create people in.',
      ),
    usageLocation: () => locationField(view.locations, values.usageLocation),
    signIn: () => [signInField(values.signIn)],
    licenses: () =>
      multiSelectField(
        'licenses',
        licenseChoices(
          view.licenses.map((license) => ({ license, needs: 1, short: license.left < 1 })),
          view.licenseApprovals,
        ),
        values.licenses,
        { nothing: 'There are no licenses to assign.', placeholder: 'None right now' },
      ),
    groups: () => groupField(view),
    manager: () => [
      textField('manager', values.manager ?? '', { hint: 'A user name, like grace@contoso.com.' }),
    ],
    recipients: () => [
      textField('recipients', values.recipients, {
        multiline: true,
        hint: 'Up to five email addresses. Leave this empty to reveal the password yourself.',
      }),
    ],
    delivery: () => [deliveryField(view.deliveries, values.delivery ?? 'password')],
    reason: () => [reasonField(values.reason, view)],
    ...Object.fromEntries(
      CONTACT_PROPERTIES.map((field) => [field, () => [textField(field, values.contact[field] ?? '')]]),
    ),
  };
  return [
    ...errorBlocks(view.target.errors),
    note(`In ${cut(view.customer, LENGTHS.value)}`),
    ...approvalBlocks(view),
    ...presetBlocks(view.preset),
    ...view.fields.flatMap((field) => fields[field]?.() ?? []),
    ...actions([view.toggleMore]),
    ...savePresetBlocks(view.preset),
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

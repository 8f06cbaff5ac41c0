import type { KnownBlock } from '@slack/types';
import type { SetupFormView } from '../../../flows/views/roster.ts';
import { count, cut, describeSeats } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions } from '../blocks.ts';
import {
  deliveryField,
  groupField,
  locationField,
  multiSelectField,
  reasonField,
  signInField,
  textField,
} from '../fields.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import { approvalBlocks, licenseChoices } from '../parts.ts';
import { presetBlocks, renewBlocks, savePresetBlocks } from '../presets/presetPicker.ts';
import type { Renderer } from '../renderer.ts';
import { line, list, type Piece } from '../richText.ts';

function introduction(view: SetupFormView): KnownBlock {
  return line(
    'For ',
    { bold: count(view.people, 'person', 'people') },
    ' of ',
    { bold: cut(view.fileName, LENGTHS.value) },
    ' in ',
    { bold: cut(view.customer, LENGTHS.value) },
    '. Values in the file override these settings.',
  );
}

/** Chosen licenses that have too few seats: the list of options alone would not stand out. */
function shortages(view: SetupFormView): Part[] {
  const short = view.licenses.filter(
    (need) => need.short && view.values.licenses.includes(need.license.skuId),
  );
  return list(
    short.map(({ license, needs }): Piece[] => [
      { bold: cut(license.name, LENGTHS.value) },
      ` ${describeSeats(license, needs)}`,
    ]),
    '⚠️ Too few seats',
  );
}

function blocksOf(view: SetupFormView): Part[] {
  const { values } = view;
  return [
    ...errorBlocks(view.target.errors),
    introduction(view),
    ...(view.alsoFor === undefined ? [] : [line(`👥 ${cut(view.alsoFor, LENGTHS.paragraph)}`)]),
    ...approvalBlocks(view),
    ...presetBlocks(view.preset),
    signInField(values.signIn),
    ...locationField(view.locations, values.usageLocation),
    ...multiSelectField(
      'licenses',
      licenseChoices(view.licenses, view.licenseApprovals),
      values.licenses,
      { nothing: 'There are no licenses to assign.', placeholder: 'None right now' },
      'addusers.seats',
    ),
    ...shortages(view),
    ...groupField(view),
    textField('recipients', values.recipients, {
      multiline: true,
      hint: 'Up to five email addresses; each gets all passwords. Leave this empty to reveal them yourself.',
    }),
    deliveryField(view.deliveries, values.delivery),
    reasonField(values.reason, view),
    ...savePresetBlocks(view.preset),
  ];
}

/** Settings for all. A message cannot hold the form, so there it is a button that opens it. */
export const setupForm = {
  message: (view) => ({
    text: 'The form with the settings for everyone.',
    blocks: [
      introduction(view),
      ...actions([
        {
          action: 'addusers.setupBack',
          label: 'Open the form',
          id: view.target.id,
          version: view.target.version,
          style: 'primary',
        },
      ]),
    ],
  }),
  modal: (view) => modal('Set up people', renewBlocks(blocksOf(view), view.preset.round), view.target),
} satisfies Renderer<'setupForm'>;

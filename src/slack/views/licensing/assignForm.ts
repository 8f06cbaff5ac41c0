import type { KnownBlock } from '@slack/types';
import type { AssignFormView } from '../../../flows/views/licenses.ts';
import { count, cut } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions } from '../blocks.ts';
import { locationField, multiGroupedField, multiSelectField, reasonField } from '../fields.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import type { Choice } from '../options.ts';
import { approvalBlocks, licenseChoices } from '../parts.ts';
import type { Renderer } from '../renderer.ts';
import { line } from '../richText.ts';

function introduction(view: AssignFormView): KnownBlock {
  return line(
    'Licenses for ',
    { bold: cut(view.who, LENGTHS.value) },
    view.people > 1 ? ` (${count(view.people, 'person', 'people')})` : '',
    ' in ',
    { bold: cut(view.customer, LENGTHS.value) },
    '. Choose at least one to assign or remove. Do both to swap.',
  );
}

/** One list for each license, in the order in which they are met; services begin with the license's id. */
function serviceLists({ services }: AssignFormView): { id: string; label: string; choices: Choice[] }[] {
  const lists = new Map<string, { id: string; label: string; choices: Choice[] }>();
  for (const { value, name, license } of services) {
    const id = value.split('/')[0] ?? value;
    const list = lists.get(id) ?? { id, label: license, choices: [] };
    lists.set(id, { ...list, choices: [...list.choices, { value, text: name }] });
  }
  return [...lists.values()];
}

function blocksOf(view: AssignFormView): Part[] {
  const { values } = view;
  return [
    ...errorBlocks(view.target.errors),
    introduction(view),
    ...approvalBlocks(view),
    ...multiSelectField('licenses', licenseChoices(view.licenses, view.licenseApprovals), values.licenses, {
      nothing: 'There is no license left to assign.',
      placeholder: 'Assign',
    }),
    ...multiSelectField(
      'remove',
      view.held.map(({ value, name }) => ({ value, text: name })),
      values.remove,
      { nothing: 'There is no license to remove.', placeholder: 'Remove' },
    ),
    ...multiGroupedField(
      'servicesOff',
      serviceLists(view),
      values.servicesOff,
      view.isForOne ? 'All services are on' : 'Keep all services as they are',
    ),
    ...(view.locations.length === 0 ? [] : locationField(view.locations, values.usageLocation)),
    reasonField(values.reason, view),
  ];
}

/** Licenses of people who exist. A message cannot hold the form, so there it is a button that opens it. */
export const assignForm = {
  message: (view) => ({
    text: 'The licenses form.',
    blocks: [
      introduction(view),
      ...actions([
        {
          action: 'assign.back',
          label: 'Open the form',
          id: view.target.id,
          version: view.target.version,
          style: 'primary',
        },
      ]),
    ],
  }),
  modal: (view) => modal('Licenses', blocksOf(view), view.target),
} satisfies Renderer<'assignForm'>;

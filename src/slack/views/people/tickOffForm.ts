import type { StepChoice, TickOffFormView } from '../../../flows/views/job.ts';
import { cut } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions, note } from '../blocks.ts';
import { multiSelectField } from '../fields.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import type { Choice } from '../options.ts';
import type { Renderer } from '../renderer.ts';
import { line } from '../richText.ts';

function toChoice({ value, text, person }: StepChoice): Choice {
  return { value, text, ...(person === undefined ? {} : { description: person }) };
}

function introduction(view: TickOffFormView): Part {
  return line(
    'Manual steps in ',
    { bold: cut(view.customer, LENGTHS.value) },
    '. Choose what you have done.',
  );
}

/** What is done by hand. A message cannot hold the form, so there it is a button that opens it. */
export const tickOffForm = {
  message: (view) => ({
    text: 'The form to mark manual steps as done.',
    blocks: [
      introduction(view),
      ...actions([
        { action: 'job.tickOff', label: 'Open the form', id: view.target.id, version: view.target.version },
      ]),
    ],
  }),
  modal: (view) =>
    modal(
      'Mark as done',
      [
        ...errorBlocks(view.target.errors),
        introduction(view),
        ...multiSelectField('left', view.choices.map(toChoice), [], {
          nothing: 'All steps are done.',
          placeholder: 'Steps you have done',
          required: view.ticked.length === 0,
        }),
        ...(view.ticked.length === 0
          ? []
          : multiSelectField('notDone', view.ticked.map(toChoice), [], {
              nothing: '',
              placeholder: 'None',
              required: view.choices.length === 0,
            })),
        ...view.notes.map((text) => note(text)),
      ],
      view.target,
    ),
} satisfies Renderer<'tickOffForm'>;

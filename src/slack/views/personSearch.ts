import type { KnownBlock } from '@slack/types';
import type { PersonSearchView } from '../../flows/views/people.ts';
import { cut } from '../../flows/words.ts';
import { LENGTHS } from '../outgoing/limits.ts';
import { actions } from './blocks.ts';
import { multiSearchField, textField } from './fields.ts';
import { errorBlocks, modal } from './modal.ts';
import type { Renderer } from './renderer.ts';
import { line } from './richText.ts';

function introduction(view: PersonSearchView): KnownBlock {
  const customer = { bold: cut(view.customer, LENGTHS.value) };
  return view.task === 'leave'
    ? line('Who is leaving ', customer, '?')
    : line('Whose licenses in ', customer, ' should change?');
}

/** Asks who is meant. A message cannot hold the form, so there it is a button that opens it. */
export const personSearch = {
  message: (view) => ({
    text: view.task === 'leave' ? 'Who is leaving?' : 'Whose licenses should change?',
    blocks: [
      introduction(view),
      ...actions([
        {
          action: view.task === 'leave' ? 'leavers.who' : 'assign.who',
          label: 'Find people',
          id: 'new',
          version: 1,
          style: 'primary',
        },
      ]),
    ],
  }),
  modal: (view) =>
    modal(
      view.task === 'leave' ? 'Offboard' : 'Licenses',
      [
        ...errorBlocks(view.target.errors),
        introduction(view),
        multiSearchField(
          'people',
          view.chosen.map(({ id, displayName, userPrincipalName }) => ({
            value: id,
            text: displayName,
            description: userPrincipalName,
          })),
          { placeholder: 'Type a name to search', fromLetters: view.fromLetters, most: view.most },
        ),
        textField('person', view.query, {
          multiline: true,
          hint: `Needed if you pick no one above. One per line: a user name, or the start of a name. At most ${view.most} people in all.`,
        }),
      ],
      view.target,
    ),
} satisfies Renderer<'personSearch'>;

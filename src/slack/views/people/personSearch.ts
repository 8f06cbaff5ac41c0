import type { KnownBlock } from '@slack/types';
import type { PersonSearchView } from '../../../flows/views/people.ts';
import { cut } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions } from '../blocks.ts';
import { multiSearchField, textField } from '../fields.ts';
import { errorBlocks, modal } from '../modal.ts';
import type { Renderer } from '../renderer.ts';
import { line } from '../richText.ts';

const WORDS = {
  assign: {
    title: 'Licenses',
    text: 'Whose licenses should change?',
    before: 'Whose licenses in ',
    after: ' should change?',
    open: 'assign.who',
  },
  leave: {
    title: 'Offboard',
    text: 'Who is leaving?',
    before: 'Who is leaving ',
    after: '?',
    open: 'leavers.who',
  },
  reset: {
    title: 'New passwords',
    text: 'Who gets a new password?',
    before: 'Who in ',
    after: ' gets a new password?',
    open: 'resets.who',
  },
} as const;

function introduction({ task, customer }: PersonSearchView): KnownBlock {
  const { before, after } = WORDS[task];
  return line(before, { bold: cut(customer, LENGTHS.value) }, after);
}

/** Asks who is meant. A message cannot hold the form, so there it is a button that opens it. */
export const personSearch = {
  message: (view) => ({
    text: WORDS[view.task].text,
    blocks: [
      introduction(view),
      ...actions([
        {
          action: WORDS[view.task].open,
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
      WORDS[view.task].title,
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

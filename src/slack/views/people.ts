import type { KnownBlock } from '@slack/types';
import type { PeopleView } from '../../flows/views/people.ts';
import { cut } from '../../flows/words.ts';
import { LENGTHS, LIMITS } from '../limits.ts';
import { actions, button, note, plain } from './blocks.ts';
import { modal } from './modal.ts';
import type { Renderer } from './renderer.ts';
import { line } from './richText.ts';

function blocksOf(view: PeopleView): KnownBlock[] {
  const hidden = view.more || view.people.length > LENGTHS.items;
  return [
    line(
      'Several people in ',
      { bold: cut(view.customer, LENGTHS.value) },
      ' begin with ',
      { bold: cut(view.query, LENGTHS.value) },
      ':',
    ),
    ...view.people.slice(0, LENGTHS.items).map(
      (person): KnownBlock => ({
        type: 'section',
        text: plain(
          `${cut(person.displayName, LENGTHS.value)} · ${cut(person.userPrincipalName, LENGTHS.userName)}${person.isBlocked ? ' · sign-in blocked' : ''}`,
          LIMITS.text,
        ),
        accessory: button(person.show),
      }),
    ),
    ...(hidden ? [note('There are more. Type more of the name, or the user name.')] : []),
    ...actions(view.buttons),
  ];
}

/** People who fit a search, each with a button. */
export const people = {
  message: (view) => ({ text: 'Several people were found.', blocks: blocksOf(view) }),
  modal: (view) => modal('People', blocksOf(view)),
} satisfies Renderer<'people'>;

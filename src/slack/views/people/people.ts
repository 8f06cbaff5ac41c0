import type { KnownBlock } from '@slack/types';
import type { PeopleView } from '../../../flows/views/people.ts';
import { cut } from '../../../flows/words.ts';
import { LENGTHS, LIMITS } from '../../outgoing/limits.ts';
import { actions, button, note, plain } from '../blocks.ts';
import { lines, type Part } from '../lines.ts';
import { modal } from '../modal.ts';
import type { Renderer } from '../renderer.ts';
import { line } from '../richText.ts';

function sayState({ isBlocked, deleted }: PeopleView['people'][number]): string {
  if (deleted !== undefined) return ` · deleted ${deleted}`.trimEnd();
  return isBlocked ? ' · sign-in blocked' : '';
}

function lineOf(person: PeopleView['people'][number]): KnownBlock {
  return {
    type: 'section',
    text: plain(
      `${cut(person.displayName, LENGTHS.value)} · ${cut(person.userPrincipalName, LENGTHS.userName)}${sayState(person)}`,
      LIMITS.text,
    ),
    ...(person.show === undefined ? {} : { accessory: button(person.show) }),
  };
}

function blocksOf(view: PeopleView): Part[] {
  return [
    line(
      view.people.length === 1 ? 'One person in ' : 'Several people in ',
      { bold: cut(view.customer, LENGTHS.value) },
      view.people.length === 1 ? ' has ' : ' have ',
      'a name, user name, or email address that begins with ',
      { bold: cut(view.query, LENGTHS.value) },
      ':',
    ),
    lines(
      view.people,
      (shown) => shown.map(lineOf),
      { more: view.more ? 1 : 0, say: () => 'There are more. Type more of the name, or the user name.' },
      LENGTHS.items,
    ),
    ...(view.note === undefined ? [] : [note(cut(view.note, LENGTHS.paragraph))]),
    ...actions(view.buttons),
  ];
}

/** People who fit a search, each with a button. */
export const people = {
  message: (view) => ({
    text: view.people.length === 1 ? 'One person found.' : 'Several people found.',
    blocks: blocksOf(view),
  }),
  modal: (view) => modal('People', blocksOf(view)),
} satisfies Renderer<'people'>;

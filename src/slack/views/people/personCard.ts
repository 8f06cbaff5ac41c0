import type { KnownBlock } from '@slack/types';
import type { PersonCardView } from '../../../flows/views/people.ts';
import { cut, describeHeld, describePlans, SIGN_IN_WORDS } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { actions, note } from '../blocks.ts';
import type { Part } from '../lines.ts';
import { modal } from '../modal.ts';
import type { Renderer } from '../renderer.ts';
import { line, list, type Piece } from '../richText.ts';

function licenseBlocks(view: PersonCardView): Part[] {
  if (view.licenses.length === 0) return [line('No license.')];
  const plans = view.plans ?? [];
  return [
    ...list(
      view.licenses.map((license): Piece[] => [
        { bold: cut(license.name, LENGTHS.value) },
        ` ${describeHeld(license)}`,
      ]),
      'Licenses',
    ),
    ...list(
      plans.map((one): Piece[] => [
        { bold: cut(one.license, LENGTHS.value) },
        `: ${cut(describePlans(one.plans), LENGTHS.paragraph)}`,
      ]),
      'Services',
    ),
  ];
}

function named(title: string, names: readonly string[], more: number): KnownBlock[] {
  if (names.length === 0) return [];
  const shown = names.map((name) => cut(name, LENGTHS.value)).join(', ');
  return [line({ bold: title }, ` ${shown}${more > 0 ? ` and ${more} more` : ''}`)];
}

function blocksOf(view: PersonCardView): Part[] {
  return [
    line({ bold: cut(view.displayName, LENGTHS.paragraph) }, ' ', {
      code: cut(view.userPrincipalName, LENGTHS.paragraph),
    }),
    line(`${SIGN_IN_WORDS[view.signIn]} in `, { bold: cut(view.customer, LENGTHS.value) }),
    ...list(
      view.facts.map(({ label, value }): Piece[] => [`${label}: `, { bold: cut(value, LENGTHS.sentence) }]),
    ),
    ...licenseBlocks(view),
    ...named('Admin roles:', view.adminRoles.slice(0, LENGTHS.items), view.adminRoles.length - LENGTHS.items),
    ...named('Groups:', view.groups.slice(0, LENGTHS.rows), view.moreGroups),
    ...(view.createdHere === undefined
      ? []
      : [note(`Created with Rollcall by ${cut(view.createdHere, LENGTHS.value)}`)]),
    ...actions(view.buttons),
  ];
}

/** Somebody who exists. */
export const personCard = {
  message: (view) => ({ text: 'The person you asked about.', blocks: blocksOf(view) }),
  modal: (view) => modal('Person', blocksOf(view)),
} satisfies Renderer<'personCard'>;

import { PERSON_RULES } from '../../domain/personRules.ts';
import type { PersonProperty, RosterRow } from '../../domain/terms.ts';

/** More are no second job, and would not be read. */
const MOST = 3;
const LONGEST = 40;
/** They say nothing about a second job of the same person. */
const NAMES: readonly PersonProperty[] = [
  'userPrincipalName',
  'displayName',
  'givenName',
  'surname',
  'mailNickname',
];

function show(value: string): string {
  return value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value;
}

/** A sentence about what two rows of one person say differently, with a blank before it; empty where nothing differs. */
export function describeDifferences({ person }: RosterRow, other: RosterRow): string {
  const differing = (Object.keys(PERSON_RULES) as PersonProperty[]).flatMap((property) => {
    const [here, there] = [person[property], other.person[property]];
    if (here === undefined || there === undefined || here === there || NAMES.includes(property)) return [];
    return [`${PERSON_RULES[property].label} is ${show(here)} here and ${show(there)} there`];
  });
  const shown = differing.slice(0, MOST).join(', ');
  return shown === '' ? '' : ` ${shown}${differing.length > MOST ? ', and more differs' : ''}.`;
}

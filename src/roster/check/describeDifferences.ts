import { PERSON_RULES } from '../../domain/personRules.ts';
import type { PersonProperty, RosterRow } from '../../domain/terms.ts';
import { CHECK_WORDS } from './words.ts';

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
    return [CHECK_WORDS.differs(PERSON_RULES[property].label, show(here), show(there))];
  });
  if (differing.length === 0) return '';
  return CHECK_WORDS.differences(differing.slice(0, MOST), differing.length > MOST);
}

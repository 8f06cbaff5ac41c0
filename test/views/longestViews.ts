import { PERSON_RULES } from '../../src/domain/personRules.ts';
import type { PersonProperty } from '../../src/domain/terms.ts';
import type { View, ViewOf } from '../../src/flows/views.ts';
import { sampleViews } from './sampleViews.ts';

const GUID = '6fd2c87f-b296-42f0-b197-1e91e994';
/** More licenses than any tenant is known to have. */
const MOST_LICENSES = 100;

function idOf(index: number): string {
  return `${GUID}${String(index).padStart(4, '0')}`;
}

/** A form with so many licenses and every country. */
export function withLicenses<T extends ViewOf<'setupForm' | 'assignForm'>>(form: T, count: number): T {
  const [need] = form.licenses;
  if (need === undefined) throw new Error('The sample has no license.');
  const licenses = Array.from({ length: count }, (_, index) => ({
    ...need,
    license: { ...need.license, skuId: idOf(index) },
  }));
  return { ...form, licenses, locations: form.locations.slice(1) };
}

/** Each property of a person as long as Graph takes it. */
function longestContact(letter: string): Record<string, string> {
  const { contact } = sampleViews(letter, 1).personForm.values;
  return Object.fromEntries(
    Object.keys(contact).map((name) => [name, letter.repeat(PERSON_RULES[name as PersonProperty].maxLength)]),
  );
}

/**
 * Every view with words and lists as long as it can ever get them: our own words, ids and domains are never that long.
 *
 * @param letter one character, of which the words are made
 */
export function longestViews(letter: string): View[] {
  const longest = letter.repeat(300);
  const views = sampleViews(longest, 20);
  const { help, personForm, personConfirm, passwords, setupForm, results, assignForm, changeForm } = views;
  const { actsConfirm, approval } = views;
  const named = <T extends object>(people: readonly T[]) =>
    people.map((person) => ({ ...person, userPrincipalName: 'ada@contoso.com' }));
  const contact = longestContact(letter);
  return Object.values({
    ...views,
    help: { ...help, commands: help.commands.map(({ does }) => ({ command: 'adduser', does })) },
    personForm: {
      ...personForm,
      target: { ...personForm.target, errors: { givenName: longest, '': longest } },
      values: {
        ...personForm.values,
        givenName: letter.repeat(PERSON_RULES.givenName.maxLength),
        surname: letter.repeat(PERSON_RULES.surname.maxLength),
        displayName: letter.repeat(PERSON_RULES.displayName.maxLength),
        userName: letter.repeat(64),
        domain: 'contoso.com',
        usageLocation: 'DE',
        licenses: [idOf(0)],
        contact,
      },
      toggleMore: sampleViews('More', 1).personForm.toggleMore,
      domains: personForm.domains.map((domain) => ({ ...domain, id: 'contoso.com' })),
      locations: personForm.locations.slice(1),
      licenses: withLicenses(setupForm, MOST_LICENSES).licenses.map(({ license }) => license),
      userNameExample: 'ada.lovelace',
    },
    personConfirm: {
      ...personConfirm,
      person: { ...personConfirm.person, ...contact, userPrincipalName: 'ada@contoso.com' },
      recipients: personConfirm.recipients.slice(0, 5),
    },
    setupForm: {
      ...withLicenses(setupForm, MOST_LICENSES),
      values: { ...setupForm.values, licenses: [idOf(99)] },
    },
    assignForm: withLicenses(assignForm, MOST_LICENSES),
    passwords: { ...passwords, people: named(passwords.people).slice(0, 50) },
    // A file of changes: who, for how many each thing changes, and the first of them with how they are.
    actsConfirm: {
      ...actsConfirm,
      lines: Array.from({ length: 41 }, () => ({ label: longest, before: longest, after: longest })),
      moreLines: 700,
      asksReason: 'needed' as const,
    },
    approval: { ...approval, acts: Array.from({ length: 25 }, () => longest), moreActs: 700 },
    results: { ...results, leftOut: named(results.leftOut) },
    changeForm: {
      ...changeForm,
      licenses: changeForm.licenses.slice(0, 10),
      people: named(changeForm.people),
    },
  });
}

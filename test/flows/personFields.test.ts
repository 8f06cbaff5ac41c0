import { describe, expect, it } from 'vitest';
import { NO_CHOICE, setupFields } from '../../src/flows/formFields.ts';
import { personFields, readPersonValues } from '../../src/flows/people/personFields.ts';
import { fillSetup } from '../../src/flows/rosters/setupForm.ts';
import type { PersonFormValues } from '../../src/service/drafts/draftData.ts';

const before: PersonFormValues = {
  givenName: 'Ada',
  surname: 'Lovelace',
  displayName: 'Ada Lovelace',
  userName: 'ada',
  domain: 'contoso.com',
  usageLocation: 'DE',
  signIn: 'blocked',
  licenses: ['sku'],
  groups: ['g1'],
  recipients: 'it@contoso.com',
  delivery: 'link',
  reason: 'TICKET-1',
  contact: { jobTitle: 'Nurse', city: 'Bonn' },
};
const setup = {
  usageLocation: 'DE',
  signIn: 'blocked',
  licenses: ['sku'],
  groups: ['g1'],
  recipients: 'it@contoso.com',
  delivery: 'link',
  reason: 'TICKET-1',
} as const;
const KEPT = { usageLocation: 'DE', signIn: 'blocked', groups: ['g1'], delivery: 'link' };

describe('T2: a choice that did not come back', () => {
  it('is as it was, and switches nothing on, in the form for one person', () => {
    expect(readPersonValues(personFields.parse({}), before)).toMatchObject({
      ...KEPT,
      domain: 'contoso.com',
      contact: before.contact,
    });
  });

  it('is as it was in the set-up form of a file', () => {
    expect(fillSetup(setupFields.parse({}), setup)).toMatchObject(KEPT);
  });

  it('is none where that was chosen: by an empty list, or by the choice of none', () => {
    for (const none of [[], NO_CHOICE, '']) {
      const fields = { groups: none, usageLocation: none === NO_CHOICE ? NO_CHOICE : '' };
      expect(readPersonValues(personFields.parse(fields), before)).toMatchObject({
        groups: [],
        usageLocation: '',
      });
      expect(fillSetup(setupFields.parse(fields), setup)).toMatchObject({ groups: [], usageLocation: '' });
    }
  });

  it('is the one that was chosen, and a choice of none beside others does not count', () => {
    const fields = { groups: `g2,${NO_CHOICE},g3`, usageLocation: 'US', signIn: 'allowed', delivery: '' };
    expect(readPersonValues(personFields.parse(fields), before)).toMatchObject({
      groups: ['g2', 'g3'],
      usageLocation: 'US',
      signIn: 'allowed',
      delivery: 'link',
    });
  });

  it('is refused when nobody knows it', () => {
    expect(personFields.safeParse({ signIn: 'perhaps' }).success).toBe(false);
    expect(personFields.safeParse({ delivery: 'pigeon' }).success).toBe(false);
  });
});

describe('T3: a contact field', () => {
  it('is emptied by an empty value, and keeps its value where it was not shown', () => {
    const { contact } = readPersonValues(personFields.parse({ jobTitle: '' }), before);
    expect(contact).toEqual({ jobTitle: '', city: 'Bonn' });
  });
});

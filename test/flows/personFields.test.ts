import { describe, expect, it } from 'vitest';
import { NO_CHOICE, setupForm, UNKNOWN_CHOICE } from '../../src/flows/formFields.ts';
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
    expect(fillSetup(setupForm.parse({}), setup)).toMatchObject(KEPT);
  });

  it('is none where that was chosen: by an empty list, or by the choice of none', () => {
    for (const none of [[], NO_CHOICE, '']) {
      const fields = { groups: none, usageLocation: none === NO_CHOICE ? NO_CHOICE : '' };
      expect(readPersonValues(personFields.parse(fields), before)).toMatchObject({
        groups: [],
        usageLocation: '',
      });
      expect(fillSetup(setupForm.parse(fields), setup)).toMatchObject({ groups: [], usageLocation: '' });
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

  it.each(['zz', 'null', 'undefined', NO_CHOICE, 'Allowed, or not', ',', '[]'])(
    'is as it was when nobody knows it (%s), with what to say at its field',
    (sent) => {
      const unknown = { signIn: UNKNOWN_CHOICE, delivery: UNKNOWN_CHOICE };
      const fields = personFields.parse({ signIn: sent, delivery: [sent] });
      expect(fields.unknown).toEqual(unknown);
      expect(readPersonValues(fields, before)).toMatchObject({ signIn: 'blocked', delivery: 'link' });
      const file = setupForm.parse({ signIn: sent, delivery: sent });
      expect(file.unknown).toEqual(unknown);
      expect(fillSetup(file, setup)).toMatchObject({ signIn: 'blocked', delivery: 'link' });
    },
  );

  it('says nothing at a field that is empty or right', () => {
    for (const signIn of ['', ' ', [], 'allowed', ['blocked']]) {
      expect(personFields.parse({ signIn }).unknown).toEqual({});
    }
  });
});

describe('T3: a contact field', () => {
  it('is emptied by an empty value, and keeps its value where it was not shown', () => {
    const { contact } = readPersonValues(personFields.parse({ jobTitle: '' }), before);
    expect(contact).toEqual({ jobTitle: '', city: 'Bonn' });
  });
});

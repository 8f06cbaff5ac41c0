import type { ContactProperty } from '../../domain/contactProperties.ts';
import { checkDomain } from '../../domain/domains.ts';
import { splitUserName, suggestLocalPart } from '../../domain/names/userName.ts';
import { checkPerson, tidyValue } from '../../domain/personRules.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { parseRecipients } from '../../domain/recipients.ts';
import type { Person, Problem, RequestSettings } from '../../domain/terms.ts';
import type { PersonFormValues } from '../drafts/draftData.ts';
import type { CustomerFacts } from '../facts/customerFacts.ts';
import { readGroupChoice } from '../facts/groupChoice.ts';
import { checkLicenses, describeMissingLocation } from '../licensing/seats.ts';
import { checkDelivery } from './passwordDelivery.ts';
import { PERSON_WORDS } from './words.ts';

type Customer = Policy['customers'][number];

/** The form's text as a person. */
export interface FormPerson {
  /** Without a user name when none was typed and none can be made of the name. */
  person: Partial<Person> & { displayName: string };
  /** The user name was typed, so it is not ours to change. */
  typed: boolean;
}

/** An empty form with the customer's defaults; what is given wins. */
export function fillForm(facts: CustomerFacts, prefill: Partial<PersonFormValues>): PersonFormValues {
  return {
    givenName: '',
    surname: '',
    displayName: '',
    userName: '',
    domain: facts.domains[0]?.id ?? '',
    usageLocation: facts.defaultUsageLocation ?? '',
    signIn: 'allowed',
    licenses: [],
    groups: [],
    recipients: '',
    delivery: facts.passwordDelivery,
    reason: '',
    contact: {},
    ...prefill,
  };
}

function tidyContact(contact: PersonFormValues['contact']): Partial<Record<ContactProperty, string>> {
  const tidied = Object.entries(contact).map(([property, value]) => [property, tidyValue(value)] as const);
  return Object.fromEntries(tidied.filter(([, value]) => value !== ''));
}

/** Reads a person out of the form: tidy values, a display name and a user name made of the name where left empty. */
export function readPerson(facts: CustomerFacts, customer: Customer, values: PersonFormValues): FormPerson {
  const givenName = tidyValue(values.givenName);
  const surname = tidyValue(values.surname);
  const displayName = tidyValue(values.displayName) || tidyValue(`${givenName} ${surname}`);
  const usageLocation = tidyValue(values.usageLocation);
  const typedName = splitUserName(tidyValue(values.userName));
  const localPart =
    typedName.localPart ||
    suggestLocalPart({ givenName, surname, displayName }, customer.userNamePattern, customer.userNameUmlauts);
  const domain = typedName.domain ?? (values.domain.trim() || (facts.domains[0]?.id ?? ''));
  return {
    typed: typedName.localPart !== '',
    person: {
      ...tidyContact(values.contact),
      displayName,
      ...(givenName === '' ? {} : { givenName }),
      ...(surname === '' ? {} : { surname }),
      ...(usageLocation === '' ? {} : { usageLocation }),
      ...(localPart === '' ? {} : { userPrincipalName: `${localPart}@${domain.toLowerCase()}` }),
    },
  };
}

/** The form's settings, once its rules hold. */
export function readSettings(
  facts: CustomerFacts,
  customer: Customer,
  values: PersonFormValues,
): RequestSettings {
  const { groups } = readGroupChoice(facts.groups, values.groups);
  return {
    accountEnabled: values.signIn !== 'blocked',
    usageLocation: tidyValue(values.usageLocation),
    licenses: [...new Set(values.licenses)],
    ...(groups.length === 0 ? {} : { groups }),
    recipients: parseRecipients(values.recipients, facts.recipientDomains).recipients,
    delivery: values.delivery ?? customer.passwordDelivery ?? 'password',
  };
}

function checkUserNameField(facts: CustomerFacts, { person }: FormPerson): Problem[] {
  const { userPrincipalName } = person;
  if (userPrincipalName === undefined) {
    const message = PERSON_WORDS.userName.missing;
    return [{ property: 'userPrincipalName', value: '', code: 'MISSING', severity: 'error', message }];
  }
  const written = checkPerson(person).filter(({ property }) => property === 'userPrincipalName');
  if (written.length > 0) return written;
  const { localPart, domain = '' } = splitUserName(userPrincipalName);
  const wrong = checkDomain(domain, [...facts.domains, ...facts.refusedDomains]);
  if (wrong === undefined) return [];
  const { suggestion, ...rest } = wrong;
  return [
    {
      ...rest,
      value: userPrincipalName,
      ...(suggestion === undefined ? {} : { suggestion: `${localPart}@${suggestion}` }),
    },
  ];
}

/** The rules that need no directory call. */
export function checkForm(facts: CustomerFacts, customer: Customer, values: PersonFormValues): Problem[] {
  const form = readPerson(facts, customer, values);
  const others = checkPerson(form.person).filter(({ property }) => property !== 'userPrincipalName');
  const needsLocation = values.licenses.length > 0 && form.person.usageLocation === undefined;
  return [
    ...checkUserNameField(facts, form),
    ...others,
    ...(needsLocation ? [describeMissingLocation(PERSON_WORDS.works)] : []),
    ...checkLicenses(facts, values.licenses),
    ...readGroupChoice(facts.groups, values.groups).problems,
    ...parseRecipients(values.recipients, facts.recipientDomains).problems,
    ...checkDelivery(facts.deliveries, values.delivery, values.recipients),
  ];
}

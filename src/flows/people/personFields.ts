import { z } from 'zod';
import type { Problem } from '../../domain/terms.ts';
import type { ContactProperty, PersonFormValues } from '../../service/drafts/draftData.ts';
import type { FieldErrors } from '../views/parts.ts';

/** The contact fields, in the order of the Microsoft 365 template. */
export const CONTACT_FIELDS: readonly ContactProperty[] = [
  'jobTitle',
  'department',
  'officeLocation',
  'businessPhones',
  'mobilePhone',
  'faxNumber',
  'otherMails',
  'streetAddress',
  'city',
  'state',
  'postalCode',
  'country',
  'employeeId',
];

/** The value of a choice that says that none of the others is wanted, where a client cannot send that otherwise. */
export const NO_CHOICE = '(none)';

const anyText = z.union([z.string(), z.array(z.string()).transform((values) => values.join(','))]);
const text = anyText.default('');
/** One of many. Left out: as it was. */
const choice = anyText.transform((value) => (value === NO_CHOICE ? '' : value)).optional();
/** Slack sends an array, Teams one string with commas. */
const list = z
  .union([z.array(z.string()), z.string().transform((value) => value.split(','))])
  .transform((values) =>
    values.map((value) => value.trim()).filter((value) => value !== '' && value !== NO_CHOICE),
  );
/** Several of those that can be ticked; left out: none. */
export const choices = list.default([]);
/** Several of those that are searched for; left out: as it was, since clients forget what they were not asked about. */
export const keptChoices = list.optional();

/** The switch for sign-in, as both forms name its values. Left out: as it was, which may be blocked. */
const signInField = z.preprocess(
  (value) => (Array.isArray(value) ? value[0] : value) || undefined,
  z.enum(['allowed', 'blocked']).optional(),
);

/** How first passwords go out, as both forms name the ways. */
const deliveryField = z.preprocess(
  (value) => (Array.isArray(value) ? value[0] : value) || undefined,
  z.enum(['password', 'link', 'pass', 'show']).optional(),
);

/** The fields of the set-up form. */
export const setupFields = z.object({
  signIn: signInField,
  usageLocation: choice,
  licenses: choices,
  groups: keptChoices,
  recipients: text,
  delivery: deliveryField,
  reason: text,
});

/** The person form's fields, as either chat sends them. Fields that are not shown are left out, not emptied. */
export const personFields = z.object({
  givenName: text,
  surname: text,
  displayName: text,
  userName: text,
  domain: text,
  ...setupFields.shape,
  ...(Object.fromEntries(CONTACT_FIELDS.map((field) => [field, z.string().optional()])) as Record<
    ContactProperty,
    z.ZodOptional<z.ZodString>
  >),
});

/** What the form now holds; contact values that were not on the form are kept from before. */
export function readPersonValues(
  fields: z.infer<typeof personFields>,
  before: PersonFormValues,
): PersonFormValues {
  const contact: PersonFormValues['contact'] = { ...before.contact };
  for (const field of CONTACT_FIELDS) {
    const value = fields[field];
    if (value !== undefined) contact[field] = value;
  }
  const { givenName, surname, displayName, userName, domain, licenses, recipients, reason } = fields;
  const { usageLocation = before.usageLocation, signIn = before.signIn } = fields;
  const { groups = before.groups, delivery = before.delivery } = fields;
  return {
    givenName,
    surname,
    displayName,
    userName,
    domain: domain === '' ? before.domain : domain,
    usageLocation,
    signIn,
    licenses,
    ...(groups === undefined ? {} : { groups }),
    recipients,
    ...(delivery === undefined ? {} : { delivery }),
    reason,
    contact,
  };
}

/** Where a problem is shown: the field id for its property. */
function fieldOf(property: Problem['property']): string {
  if (property === 'userPrincipalName' || property === 'mailNickname') return 'userName';
  if (property === 'accountEnabled') return 'signIn';
  if (property === 'file') return '';
  return property;
}

/** Problems that stop, keyed by field; several at one field are joined. */
export function toFieldErrors(problems: readonly Problem[]): FieldErrors {
  const errors: Record<string, string> = {};
  for (const problem of problems) {
    if (problem.severity !== 'error') continue;
    const field = fieldOf(problem.property);
    const sentence =
      problem.suggestion === undefined ? problem.message : `${problem.message} Try ${problem.suggestion}`;
    errors[field] = errors[field] === undefined ? sentence : `${errors[field]} ${sentence}`;
  }
  return errors;
}

/** True when an error sits on a field that shows only with the contact fields. */
export function touchesContact(errors: FieldErrors): boolean {
  return CONTACT_FIELDS.some((field) => errors[field] !== undefined);
}

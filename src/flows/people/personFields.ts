import { z } from 'zod';
import { CONTACT_PROPERTIES, type ContactProperty } from '../../domain/contactProperties.ts';
import type { PersonFormValues } from '../../service/drafts/draftData.ts';
import { setupFields, text } from '../formFields.ts';
import type { FieldErrors } from '../views/parts.ts';

/** The person form's fields, as either chat sends them. Fields that are not shown are left out, not emptied. */
export const personFields = z.object({
  givenName: text,
  surname: text,
  displayName: text,
  userName: text,
  domain: text,
  ...setupFields.shape,
  ...(Object.fromEntries(CONTACT_PROPERTIES.map((field) => [field, z.string().optional()])) as Record<
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
  for (const field of CONTACT_PROPERTIES) {
    const value = fields[field];
    if (value !== undefined) contact[field] = value;
  }
  const { givenName, surname, displayName, userName, domain, recipients, reason } = fields;
  const { licenses = before.licenses } = fields;
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

/** True when an error sits on a field that shows only with the contact fields. */
export function touchesContact(errors: FieldErrors): boolean {
  return CONTACT_PROPERTIES.some((field) => errors[field] !== undefined);
}

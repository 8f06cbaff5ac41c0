import { z } from 'zod';
import { CONTACT_PROPERTIES, type ContactProperty } from '../../domain/contactProperties.ts';
import type { PersonFormValues } from '../../service/drafts/draftData.ts';
import type { ApprovalWords } from '../approvals/foreseen.ts';
import { keptText, sayUnknown, setupFields } from '../formFields.ts';
import type { FieldErrors } from '../views/parts.ts';

/** The person form's fields, as either chat sends them. Fields that are not shown are left out, not emptied. */
export const personFields = sayUnknown(
  z.object({
    givenName: keptText,
    surname: keptText,
    displayName: keptText,
    userName: keptText,
    domain: keptText,
    manager: keptText,
    ...setupFields.shape,
    recipients: keptText,
    reason: keptText,
    ...(Object.fromEntries(CONTACT_PROPERTIES.map((field) => [field, z.string().optional()])) as Record<
      ContactProperty,
      z.ZodOptional<z.ZodString>
    >),
  }),
);

/** What the form now holds; what was not on the form is kept from before. */
export function readPersonValues(
  fields: z.infer<typeof personFields>,
  before: PersonFormValues,
): PersonFormValues {
  const contact: PersonFormValues['contact'] = { ...before.contact };
  for (const field of CONTACT_PROPERTIES) {
    const value = fields[field];
    if (value !== undefined) contact[field] = value;
  }
  const { givenName = before.givenName, surname = before.surname } = fields;
  const { displayName = before.displayName, userName = before.userName } = fields;
  const { recipients = before.recipients, reason = before.reason, manager = before.manager } = fields;
  const { licenses = before.licenses } = fields;
  const { usageLocation = before.usageLocation, signIn = before.signIn } = fields;
  const { groups = before.groups, delivery = before.delivery } = fields;
  return {
    givenName,
    surname,
    displayName,
    userName,
    domain: fields.domain || before.domain,
    usageLocation,
    signIn,
    licenses,
    ...(groups === undefined ? {} : { groups }),
    recipients,
    ...(delivery === undefined ? {} : { delivery }),
    reason,
    ...(manager === undefined ? {} : { manager }),
    contact,
  };
}

/** What the form asks without being told to show more. */
const MOST_AT_FIRST = 6;

/** Every field, in the order in which both chats show them. */
const FIELDS: readonly string[] = [
  'givenName',
  'surname',
  'licenses',
  'recipients',
  'usageLocation',
  'reason',
  'displayName',
  'userName',
  'domain',
  'signIn',
  'groups',
  'manager',
  'delivery',
  ...CONTACT_PROPERTIES,
];

/**
 * The fields that the form shows. At first six questions at most, the preset among them: who it is, what they get and who
 * is told, then what is most likely to be asked back, the reason first where an approval is certain. What is wrong with a
 * field shows the field.
 */
export function listShownFields(form: {
  showMore: boolean;
  hasPresets: boolean;
  approval: ApprovalWords;
  errors: FieldErrors;
}): string[] {
  const { showMore, hasPresets, approval, errors } = form;
  if (showMore) return [...FIELDS];
  const byUse = [
    'givenName',
    'surname',
    'licenses',
    'recipients',
    ...(approval.approval === undefined ? ['usageLocation', 'reason'] : ['reason', 'usageLocation']),
  ];
  const isFew = new Set(byUse.slice(0, MOST_AT_FIRST - (hasPresets ? 1 : 0)));
  return FIELDS.filter((field) => isFew.has(field) || errors[field] !== undefined);
}

import { type Answer, badRequest, invalidValue } from '../errors.ts';

/** Longest value of each text property. Microsoft: user resource type, Graph v1.0. */
const LENGTHS: Readonly<Record<string, number>> = {
  displayName: 256,
  givenName: 64,
  surname: 64,
  mailNickname: 64,
  userPrincipalName: 113,
  jobTitle: 128,
  department: 64,
  companyName: 64,
  officeLocation: 128,
  mobilePhone: 64,
  faxNumber: 64,
  streetAddress: 1024,
  city: 128,
  state: 128,
  country: 128,
  postalCode: 40,
  employeeId: 16,
  usageLocation: 3,
  preferredLanguage: 64,
  onPremisesImmutableId: 64,
  passwordPolicies: 128,
  mail: 113,
};
const LISTS: Readonly<Record<string, { items: number; length: number }>> = {
  businessPhones: { items: 1, length: 64 },
  otherMails: { items: 250, length: 250 },
};
const OBJECTS = ['passwordProfile', 'onPremisesExtensionAttributes'];
/** Of an extension attribute. */
const LONGEST_PART = 1024;
const READ_ONLY = [
  'id',
  'createdDateTime',
  'assignedLicenses',
  'proxyAddresses',
  'deletedDateTime',
  'userType',
  'signInActivity',
  'licenseAssignmentStates',
  'onPremisesSyncEnabled',
  'signInSessionsValidFromDateTime',
  'lastPasswordChangeDateTime',
];

/** Every property that `$select` may name. */
export const USER_PROPERTIES: ReadonlySet<string> = new Set([
  ...Object.keys(LENGTHS),
  ...Object.keys(LISTS),
  ...OBJECTS,
  ...READ_ONLY,
  'accountEnabled',
]);

function isTooLong(value: unknown, longest: number): boolean {
  return typeof value === 'string' && (value === '' || value.length > longest);
}

function isInvalid(name: string, value: unknown): boolean {
  const list = LISTS[name];
  if (list === undefined) return isTooLong(value, LENGTHS[name] ?? Number.POSITIVE_INFINITY);
  const items = Array.isArray(value) ? value : [];
  return items.length > list.items || items.some((item) => isTooLong(item, list.length));
}

function checkProperty(name: string, value: unknown): Answer | undefined {
  if (READ_ONLY.includes(name)) {
    return badRequest(`Property '${name}' is read-only and cannot be set.`, [
      { code: 'GenericError', target: name },
    ]);
  }
  // Known to Graph, and of no use to Rollcall.
  if (!USER_PROPERTIES.has(name)) return badRequest(`Invalid property '${name}'.`);
  if (OBJECTS.includes(name)) return checkShape((value ?? {}) as Record<string, unknown>, checkPart);
  return isInvalid(name, value) ? invalidValue(name) : undefined;
}

function checkPart(name: string, value: unknown): Answer | undefined {
  return name !== 'password' && isTooLong(value, LONGEST_PART) ? invalidValue(name) : undefined;
}

/** The first property of a body for POST or PATCH that Graph refuses, though its name and type are right. */
export function checkShape(body: Record<string, unknown>, check = checkProperty): Answer | undefined {
  for (const [name, value] of Object.entries(body)) {
    const refused = check(name, value);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

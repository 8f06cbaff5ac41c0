import { type Answer, badRequest, invalidValue, malformed } from './errors.ts';

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
const FLAGS = ['forceChangePasswordNextSignIn', 'forceChangePasswordNextSignInWithMfa'];
const OBJECTS = ['passwordProfile', 'onPremisesExtensionAttributes'];
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
];

/** Every property that `$select` may name. */
export const USER_PROPERTIES: ReadonlySet<string> = new Set([
  ...Object.keys(LENGTHS),
  ...Object.keys(LISTS),
  ...OBJECTS,
  ...READ_ONLY,
  'accountEnabled',
]);

function nodeOf(value: unknown): string {
  return Array.isArray(value) ? 'StartArray' : 'StartObject';
}

function checkText(name: string, value: unknown, longest: number): Answer | undefined {
  if (value === null) return undefined;
  if (typeof value === 'object') {
    return malformed(
      `When trying to read a null or primitive value, a ${nodeOf(value)} node found for ${name}, PrimitiveValue expected`,
    );
  }
  if (typeof value !== 'string') {
    return malformed(`Cannot convert the value of '${name}' to the expected type 'Edm.String'.`);
  }
  return value === '' || value.length > longest ? invalidValue(name) : undefined;
}

function checkList(
  name: string,
  value: unknown,
  limits: { items: number; length: number },
): Answer | undefined {
  if (!Array.isArray(value)) {
    return malformed(`A PrimitiveValue node found for ${name}, StartArray expected`);
  }
  if (value.some((item) => typeof item !== 'string')) {
    return malformed(`Cannot convert a value of '${name}' to the expected type 'Edm.String'.`);
  }
  const isTooMuch = value.length > limits.items || value.some((item) => item.length > limits.length);
  return isTooMuch || value.includes('') ? invalidValue(name) : undefined;
}

function checkFlag(name: string, value: unknown): Answer | undefined {
  return typeof value === 'boolean'
    ? undefined
    : malformed(`Cannot convert the value of '${name}' to the expected type 'Edm.Boolean'.`);
}

function checkObject(name: string, value: unknown): Answer | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return malformed(`A PrimitiveValue node found for ${name}, StartObject expected`);
  }
  for (const [key, part] of Object.entries(value)) {
    if (name === 'onPremisesExtensionAttributes') {
      if (!/^extensionAttribute([1-9]|1[0-5])$/.test(key)) return badRequest(`Invalid property '${key}'.`);
      const refused = checkText(key, part, 1024);
      if (refused !== undefined) return refused;
    } else if (FLAGS.includes(key)) {
      const refused = checkFlag(key, part);
      if (refused !== undefined) return refused;
    } else if (key !== 'password') return badRequest(`Invalid property '${key}'.`);
    else if (typeof part !== 'string') return checkText(key, part, 256);
  }
  return undefined;
}

function checkProperty(name: string, value: unknown): Answer | undefined {
  if (READ_ONLY.includes(name))
    return badRequest(`Property '${name}' is read-only and cannot be set.`, [
      { code: 'GenericError', target: name },
    ]);
  if (OBJECTS.includes(name)) return checkObject(name, value);
  if (name === 'accountEnabled') return checkFlag(name, value);
  const list = LISTS[name];
  if (list !== undefined) return checkList(name, value, list);
  const longest = LENGTHS[name];
  return longest === undefined ? badRequest(`Invalid property '${name}'.`) : checkText(name, value, longest);
}

/** The first property of a body for POST or PATCH whose name, type or length Graph refuses. */
export function checkShape(body: Record<string, unknown>): Answer | undefined {
  for (const [name, value] of Object.entries(body)) {
    const refused = checkProperty(name, value);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

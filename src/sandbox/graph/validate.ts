import { type Answer, badRequest, refuse } from './errors.ts';
import type { GraphState } from './state.ts';

/** Longest value of each text property. Microsoft: user resource type, Graph v1.0. */
const LENGTHS: Record<string, number> = {
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
  usageLocation: 2,
  preferredLanguage: 64,
  onPremisesImmutableId: 64,
  passwordPolicies: 128,
};
const LISTS: Record<string, { items: number; length: number }> = {
  businessPhones: { items: 1, length: 64 },
  otherMails: { items: 250, length: 250 },
};
const OTHERS = ['accountEnabled', 'passwordProfile', 'onPremisesExtensionAttributes'];
const REQUIRED = ['accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName'];

const UPN = /^[A-Za-z0-9'.\-_!#^~]{1,64}@[A-Za-z0-9.-]{1,48}$/;
const PASSWORD = /^[A-Za-z0-9@#$%^&*\-_!+=[\]{}|\\:',.?/`~"();<> ]{8,256}$/;

/** Whether Entra takes this password: length, characters, three of four kinds. */
function isStrong(password: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  return PASSWORD.test(password) && kinds >= 3;
}

function invalid(property: string): Answer {
  return badRequest(`Invalid value specified for property '${property}' of resource 'User'.`);
}

function checkShapes(body: Record<string, unknown>): Answer | undefined {
  for (const [name, value] of Object.entries(body)) {
    const length = LENGTHS[name];
    const list = LISTS[name];
    if (length === undefined && list === undefined && !OTHERS.includes(name)) {
      return refuse(400, 'Request_BadRequest', `Invalid property '${name}'.`);
    }
    if (length !== undefined) {
      if (value !== null && typeof value !== 'string') {
        return refuse(400, 'BadRequest', `StartObject node found for ${name}, PrimitiveValue expected`);
      }
      if (value === '' || (typeof value === 'string' && value.length > length)) return invalid(name);
    }
    if (list !== undefined) {
      if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) {
        return refuse(400, 'BadRequest', `A collection of strings is expected for ${name}.`);
      }
      if (value.length > list.items || value.some((item) => item === '' || item.length > list.length))
        return invalid(name);
    }
  }
  if (body.accountEnabled !== undefined && typeof body.accountEnabled !== 'boolean') {
    return refuse(400, 'BadRequest', "Cannot convert a primitive value to the expected type 'Edm.Boolean'.");
  }
  const attributes = body.onPremisesExtensionAttributes;
  if (attributes !== undefined) {
    const isFine =
      typeof attributes === 'object' &&
      attributes !== null &&
      Object.entries(attributes).every(
        ([name, value]) =>
          /^extensionAttribute([1-9]|1[0-5])$/.test(name) &&
          (value === null || (typeof value === 'string' && value.length <= 1024)),
      );
    if (!isFine) return invalid('onPremisesExtensionAttributes');
  }
  return undefined;
}

function checkName(upn: unknown, body: Record<string, unknown>, state: GraphState): Answer | undefined {
  if (typeof upn !== 'string' || !UPN.test(upn) || upn.includes('.@'))
    return badRequest('Property userPrincipalName is invalid.');
  const domain = state.domains.find(({ id }) => id === upn.split('@')[1]?.toLowerCase());
  if (domain === undefined || !domain.isVerified) {
    return badRequest(
      'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
    );
  }
  if (domain.authenticationType === 'Federated' && body.onPremisesImmutableId === undefined) {
    return badRequest("A value is required for property 'onPremisesImmutableId' of resource 'User'.");
  }
  return undefined;
}

/** Why Graph would not create or change this user; undefined when it would. */
export function checkUser(
  body: Record<string, unknown>,
  state: GraphState,
  options: { creates: boolean; banned: (password: string) => boolean },
): Answer | undefined {
  const shapes = checkShapes(body);
  if (shapes !== undefined) return shapes;
  if (options.creates) {
    for (const name of REQUIRED) {
      if (body[name] === undefined || body[name] === null) {
        return badRequest(`A value is required for property '${name}' of resource 'User'.`);
      }
    }
  }
  if (body.userPrincipalName !== undefined) {
    const name = checkName(body.userPrincipalName, body, state);
    if (name !== undefined) return name;
  }
  if (
    typeof body.mailNickname === 'string' &&
    !/^(?!\.)[^@()\\[\]";:<>,\s\u0080-\uffff]+$/.test(body.mailNickname)
  ) {
    return invalid('mailNickname');
  }
  if (typeof body.usageLocation === 'string' && !/^[A-Z]{2}$/.test(body.usageLocation))
    return invalid('usageLocation');
  const password = (body.passwordProfile as { password?: unknown } | undefined)?.password;
  if (options.creates && (typeof password !== 'string' || password === '')) {
    return badRequest('A password must be specified to create a new user.');
  }
  if (typeof password === 'string' && (!isStrong(password) || options.banned(password))) {
    return badRequest(
      'The specified password does not comply with password complexity requirements. Please provide a different password.',
    );
  }
  return undefined;
}

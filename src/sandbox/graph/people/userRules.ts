import { type Answer, badRequest, invalidValue } from '../errors.ts';
import type { GraphState } from '../state.ts';
import { checkShape } from './userShape.ts';

/** Microsoft: "Create user": what a new user needs, besides its password. */
const REQUIRED = ['accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName'];
/** What a change cannot clear. */
const NOT_NULL = ['displayName', 'mailNickname', 'userPrincipalName', 'usageLocation'];
const POLICIES = ['DisablePasswordExpiration', 'DisableStrongPassword'];

const UPN = /^[A-Za-z0-9'.\-_!#^~]{1,64}@[A-Za-z0-9.-]{1,48}$/;
const PASSWORD = /^[A-Za-z0-9@#$%^&*\-_!+=[\]{}|\\:',.?/`~"();<> ]{8,256}$/;
const NICKNAME = /^(?!\.)[!-~]+$/;
const NOT_IN_NICKNAME = /[@()\\[\]";:<>,]/;

/** Microsoft: "Password policies in Microsoft Entra ID": length, characters, three of four kinds. */
function isStrong(password: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  return PASSWORD.test(password) && kinds >= 3;
}

function checkName(upn: string, body: Record<string, unknown>, state: GraphState): Answer | undefined {
  if (!UPN.test(upn) || upn.includes('.@')) return badRequest('Property userPrincipalName is invalid.');
  const domain = state.domains.find(({ id }) => id === upn.split('@')[1]?.toLowerCase());
  if (domain === undefined || !domain.isVerified) {
    return badRequest(
      'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
    );
  }
  if (domain.authenticationType === 'Federated' && !body.onPremisesImmutableId) {
    return badRequest("A value is required for property 'onPremisesImmutableId' of resource 'User'.");
  }
  return undefined;
}

function checkPassword(
  body: Record<string, unknown>,
  options: { creates: boolean; banned: (password: string) => boolean },
): Answer | undefined {
  const password = (body.passwordProfile as { password?: string | null } | undefined)?.password;
  if (password === undefined || password === null || password === '') {
    return options.creates ? badRequest('A password must be specified to create a new user.') : undefined;
  }
  if (isStrong(password) && !options.banned(password)) return undefined;
  return badRequest(
    'The specified password does not comply with password complexity requirements. Please provide a different password.',
  );
}

function checkValues(body: Record<string, unknown>): Answer | undefined {
  const { mailNickname, usageLocation, passwordPolicies, mail } = body;
  if (
    typeof mailNickname === 'string' &&
    (!NICKNAME.test(mailNickname) || NOT_IN_NICKNAME.test(mailNickname))
  )
    return invalidValue('mailNickname');
  if (typeof usageLocation === 'string' && !/^[A-Z]{2}$/.test(usageLocation))
    return invalidValue('usageLocation');
  if (typeof passwordPolicies === 'string') {
    const isKnown = passwordPolicies.split(/,\s*/).every((policy) => POLICIES.includes(policy));
    if (!isKnown) return invalidValue('passwordPolicies');
  }
  if (typeof mail === 'string' && !/^[!-?A-~]+@[A-Za-z0-9.-]+$/.test(mail)) return invalidValue('mail');
  return undefined;
}

/** Why Graph would not create or change this user, apart from conflicts; undefined when it would. */
export function checkUser(
  body: Record<string, unknown>,
  state: GraphState,
  options: { creates: boolean; banned: (password: string) => boolean },
): Answer | undefined {
  const shape = checkShape(body);
  if (shape !== undefined) return shape;
  for (const name of options.creates ? REQUIRED : NOT_NULL) {
    const isMissing = options.creates ? (body[name] ?? null) === null : body[name] === null;
    if (isMissing) return badRequest(`A value is required for property '${name}' of resource 'User'.`);
  }
  const upn = body.userPrincipalName;
  return (
    (typeof upn === 'string' ? checkName(upn, body, state) : undefined) ??
    checkValues(body) ??
    checkPassword(body, options)
  );
}

/**
 * Why this name or mail address cannot be had by the user with this id: another live user has it. A mail address
 * that is in the way is told with the object that holds it.
 */
export function checkConflict(
  body: Record<string, unknown>,
  state: GraphState,
  id?: string,
): Answer | undefined {
  const { userPrincipalName: upn, mail } = body;
  const taken = typeof upn === 'string' ? state.findUser(upn) : undefined;
  if (taken !== undefined && taken.id !== id) {
    return badRequest('Another object with the same value for property userPrincipalName already exists.', [
      { target: 'userPrincipalName', code: 'ObjectConflict' },
    ]);
  }
  for (const address of [upn, mail]) {
    const holder = typeof address === 'string' ? state.users.findByAddress(address) : undefined;
    if (holder === undefined || holder.id === id) continue;
    const message = 'Another object with the same value for property proxyAddresses already exists.';
    return badRequest(message, [
      { code: 'ObjectConflict', message, target: 'proxyAddresses' },
      { code: 'ConflictingObjects', message, target: `User_${holder.id}` },
    ]);
  }
  return undefined;
}

import { type Answer, malformed, refuse } from '../errors.ts';
import type { GraphSwitches } from '../switches.ts';
import type { LoopbackUser } from './userMap.ts';
import { USER_PROPERTIES } from './userShape.ts';

/** Microsoft: "Get a user": the properties answered without `$select`. */
const DEFAULT = [
  'id',
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
];
const COLLECTIONS = [
  'businessPhones',
  'otherMails',
  'proxyAddresses',
  'assignedLicenses',
  'licenseAssignmentStates',
];

/** The names in `$select`, or the default ones; an answer of 400 for a property that the type does not have. */
export function readSelect<Default extends readonly string[] | undefined>(
  query: URLSearchParams,
  type: string,
  known: ReadonlySet<string>,
  otherwise: Default,
): readonly string[] | Default | Answer {
  const select = query.get('$select');
  if (select === null) return otherwise;
  const names = select.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return names;
  return malformed(
    `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type 'microsoft.graph.${type}'.`,
  );
}

/** `$select` for users. Microsoft: "signInActivity resource type": it needs a premium license of the tenant. */
export function readUserSelect(
  query: URLSearchParams,
  { noPremium }: Pick<GraphSwitches, 'noPremium'>,
): readonly string[] | Answer {
  const names = readSelect(query, 'user', USER_PROPERTIES, DEFAULT);
  if ('status' in names || !noPremium || !names.includes('signInActivity')) return names;
  return refuse(
    403,
    'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    "Neither tenant is B2C or tenant doesn't have premium license",
  );
}

/** An entity of a set that holds other types too: Graph says which one it is. Microsoft: "List manager". */
export function presentObject(user: LoopbackUser, names?: readonly string[]): Record<string, unknown> {
  return { '@odata.type': '#microsoft.graph.user', ...present(user, names) };
}

/** A user as Graph answers it. A password never shows: passwordProfile is always null. */
export function present(user: LoopbackUser, names: readonly string[] = DEFAULT): Record<string, unknown> {
  return Object.fromEntries(
    names.map((name) => [
      name,
      name === 'passwordProfile' ? null : (user[name] ?? (COLLECTIONS.includes(name) ? [] : null)),
    ]),
  );
}

import { type Answer, malformed } from './errors.ts';
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
const COLLECTIONS = ['businessPhones', 'otherMails', 'proxyAddresses', 'assignedLicenses'];

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

/** `$select` for users. */
export function readUserSelect(query: URLSearchParams): readonly string[] | Answer {
  return readSelect(query, 'user', USER_PROPERTIES, DEFAULT);
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

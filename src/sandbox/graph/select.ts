import { type Answer, badRequest } from './errors.ts';
import type { LoopbackUser } from './state.ts';

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
const HIDDEN = ['password', 'createdAt'];

/** A user as Graph answers it: the default properties, or those that `$select` names. */
export function present(user: LoopbackUser, select?: string): Record<string, unknown> {
  const names = select === undefined ? DEFAULT : ['id', ...select.split(',').map((name) => name.trim())];
  const shown: Record<string, unknown> = {};
  for (const name of names) {
    if (!HIDDEN.includes(name))
      shown[name] = user[name] ?? (name === 'businessPhones' || name === 'otherMails' ? [] : null);
  }
  return shown;
}

type Test = (user: LoopbackUser) => boolean;

function propertyOf(user: LoopbackUser, property: string): string {
  const [first = '', second] = property.split('/');
  const value =
    second === undefined ? user[first] : (user[first] as Record<string, unknown> | undefined)?.[second];
  return typeof value === 'string' || typeof value === 'boolean' ? String(value).toLowerCase() : '';
}

const FILTERABLE =
  /^(userPrincipalName|displayName|employeeId|mail|mailNickname|accountEnabled|onPremisesExtensionAttributes\/extensionAttribute\d+)$/;

/** A `$filter` as a test; an answer of 400 for what Graph does not support. */
export function readFilter(filter: string): Test | Answer {
  const clauses = filter.split(/\s+or\s+/i).map((clause) => clause.split(/\s+and\s+/i).map(readClause));
  if (clauses.flat().some((clause) => clause === undefined))
    return badRequest('Unsupported or invalid query filter clause specified.');
  return (user) => clauses.some((all) => all.every((test) => test?.(user)));
}

function unquote(text: string): string | undefined {
  const match = /^'((?:[^']|'')*)'$/.exec(text.trim());
  return match?.[1]?.replaceAll("''", "'").toLowerCase();
}

function readClause(clause: string): Test | undefined {
  const text = clause.trim().replace(/^\((.*)\)$/s, '$1');
  const equal = /^([\w/]+)\s+eq\s+(.+)$/s.exec(text);
  if (equal?.[1] !== undefined && FILTERABLE.test(equal[1])) {
    const property = equal[1];
    const wanted = /^(true|false)$/.test(equal[2] ?? '') ? equal[2] : unquote(equal[2] ?? '');
    return wanted === undefined ? undefined : (user) => propertyOf(user, property) === wanted;
  }
  const among = /^([\w/]+)\s+in\s+\((.+)\)$/s.exec(text);
  if (among?.[1] !== undefined && FILTERABLE.test(among[1])) {
    const property = among[1];
    const values = (among[2] ?? '').match(/'(?:[^']|'')*'/g)?.map(unquote) ?? [];
    // Graph takes at most 15 values in one list.
    if (values.length === 0 || values.length > 15) return undefined;
    return (user) => values.includes(propertyOf(user, property));
  }
  const starts = /^startswith\(\s*([\w/]+)\s*,\s*(.+)\)$/is.exec(text);
  if (starts?.[1] !== undefined && FILTERABLE.test(starts[1])) {
    const property = starts[1];
    const start = unquote(starts[2] ?? '');
    return start === undefined ? undefined : (user) => propertyOf(user, property).startsWith(start);
  }
  return undefined;
}

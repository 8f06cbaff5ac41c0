import { type Answer, malformed, unsupportedQuery } from './errors.ts';

type Item = object;
type Test = (item: Item) => boolean;

/** A type of the directory, as its refusals name it, and the properties that can be filtered by. */
export interface Filtered {
  resource: string;
  filterable: RegExp;
}

/** A `$filter` that was understood. */
export interface Filter {
  test: Test;
  /** When the filter only asks for some names: these, so that nobody else has to be looked at. */
  userPrincipalNames?: string[];
}

/**
 * Microsoft: "Use the $filter query parameter": at most 15 values in one `in`; the directory takes as many
 * clauses joined by `or`.
 */
const MOST = 15;

/**
 * Microsoft: "Advanced query capabilities": what can be filtered by without them. onPremisesExtensionAttributes need
 * them (ConsistencyLevel and $count), and the loopback has none.
 */
const USER: Filtered = {
  resource: 'User',
  filterable:
    /^(id|userPrincipalName|displayName|givenName|surname|employeeId|mail|mailNickname|jobTitle|department|usageLocation|accountEnabled)$/,
};

function textOf(item: Item, property: string): string | undefined {
  const [first = '', second] = property.split('/');
  const own = (item as Record<string, unknown>)[first];
  const value = second === undefined ? own : (own as Record<string, unknown> | undefined)?.[second];
  return typeof value === 'string' || typeof value === 'boolean' ? String(value).toLowerCase() : undefined;
}

function tooMany(clauses: number): Answer {
  return unsupportedQuery(
    `Too many child clauses specified in search filter expression containing 'OR' operators: ${clauses}. Max allowed: ${MOST}.`,
  );
}

function readClause(
  clause: string,
  texts: readonly string[],
  { resource, filterable }: Filtered,
): Filter | Answer {
  const text = clause.trim().replace(/^\((.*)\)$/s, '$1');
  const match =
    /^(?<name>[\w/]+)\s+(?<verb>eq)\s+(?<values>\S+)$/.exec(text) ??
    /^(?<name>[\w/]+)\s+(?<verb>in)\s*\((?<values>[^()]+)\)$/.exec(text) ??
    /^(?<verb>startswith)\(\s*(?<name>[\w/]+)\s*,\s*(?<values>[^\s()]+)\s*\)$/i.exec(text);
  if (match?.groups === undefined) return unsupportedQuery('Unsupported or invalid query filter clause.');
  const { name = '', verb = '', values: list = '' } = match.groups;
  if (!filterable.test(name)) {
    return unsupportedQuery(
      `Unsupported or invalid query filter clause specified for property '${name}' of resource '${resource}'.`,
    );
  }
  const values = list.split(',').map((value) => {
    const quoted = /^"(\d+)"$/.exec(value.trim());
    if (quoted !== null) return texts[Number(quoted[1])]?.toLowerCase();
    return /^(true|false)$/.test(value.trim()) && name === 'accountEnabled' ? value.trim() : undefined;
  });
  const [first] = values;
  if (first === undefined || !values.every((value) => value !== undefined))
    return malformed('Invalid filter clause: a quoted text is expected.');
  if (values.length > MOST) {
    return tooMany(values.length);
  }
  if (verb.toLowerCase() === 'startswith')
    return { test: (item) => textOf(item, name)?.startsWith(first) ?? false };
  return {
    test: (item) => {
      const value = textOf(item, name);
      return value !== undefined && values.includes(value);
    },
    ...(name === 'userPrincipalName' ? { userPrincipalNames: values } : {}),
  };
}

/**
 * A `$filter`, of users where nothing else is said: `eq`, `in` and `startswith`, joined by `and` or by `or`. An answer of 400 for anything else.
 */
export function readFilter(filter: string, type: Filtered = USER): Filter | Answer {
  // Quoted texts may hold any word, so each is kept aside and stands as "number".
  const texts: string[] = [];
  const bare = filter.replace(/'((?:[^']|'')*)'|"/g, (_, text?: string) => {
    if (text === undefined) return ' ';
    texts.push(text.replaceAll("''", "'"));
    return `"${texts.length - 1}"`;
  });
  const groups = bare.replace(/\s+/g, ' ').split(/ or /i);
  if (groups.length > MOST) {
    return tooMany(groups.length);
  }
  const alternatives: Filter[][] = [];
  for (const group of groups) {
    const clauses: Filter[] = [];
    for (const text of group.split(/ and /i)) {
      const clause = readClause(text, texts, type);
      if ('status' in clause) return clause;
      clauses.push(clause);
    }
    alternatives.push(clauses);
  }
  const only = alternatives.length === 1 && alternatives[0]?.length === 1 ? alternatives[0][0] : undefined;
  return only ?? { test: (item) => alternatives.some((all) => all.every(({ test }) => test(item))) };
}

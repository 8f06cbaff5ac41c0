import { type Answer, malformed } from '../errors.ts';
import type { Target } from './checkAddress.ts';
import { bareOf, kindsOf, navigationOf, propertyOf } from './metadata.ts';

/** OASIS: "OData Version 4.01. Part 2": the system query options that Graph names as its own. */
const OPTIONS = ['$count', '$expand', '$filter', '$format', '$orderby', '$search', '$select', '$skip'];
const PAGING = ['$skiptoken', '$top'];

function noProperty(name: string, type: string): Answer {
  return malformed(
    `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`,
  );
}

function checkSelect(select: string, type: string): Answer | undefined {
  const kinds = kindsOf(type);
  const names = select.split(',').map((name) => name.trim().split('/')[0] ?? '');
  const unknown = names.find((name) =>
    kinds.every((kind) => (propertyOf(kind, name) ?? navigationOf(kind, name)) === undefined),
  );
  return unknown === undefined ? undefined : noProperty(unknown, type);
}

/** One relation, with its own `$select` at most: Rollcall asks for no more. */
function checkExpand(expand: string, type: string): Answer | undefined {
  const [, name = expand, select] = /^(\w+)(?:\(\$select=([^)]*)\))?$/.exec(expand) ?? [];
  const relation = navigationOf(type, name);
  if (relation === undefined) return noProperty(name, type);
  return select === undefined ? undefined : checkSelect(select, bareOf(relation));
}

const LITERALS: Readonly<Record<string, RegExp>> = {
  'Edm.String': /^(''|null)$/,
  'Edm.Boolean': /^(true|false|null)$/,
};

/** What is compared, and with what: `name eq value`, `name in (value,…)` and `startswith(name,value)`. */
function comparisonsOf(filter: string): { name: string; value: string }[] {
  // Quoted texts may hold any word; an empty one stands for each.
  const bare = filter
    .replace(/'(?:[^']|'')*'/g, "''")
    .split(/\s+/)
    .join(' ');
  const operators = /(?<![\w/])([\w/]+) (?:eq|ne|gt|ge|lt|le|in) \(?([^\s(),]+)/g;
  const functions = /\b(?:startswith|endswith|contains)\( ?([\w/]+) ?, ?([^\s(),]+)/gi;
  return [...bare.matchAll(operators), ...bare.matchAll(functions)].map(([, name = '', value = '']) => ({
    name,
    value,
  }));
}

/** The type of `onPremisesExtensionAttributes/extensionAttribute1`, too. */
function typeOfPath(type: string, path: string): string | undefined {
  const [first = '', ...rest] = path.split('/');
  const found = propertyOf(type, first);
  return found === undefined || rest.length === 0 ? found : typeOfPath(bareOf(found), rest.join('/'));
}

function checkFilter(filter: string, type: string): Answer | undefined {
  for (const { name, value } of comparisonsOf(filter)) {
    const found = typeOfPath(type, name);
    if (found === undefined) {
      return malformed(
        `Invalid filter clause: Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`,
      );
    }
    if (LITERALS[bareOf(found)]?.test(value) === false) {
      return malformed(
        `Invalid filter clause: A binary operator with incompatible types was detected. '${name}' is of the type '${bareOf(found)}'.`,
      );
    }
  }
  return undefined;
}

/** 400 for an option that OData does not have, and for one that names what the type does not have. */
export function checkQuery(query: URLSearchParams, { type }: Target): Answer | undefined {
  const unknown = [...query.keys()].find(
    (name) => name.startsWith('$') && ![...OPTIONS, ...PAGING].includes(name),
  );
  if (unknown !== undefined) return malformed(`The query parameter '${unknown}' is not supported.`);
  const [select, expand, filter] = ['$select', '$expand', '$filter'].map((name) => query.get(name));
  return (
    (select == null ? undefined : checkSelect(select, type)) ??
    (expand == null ? undefined : checkExpand(expand, type)) ??
    (filter == null ? undefined : checkFilter(filter, type))
  );
}

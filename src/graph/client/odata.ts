/** A text in an OData filter or key: quoted, with its own quotes doubled. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `path?$filter=…&$select=…`, encoded. Options that are undefined are left out. */
export function withQuery(path: string, options: Readonly<Record<`$${string}`, string | undefined>>): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const query = given.map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`).join('&');
  return query === '' ? path : `${path}?${query}`;
}

/** Microsoft: "Use the $filter query parameter": `in` takes at most 15 values. */
const VALUES_IN_FILTER = 15;

/** Filters that together ask for these values of a property, each for as many as one filter takes. */
export function listFilters(property: string, values: readonly string[]): string[] {
  const filters: string[] = [];
  for (let start = 0; start < values.length; start += VALUES_IN_FILTER) {
    const some = values.slice(start, start + VALUES_IN_FILTER).map(quote);
    filters.push(`${property} in (${some.join(',')})`);
  }
  return filters;
}

/** True for what looks like the id of a directory object. */
export function isObjectId(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

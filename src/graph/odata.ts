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

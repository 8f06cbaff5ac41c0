/** `Ada`, `Ada or Sam`, `Ada, Sam, or Zoë`: a list within an English sentence. */
export function listWords(parts: readonly string[], last: 'and' | 'or'): string {
  if (parts.length <= 2) return parts.join(` ${last} `);
  return `${parts.slice(0, -1).join(', ')}, ${last} ${parts.at(-1)}`;
}

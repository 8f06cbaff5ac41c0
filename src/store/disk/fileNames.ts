import { createHash } from 'node:crypto';

/** An id as a file name. Ids come from our own id maker; anything else is hashed, so that no id walks out of its folder. */
export function fileNameFor(id: string): string {
  if (/^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,127}$/.test(id)) return id;
  return `id-${createHash('sha256').update(id).digest('hex')}`;
}

import type { Call } from '../call.ts';
import type { Answer } from '../errors.ts';
import { checkAddress } from './checkAddress.ts';
import { checkBody } from './checkBody.ts';
import { checkQuery } from './checkQuery.ts';

/**
 * 400 for a call that Graph's published description does not have: its segments, its query options and what they name,
 * the properties of its body and their types. What is described but not allowed is refused elsewhere.
 */
export function checkCall({ method, segments, query, body }: Call): Answer | undefined {
  const target = checkAddress(segments);
  if ('status' in target) return target;
  return checkQuery(query, target) ?? (method === 'GET' ? undefined : checkBody(body, target));
}

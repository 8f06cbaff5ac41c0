import type { RawInput } from './action.ts';
import { MAX_TYPED } from './commands.ts';

/** More than any form of ours has: a list of some hundred choices is the longest. */
const MAX_VALUES = 1_000;

/** True when something in it is longer than anybody types, or there is more of it: then no flow looks at it. */
export function isTooLong({ id = '', text = '', fields = {} }: RawInput): boolean {
  const values = Object.entries(fields).flat(2);
  return values.length > MAX_VALUES || [id, text, ...values].some((value) => value.length > MAX_TYPED);
}

import { z } from 'zod';

/** The parts that the policy's entries are made of. Each issue's message names the place and the fix. */

// No flags: the schema for editors has none.
const GUID = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

/** `people[2].roles`; `the policy` for the whole of it. */
export function placeOf(path: readonly PropertyKey[] | undefined): string {
  const place = (path ?? []).reduce<string>((before, part) => {
    if (typeof part === 'number') return `${before}[${part}]`;
    return before === '' ? String(part) : `${before}.${String(part)}`;
  }, '');
  return place === '' ? 'the policy' : place;
}

/** Says where, what is expected, and which keys nobody knows. */
export function say(fix: string): { error: (issue: z.core.$ZodRawIssue) => string } {
  return {
    error: (issue) => {
      const place = placeOf(issue.path);
      if (issue.code === 'unrecognized_keys') {
        return `${place}: ${issue.keys.map((key) => `"${key}"`).join(', ')} isn't a known key. Known keys: ${fix}. Remove or correct it.`;
      }
      return `${place}: ${issue.input === undefined ? 'missing; ' : ''}give ${fix}.`;
    },
  };
}

/** An object that refuses keys nobody knows. */
export function strict<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, say(Object.keys(shape).join(', ')));
}

/** An id of the operator's own choice. */
export const id = z
  .string(say('a short id of your own, such as "contoso"'))
  .regex(/^[A-Za-z0-9._-]{1,64}$/, say('an id of up to 64 letters, digits, dots, hyphens or underscores'));
/** A name to show. */
export const name = z.string(say('a name to show')).trim().min(1, say('a name to show'));
/** A GUID; `what` says of what. */
export const guid = (what: string) => z.string(say(what)).regex(GUID, say(what));

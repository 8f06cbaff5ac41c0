import { z } from 'zod';
import { RollcallError } from '../../domain/errors.ts';

/**
 * What an answer has to look like. Graph leaves properties out or answers null where it has nothing, so that only what
 * identifies a thing has to be there; a property of another type than Microsoft's reference says is always an error.
 */
export type Shape<T> = z.ZodType<T>;

/** Properties by the names that Microsoft's reference has for them. */
export type NamedAs<T> = { [Name in keyof T]?: z.ZodType };

/** What identifies a thing: never left out, never empty. */
export const needed = z.string().min(1);
/** A property that Graph may leave out. */
export const text = z.string().nullish();

/** One page of a collection. Microsoft: "Paging Microsoft Graph data in your app". */
export interface Page<T> {
  value: T[];
  '@odata.nextLink'?: string | null | undefined;
}

/** A page whose entries have this shape. */
export function pageOf<T>(entry: Shape<T>): Shape<Page<T>> {
  return z.object({ value: z.array(entry), '@odata.nextLink': text });
}

/** An answer that is no answer: something between here and Microsoft may have spoken in its place. */
export function notUnderstood(what: string): RollcallError {
  return new RollcallError(
    'DIRECTORY_DOWN',
    `Microsoft 365 sent an answer that Rollcall can't read: ${what}.`,
    {
      next: 'Try again in a few minutes. If it happens again, tell the person who runs Rollcall.',
    },
  );
}

/** A body in the shape that was asked for; otherwise the error to show, which repeats nothing of it. */
export function readShape<T>(shape: Shape<T>, body: unknown): { value: T } | { error: RollcallError } {
  const read = shape.safeParse(body);
  if (read.success) return { value: read.data };
  const names = (read.error.issues[0]?.path ?? []).filter((step) => typeof step === 'string');
  const name = names.at(-1);
  if (name === undefined) return { error: notUnderstood('what Rollcall asked for is missing') };
  return {
    error: notUnderstood(name === 'value' ? 'a list has no entries' : `${name} is missing or not readable`),
  };
}

import { z } from 'zod';
import type { FieldErrors } from './views/parts.ts';
import { FRAME_WORDS } from './words/frameWords.ts';

/** The value of a choice that says that none of the others is wanted, where a client cannot send that otherwise. */
export const NO_CHOICE = '(none)';

const anyText = z.union([z.string(), z.array(z.string()).transform((values) => values.join(','))]);
/** What is typed; left out: nothing. */
export const text = anyText.default('');
/** The same; left out: as it was, since clients forget what they were not asked about. */
export const keptText = anyText.optional();
/** One of many. Left out: as it was. */
const choice = anyText.transform((value) => (value === NO_CHOICE ? '' : value)).optional();
/** Slack sends an array, Teams one string with commas. */
const list = z
  .union([z.array(z.string()), z.string().transform((value) => value.split(','))])
  .transform((values) =>
    values.map((value) => value.trim()).filter((value) => value !== '' && value !== NO_CHOICE),
  );
/** Several of those that can be ticked; left out: none. */
export const choices = list.default([]);
/** Several of those that are searched for; left out: as it was, since clients forget what they were not asked about. */
export const keptChoices = list.optional();

/** What was sent for a field is none of its choices. */
class UnknownChoice {
  /** Without it, to TypeScript everything would be one. */
  readonly isUnknown = true;
}

/** What is said at a field with an unknown choice. */
export const UNKNOWN_CHOICE = FRAME_WORDS.unknownChoice;

/** One of the few values that all forms name alike. Left out or empty: as it was. For {@link sayUnknown} to read. */
export function oneOf<const Value extends string>(values: readonly Value[]) {
  return anyText
    .transform((sent): Value | UnknownChoice | undefined => {
      const value = sent.trim();
      return value === '' ? undefined : (values.find((each) => each === value) ?? new UnknownChoice());
    })
    .optional();
}

type Known<Fields> = { [Name in keyof Fields]: Exclude<Fields[Name], UnknownChoice> };

/**
 * A form's fields, those with an unknown choice as if left out, and in `unknown` what to say at them: the form comes
 * back as it is, since a client may send anything.
 */
export function sayUnknown<Shape extends z.ZodRawShape>(fields: z.ZodObject<Shape>) {
  return fields.transform((typed): Known<typeof typed> & { unknown: FieldErrors } => {
    const entries = Object.entries(typed);
    const isUnknown = ([, value]: [string, unknown]): boolean => value instanceof UnknownChoice;
    return {
      ...(Object.fromEntries(entries.filter((entry) => !isUnknown(entry))) as Known<typeof typed>),
      unknown: Object.fromEntries(entries.filter(isUnknown).map(([name]) => [name, UNKNOWN_CHOICE])),
    };
  });
}

/** The fields of the set-up form, which every form has some of. */
export const setupFields = z.object({
  /** Left out: as it was, which may be blocked. */
  signIn: oneOf(['allowed', 'blocked']),
  usageLocation: choice,
  licenses: keptChoices,
  groups: keptChoices,
  recipients: text,
  /** How first passwords go out. */
  delivery: oneOf(['password', 'link', 'pass', 'show']),
  reason: text,
});

/** The set-up form as it is sent. */
export const setupForm = sayUnknown(setupFields);

import { z } from 'zod';

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

/** The switch for sign-in, as both forms name its values. Left out: as it was, which may be blocked. */
const signInField = z.preprocess(
  (value) => (Array.isArray(value) ? value[0] : value) || undefined,
  z.enum(['allowed', 'blocked']).optional(),
);

/** How first passwords go out, as both forms name the ways. */
const deliveryField = z.preprocess(
  (value) => (Array.isArray(value) ? value[0] : value) || undefined,
  z.enum(['password', 'link', 'pass', 'show']).optional(),
);

/** The fields of the set-up form, which every form has some of. */
export const setupFields = z.object({
  signIn: signInField,
  usageLocation: choice,
  licenses: keptChoices,
  groups: keptChoices,
  recipients: text,
  delivery: deliveryField,
  reason: text,
});

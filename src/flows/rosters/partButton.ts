import { z } from 'zod';

/** A draft's id and the part of its form that is shown, or how many cells come before it: `draft_7f… 0`. Without it the first. */
export const partButton = z.object({
  id: z
    .string()
    .regex(/^\S+(?: \d{1,6})?$/)
    .transform((text) => {
      const [draftId = '', part = '0'] = text.split(' ');
      return { draftId, part: Number(part) };
    }),
  version: z.coerce.number(),
});

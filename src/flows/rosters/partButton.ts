import { z } from 'zod';

/** A draft's id and the part of its form that is shown: `draft_7f… 0`. Without a part the first. */
export const partButton = z.object({
  id: z
    .string()
    .regex(/^\S+(?: \d{1,4})?$/)
    .transform((text) => {
      const [draftId = '', part = '0'] = text.split(' ');
      return { draftId, part: Number(part) };
    }),
  version: z.coerce.number(),
});

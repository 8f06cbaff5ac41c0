import { z } from 'zod';
import { TASKS } from '../terms.ts';
import { guid, id, name, say, strict } from './policyParts.ts';

/** Teleport's and GitHub's environments wait from hours to weeks; 72 h bridges a weekend. 30 days is the longest. */
const EXPIRE_AFTER_HOURS = 72;
const MAX_EXPIRE_HOURS = 30 * 24;

const personIds = z
  .array(z.string(say('the id of someone in "people"')), say('a list of ids from "people"'))
  .min(1, say('at least one id from "people", or leave the key out'));

const role = z.literal('approver', say('"approver"')).optional();

function sayNobody(key: string, ways: string): { error: string } {
  return { error: `${key}: this names no one. Use ${ways}.` };
}

const MANAGERS = ['requester', 'person'] as const;

const by = strict({
  people: personIds.optional(),
  role,
  /** The manager, in the directory, of whoever asks; or of each person that is asked for. */
  manager: z
    .enum(MANAGERS, say('"requester" for the requester\'s manager, or "person" for each person\'s manager'))
    .optional(),
}).refine(
  ({ people, role, manager }) => people !== undefined || role !== undefined || manager !== undefined,
  sayNobody('by', '"people" with ids, "role": "approver", or "manager"'),
);

const fallback = strict({ people: personIds.optional(), role }).refine(
  ({ people, role }) => people !== undefined || role !== undefined,
  sayNobody('fallback', '"people" with ids, or "role": "approver"'),
);

/**
 * One entry of `approvals`: when what is asked for needs somebody else's yes, and whose. What stands in `when` must
 * all hold; nothing in it means always. The first rule that holds is the one that counts.
 */
export const approvalRule = strict({
  name,
  when: strict({
    licenses: z
      .array(
        z.union(
          [guid('a skuId'), z.string().regex(/^[A-Z0-9_]{2,80}$/)],
          say('a part number such as "SPE_E5", or a skuId'),
        ),
        say('a list of part numbers or skuIds'),
      )
      .min(1, say('at least one license, or leave the key out for any'))
      .optional(),
    tasks: z
      .array(z.enum(TASKS, say(`one of ${TASKS.join(', ')}`)), say(`a list of ${TASKS.join(', ')}`))
      .min(1, say('at least one task, or leave the key out for all but "reset"'))
      .optional(),
    people: z.int(say('a whole number')).min(1, say('a number of 1 or more')).optional(),
    requester: personIds.optional(),
    customer: id.optional(),
  }).prefault({}),
  by,
  /** Asked as well when too few of `by` can be reached, or have answered in time. */
  fallback: fallback.optional(),
  /** After so long the request is passed on to the fallback too. Left out: only when nobody can be reached. */
  passOnAfterHours: z
    .int(say('a whole number of hours'))
    .min(1, say('a number of hours of 1 or more'))
    .optional(),
  count: z.int(say('a whole number')).min(1, say('a number of 1 or more')).default(1),
  /** The card is sent once more then. Left out: never. */
  remindAfterHours: z
    .int(say('a whole number of hours'))
    .min(1, say('a number of hours of 1 or more'))
    .optional(),
  expireAfterHours: z
    .int(say('a whole number of hours'))
    .min(1, say(`a number of hours from 1 to ${MAX_EXPIRE_HOURS}`))
    .max(MAX_EXPIRE_HOURS, say(`a number of hours from 1 to ${MAX_EXPIRE_HOURS}`))
    .default(EXPIRE_AFTER_HOURS),
});

export type ApprovalRule = z.infer<typeof approvalRule>;

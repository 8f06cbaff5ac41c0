import { z } from 'zod';
import { SLACK_ID } from '../slackId.ts';
import { guid, id, name, placeOf, say, strict } from './policyParts.ts';
import { roleNames } from './roleGroups.ts';

/** One entry of `people`, for one human in whichever chats. */
export const human = strict({
  id,
  name,
  slack: z
    .string(say('a Slack user id'))
    .regex(
      SLACK_ID,
      say(
        'a Slack user id such as "U012AB3CD" (profile, three dots, Copy member ID), and of any workspace but the first of slackTeams with its id, such as "T012AB3CD/U012AB3CD"',
      ),
    )
    .optional(),
  teams: guid('the object id of the user in Microsoft Entra, a GUID').optional(),
  /** Left out, or none: theirs come from the groups that they are in. */
  roles: roleNames.default([]),
  customers: z
    .array(z.string(say('the id of a customer')), say('a list of customer ids'))
    .min(1, say('at least one customer id, or leave the key out for all'))
    .optional(),
}).refine((person) => person.slack !== undefined || person.teams !== undefined, {
  error: (issue) =>
    `${placeOf(issue.path)}: give "slack", "teams" or both, so that the person can be recognized.`,
});

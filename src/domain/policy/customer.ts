import { z } from 'zod';
import { LANGUAGES } from '../languages.ts';
import { LEAVE_STEPS, MAX_DELETE_DAYS, MAX_REPLY } from '../leaveSteps.ts';
import { UMLAUT_SPELLINGS, USER_NAME_PATTERNS } from '../names/userName.ts';
import type { PasswordDelivery } from '../terms.ts';
import { findZone } from '../time/zonedTime.ts';
import { isUsageLocation } from '../usageLocations.ts';
import { guid, id, name, say, strict } from './policyParts.ts';

/** One creation key per account: `onPremisesExtensionAttributes` has 15 places for it. */
const MARKERS = Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}` as const);
const DELIVERIES = ['password', 'link', 'pass', 'show'] as const satisfies readonly PasswordDelivery[];
/** Slack: `C…`, and `G…` of older private channels. Teams: "Conversation basics": `19:…@thread.tacv2`. */
const CONVERSATION = /^(?:[CG][A-Z0-9]+|19:[^\s;]+)$/;
const DOMAIN_NAME = /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

const leavePreset = strict({
  name: name.max(60, say('a name of at most 60 characters')),
  steps: z
    .array(
      z.enum(LEAVE_STEPS, say(`one of ${LEAVE_STEPS.join(', ')}`)),
      say(`a list of steps: ${LEAVE_STEPS.join(', ')}`),
    )
    .min(1, say(`at least one step: ${LEAVE_STEPS.join(', ')}`)),
  reply: z
    .string(say('the automatic reply, with {name} and {manager} in it'))
    .trim()
    .min(1, say('the automatic reply, with {name} and {manager} in it, or leave the key out'))
    .max(MAX_REPLY, say(`an automatic reply of at most ${MAX_REPLY} characters`))
    .optional(),
  deleteAfterDays: z
    .int(say('a whole number of days'))
    .min(1, say(`a number of days from 1 to ${MAX_DELETE_DAYS}`))
    .max(MAX_DELETE_DAYS, say(`a number of days from 1 to ${MAX_DELETE_DAYS}`))
    .optional(),
}).refine(({ steps, deleteAfterDays }) => deleteAfterDays === undefined || steps.includes('block'), {
  error: 'leavePresets: an account is deleted only while its sign-in is blocked. Add "block" to the steps.',
});

/** Who is reminded before the account of somebody who left is deleted, and when. Three days bridge a weekend. */
const deleteReminder = strict({
  days: z
    .int(say('a whole number of days'))
    .min(1, say('a number of days from 1 to 30'))
    .max(30, say('a number of days from 1 to 30'))
    .default(3),
  admins: z
    .boolean(say('true to remind every admin of this customer, as well as the requester'))
    .default(false),
});

/** As many as a menu shows without scrolling; nobody has more kinds of leavers. */
const MAX_LEAVE_PRESETS = 10;

/** One of the policy's customers. */
export const customer = strict({
  id,
  name,
  tenantId: guid('the tenant id, a GUID from the Microsoft Entra overview page').optional(),
  administrativeUnit: guid('the object id of an administrative unit, a GUID').optional(),
  userNamePattern: z
    .enum(USER_NAME_PATTERNS, say(`one of ${USER_NAME_PATTERNS.join(', ')}`))
    .default('first.last'),
  userNameUmlauts: z
    .enum(UMLAUT_SPELLINGS, say(`one of ${UMLAUT_SPELLINGS.join(', ')}: how ü is spelled in user names`))
    .optional(),
  marker: z
    .enum(MARKERS, say('one of extensionAttribute1 to extensionAttribute15 that nothing else uses'))
    .default('extensionAttribute15'),
  usageLocation: z
    .string(say('a two-letter country code such as "US"'))
    .refine(isUsageLocation, say('a two-letter country code in capitals such as "US"'))
    .optional(),
  language: z
    .enum(
      LANGUAGES,
      say(
        `one of ${LANGUAGES.join(', ')}: the language of emails and one-time pages; leave it out to follow each person's location`,
      ),
    )
    .optional(),
  recipientDomains: z
    .array(
      z.string(say('an email domain')).regex(DOMAIN_NAME, say('an email domain such as "contoso.com"')),
      say('a list of email domains'),
    )
    .min(
      1,
      say('at least one email domain, or leave the key out to allow the verified domains of the tenant'),
    )
    .optional(),
  passwordDelivery: z
    .enum(
      DELIVERIES,
      say(`one of ${DELIVERIES.join(', ')}: how passwords are delivered unless a form says otherwise`),
    )
    .optional(),
  temporaryAccessPass: z.boolean(say('true when the tenant allows Temporary Access Passes')).optional(),
  timeZone: z
    .string(say('a time zone such as "Europe/Berlin"'))
    .refine((zone) => findZone(zone) !== undefined, say('the name of a time zone such as "Europe/Berlin"'))
    .transform((zone) => findZone(zone) ?? zone)
    .optional(),
  leavePresets: z
    .array(leavePreset, say('a list of presets, each with a name and steps'))
    .max(MAX_LEAVE_PRESETS, say(`at most ${MAX_LEAVE_PRESETS} presets`))
    .optional(),
  deleteReminder: deleteReminder.optional(),
  channels: z
    .array(
      z
        .string(say('the id of a channel or chat'))
        .regex(
          CONVERSATION,
          say(
            'the id of a Slack channel such as "C012AB3CD", or of a Teams channel or chat, which begins with "19:"',
          ),
        ),
      say('a list of ids of channels'),
    )
    .optional(),
  linkDays: z
    .int(say('a whole number of days'))
    .min(1, say('a number of days from 1 to 30'))
    .max(30, say('a number of days from 1 to 30'))
    .optional(),
});

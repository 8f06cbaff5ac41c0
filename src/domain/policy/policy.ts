import { z } from 'zod';
import { checkApprovals } from '../approvalChecks.ts';
import { LANGUAGES } from '../languages.ts';
import { LEAVE_STEPS, MAX_DELETE_DAYS, MAX_REPLY } from '../leaveSteps.ts';
import { UMLAUT_SPELLINGS, USER_NAME_PATTERNS } from '../names/userName.ts';
import { pricesSchema } from '../prices.ts';
import type { PasswordDelivery, Platform, Role } from '../terms.ts';
import { isUsageLocation } from '../usageLocations.ts';
import { findZone } from '../zonedTime.ts';
import { approvalRule } from './approvalPolicy.ts';
import { human } from './human.ts';
import { guid, id, name, placeOf, say, strict } from './policyParts.ts';
import { checkRoleGroups, NO_ROLE, roleGroups } from './roleGroups.ts';
import { checkWorkspaces, SLACK_TEAM, workspace } from './workspaces.ts';

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

const customer = strict({
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

const DAYS = say('a whole number of days, 1 or more');
/** A number of days, and what holds when it is left out. */
const days = (usual: number) => z.int(DAYS).min(1, DAYS).default(usual);

/** How long what is kept. A person's data that nobody needs any more is a risk and no use. */
const retention = strict({
  /** Forms and files somebody is still working on. */
  drafts: days(7),
  /** Requests with their people and results, from when they ended. */
  rows: days(30),
  /** Who did what. */
  audit: days(400),
  /** First passwords, once everybody who was to get them has them. Others go with their request. */
  passwords: days(7),
  /** How people were before they were changed, sealed: a quarter in which a mistake is noticed and put back. */
  snapshots: days(90),
});

const MOST_AT_ONCE = 50;

/** How the people of one file for several customers are created: nothing more is begun once something went wrong. */
const waves = strict({
  /** Customers of the first wave, which is finished before any other begins. */
  first: z
    .int(say('a whole number of customers'))
    .min(1, say(`a number from 1 to ${MOST_AT_ONCE}`))
    .max(MOST_AT_ONCE, say(`a number from 1 to ${MOST_AT_ONCE}`))
    .default(1),
  /** Customers that are under way at the same time after that. Five show a fault before most of fifty have it. */
  atOnce: z
    .int(say('a whole number of customers'))
    .min(1, say(`a number from 1 to ${MOST_AT_ONCE}`))
    .max(MOST_AT_ONCE, say(`a number from 1 to ${MOST_AT_ONCE}`))
    .default(5),
  /** So many customers for whom something went wrong stop the rest. */
  failures: z.int(say('a whole number of customers')).min(1, say('a number of 1 or more')).default(1),
});

/** Every second and later use of the same value, with its place. */
function findRepeats(values: readonly (string | undefined)[]): { index: number; value: string }[] {
  const seen = new Set<string>();
  return values.flatMap((value, index) => {
    if (value === undefined) return [];
    const key = value.toLowerCase();
    if (seen.has(key)) return [{ index, value }];
    seen.add(key);
    return [];
  });
}

/**
 * `policy.json`: whom Rollcall creates people for, and who may ask. Each issue's message names the place and the
 * fix. Unknown keys are refused, because a misspelled limit would be no limit.
 */
export const policySchema = strict({
  /** Where editors find what may stand here: manifests/policy.schema.json. */
  $schema: z.string(say('the path of policy.schema.json')).optional(),
  customers: z.array(customer, say('a list of customers')).min(1, say('at least one customer')),
  people: z.array(human, say('a list of people')),
  /** Groups of Slack or Microsoft Entra whose members have roles. */
  groups: roleGroups,
  slackTeams: z
    .array(
      z.string(say('a Slack team id')).regex(SLACK_TEAM, say('a Slack team id such as "T012AB3CD"')),
      say('a list of Slack team ids'),
    )
    .default([]),
  /** For which customers those of `slackTeams` may act that may not act for all. */
  workspaces: z.array(workspace, say('a list of workspaces, each with its id and customers')).optional(),
  teamsTenants: z.array(guid('a tenant id, a GUID'), say('a list of tenant ids')).default([]),
  // Keeps a slip (a whole HR export) from becoming a job of hours; a larger number only delays, a smaller one refuses.
  maxRows: z.int(say('a whole number')).min(1, say('a number of 1 or more')).default(5000),
  /** Whether somebody who holds an admin role in the tenant may be given a new password from a chat. */
  resetAdmins: z.boolean(say('true or false')).default(false),
  /** Whether that holds for Global Administrators as well, and for whoever could become one. */
  resetGlobalAdmins: z.boolean(say('true or false')).default(false),
  approvals: z.array(approvalRule, say('a list of rules')).default([]),
  /**
   * How long nobody's approval counts for whoever set, saw or was mailed their password. An owner who cannot sign in any
   * more notices within days, a holiday included.
   */
  controlDays: days(30),
  /** Left out: no costs are shown. */
  prices: pricesSchema.optional(),
  /** Of one file for several customers. */
  waves: waves.prefault({}),
  retention: retention.prefault({}),
  askForAccess: z
    .string(say('the name of the person to ask'))
    .trim()
    .min(1, say('the name of the person to ask'))
    .optional(),
}).superRefine((policy, context) => {
  const complain = (path: (string | number)[], message: string): void =>
    context.addIssue({ code: 'custom', path, message: `${placeOf(path)}: ${message}` });

  for (const { index, value } of findRepeats(policy.customers.map((one) => one.id))) {
    complain(['customers', index, 'id'], `"${value}" is used twice. Give each customer its own id.`);
  }
  const channels = policy.customers.flatMap((one, place) =>
    (one.channels ?? []).map((channel, index) => ({ channel, place, index })),
  );
  for (const { index: at, value } of findRepeats(channels.map(({ channel }) => channel))) {
    const { place = 0, index = 0 } = channels[at] ?? {};
    complain(
      ['customers', place, 'channels', index],
      `"${value}" is used twice. A channel has one customer.`,
    );
  }
  for (const key of ['id', 'slack', 'teams'] as const) {
    for (const { index, value } of findRepeats(policy.people.map((one) => one[key]))) {
      complain(
        ['people', index, key],
        `"${value}" is used twice. Keep one entry for each person, with both chat ids.`,
      );
    }
  }
  for (const [index, { roles }] of policy.people.entries()) {
    if (roles.length === 0 && policy.groups.length === 0) complain(['people', index, 'roles'], NO_ROLE);
  }
  for (const { path, message } of checkRoleGroups(policy)) complain(path, message);
  for (const [place, { leavePresets = [] }] of policy.customers.entries()) {
    for (const { index, value } of findRepeats(leavePresets.map((one) => one.name))) {
      complain(['customers', place, 'leavePresets', index, 'name'], `"${value}" is used twice.`);
    }
  }
  for (const [index, { passwordDelivery, temporaryAccessPass }] of policy.customers.entries()) {
    if (passwordDelivery !== 'pass' || temporaryAccessPass === true) continue;
    complain(
      ['customers', index, 'passwordDelivery'],
      '"pass" needs "temporaryAccessPass": true, where the tenant allows these passes.',
    );
  }
  if (policy.resetGlobalAdmins && !policy.resetAdmins) {
    complain(['resetGlobalAdmins'], 'needs "resetAdmins": true.');
  }
  const { drafts, rows, audit } = policy.retention;
  // A draft's second submit finds the first one's request, and a request's history outlives it.
  if (rows < drafts) complain(['retention', 'rows'], `give at least ${drafts}, the days of drafts.`);
  if (audit < rows) complain(['retention', 'audit'], `give at least ${rows}, the days of rows.`);
  // What the audit has forgotten cannot be held against anybody.
  if (audit < policy.controlDays) {
    complain(['retention', 'audit'], `give at least ${policy.controlDays}, the days of controlDays.`);
  }
  const known = new Set(policy.customers.map((one) => one.id));
  for (const [index, person] of policy.people.entries()) {
    for (const [place, wanted] of (person.customers ?? []).entries()) {
      if (known.has(wanted)) continue;
      const fix = `There is no customer "${wanted}". Known are: ${[...known].join(', ')}.`;
      complain(['people', index, 'customers', place], fix);
    }
  }
  for (const { path, message } of [...checkApprovals(policy), ...checkWorkspaces(policy)]) {
    complain(path, message);
  }
  if (policy.customers.length > 1) {
    for (const [index, one] of policy.customers.entries()) {
      if (one.tenantId !== undefined) continue;
      complain(['customers', index, 'tenantId'], 'missing; with several customers each needs its tenant id.');
    }
  }
});

type Written = z.infer<typeof policySchema>;

/** Somebody who has roles: with an entry in `people`, or by a group alone. */
export interface Human extends z.infer<typeof human> {
  /** The groups that give roles, and which; not what their entry gives. */
  through?: readonly { name: string; roles: readonly Role[] }[];
}

/** The policy as it is written, or with everybody in its groups among its people as far as that is known. */
export type Policy = Omit<Written, 'people'> & { people: Human[] };

/** The one policy entry of whoever speaks with this chat id; undefined for everybody else. */
export function findHuman(
  policy: Pick<Policy, 'people'>,
  platform: Platform,
  userId: string,
): Human | undefined {
  const wanted = platform === 'teams' ? userId.toLowerCase() : userId;
  return policy.people.find((person) =>
    platform === 'teams' ? person.teams?.toLowerCase() === wanted : person.slack === wanted,
  );
}

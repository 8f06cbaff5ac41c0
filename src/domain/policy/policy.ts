import { z } from 'zod';
import { checkApprovals } from '../approvalChecks.ts';
import { findAlike } from '../customers.ts';
import { pricesSchema } from '../prices.ts';
import type { Platform, Role } from '../terms.ts';
import { approvalRule } from './approvalPolicy.ts';
import { customer } from './customer.ts';
import { human } from './human.ts';
import { guid, placeOf, say, strict } from './policyParts.ts';
import { checkRoleGroups, NO_ROLE, roleGroups } from './roleGroups.ts';
import { checkWorkspaces, SLACK_TEAM, workspace } from './workspaces.ts';

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
  for (const { index, other } of findAlike(policy.customers)) {
    const { id, name } = policy.customers[index] ?? other;
    if (id === other.id) continue;
    complain(
      ['customers', index, 'name'],
      `"${name}" (${id}) can't be told from "${other.name}" (${other.id}). Give each customer a name, and an id, that no other one has.`,
    );
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
  /** The groups that give roles, by id, and which; not what their entry gives. */
  through?: readonly { id: string; name: string; roles: readonly Role[] }[];
  /** What their entry gives beside those. Left out: everything. */
  own?: readonly Role[];
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

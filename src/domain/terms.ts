/**
 * The words of Rollcall. Every room uses these and no others.
 *
 * - Person: what somebody asked to create. Account: what the directory created.
 * - Roster: a CSV's people, with a Finding for each problem.
 * - Request: people + settings + who asked. Job: an accepted request being carried out.
 * - Row: one person in a job. Step: create, license, group, manager, deliver.
 * - Actor: an authenticated chat user with roles. Place: a conversation to answer in.
 * - Customer: one Microsoft 365 tenant.
 */

/** The id of one Microsoft 365 tenant, as the policy file names it. */
export type CustomerId = string;

export type Platform = 'slack' | 'teams';

/** `approver` alone cannot create; `auditor` sees history only. */
export type Role = 'helpdesk' | 'admin' | 'approver' | 'auditor';

/**
 * What a job does with its people: creates them, changes the licenses of people who exist, gives them a new password,
 * brings a deleted account back, changes anything else of people who exist, puts them back as they were, takes
 * everything away from whoever leaves, or deletes the accounts of those who left.
 */
export const TASKS = [
  'create',
  'assign',
  'reset',
  'restore',
  'change',
  'putBack',
  'leave',
  'delete',
] as const;
export type Task = (typeof TASKS)[number];

/** An authenticated chat user whom the policy knows. One entry per human, whichever chat they use. */
export interface Actor {
  /** The id of the human in the policy file: the same in both chats. */
  id: string;
  name: string;
  roles: readonly Role[];
  customer: CustomerId;
  /** The chat this actor speaks from now, and the id there (Slack user id, Teams object id). */
  platform: Platform;
  userId: string;
  /** The conversation they speak in now, as the chat names it. Left out: they are not speaking. */
  where?: string;
}

/** A sent message that can be updated. `route` belongs to the chat room that made it (Teams: serviceUrl). */
export interface MessageRef {
  platform: Platform;
  conversationId: string;
  messageId: string;
  route?: Readonly<Record<string, string>>;
}

/** A conversation to answer in. */
export interface Place {
  platform: Platform;
  /** Slack team id or Teams tenant id. */
  workspace: string;
  conversationId: string;
  kind: 'direct' | 'group' | 'channel';
  /** The message whose button brought us here, if one did. */
  message?: MessageRef;
  route?: Readonly<Record<string, string>>;
}

/**
 * A person to create, under Graph's own property names. Graph's collections that take one value here
 * (businessPhones, otherMails) hold that one value.
 */
export interface Person {
  userPrincipalName: string;
  displayName: string;
  mailNickname?: string;
  givenName?: string;
  surname?: string;
  jobTitle?: string;
  department?: string;
  officeLocation?: string;
  businessPhones?: string;
  mobilePhone?: string;
  faxNumber?: string;
  otherMails?: string;
  streetAddress?: string;
  city?: string;
  state?: string;
  postalCode?: string;
  country?: string;
  employeeId?: string;
  /** ISO 3166-1 alpha-2. Required before a license. */
  usageLocation?: string;
}

export type PersonProperty = keyof Person;

/** What a file may say of each person, besides the person's properties. It wins over the setting for all. */
export type OwnColumn = 'licenses' | 'groups' | 'manager' | 'recipients';

/** What the own columns of one row say, as written; nothing is looked up yet. */
export interface OwnCells {
  /** Product names, part numbers or ids. */
  licenses?: readonly string[];
  /** Names or ids. */
  groups?: readonly string[];
  /** User name or object id. */
  manager?: string;
  /** Mail addresses, separated as people do. */
  recipients?: string;
}

/** A problem with one value, before it has a place in a file or a form. */
export interface Problem {
  property:
    | PersonProperty
    | OwnColumn
    | 'accountEnabled'
    | 'delivery'
    | 'date'
    | 'time'
    | 'zone'
    | 'deleteAfter'
    | 'file';
  value: string;
  code: string;
  severity: 'error' | 'warning' | 'note';
  /** One sentence: what is wrong and what is allowed. */
  message: string;
  /** A value that would be accepted. */
  suggestion?: string;
  /** The user name of the account that somebody has already; left out where there is none, and in older drafts. */
  account?: string;
}

/** A problem in a roster: `row` is the line number a person sees in a spreadsheet, 1 is the file's first line. */
export interface Finding extends Problem {
  row: number;
  /** The column's header as the file spells it; empty for a finding about the whole row or file. */
  column: string;
  /** Display name of whom the row is about, where they are in the directory. */
  displayName?: string;
}

/** One row of a roster as read: the person so far, and the original cells for the log file, empty where unused. */
export interface RosterRow {
  /** Line in the file, as a spreadsheet shows it. */
  row: number;
  cells: readonly string[];
  person: Partial<Person>;
  accountEnabled?: boolean;
  /** Left out: the row has no value of its own. */
  own?: OwnCells;
  /** The own columns as understood. skuIds; empty: the row says that there are to be none. */
  licenses?: readonly string[];
  groups?: readonly GroupRef[];
  manager?: ManagerRef;
  recipients?: readonly string[];
}

/** A subscribed SKU with its product name. Units as Graph counts them. */
export interface License {
  skuId: string;
  skuPartNumber: string;
  /** Microsoft's product name, or the part number where the table has none. */
  name: string;
  /** enabled + warning units. */
  total: number;
  consumed: number;
  /** max(0, total - consumed), without those that are promised. */
  left: number;
  /** Seats kept for approved requests and running jobs of others. Left out: none. */
  promised?: number;
  /** Units in grace after expiry; seats that depend on them deserve a warning. */
  warning: number;
  /** Units of a cancelled subscription, suspended or locked out: nobody can be given them. Left out: none. */
  suspended?: number;
  /** Services that can be switched off for one person. Left out: none. */
  servicePlans?: readonly ServicePlan[];
  /** False for Company SKUs and for suspended, deleted or locked-out subscriptions. */
  assignable: boolean;
}

/** What the directory holds. */
export interface Account {
  id: string;
  userPrincipalName: string;
  displayName: string;
  employeeId?: string;
  accountEnabled?: boolean;
  usageLocation?: string;
  /** A tag such as `de-AT`, only where it was asked for, and where there is one. */
  preferredLanguage?: string;
  /** Only where it was asked for, and where there is one. */
  mail?: string;
  /** Every other mail address of theirs, only where it was asked for. */
  addresses?: readonly string[];
  /** skuIds. */
  licenses?: readonly string[];
  createdDateTime?: string;
  /** It comes from an on-premises Active Directory, which owns its password and most of its properties. */
  synced?: true;
}

/**
 * How first passwords get to people. `password`: a mail with the password; `link`: a mail with a link that shows it
 * once; `pass`: such a link, which makes a Temporary Access Pass instead of showing the password; `show`: to the
 * requester alone, in the chat.
 */
export type PasswordDelivery = 'password' | 'link' | 'pass' | 'show';

/** A license that an account holds. */
export interface HeldLicense {
  skuId: string;
  /** servicePlanIds that are switched off. */
  disabledPlans: readonly string[];
  /** It comes from a group, so that it cannot be taken from the account alone. */
  inherited: boolean;
}

/** One service of a license. */
export interface ServicePlan {
  servicePlanId: string;
  name: string;
}

/** A license to be given, without these services. */
export type LicenseChoice = Pick<HeldLicense, 'skuId' | 'disabledPlans'>;

/** An account with its licenses as they are now. */
export interface Holdings extends Account {
  held: readonly HeldLicense[];
}

/** An account with what helpdesk staff look up. */
export interface Profile extends Holdings {
  mail?: string;
  jobTitle?: string;
  department?: string;
  officeLocation?: string;
  businessPhones?: string;
  mobilePhone?: string;
  city?: string;
  country?: string;
  manager?: { displayName: string; userPrincipalName: string };
  /** Names of groups it is in, also by way of another group. */
  groups: readonly string[];
  /** Names of directory roles it holds, also by way of a group, such as `User Administrator`. */
  adminRoles: readonly string[];
  /** Rollcall may not read its groups and roles in this tenant, so that none are named. */
  membershipsHidden?: true;
}

/**
 * Why nobody can be put into a group from here. `dynamic`: a rule decides who is in it. `synced`: it comes from Active
 * Directory. `mail`: a distribution list or mail-enabled security group, which Exchange keeps. `role`: it can hold
 * directory roles, so that its members would become admins.
 */
export type GroupClosure = 'dynamic' | 'synced' | 'mail' | 'role';

/** A group as a request names it. */
export interface GroupRef {
  id: string;
  displayName: string;
}

/** Somebody's manager as a request names them. */
export interface ManagerRef {
  userPrincipalName: string;
  /** Object id. Left out: a person of the same request, who has to be created first. */
  id?: string;
}

/** A group of the directory. */
export interface Group extends GroupRef {
  description?: string;
  mail?: string;
  /** Left out: people can be added to it. */
  closed?: GroupClosure;
  /** skuIds that its members get with it. Left out: none. */
  licenses?: readonly string[];
}

/** Settings for every person of a request. A value in a row wins over these. */
export interface RequestSettings {
  accountEnabled: boolean;
  usageLocation: string;
  /** skuIds. */
  licenses: readonly string[];
  /** Groups that everybody is put into; left out: none. */
  groups?: readonly GroupRef[];
  /** At most five mail addresses that get the first passwords. */
  recipients: readonly string[];
  /** Left out: `password`. */
  delivery?: PasswordDelivery;
}

import type { PersonField, PersonState } from '../../domain/acts.ts';
import type { AdminRole } from '../../domain/adminRoles.ts';
import type { RollcallError } from '../../domain/errors.ts';
import type { Domain, Holder, Organization } from '../../domain/tenant.ts';
import type {
  Account,
  CustomerId,
  Group,
  Holdings,
  License,
  LicenseChoice,
  Person,
  Profile,
  ServicePlan,
} from '../../domain/terms.ts';
import type { Secret } from '../../secrets/secret.ts';

/** Everything one create needs. The caller has it on disk before the call. */
export interface CreateIntent {
  /** Written to the account as the ownership marker. */
  operationId: string;
  person: Person;
  accountEnabled: boolean;
  password: Secret<string>;
}

/** What became of one create. `doubt` and `conflict` must be looked up; they are never sent again blindly. */
export type CreateOutcome =
  | { status: 'created'; account: Account }
  /** The user name is in use: by us, if the marker says so. */
  | { status: 'conflict'; error: RollcallError }
  /** No answer, a 5xx or a reset: it may have happened. */
  | { status: 'doubt'; error: RollcallError }
  /** Nothing was created (throttled, or never sent); try the same again after `afterMs`. */
  | { status: 'later'; afterMs: number; error: RollcallError }
  /** Graph refuses the password itself; nothing was created. */
  | { status: 'passwordRefused'; error: RollcallError }
  /** Nothing was created and the same call will not succeed. */
  | { status: 'refused'; error: RollcallError };

/** All SKUs of a person, in one call. */
export interface LicenseIntent {
  objectId: string;
  /** skuIds. */
  licenses: readonly string[];
}

/** One person into one group. */
export interface GroupIntent {
  objectId: string;
  groupId: string;
}

/** One person's manager; both are object ids. */
export interface ManagerIntent {
  objectId: string;
  managerId: string;
}

/** What is written to somebody who exists, in one call. An empty text clears the field. */
export interface PersonChange {
  fields?: Readonly<Partial<Record<PersonField, string>>>;
  /** All that are to be there; needed beside `fields` wherever there may be more than the one in it. */
  otherMails?: readonly string[];
  accountEnabled?: boolean;
  userPrincipalName?: string;
}

/** Graph refuses the password itself; nothing was changed. */
export interface PasswordRefused {
  status: 'passwordRefused';
  error: RollcallError;
}

export type StepOutcome =
  | { status: 'done' }
  /** Try again after `afterMs`: throttled, or a replication artefact right after create. */
  | { status: 'later'; afterMs: number; error: RollcallError }
  | { status: 'refused'; error: RollcallError };

/** An account as looked up after doubt: `marker` is the operationId that created it, if we can see one. */
export interface MarkedAccount extends Account {
  marker?: string;
}

/** One of the names asked about is in use. */
export interface TakenName {
  userPrincipalName: string;
  /** Of a deleted one with its licenses, where the directory tells them. */
  by: Account;
  /** Deleted in the last 30 days: the name comes free, or the account can be restored. */
  deleted: boolean;
}

/** An account that was deleted in the last 30 days, under the user name it had, with its licenses then. */
export interface DeletedAccount extends Holdings {
  /** ISO 8601. Left out: the directory does not say. */
  deletedDateTime?: string;
}

/** A change of one account's licenses, carried out as a whole or not at all. */
export interface LicenseChange {
  objectId: string;
  add: readonly LicenseChoice[];
  /** skuIds that the account holds itself. */
  remove: readonly string[];
}

/** The services that an account has by one of its licenses. */
export interface HeldPlans {
  skuId: string;
  plans: readonly (ServicePlan & { on: boolean })[];
}

/** A Temporary Access Pass: signs in once, for some minutes, in place of the password. */
export interface AccessPass {
  pass: Secret<string>;
  minutes: number;
}

/** How a write takes its place in the queue for the directory's quota. */
export interface WriteOptions {
  /** Writes that somebody waits for go ahead of `bulk`, which is the default. */
  priority?: 'interactive' | 'bulk';
  /** Ends the wait for the quota: what was not sent by then is `later`, with nothing done. */
  signal?: AbortSignal;
}

/** A customer's directory. Every method throws {@link RollcallError}; outcomes carry one. */
export interface Directory {
  readonly customer: CustomerId;
  /**
   * Milliseconds until the quota will have let so many writes of a bulk job through, as far as it is known; 0 when it
   * lets them all through now.
   */
  quotaMs(writes: number): number;
  readOrganization(): Promise<Organization>;
  listDomains(): Promise<Domain[]>;
  /** Every subscribed SKU, in no order. */
  listLicenses(): Promise<License[]>;
  /** Everybody who holds a license. Throws FORBIDDEN where the tenant or the app may not know who signs in. */
  listHolders(): Promise<Holder[]>;
  /** Which of these user names are in use, by live or by deleted accounts. Any number of names. */
  findTaken(userPrincipalNames: readonly string[]): Promise<TakenName[]>;
  /** Everybody who was deleted and can still be restored, in no order. */
  listDeleted(): Promise<DeletedAccount[]>;
  /** Live accounts whose name, user name or mail address begins like this: at most `most`. */
  findPeople(text: string, most: number): Promise<Account[]>;
  /** A live account; undefined when there is none with this object id. */
  readProfile(objectId: string): Promise<Profile | undefined>;
  /** Everything of a live account that can be changed; undefined when there is none with this object id. */
  readState(objectId: string): Promise<PersonState | undefined>;
  /** The licenses of a live account; undefined when there is none with this object id. */
  readHoldings(objectId: string): Promise<Holdings | undefined>;
  /** The same by user name, whatever its case: one entry for each that is there. Any number of names. */
  findHoldings(userPrincipalNames: readonly string[]): Promise<Holdings[]>;
  /** Object id → manager, for those who have one. What it does not know has none. Any number of ids. */
  listManagers(objectIds: readonly string[]): Promise<ReadonlyMap<string, Account>>;
  /**
   * The admin roles it has or could activate: directly, by way of groups, or over a part of the directory. Throws when
   * that cannot be told, FORBIDDEN with the permission that is missing.
   */
  listAdminRoles(objectId: string): Promise<AdminRole[]>;
  /** The services of each license an account holds, and which of them are switched off. */
  listServicePlans(objectId: string): Promise<HeldPlans[]>;
  /** Live accounts with the same display name or employee id. */
  findLookAlikes(person: Pick<Person, 'displayName' | 'employeeId'>): Promise<Account[]>;
  /** The same for many, in batches: live accounts with one of these display names or employee ids, each once. */
  findLookAlikesOf(
    people: readonly Partial<Pick<Person, 'displayName' | 'employeeId'>>[],
  ): Promise<Account[]>;
  /** At most 20, in one `$batch`; outcomes in the order of the intents. Never throws. */
  createAccounts(intents: readonly CreateIntent[], how?: WriteOptions): Promise<CreateOutcome[]>;
  /** Live account by user name, with its marker; undefined when there is none (yet). */
  lookUpAccount(userPrincipalName: string): Promise<MarkedAccount | undefined>;
  /** Groups whose name begins like this, at most `most`. */
  findGroups(text: string, most: number): Promise<Group[]>;
  /** Groups with these names or ids, whatever their case. A name may be that of several. Any number of them. */
  listGroups(namesOrIds: readonly string[]): Promise<Group[]>;
  /**
   * Which of these groups (ids) an account is in, also by way of other groups, in lower case; none for one that is not
   * there. Throws what reads throw.
   */
  findMemberships(objectId: string, groupIds: readonly string[]): Promise<string[]>;
  /** The same of a group. */
  findGroupMemberships(groupId: string, groupIds: readonly string[]): Promise<string[]>;
  /** People in a group, also by way of other groups, at most `most`; undefined for a group that is not there. */
  listMembers(groupId: string, most: number): Promise<Account[] | undefined>;
  /** Live accounts with these user names or object ids, whatever their case, with their mail addresses. Any number of them. */
  listAccounts(namesOrIds: readonly string[]): Promise<Account[]>;
  /** In `$batch`es of 20; outcomes in order. Somebody who is in the group already is `done`. Never throws. */
  addToGroups(intents: readonly GroupIntent[], how?: WriteOptions): Promise<StepOutcome[]>;
  /** In `$batch`es of 20; outcomes in order. Replaces whoever was the manager. Never throws. */
  setManagers(intents: readonly ManagerIntent[], how?: WriteOptions): Promise<StepOutcome[]>;
  /** At most 20, in one `$batch`; outcomes in order. Never throws. */
  assignLicenses(intents: readonly LicenseIntent[], how?: WriteOptions): Promise<StepOutcome[]>;
  /**
   * A deleted account as it was. Throws NAME_TAKEN when somebody has its name by now, NOT_FOUND when it is not among the
   * deleted ones.
   */
  restoreAccount(objectId: string, how?: WriteOptions): Promise<Account>;
  /** A new pass, which takes the place of the one before. Throws where the tenant does not allow it. */
  makeAccessPass(objectId: string): Promise<AccessPass>;
  /** At most 20, in one `$batch`; outcomes in order. Never throws. Removing what is not held is refused. */
  changeLicenses(changes: readonly LicenseChange[], how?: WriteOptions): Promise<StepOutcome[]>;
  /** Never throws. */
  setUsageLocation(objectId: string, usageLocation: string, how?: WriteOptions): Promise<StepOutcome>;
  /** Each says how things are to be, so it can be repeated. Never throws. */
  changePerson(objectId: string, change: PersonChange, how?: WriteOptions): Promise<StepOutcome>;
  /** Whoever has no manager is `done`. Never throws. */
  clearManager(objectId: string, how?: WriteOptions): Promise<StepOutcome>;
  /** Every sign-in has to be made anew, within minutes. Never throws. */
  revokeSessions(objectId: string, how?: WriteOptions): Promise<StepOutcome>;
  /** Answers everybody who writes to them, from now on. Whoever has no mailbox is `refused`. Never throws. */
  setAutomaticReply(objectId: string, text: string, how?: WriteOptions): Promise<StepOutcome>;
  /** Takes every way to sign in away but the password. Never throws. */
  removeSignInMethods(objectId: string, how?: WriteOptions): Promise<StepOutcome>;
  /** In `$batch`es of 20; outcomes in order. Somebody who is not in the group is `done`. Never throws. */
  removeFromGroups(intents: readonly GroupIntent[], how?: WriteOptions): Promise<StepOutcome[]>;
  /** A password that has to be changed at the next sign-in. May be sent again. Never throws. */
  setPassword(
    objectId: string,
    password: Secret<string>,
    how?: WriteOptions,
  ): Promise<StepOutcome | PasswordRefused>;
  /** When somebody's password was last changed, by them or by anybody else: milliseconds. Undefined: nobody knows. */
  readPasswordChange(objectId: string): Promise<number | undefined>;
  /** At most 20 object ids, in one `$batch`; outcomes in order. One that is gone already is `done`. Never throws. */
  deleteAccounts(objectIds: readonly string[], how?: WriteOptions): Promise<StepOutcome[]>;
}

export type DirectoryFor = (customer: CustomerId) => Directory;

import { CONTACT_PROPERTIES } from './contactProperties.ts';
import type { Group, GroupRef, Holdings, LicenseChoice, ManagerRef, PersonProperty } from './terms.ts';

/** What is kept of a person under Graph's own names, beside their user name. */
export type PersonField = Exclude<PersonProperty, 'userPrincipalName' | 'mailNickname'>;

/** The fields of a person who exists, in the order of the forms. */
export const PERSON_FIELDS = [
  'givenName',
  'surname',
  'displayName',
  ...CONTACT_PROPERTIES,
  'usageLocation',
] as const satisfies readonly PersonField[];

/** Microsoft: "Update user", sensitive actions: of admins, an app needs a higher role for these. */
export const SENSITIVE_FIELDS: readonly PersonField[] = ['businessPhones', 'mobilePhone', 'otherMails'];

/** Everything about somebody who exists that Rollcall can change, as it is now. */
export interface PersonState extends Holdings {
  /** Those that have a value. */
  fields: Readonly<Partial<Record<PersonField, string>>>;
  /** All of them; `fields` has the first. Left out: kept by the code of before, which knew the first alone. */
  otherMails?: readonly string[];
  /** They sign in with another organization's account. */
  guest?: true;
  manager?: Required<ManagerRef> & { displayName: string };
  /** There was a manager, and what was kept about them is deleted since. Only in what was kept. */
  managerForgotten?: true;
  /** Those they are in themselves. Left out: Rollcall may not read them in this tenant. */
  groups?: readonly Group[];
}

/** How somebody was: as much as is said beside what changes. `accountEnabled` left out: unknown, or sign-in stays as it is. */
export type StateBefore = Pick<PersonState, 'userPrincipalName' | 'fields' | 'manager' | 'accountEnabled'>;

/** One thing that is done to somebody who exists. Each says how it is to be, so that it can be repeated. */
export type Act =
  /** A deleted account comes back as it was. */
  | { kind: 'restore' }
  | { kind: 'block' }
  | { kind: 'signOut' }
  /** One that nobody is told. */
  | { kind: 'password' }
  /**
   * An empty text clears the field. `mails` says of otherMails, where `set` has the first, which ones take the place of
   * which; left out: asked for by the code of before.
   */
  | {
      kind: 'fields';
      set: Readonly<Partial<Record<PersonField, string>>>;
      mails?: { from: readonly string[]; to: readonly string[] };
    }
  /** Left out: nobody. */
  | { kind: 'manager'; manager?: Required<ManagerRef> }
  | { kind: 'rename'; userPrincipalName: string }
  /** An automatic reply to everybody who writes. */
  | { kind: 'reply'; text: string }
  /** Every way to sign in but the password. */
  | { kind: 'methods' }
  | { kind: 'leaveGroups'; groups: readonly GroupRef[] }
  | { kind: 'joinGroups'; groups: readonly GroupRef[] }
  /** `remove` holds skuIds. */
  | { kind: 'licenses'; add: readonly LicenseChoice[]; remove: readonly string[] }
  | { kind: 'allow' }
  /** The account. The directory keeps it for 30 days. */
  | { kind: 'delete' };

/**
 * Whoever is deleted has to be there first. Whoever is blocked is blocked before anything else, in a call of its own: seen live, a refused password kept a leaver
 * enabled. What needs the mailbox comes before what takes it away, a location comes before licenses, and nobody is let in before all is
 * as it is to be.
 */
const ORDER: readonly Act['kind'][] = [
  'restore',
  'block',
  'signOut',
  'password',
  'fields',
  'manager',
  'rename',
  'reply',
  'methods',
  'leaveGroups',
  'joinGroups',
  'licenses',
  'allow',
  'delete',
];

/** In the order in which they are carried out. */
export function orderActs(acts: readonly Act[]): Act[] {
  return [...acts].sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
}

/** Of somebody's state what acts change. */
export function pickBefore(
  { userPrincipalName, fields, manager, accountEnabled }: PersonState,
  acts: readonly Act[],
): StateBefore {
  const set = acts.flatMap((act) => (act.kind === 'fields' ? Object.keys(act.set) : []));
  const isManaged = manager !== undefined && acts.some(({ kind }) => kind === 'manager');
  const isSignIn = acts.some(({ kind }) => kind === 'block' || kind === 'allow');
  return {
    userPrincipalName,
    fields: Object.fromEntries(Object.entries(fields).filter(([name]) => set.includes(name))),
    ...(isManaged ? { manager } : {}),
    ...(isSignIn && accountEnabled !== undefined ? { accountEnabled } : {}),
  };
}

/** The groups that acts put somebody into. */
export function groupsJoined(acts: readonly Act[] = []): readonly GroupRef[] {
  return acts.flatMap((act) => (act.kind === 'joinGroups' ? act.groups : []));
}

/** The licenses that acts give, or give again with other services. */
export function licensesAdded(acts: readonly Act[] = []): readonly LicenseChoice[] {
  return acts.flatMap((act) => (act.kind === 'licenses' ? act.add : []));
}

/**
 * All of otherMails, given how they are now, once an act is done: whatever it does not name stays, and doing it twice
 * changes nothing more. Undefined where it does not change them.
 */
export function mailsAfter(
  now: readonly string[],
  { set, mails }: Act & { kind: 'fields' },
): readonly string[] | undefined {
  if (set.otherMails === undefined) return undefined;
  const { from, to } = mails ?? {
    from: now.slice(0, 1),
    to: set.otherMails === '' ? [] : [set.otherMails],
  };
  const named = new Set([...from, ...to].map((mail) => mail.toLowerCase()));
  return [...to, ...now.filter((mail) => !named.has(mail.toLowerCase()))];
}

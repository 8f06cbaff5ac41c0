import type { PersonState } from '../../../src/domain/acts.ts';
import { type ErrorCode, RollcallError } from '../../../src/domain/errors.ts';
import type { Domain } from '../../../src/domain/tenant.ts';
import type { Account, Group, HeldLicense, License, Profile } from '../../../src/domain/terms.ts';
import type { WritePacer } from '../../../src/graph/client/writePacer.ts';
import { Secret } from '../../../src/secrets/secret.ts';
import type {
  CreateIntent,
  CreateOutcome,
  Directory,
  GroupIntent,
  LicenseChange,
  LicenseIntent,
  ManagerIntent,
  PersonChange,
  StepOutcome,
  WriteOptions,
} from '../../../src/service/ports/directory.ts';
import type { Clock } from '../../../src/service/ports/surroundings.ts';

/** What happens to one create on its way. `lostAfter` took effect, `lostBefore` did not. */
export type Fate =
  | 'answered'
  | 'lostBefore'
  | 'lostAfter'
  | 'throttled'
  | 'passwordRefused'
  | 'valuesDoubted'
  | 'refused'
  | 'forbidden';

interface Held extends Account {
  lastSignInDateTime?: string;
  held?: HeldLicense[];
  fields?: PersonState['fields'];
  otherMails?: readonly string[];
  guest?: true;
  marker?: string;
  password: string;
  /** When its password was set last; left out: nobody knows. */
  passwordSetAt?: number;
  visibleAt: number;
  deleted: boolean;
}

/** A made-up tenant. */
export interface FakeTenant {
  domains: readonly Domain[];
  accounts: Map<string, Held>;
  licenses: License[];
  /** Creates sent, in order. */
  sent: { userPrincipalName: string; operationId: string; password: string }[];
  licensed: { objectId: string; licenses: readonly string[] }[];
  groups: Group[];
  /** Group id, in lower case → whoever is in it, by whichever way: ids of people and of groups. */
  memberships: Map<string, string[]>;
  /** Object ids that were asked about, in order. */
  membershipsAsked: string[];
  /** Why it does not tell who is in which group. */
  membershipsFail?: RollcallError | undefined;
  /** The only one of whom it doesn't tell it, by object id. Left out: of anybody. */
  membershipsFailFor?: string | undefined;
  /** Why it does not find people. */
  peopleFail?: RollcallError;
  /** Why it does not tell its groups. */
  groupsFail?: RollcallError;
  /** Memberships that were made, and managers that were set, in order. */
  joined: GroupIntent[];
  managed: ManagerIntent[];
  /** What was done to people who exist, in order: `person`, `signOut` … and whom. */
  done: { what: string; objectId: string; change?: PersonChange }[];
  /** `done` and `later` take effect; the second loses its answer. */
  actFateOf: (what: string, objectId: string, nth: number) => StepOutcome;
  /** For each sending, by group id or the id of the manager. */
  groupFateOf: (intent: GroupIntent, nth: number) => StepOutcome;
  managerFateOf: (intent: ManagerIntent, nth: number) => StepOutcome;
  asked: string[][];
  /** Decides each create's fate; `nth` counts the sendings of this user name from 1. */
  fateOf: (intent: CreateIntent, nth: number) => Fate;
  licenseFateOf: (intent: LicenseIntent, nth: number) => StepOutcome;
  /** Reads show a new account this much later. */
  lagMs: number;
  /** Each write takes this long. */
  callMs: number;
  /** Creates wait this long for the quota before they are sent. */
  queueMs: number;
  /** Every create and license waits for it. */
  pacer?: WritePacer;
  away: boolean;
  quotaMs: (writes: number) => number;
  /** It allows no Temporary Access Pass. */
  passesOff: boolean;
  /** Why it does not say who signs in. */
  holdersFail?: RollcallError;
  /** Why it does not say who holds an admin role. */
  rolesFail?: RollcallError;
  /** Object id → names. */
  adminRoles: Map<string, string[]>;
  /** Object id → object id of the manager. */
  managers: Map<string, string>;
  /** Changes that were carried out. */
  changed: LicenseChange[];
  /** `done` and `later` take effect; the second loses its answer. */
  changeFateOf: (change: LicenseChange, nth: number) => StepOutcome;
  passwordsSet: string[];
  passwordFateOf: (nth: number) => 'answered' | 'lostBefore' | 'lostAfter' | 'passwordRefused';
  /** Puts somebody else's account there. */
  hold(userPrincipalName: string, displayName: string, more?: Partial<Held>): void;
  find(userPrincipalName: string): Held | undefined;
  /** A client of the tenant; once killed, its calls never return. */
  connect(): { directory: Directory; kill(): void };
}

export const E3: License = {
  skuId: '6fd2c87f-b296-42f0-b197-1e91e994b900',
  skuPartNumber: 'ENTERPRISEPACK',
  name: 'Office 365 E3',
  total: 25,
  consumed: 13,
  left: 12,
  warning: 0,
  assignable: true,
};
export const E5: License = {
  skuId: '06ebc4ee-1bb5-47dd-8120-11324bc54e06',
  skuPartNumber: 'SPE_E5',
  name: 'Microsoft 365 E5',
  total: 5,
  consumed: 5,
  left: 0,
  warning: 0,
  assignable: true,
};

const DOMAINS: Domain[] = [
  {
    id: 'contoso.com',
    isVerified: true,
    isDefault: true,
    isInitial: false,
    authenticationType: 'Managed',
  },
  {
    id: 'contoso.onmicrosoft.com',
    isVerified: true,
    isDefault: false,
    isInitial: true,
    authenticationType: 'Managed',
  },
  {
    id: 'corp.contoso.com',
    isVerified: true,
    isDefault: false,
    isInitial: false,
    authenticationType: 'Federated',
  },
];

export function fail(code: ErrorCode, message = 'Microsoft 365 says no.'): RollcallError {
  return new RollcallError(code, message, { next: 'Try again.' });
}

const AWAY: StepOutcome = { status: 'later', afterMs: 5_000, error: fail('DIRECTORY_DOWN') };
const UNSENT: StepOutcome & { status: 'later' } = {
  status: 'later',
  afterMs: 5_000,
  error: fail('THROTTLED'),
};

function profileOf(account: Held): Profile {
  return {
    ...account,
    held:
      account.held ??
      (account.licenses ?? []).map((skuId) => ({ skuId, disabledPlans: [], inherited: false })),
    groups: [],
    adminRoles: [],
  };
}

export function createFakeTenant(clock: Clock): FakeTenant {
  const nth = new Map<string, number>();
  let made = 0;

  const tenant: FakeTenant = {
    accounts: new Map(),
    domains: DOMAINS,
    licenses: [E5, E3],
    sent: [],
    licensed: [],
    groups: [],
    memberships: new Map(),
    membershipsAsked: [],
    joined: [],
    managed: [],
    done: [],
    actFateOf: () => ({ status: 'done' }),
    groupFateOf: () => ({ status: 'done' }),
    managerFateOf: () => ({ status: 'done' }),
    asked: [],
    fateOf: () => 'answered',
    managers: new Map(),
    adminRoles: new Map(),
    changed: [],
    changeFateOf: () => ({ status: 'done' }),
    passwordsSet: [],
    passwordFateOf: () => 'answered',
    licenseFateOf: () => ({ status: 'done' }),
    lagMs: 0,
    callMs: 10,
    queueMs: 0,
    away: false,
    quotaMs: () => 0,
    passesOff: false,
    hold(userPrincipalName, displayName, more = {}) {
      tenant.accounts.set(userPrincipalName.toLowerCase(), {
        id: `other-${tenant.accounts.size}`,
        userPrincipalName,
        displayName,
        password: 'not ours',
        passwordSetAt: 0,
        visibleAt: 0,
        deleted: false,
        ...more,
      });
    },
    find: (userPrincipalName) => tenant.accounts.get(userPrincipalName.toLowerCase()),
    connect,
  };

  function count(key: string): number {
    const times = (nth.get(key) ?? 0) + 1;
    nth.set(key, times);
    return times;
  }

  function create({ person, operationId, password }: CreateIntent): CreateOutcome {
    const key = person.userPrincipalName.toLowerCase();
    if (tenant.accounts.has(key)) return { status: 'conflict', error: fail('NAME_TAKEN') };
    made += 1;
    const account: Held = {
      id: `object-${made}`,
      userPrincipalName: person.userPrincipalName,
      displayName: person.displayName,
      marker: operationId,
      createdDateTime: new Date(clock.now()).toISOString(),
      password: password.reveal(),
      passwordSetAt: clock.now(),
      visibleAt: clock.now() + tenant.lagMs,
      deleted: false,
    };
    tenant.accounts.set(key, account);
    return { status: 'created', account };
  }

  function send(intent: CreateIntent): CreateOutcome {
    const { userPrincipalName } = intent.person;
    tenant.sent.push({
      userPrincipalName,
      operationId: intent.operationId,
      password: intent.password.reveal(),
    });
    if (tenant.away) return { status: 'later', afterMs: 5_000, error: fail('DIRECTORY_DOWN') };
    switch (tenant.fateOf(intent, count(userPrincipalName))) {
      case 'answered':
        return create(intent);
      case 'lostAfter':
        create(intent);
        return { status: 'doubt', error: fail('DIRECTORY_DOWN') };
      case 'lostBefore':
        return { status: 'doubt', error: fail('DIRECTORY_DOWN') };
      case 'throttled':
        return { status: 'later', afterMs: 3_000, error: fail('THROTTLED') };
      case 'passwordRefused':
        return { status: 'passwordRefused', error: fail('PASSWORD_REFUSED') };
      case 'valuesDoubted':
        return { status: 'later', afterMs: 3_000, error: fail('VALUE_INVALID') };
      case 'refused':
        return { status: 'refused', error: fail('VALUE_INVALID', 'The job title is not accepted.') };
      case 'forbidden':
        return { status: 'refused', error: fail('FORBIDDEN') };
    }
  }

  function byId(objectId: string): Held | undefined {
    return [...tenant.accounts.values()].find(({ id, deleted }) => id === objectId && !deleted);
  }

  function changeOne(change: LicenseChange): StepOutcome {
    if (tenant.away) return AWAY;
    const outcome = tenant.changeFateOf(change, count(`change ${change.objectId}`));
    if (outcome.status === 'refused') return outcome;
    const held = byId(change.objectId);
    if (held === undefined) return { status: 'refused', error: fail('NOT_FOUND') };
    const own = new Map((held.held ?? []).map((one) => [one.skuId, one]));
    if (change.remove.some((skuId) => !own.has(skuId))) {
      return { status: 'refused', error: fail('NOT_FOUND', 'Not held.') };
    }
    for (const skuId of change.remove) own.delete(skuId);
    for (const one of change.add) own.set(one.skuId, { ...one, inherited: false });
    held.held = [...own.values()];
    tenant.changed.push(change);
    return outcome;
  }

  /** One thing done to somebody who exists. */
  function act(
    what: string,
    objectId: string,
    work: (held: Held) => void,
    change?: PersonChange,
  ): StepOutcome {
    if (tenant.away) return AWAY;
    const outcome = tenant.actFateOf(what, objectId, count(`${what} ${objectId}`));
    if (outcome.status === 'refused') return outcome;
    const held = byId(objectId);
    if (held === undefined) return { status: 'refused', error: fail('NOT_FOUND') };
    work(held);
    tenant.done.push({ what, objectId, ...(change === undefined ? {} : { change }) });
    return outcome;
  }

  function changeHeld(
    held: Held,
    { fields = {}, otherMails, accountEnabled, userPrincipalName }: PersonChange,
  ): void {
    const kept = Object.entries({ ...held.fields, ...fields }).filter(([, value]) => value !== '');
    held.fields = Object.fromEntries(kept);
    if (fields.otherMails !== undefined) {
      held.otherMails = otherMails ?? (fields.otherMails === '' ? [] : [fields.otherMails]);
    }
    if (fields.displayName !== undefined) held.displayName = fields.displayName;
    if (fields.usageLocation !== undefined) held.usageLocation = fields.usageLocation;
    if (accountEnabled !== undefined) held.accountEnabled = accountEnabled;
    if (userPrincipalName === undefined) return;
    tenant.accounts.delete(held.userPrincipalName.toLowerCase());
    held.userPrincipalName = userPrincipalName;
    tenant.accounts.set(userPrincipalName.toLowerCase(), held);
  }

  function stateOf(held: Held): PersonState {
    const { displayName, usageLocation } = held;
    const { otherMails: first, ...fields } = held.fields ?? {};
    const otherMails = held.otherMails ?? (first === undefined ? [] : [first]);
    const manager = byId(tenant.managers.get(held.id) ?? '');
    const isIn = ({ id }: Group): boolean =>
      tenant.joined.some((one) => one.objectId === held.id && one.groupId === id);
    return {
      ...held,
      held: profileOf(held).held,
      fields: {
        displayName,
        ...(usageLocation === undefined ? {} : { usageLocation }),
        ...fields,
        ...(otherMails[0] === undefined ? {} : { otherMails: otherMails[0] }),
      },
      otherMails,
      ...(manager === undefined ? {} : { manager }),
      groups: tenant.groups.filter(isIn),
    };
  }

  function membershipsOf(id: string, groupIds: readonly string[]): string[] {
    const wanted = groupIds.map((one) => one.toLowerCase());
    return wanted.filter((one) => tenant.memberships.get(one)?.includes(id));
  }

  function listHeld(names: readonly string[]): Held[] {
    return names.flatMap((name) => tenant.find(name) ?? []);
  }

  function connect(): { directory: Directory; kill(): void } {
    let dead = false;
    const call = async <T>(work: () => T): Promise<T> => {
      if (dead) return new Promise(() => undefined);
      await clock.sleep(tenant.callMs / 2);
      const result = work();
      await clock.sleep(tenant.callMs / 2);
      return dead ? new Promise(() => undefined) : result;
    };
    /** Waits in the queue for the quota; false when the wait was ended, and nothing is sent. */
    const isItsTurn = async ({ signal }: WriteOptions = {}): Promise<boolean> => {
      if (tenant.queueMs > 0) await clock.sleep(tenant.queueMs, signal);
      return !signal?.aborted;
    };
    /** Reads answer in no time, so that a test can look at a job without letting it go on. */
    const read = async <T>(work: () => T): Promise<T> => {
      await Promise.resolve();
      if (dead) return new Promise(() => undefined);
      if (tenant.away) throw fail('DIRECTORY_DOWN', "Microsoft 365 can't be reached.");
      return work();
    };
    const directory: Directory = {
      customer: 'contoso',
      quotaMs: (writes) => tenant.quotaMs(writes),
      deleteAccounts: async (objectIds, how) => {
        if (!(await isItsTurn(how))) return objectIds.map(() => UNSENT);
        return call(() =>
          objectIds.map((id): StepOutcome => {
            if (tenant.away) return { status: 'later', afterMs: 5_000, error: fail('DIRECTORY_DOWN') };
            for (const [key, account] of tenant.accounts) if (account.id === id) tenant.accounts.delete(key);
            return { status: 'done' };
          }),
        );
      },
      restoreAccount: async (objectId, how) => {
        if (!(await isItsTurn(how))) throw fail('THROTTLED');
        return read(() => {
          const held = [...tenant.accounts.values()].find(({ id, deleted }) => id === objectId && deleted);
          if (held === undefined) throw fail('NOT_FOUND');
          held.deleted = false;
          return held;
        });
      },
      makeAccessPass: (objectId) =>
        call(() => {
          if (tenant.passesOff) throw fail('DIRECTORY_REFUSED', 'No Temporary Access Pass is allowed.');
          return { pass: new Secret(`pass-of-${objectId}`), minutes: 60 };
        }),
      readOrganization: () =>
        read(() => ({
          tenantId: 't',
          displayName: 'Contoso',
          verifiedDomains: tenant.domains.filter(({ isVerified }) => isVerified).map(({ id }) => id),
          defaultUsageLocation: 'US',
        })),
      listDomains: () => read(() => [...tenant.domains]),
      listLicenses: () => read(() => tenant.licenses),
      listHolders: () =>
        read(() => {
          if (tenant.holdersFail !== undefined) throw tenant.holdersFail;
          return [...tenant.accounts.values()].flatMap((one) =>
            one.licenses === undefined || one.deleted ? [] : [{ ...one, licenses: one.licenses }],
          );
        }),
      listDeleted: () =>
        read(() =>
          [...tenant.accounts.values()]
            .filter(({ deleted }) => deleted)
            .map((one) => ({
              ...one,
              held: profileOf(one).held,
              deletedDateTime: '2026-08-20T12:00:00Z',
            })),
        ),
      findPeople: (text, most) =>
        read(() => {
          if (tenant.peopleFail !== undefined) throw tenant.peopleFail;
          return [...tenant.accounts.values()]
            .filter(({ displayName, userPrincipalName, mail = '', deleted }) => {
              const names = [displayName, userPrincipalName, mail].map((name) => name.toLowerCase());
              return !deleted && names.some((name) => name.startsWith(text.toLowerCase()));
            })
            .slice(0, most);
        }),
      listManagers: (objectIds) =>
        read(() => {
          const known = objectIds.flatMap((id) => {
            const manager = byId(tenant.managers.get(id) ?? '');
            return manager === undefined ? [] : [[id, manager] as const];
          });
          return new Map(known);
        }),
      readProfile: (objectId) =>
        read(() => {
          const held = byId(objectId);
          return held === undefined ? undefined : profileOf(held);
        }),
      readState: (objectId) =>
        read(() => {
          const held = byId(objectId);
          return held === undefined ? undefined : stateOf(held);
        }),
      changePerson: (objectId, change) =>
        call(() => act('person', objectId, (held) => changeHeld(held, change), change)),
      clearManager: (objectId) =>
        call(() => act('clearManager', objectId, () => void tenant.managers.delete(objectId))),
      setAutomaticReply: async (objectId, _text, how) =>
        (await isItsTurn(how)) ? call(() => act('reply', objectId, () => undefined)) : UNSENT,
      removeSignInMethods: async (objectId, how) =>
        (await isItsTurn(how)) ? call(() => act('methods', objectId, () => undefined)) : UNSENT,
      revokeSessions: (objectId) => call(() => act('signOut', objectId, () => undefined)),
      removeFromGroups: (intents) =>
        call(() =>
          intents.map(({ objectId, groupId }) =>
            act(`leave ${groupId}`, objectId, () => {
              tenant.joined = tenant.joined.filter(
                (one) => one.objectId !== objectId || one.groupId !== groupId,
              );
            }),
          ),
        ),
      listServicePlans: () => read(() => []),
      readHoldings: (objectId) =>
        read(() => {
          const held = byId(objectId);
          return held === undefined ? undefined : profileOf(held);
        }),
      findHoldings: (names) =>
        read(() =>
          listHeld(names)
            .filter(({ deleted }) => !deleted)
            .map(profileOf),
        ),
      listAdminRoles: (objectId) =>
        read(() => {
          if (tenant.rolesFail !== undefined) throw tenant.rolesFail;
          return (tenant.adminRoles.get(objectId) ?? []).map((role) => ({ id: role, name: role }));
        }),
      changeLicenses: async (changes, how) =>
        (await isItsTurn(how)) ? call(() => changes.map(changeOne)) : changes.map(() => UNSENT),
      setUsageLocation: (objectId, usageLocation) =>
        call((): StepOutcome => {
          if (tenant.away) return AWAY;
          const held = byId(objectId);
          if (held !== undefined) held.usageLocation = usageLocation;
          return { status: 'done' };
        }),
      setPassword: async (objectId, password, how) => {
        if (!(await isItsTurn(how))) return UNSENT;
        return call(() => {
          if (tenant.away) return AWAY;
          const held = byId(objectId);
          const fate = tenant.passwordFateOf(count(`password ${objectId}`));
          tenant.passwordsSet.push(password.reveal());
          if (fate === 'passwordRefused') return { status: fate, error: fail('PASSWORD_REFUSED') };
          if (held !== undefined && fate !== 'lostBefore') {
            held.password = password.reveal();
            held.passwordSetAt = clock.now();
          }
          return fate === 'answered' ? { status: 'done' } : AWAY;
        });
      },
      readPasswordChange: (objectId) => read(() => byId(objectId)?.passwordSetAt),
      findTaken: (names) =>
        read(() => {
          tenant.asked.push([...names]);
          return listHeld(names).map(({ userPrincipalName, deleted, ...by }) => ({
            userPrincipalName,
            deleted,
            by: { ...by, userPrincipalName },
          }));
        }),
      findLookAlikes: ({ displayName }) =>
        read(() =>
          [...tenant.accounts.values()].filter((one) => !one.deleted && one.displayName === displayName),
        ),
      findLookAlikesOf: (people) =>
        read(() => {
          const names = new Set(people.map(({ displayName }) => displayName?.toLowerCase()));
          const ids = new Set(people.flatMap(({ employeeId }) => employeeId?.toLowerCase() ?? []));
          const isAlike = ({ displayName, employeeId }: Account): boolean =>
            names.has(displayName.toLowerCase()) || ids.has(employeeId?.toLowerCase() ?? '');
          return [...tenant.accounts.values()].filter((one) => !one.deleted && isAlike(one));
        }),
      findGroups: (text, most) =>
        read(() =>
          tenant.groups
            .filter(({ displayName }) => displayName.toLowerCase().startsWith(text.toLowerCase()))
            .slice(0, most),
        ),
      listGroups: (namesOrIds) =>
        read(() => {
          if (tenant.groupsFail !== undefined) throw tenant.groupsFail;
          const asked = namesOrIds.map((text) => text.toLowerCase());
          return tenant.groups.filter(({ id, displayName }) =>
            [id, displayName].some((text) => asked.includes(text.toLowerCase())),
          );
        }),
      findMemberships: (objectId, groupIds) =>
        read(() => {
          tenant.membershipsAsked.push(objectId);
          const { membershipsFail, membershipsFailFor = objectId } = tenant;
          if (membershipsFail !== undefined && membershipsFailFor === objectId) throw membershipsFail;
          return membershipsOf(objectId, groupIds);
        }),
      findGroupMemberships: (groupId, groupIds) => read(() => membershipsOf(groupId, groupIds)),
      listMembers: (groupId, most) =>
        read(() => {
          if (tenant.membershipsFail !== undefined) throw tenant.membershipsFail;
          const members = tenant.memberships.get(groupId.toLowerCase());
          return members?.flatMap((id) => byId(id) ?? []).slice(0, most);
        }),
      listAccounts: (namesOrIds) =>
        read(() => {
          const asked = namesOrIds.map((text) => text.toLowerCase());
          return [...tenant.accounts.values()].filter(
            ({ id, userPrincipalName, deleted }) =>
              !deleted && [id, userPrincipalName].some((text) => asked.includes(text.toLowerCase())),
          );
        }),
      addToGroups: (intents) =>
        call(() =>
          intents.map((intent): StepOutcome => {
            if (tenant.away) return { status: 'later', afterMs: 5_000, error: fail('DIRECTORY_DOWN') };
            const outcome = tenant.groupFateOf(intent, count(`${intent.objectId} ${intent.groupId}`));
            if (outcome.status === 'done') tenant.joined.push(intent);
            return outcome;
          }),
        ),
      setManagers: (intents) =>
        call(() =>
          intents.map((intent): StepOutcome => {
            if (tenant.away) return { status: 'later', afterMs: 5_000, error: fail('DIRECTORY_DOWN') };
            const outcome = tenant.managerFateOf(intent, count(`${intent.objectId} manager`));
            if (outcome.status === 'done') {
              tenant.managed.push(intent);
              tenant.managers.set(intent.objectId, intent.managerId);
            }
            return outcome;
          }),
        ),
      createAccounts: async (intents, how = {}) => {
        await tenant.pacer?.take(intents.length, 'bulk', how.signal);
        if (!(await isItsTurn(how))) return intents.map(() => UNSENT);
        return call(() => intents.map(send));
      },
      lookUpAccount: (name) =>
        read(() => {
          const held = tenant.find(name);
          return held === undefined || held.deleted || held.visibleAt > clock.now() ? undefined : held;
        }),
      assignLicenses: async (intents) => {
        await tenant.pacer?.take(intents.length, 'bulk');
        return call(() =>
          intents.map((intent): StepOutcome => {
            if (tenant.away) return { status: 'later', afterMs: 5_000, error: fail('DIRECTORY_DOWN') };
            const outcome = tenant.licenseFateOf(intent, count(intent.objectId));
            if (outcome.status === 'done') tenant.licensed.push(intent);
            return outcome;
          }),
        );
      },
    };
    return {
      directory,
      kill() {
        dead = true;
      },
    };
  }

  return tenant;
}

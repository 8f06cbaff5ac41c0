import { type Act, orderActs, PERSON_FIELDS, type PersonField, type PersonState } from '../../domain/acts.ts';
import type { Group, HeldLicense, LicenseChoice } from '../../domain/terms.ts';
import type { CustomerFacts } from '../facts/customerFacts.ts';
import type { Directory } from '../ports/directory.ts';
import { CHANGING_WORDS } from './words.ts';

const SAYS = CHANGING_WORDS.stays;

type FieldsAct = Act & { kind: 'fields' };

/** What leads from how somebody is now back to how they were, and what of it cannot be done. */
export interface Differences {
  acts: Act[];
  /** skuIds that are given anew. */
  licenses: string[];
  /** In whole sentences. */
  cannot: string[];
}

/** Graph states no order for them. A snapshot of the code of before has the first alone, and says nothing of others. */
function listMails(then: PersonState, { otherMails: there = [] }: PersonState): Pick<FieldsAct, 'mails'> {
  const first = then.fields.otherMails;
  const to = then.otherMails ?? (first === undefined ? [] : [first]);
  const isWhole = then.otherMails !== undefined || first === undefined;
  const isThere = to.every((mail) => there.includes(mail));
  if (isThere && (!isWhole || there.length === to.length)) return {};
  return { mails: { from: isWhole ? there : there.slice(0, 1), to } };
}

function listFields(before: PersonState, after: PersonState): Differences {
  const { fields: then } = before;
  const { fields: now } = after;
  const changed = PERSON_FIELDS.flatMap((name): [PersonField, string][] =>
    name === 'otherMails' || (then[name] ?? '') === (now[name] ?? '') ? [] : [[name, then[name] ?? '']],
  );
  const { mails } = listMails(before, after);
  const set: Partial<Record<PersonField, string>> = {
    ...Object.fromEntries(changed),
    ...(mails === undefined ? {} : { otherMails: mails.to[0] ?? '' }),
  };
  const cannot: string[] = [];
  if (set.usageLocation === '') {
    delete set.usageLocation;
    cannot.push(SAYS.location);
  }
  const acts: Act[] =
    Object.keys(set).length === 0 ? [] : [{ kind: 'fields', set, ...(mails === undefined ? {} : { mails }) }];
  return { acts, licenses: [], cannot };
}

async function listManager(
  directory: Directory,
  { manager: then, managerForgotten }: PersonState,
  { manager: now }: PersonState,
): Promise<Differences> {
  if (managerForgotten) {
    const cannot = [SAYS.managerForgotten];
    return { acts: [], licenses: [], cannot };
  }
  if (then?.id === now?.id) return { acts: [], licenses: [], cannot: [] };
  if (then === undefined) return { acts: [{ kind: 'manager' }], licenses: [], cannot: [] };
  const [found] = await directory.listAccounts([then.id]);
  if (found === undefined) {
    const gone = SAYS.managerGone(then.displayName);
    return { acts: [], licenses: [], cannot: [gone] };
  }
  const manager = { id: found.id, userPrincipalName: found.userPrincipalName };
  return { acts: [{ kind: 'manager', manager }], licenses: [], cannot: [] };
}

async function listName(directory: Directory, then: PersonState, now: PersonState): Promise<Differences> {
  const { userPrincipalName } = then;
  // Capitals too: they were somebody's change.
  if (userPrincipalName === now.userPrincipalName) {
    return { acts: [], licenses: [], cannot: [] };
  }
  const taken = await directory.findTaken([userPrincipalName]);
  if (taken.some(({ by, deleted }) => !deleted && by.id !== now.id)) {
    const cannot = [SAYS.nameTaken(userPrincipalName)];
    return { acts: [], licenses: [], cannot };
  }
  return { acts: [{ kind: 'rename', userPrincipalName }], licenses: [], cannot: [] };
}

/** Of the groups somebody was in, and of those they are in now. Throws what the directory throws. */
export async function listGroups(
  directory: Directory,
  { groups: then }: Pick<PersonState, 'groups'>,
  { groups: now }: Pick<PersonState, 'groups'>,
): Promise<Differences> {
  if (then === undefined || now === undefined) {
    const cannot = [SAYS.groupsHidden];
    return { acts: [], licenses: [], cannot };
  }
  const missing = then.filter(({ id }) => now.every((one) => one.id !== id));
  const more = now.filter(({ id }) => then.every((one) => one.id !== id));
  const known = await directory.listGroups(missing.map(({ id }) => id));
  const cannot: string[] = [];
  const isOpen = (group: Group): boolean => {
    if (group.closed === undefined) return true;
    cannot.push(SAYS.groupClosed(group.displayName, SAYS.closed[group.closed]));
    return false;
  };
  const join = missing.flatMap(({ id, displayName }) => {
    const group = known.find((one) => one.id === id);
    if (group === undefined) cannot.push(SAYS.groupGone(displayName));
    return group !== undefined && isOpen(group) ? [{ id, displayName: group.displayName }] : [];
  });
  const leave = more.filter(isOpen).map(({ id, displayName }) => ({ id, displayName }));
  return {
    acts: [
      ...(leave.length === 0 ? [] : [{ kind: 'leaveGroups' as const, groups: leave }]),
      ...(join.length === 0 ? [] : [{ kind: 'joinGroups' as const, groups: join }]),
    ],
    licenses: [],
    cannot,
  };
}

function samePlans(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((plan) => other.includes(plan));
}

/** What comes from a group comes and goes with the group. */
function listLicenses(facts: CustomerFacts, then: PersonState, now: PersonState): Differences {
  const direct = ({ held }: PersonState): HeldLicense[] => held.filter(({ inherited }) => !inherited);
  const own = new Map(direct(now).map((one) => [one.skuId, one]));
  const cannot: string[] = [];
  const add = direct(then).flatMap(({ skuId, disabledPlans }): LicenseChoice[] => {
    const held = own.get(skuId);
    if (held !== undefined && samePlans(held.disabledPlans, disabledPlans)) return [];
    const license = facts.licenses.find((one) => one.skuId === skuId);
    if (held === undefined && license?.assignable !== true) {
      cannot.push(SAYS.noSubscription(license?.name ?? skuId));
      return [];
    }
    return [{ skuId, disabledPlans }];
  });
  const before = new Set(direct(then).map(({ skuId }) => skuId));
  const remove = [...own.keys()].filter((skuId) => !before.has(skuId));
  const licenses = add.map(({ skuId }) => skuId).filter((skuId) => !own.has(skuId));
  if (licenses.length > 0 && then.usageLocation === undefined && now.usageLocation === undefined) {
    cannot.push(SAYS.noLocation);
    return { acts: remove.length === 0 ? [] : [{ kind: 'licenses', add: [], remove }], licenses: [], cannot };
  }
  const acts: Act[] = add.length + remove.length === 0 ? [] : [{ kind: 'licenses', add, remove }];
  return { acts, licenses, cannot };
}

function listSignIn(then: PersonState, now: PersonState): Differences {
  const isSame = (then.accountEnabled ?? true) === (now.accountEnabled ?? true);
  const kind = then.accountEnabled === false ? 'block' : 'allow';
  return { acts: isSame ? [] : [{ kind }], licenses: [], cannot: [] };
}

/** Throws what the directory throws. */
export async function listDifferences(
  directory: Directory,
  facts: CustomerFacts,
  then: PersonState,
  now: PersonState,
): Promise<Differences> {
  const parts = [
    listFields(then, now),
    await listManager(directory, then, now),
    await listName(directory, then, now),
    await listGroups(directory, then, now),
    listLicenses(facts, then, now),
    listSignIn(then, now),
  ];
  return {
    acts: orderActs(parts.flatMap(({ acts }) => acts)),
    licenses: parts.flatMap(({ licenses }) => licenses),
    cannot: parts.flatMap(({ cannot }) => cannot),
  };
}

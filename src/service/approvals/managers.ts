import { RollcallError } from '../../domain/errors.ts';
import type { ApprovalRule } from '../../domain/policy/approvalPolicy.ts';
import { findHuman } from '../../domain/policy/policy.ts';
import { findAccount, idOfUnnamed, readUnnamed } from '../../domain/policy/roleGroups.ts';
import type { Account, Actor } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import type { AskedPerson, ManagerApprover, RequestRecord } from '../ports/requests.ts';
import { readActorNames } from '../roleGroups/lastNames.ts';
import { APPROVAL_REFUSALS } from './words.ts';

const { ask: SAYS, decide: DECIDE } = APPROVAL_REFUSALS;

/** Who is asked as a manager, and why others are not. */
export interface AskedManagers {
  found: readonly ManagerApprover[];
  /** A sentence; left out when everybody it is for has a manager who may be asked. */
  missing?: string;
}

const MAX_NAMES = 3;

function isSame(one: string, other: string | undefined): boolean {
  return one.toLowerCase() === other?.toLowerCase();
}

function nameSome(people: readonly AskedPerson[]): string {
  const names = people.slice(0, MAX_NAMES).map(({ person }) => person.displayName);
  return SAYS.someone(names, people.length - names.length);
}

/**
 * The managers whom a rule asks, by object id. Who asks is left out, so that nobody approves their own request as
 * somebody's manager; where the policy does not say which account that is, no manager is asked at all.
 */
export function createFindManagers({
  policy,
  directoryFor,
}: Pick<ProvisioningOptions, 'policy' | 'directoryFor'>): (
  rule: Pick<ApprovalRule, 'by'>,
  request: Pick<AcceptRequest, 'actor' | 'people' | 'task'>,
) => Promise<AskedManagers> {
  return async ({ by }, { actor, people }) => {
    if (by.manager === undefined) return { found: [] };
    const own = findAccount(policy, actor.id);
    if (own === undefined) {
      return { found: [], missing: SAYS.requesterUnknown(actor.name) };
    }

    function approverOf(
      { id: objectId, displayName: name }: Account,
      of: readonly string[],
    ): ManagerApprover[] {
      const human = findHuman(policy, 'teams', objectId);
      const isElsewhere = human?.customers !== undefined && !human.customers.includes(actor.customer);
      if (isSame(objectId, own) || human?.id === actor.id || isElsewhere) return [];
      return [{ id: human?.id ?? idOfUnnamed('teams', objectId), objectId, name: human?.name ?? name, of }];
    }

    const directory = directoryFor(actor.customer);
    if (by.manager === 'requester') {
      const manager = (await directory.listManagers([own])).get(own);
      const found = manager === undefined ? [] : approverOf(manager, []);
      return {
        found,
        ...(found.length > 0 ? {} : { missing: SAYS.requesterHasNone(actor.name) }),
      };
    }

    const managerOf = await readManagers(directory, people);
    const byManager = new Map<string, { manager: Account; of: AskedPerson[] }>();
    for (const one of people) {
      const manager = managerOf(one);
      if (manager === undefined) continue;
      const entry = byManager.get(manager.id) ?? { manager, of: [] };
      byManager.set(manager.id, { manager, of: [...entry.of, one] });
    }
    const found = [...byManager.values()].flatMap(({ manager, of }) =>
      approverOf(
        manager,
        of.map(({ person }) => person.userPrincipalName),
      ),
    );
    const managed = new Set(found.flatMap(({ of }) => of));
    const without = people.filter(({ person }) => !managed.has(person.userPrincipalName));
    if (without.length === 0) return { found };
    return { found, missing: SAYS.peopleHaveNone(nameSome(without), without.length) };
  };
}

type Managed = Pick<ReturnType<ProvisioningOptions['directoryFor']>, 'listManagers' | 'findHoldings'>;

/** Of people who exist, the directory's manager; of new ones, the one they are to get, if that one exists. */
async function readManagers(
  directory: Managed,
  people: readonly AskedPerson[],
): Promise<(one: AskedPerson) => Account | undefined> {
  const [known, named] = await Promise.all([
    directory.listManagers(people.flatMap(({ objectId }) => objectId ?? [])),
    directory.findHoldings(
      people.flatMap(({ objectId, manager }) =>
        objectId === undefined && manager?.id !== undefined ? [manager.userPrincipalName] : [],
      ),
    ),
  ]);
  const byId = new Map(named.map((account) => [account.id, account]));
  return ({ objectId, manager }) =>
    objectId === undefined ? byId.get(manager?.id ?? '') : known.get(objectId);
}

/** Why a manager whom the policy does not name may not decide any more: the policy is edited when somebody leaves. */
export function createFindDeparted({
  policy,
  directoryFor,
}: Pick<ProvisioningOptions, 'policy' | 'directoryFor'>): (
  request: RequestRecord,
  actor: Pick<Actor, 'id'>,
) => Promise<RollcallError | undefined> {
  return async ({ managers, customer }, actor) => {
    const manager = managers?.find(({ id }) => id === actor.id);
    const isNamed = readUnnamed(actor.id) === undefined && policy.people.some(({ id }) => id === actor.id);
    if (manager === undefined || isNamed) return undefined;
    const account = await directoryFor(customer).readHoldings(manager.objectId);
    if (account !== undefined && account.accountEnabled !== false) return undefined;
    return new RollcallError('NOT_YOURS', DECIDE.departed.message, DECIDE.departed);
  };
}

/** Names of those who were asked, in the order of the policy and then of the directory. */
export function namesOf(
  { people }: ProvisioningOptions['policy'],
  { managers = [] }: Pick<RequestRecord, 'managers'>,
  ids: readonly string[],
): string[] {
  const known = people.filter(({ id }) => ids.includes(id));
  const others = managers.filter(({ id }) => ids.includes(id) && known.every((one) => one.id !== id));
  return [...known, ...others].map(({ name }) => name);
}

/**
 * The same with the names that are kept of those whom groups let in: they may not have been read since the last start, and
 * nobody is asked who is in a group to draw a card anew. Throws what the store throws.
 */
export async function readNamesOf(
  { policy, store }: Pick<ProvisioningOptions, 'policy' | 'store'>,
  request: Pick<RequestRecord, 'managers'>,
  ids: readonly string[],
): Promise<string[]> {
  const named = namesOf(policy, request, ids);
  if (named.length === ids.length) return named;
  const isNamed = (id: string) => namesOf(policy, request, [id]).length > 0;
  const { nameOf } = await readActorNames({ policy, store });
  return [...named, ...ids.flatMap((id) => (isNamed(id) ? [] : (nameOf(id) ?? [])))];
}

/** What is left of the managers when the request is for these people only. */
export function keepManagers(
  managers: readonly ManagerApprover[],
  people: readonly AskedPerson[],
): ManagerApprover[] {
  const left = new Set(people.map(({ person }) => person.userPrincipalName));
  return managers.filter(({ of }) => of.length === 0 || of.some((name) => left.has(name)));
}

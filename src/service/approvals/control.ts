import { findHuman, type Policy } from '../../domain/policy.ts';
import type { Account, Actor } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import { type Handover, readHandovers } from './handovers.ts';

/** Somebody who may be asked: `objectId` where their directory account is known. */
export interface MayBeAsked {
  /** Policy id, or that of a manager whom the policy does not name. */
  id: string;
  name: string;
  objectId?: string | undefined;
}

/** Who of these does not count for what somebody asks, by id, each with a sentence (without its period) that says why. */
export type FindControlled = (
  requester: Pick<Actor, 'id' | 'customer'>,
  approvers: readonly MayBeAsked[],
) => Promise<ReadonlyMap<string, string>>;

const DAY_MS = 24 * 3_600_000;

function foldName(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

/** Exchange Online delivers `ada+anything@` to `ada@`: "Plus addressing", on unless an admin switched it off. */
function foldAddress(address: string): string {
  const [local = '', domain = ''] = address.toLowerCase().split('@');
  return `${local.split('+')[0]}@${domain}`;
}

function addressesOf({ userPrincipalName, mail, addresses = [] }: Account): string[] {
  return [userPrincipalName, ...(mail === undefined ? [] : [mail]), ...addresses].map(foldAddress);
}

/** Whose mail addresses these are, among the people of the policy; `unknown` has those without a known account. */
async function readOwners(
  { people }: Policy,
  directory: ReturnType<ProvisioningOptions['directoryFor']>,
): Promise<{ owners: ReadonlyMap<string, string>; unknown: ReadonlySet<string> }> {
  const accounts = await directory.listAccounts(people.flatMap(({ teams }) => teams ?? []));
  const owners = new Map<string, string>();
  const unknown = new Set<string>();
  for (const { id, teams } of people) {
    const own = accounts.find((account) => account.id.toLowerCase() === teams?.toLowerCase());
    if (own === undefined) unknown.add(id);
    else for (const address of addressesOf(own)) owners.set(address, id);
  }
  return { owners, unknown };
}

/**
 * Who controls whom: an account that somebody created is theirs as long as the audit knows of it, and one whose password
 * they set, saw or were mailed is for `controlDays`, because its owner notices a password that does not work any more.
 * What such an account created or reset is in the same hands. Under another entry of the policy somebody is told by their
 * name. Throws what the directory throws when it is needed to tell whose an address is.
 */
export function createFindControlled(
  context: Pick<ProvisioningOptions, 'policy' | 'store' | 'directoryFor' | 'clock'>,
): FindControlled {
  const { policy, directoryFor, clock } = context;

  /** All that led to these accounts, also by way of other people of the policy, each by a policy id. */
  async function readAll(
    own: readonly Policy['people'][number][],
    customer: string,
    objectIds: readonly string[],
  ): Promise<Handover[]> {
    const since = clock.now() - policy.controlDays * DAY_MS;
    const all: Handover[] = [];
    const seen = new Set<string>();
    let known: Awaited<ReturnType<typeof readOwners>> | undefined;
    async function ownerOf(address: string): Promise<string> {
      known ??= await readOwners(policy, directoryFor(customer));
      const owner = known.owners.get(foldAddress(address));
      // Nobody's that is known: it may be that of whoever asks, as long as theirs are not known.
      const mayBeOwn = own.find(({ id }) => known?.unknown.has(id));
      return owner ?? mayBeOwn?.id ?? address;
    }
    let open = objectIds;
    while (open.length > 0) {
      for (const objectId of open) seen.add(objectId);
      const handovers = await readHandovers(context, open);
      const recent = handovers.filter(({ how, at }) => how === 'created' || at >= since);
      for (const one of recent) {
        all.push(one.by.includes('@') ? { ...one, by: await ownerOf(one.by) } : one);
      }
      const holders = policy.people.filter(
        ({ id }) => all.some(({ by }) => by === id) && !own.some((one) => one.id === id),
      );
      open = holders.flatMap(({ teams }) => teams?.toLowerCase() ?? []).filter((id) => !seen.has(id));
    }
    return all;
  }

  /** Object ids of the accounts that are in these hands. */
  function follow(handovers: readonly Handover[], ownIds: readonly string[]): Set<string> {
    const hands = new Set(ownIds);
    const held = new Set<string>();
    for (;;) {
      const next = handovers.find(({ by, objectId }) => hands.has(by) && !held.has(objectId));
      if (next === undefined) return held;
      held.add(next.objectId);
      const human = findHuman(policy, 'teams', next.objectId);
      if (human !== undefined) hands.add(human.id);
    }
  }

  return async ({ id: requesterId, customer }, approvers) => {
    const requester = policy.people.find(({ id }) => id === requesterId);
    const who = requester?.name ?? 'Whoever asks';
    const own = policy.people.filter(
      ({ id, name }) => id === requesterId || foldName(name) === foldName(requester?.name ?? ''),
    );
    const ownIds = [requesterId, ...own.map(({ id }) => id)];
    const why = new Map<string, string>();
    const accounts = new Map<string, string>();
    for (const { id, name, objectId } of approvers) {
      const account = objectId?.toLowerCase();
      const isSame =
        ownIds.includes(id) ||
        own.some(({ teams }) => teams?.toLowerCase() === account && account !== undefined);
      if (isSame || (requester !== undefined && foldName(name) === foldName(requester.name))) {
        why.set(id, `${name} has the name of whoever asks, and may be the same person`);
      } else if (account !== undefined) accounts.set(id, account);
    }
    const handovers = await readAll(own, customer, [...new Set(accounts.values())]);
    const held = follow(handovers, ownIds);
    for (const { id, name } of approvers) {
      const account = accounts.get(id);
      if (account === undefined || !held.has(account)) continue;
      const direct = handovers.filter(({ objectId, by }) => objectId === account && ownIds.includes(by));
      why.set(id, describe(who, name, direct));
    }
    return why;
  };

  function describe(who: string, name: string, direct: readonly Handover[]): string {
    const days = policy.controlDays === 1 ? 'the last day' : `the last ${policy.controlDays} days`;
    if (direct.length === 0) return `${who} may be able to sign in as ${name}, by way of another account`;
    if (direct.some(({ how }) => how === 'created')) return `${who} created the account of ${name}`;
    return `${who} set, saw or was sent the password of ${name} in ${days}`;
  }
}

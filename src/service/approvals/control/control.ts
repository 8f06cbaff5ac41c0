import { foldName } from '../../../domain/names/foldName.ts';
import { findHuman, type Policy } from '../../../domain/policy/policy.ts';
import { findAccount, idNow, idOfUnnamed, mayBeOne } from '../../../domain/policy/roleGroups.ts';
import type { Actor } from '../../../domain/terms.ts';
import type { ProvisioningOptions } from '../../context.ts';
import { APPROVAL_REFUSALS } from '../words.ts';
import { type Handover, readHandovers } from './handovers.ts';
import { foldAddress, type MayBeAsked, readOwners } from './mailOwners.ts';

const { lost: SAYS } = APPROVAL_REFUSALS;

/** Who of these does not count for what somebody asks, by id, each with a sentence (without its period) that says why. */
export type FindControlled = (
  requester: Pick<Actor, 'id' | 'customer'>,
  approvers: readonly MayBeAsked[],
) => Promise<ReadonlyMap<string, string>>;

const DAY_MS = 24 * 3_600_000;

/** These people, and the managers among these approvers whom the policy does not name. */
function listKnown(people: Policy['people'], approvers: readonly MayBeAsked[]): MayBeAsked[] {
  const named = people.map(({ id, name, teams }) => ({ id, name, objectId: teams?.toLowerCase() }));
  const others = approvers.filter(({ id }) => people.every((human) => human.id !== id));
  return [...named, ...others.map((one) => ({ ...one, objectId: one.objectId?.toLowerCase() }))];
}

/** The object id of somebody among those who are known, or who is known by nothing else; in lower case. */
function accountOf(people: readonly MayBeAsked[], id: string): string | undefined {
  return people.find((one) => one.id === id)?.objectId ?? findAccount({ people: [] }, id);
}

/** With the other entries of the same people, told by their name. */
function expand(people: readonly MayBeAsked[], ids: ReadonlySet<string>): Set<string> {
  const names = new Set(people.filter(({ id }) => ids.has(id)).map(({ name }) => foldName(name)));
  return new Set([...ids, ...people.filter(({ name }) => names.has(foldName(name))).map(({ id }) => id)]);
}

/**
 * Who controls whom: an account that somebody created is theirs as long as the audit knows of it, and one whose password
 * they set, saw or were mailed, or whose phone or alternate mail address they changed, is for `controlDays`, because its
 * owner notices a password that does not work any more.
 * What such an account created or reset is in the same hands. Whoever had the password of whoever asks within
 * `controlDays`, or that of one who had it, may be the one who asks: they do not count, nor the accounts that are theirs.
 * To have created the account of whoever asks is not enough for that, since whoever creates everybody may approve.
 * Under another entry of the policy somebody is told by their name. What an id did that may be another one of theirs
 * counts as theirs, whether or not it is known who that is. Whose account is not known does not count at all. Throws what the directory throws when it is needed to tell whose an address is.
 */
export function createFindControlled(
  context: Pick<ProvisioningOptions, 'policy' | 'store' | 'directoryFor' | 'clock'>,
): FindControlled {
  const { policy, directoryFor, clock } = context;

  /** Whether somebody with this id may be who did something; mail addresses are their owners' already, or tell nothing. */
  function mayHaveBeen(id: string, by: string): boolean {
    return id === by || (![id, by].some((one) => one.includes('@')) && mayBeOne(policy, id, by));
  }

  /** All that led to these accounts, also by way of others who are known, each by their id. */
  async function readAll(
    people: readonly MayBeAsked[],
    own: readonly Policy['people'][number][],
    customer: string,
    objectIds: readonly string[],
  ): Promise<Handover[]> {
    const since = clock.now() - policy.controlDays * DAY_MS;
    const all: Handover[] = [];
    const seen = new Set<string>();
    let known: Awaited<ReturnType<typeof readOwners>> | undefined;
    async function ownerOf(address: string): Promise<string> {
      known ??= await readOwners(people, directoryFor(customer));
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
        all.push({ ...one, by: one.by.includes('@') ? await ownerOf(one.by) : idNow(policy, one.by) });
      }
      const by = expand(people, new Set(all.map((one) => one.by)));
      const accounts = [...by].flatMap((id) => accountOf(people, id) ?? []);
      open = [...new Set(accounts)].filter((id) => !seen.has(id));
    }
    return all;
  }

  /** Who may be the one who asks: these ids, whoever had a password of theirs, and whoever had one of those. */
  function climb(
    people: readonly MayBeAsked[],
    handovers: readonly Handover[],
    ownIds: readonly string[],
  ): Set<string> {
    let hands = new Set(ownIds);
    for (;;) {
      const accounts = [...hands].flatMap((id) => accountOf(people, id) ?? []);
      const had = handovers.filter(({ how, objectId }) => how !== 'created' && accounts.includes(objectId));
      const next = expand(people, new Set([...hands, ...had.map(({ by }) => by)]));
      if (next.size === hands.size) return hands;
      hands = next;
    }
  }

  /** Object ids of the accounts that are in the hands of these, or of whoever may be one of `bases`. */
  function follow(
    handovers: readonly Handover[],
    ids: Iterable<string>,
    bases: readonly string[],
  ): Set<string> {
    const hands = new Set(ids);
    const mayBe = [...bases];
    const held = new Set<string>();
    for (;;) {
      const next = handovers.find(
        ({ by, objectId }) =>
          !held.has(objectId) && (hands.has(by) || mayBe.some((id) => mayHaveBeen(id, by))),
      );
      if (next === undefined) return held;
      held.add(next.objectId);
      const owner = findHuman(policy, 'teams', next.objectId)?.id ?? idOfUnnamed('teams', next.objectId);
      hands.add(owner);
      mayBe.push(owner);
    }
  }

  return async ({ id: requesterId, customer }, approvers) => {
    const ownId = idNow(policy, requesterId);
    const requester = policy.people.find(({ id }) => id === ownId);
    const who = requester?.name ?? SAYS.requester;
    // Whom a group let in is forgotten by a restart, and has a name no longer.
    const forgotten = { id: ownId, name: '', teams: findAccount(policy, ownId), roles: [] };
    const everyone = requester === undefined ? [...policy.people, forgotten] : policy.people;
    const own = everyone.filter(
      ({ id, name }) => id === ownId || foldName(name) === foldName(requester?.name ?? ''),
    );
    const ownIds = own.map(({ id }) => id);
    const why = new Map<string, string>();
    const accounts = new Map<string, string>();
    for (const { id, name, objectId } of approvers) {
      const account = objectId?.toLowerCase();
      const isSame =
        ownIds.includes(id) ||
        own.some(({ teams }) => teams?.toLowerCase() === account && account !== undefined);
      if (isSame || (requester !== undefined && foldName(name) === foldName(requester.name))) {
        why.set(id, SAYS.sameName(name));
      } else if (mayBeOne(policy, ownId, id)) {
        why.set(id, SAYS.untold(name, who));
      } else if (account === undefined) {
        // Nobody could tell whether their password was reset by whoever asks.
        why.set(id, SAYS.unknown(name));
      } else accounts.set(id, account);
    }
    const people = listKnown(everyone, approvers);
    const ownAccounts = [...new Set(own.flatMap(({ teams }) => teams?.toLowerCase() ?? []))];
    const open = [...new Set([...accounts.values(), ...ownAccounts])];
    const handovers = await readAll(people, own, customer, open);
    const held = follow(handovers, ownIds, [ownId]);
    const mayBeWho = climb(people, handovers, ownIds);
    // Not by other ids of whoever asks: two people who may both be a third are not one.
    const others = [...mayBeWho].filter(
      (id) => !ownIds.includes(id) && handovers.some(({ by }) => by === id),
    );
    const heldByThem = follow(handovers, mayBeWho, [ownId, ...others]);
    const hadOwn = handovers.filter(
      ({ how, objectId }) => how !== 'created' && ownAccounts.includes(objectId),
    );
    for (const { id, name } of approvers) {
      if (why.has(id)) continue;
      const account = accounts.get(id) ?? '';
      if (held.has(account)) {
        const had = handovers.filter(({ objectId }) => objectId === account);
        why.set(id, describe(who, name, had, ownIds, ownId));
      } else if (mayBeWho.has(id) || others.some((one) => mayHaveBeen(id, one))) {
        why.set(id, describe(name, who, hadOwn, [...expand(people, new Set([id]))], id));
      } else if (heldByThem.has(account)) {
        why.set(id, SAYS.samePerson(who, name));
      }
    }
    return why;
  };

  /** `id` and those of the same name are those of `who`; `had` says how others came to the account of `name`. */
  function describe(
    who: string,
    name: string,
    had: readonly Handover[],
    ids: readonly string[],
    id: string,
  ): string {
    const { controlDays } = policy;
    const direct = had.filter(({ by }) => ids.includes(by));
    if (direct.length === 0) {
      return had.some(({ by }) => mayHaveBeen(id, by)) ? SAYS.untoldHand(who, name) : SAYS.byOther(who, name);
    }
    if (direct.some(({ how }) => how === 'created')) return SAYS.created(who, name);
    const isContact = direct.every(({ how }) => how === 'contact');
    return isContact ? SAYS.contact(who, name, controlDays) : SAYS.password(who, name, controlDays);
  }
}

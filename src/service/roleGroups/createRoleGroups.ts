import { RollcallError } from '../../domain/errors.ts';
import { findHuman, type Human } from '../../domain/policy/policy.ts';
import { idNow, idOfUnnamed, type RoleGroup, readUnnamed } from '../../domain/policy/roleGroups.ts';
import { type Member, withGroups } from '../../domain/policy/withGroups.ts';
import { keepName } from './lastNames.ts';
import { mergeMembers, type OwnReading } from './mergeMembers.ts';
import { createReadGroup, directoryOf, type Found } from './readGroups.ts';
import { createReadMember } from './readMember.ts';
import type { RoleGroupOptions, RoleGroups, Trouble } from './roleGroups.ts';
import { ROLE_GROUP_WORDS as SAYS } from './words.ts';

/** Whoever is taken out of a group keeps its roles so long; sooner costs more requests, later lets somebody act who may not. */
const READ_AGAIN_MS = 5 * 60_000;
/** A request asks first and decides a moment later; what nobody asked for again is no longer believed. */
const COUNTS_FOR_MS = READ_AGAIN_MS + 60_000;
/** Our own number: nobody is let in meanwhile, and a service that is away is not asked at every click. */
const FAILED_AGAIN_MS = 30_000;
/** Slack gives 3 s for an answer. Later than that somebody is refused in words, and the next try finds what was read. */
const WAIT_MS = 2_000;
/**
 * For so long those are told something who were in a group when it was last read. Our own number: longer than a weekend in
 * which nobody mends it; longer tells more of those who have left by then, shorter tells nobody.
 */
const LAST_KNOWN_FOR_MS = 7 * 24 * 3_600_000;
/** Strangers are read too. Beyond so many, those who are in no group are forgotten once their reading is old. */
const MOST_KEPT = 2_000;

interface Known extends Member {
  /** When the oldest of it was read. */
  at: number;
  /** When it was put together. */
  askedAt: number;
  /** Which groups were asked for: others make it old. */
  asked: string;
  trouble: readonly Trouble[];
  /** Groups in directories that weren't asked, since the account is of another one. */
  skipped: readonly RoleGroup[];
}

function unreadOf(trouble: readonly Trouble[]): RoleGroup[] {
  return trouble.flatMap(({ unread }) => unread ?? []);
}

/** See {@link RoleGroups}. */
export function createRoleGroups(options: RoleGroupOptions): RoleGroups {
  const { written, userGroups, store, clock, log } = options;
  const readGroup = createReadGroup(options, { readAgainMs: READ_AGAIN_MS, failedAgainMs: FAILED_AGAIN_MS });
  const readMember = createReadMember(options, readGroup);
  const known = new Map<string, Known>();
  const reading = new Map<string, Promise<void>>();
  const names = new Map<string, string>();
  /** Of each group that is listed, when it was last read. */
  const lastRead = new Map<string, { at: number; members: readonly Member[] }>();
  let listed:
    | { at: number; asked: string; members: readonly Member[]; trouble: readonly Trouble[] }
    | undefined;
  let shown: { people: Human[]; of: readonly unknown[]; until: number } | undefined;

  const keyOf = ({ id, slack, entra, directory }: RoleGroup) => [id, slack, entra, directory].join(' ');
  const askedNow = () => written.groups.map(keyOf).join(';');
  const counts = ({ at, asked }: { at: number; asked: string }, ages = COUNTS_FOR_MS) =>
    clock.now() - at < ages && asked === askedNow();

  /** Groups in directories of other customers. */
  const listOthers = (customer: string | undefined): RoleGroup[] =>
    written.groups.filter(
      ({ entra, directory }) =>
        entra !== undefined && customer !== undefined && directoryOf(written, { directory }) !== customer,
    );
  const entryOf = (actorId: string, customer: string | undefined): string =>
    customer === undefined ? actorId : `${actorId} ${customer}`;

  async function readNow(actorId: string, given: string | undefined, customer?: string): Promise<void> {
    const [askedAt, asked, skipped] = [clock.now(), askedNow(), listOthers(customer)];
    const { groups, trouble, at } = await readMember(actorId, customer);
    const unnamed = readUnnamed(actorId);
    if (given !== undefined) names.set(actorId, given);
    if (unnamed?.platform === 'slack' && groups.size > 0 && !names.has(actorId)) {
      const name = await userGroups()?.readName(unnamed.userId);
      if (name !== undefined) names.set(actorId, name);
    }
    const name = names.get(actorId) ?? actorId;
    // Their roles don't wait for it.
    if (groups.size > 0) {
      void keepName(store, actorId, name, askedAt).catch((error: unknown) =>
        log.warn({ err: error }, 'group.name_not_kept'),
      );
    }
    const read: Known = { id: actorId, name, groups, at, askedAt, asked, trouble, skipped };
    known.set(entryOf(actorId, customer), read);
    shown = undefined;
    if (known.size <= MOST_KEPT) return;
    for (const [entry, one] of known) {
      if (one.groups.size > 0 || counts(one)) continue;
      known.delete(entry);
      names.delete(one.id);
    }
  }

  async function refresh(id: string, name?: string, customer?: string): Promise<void> {
    if (written.groups.length === 0) return;
    const actorId = idNow(written, id);
    const entry = entryOf(actorId, customer);
    const last = known.get(entry);
    if (last !== undefined && counts(last, READ_AGAIN_MS)) {
      if (last.trouble.length === 0 || clock.now() - last.askedAt < FAILED_AGAIN_MS) return;
    }
    const now = reading.get(entry) ?? readNow(actorId, name, customer).finally(() => reading.delete(entry));
    reading.set(entry, now);
    const waiting = new AbortController();
    await Promise.race([now, clock.sleep(WAIT_MS, waiting.signal)]);
    waiting.abort();
  }

  /** The people in a group who may be asked for something, each by their id here. */
  function membersOf(group: RoleGroup, found: readonly Found[]): Member[] {
    return found.flatMap(({ userId, name }) => {
      const human = findHuman(written, group.slack === undefined ? 'teams' : 'slack', userId);
      // Of a Slack user group only those are admins or approvers whose account the policy knows.
      if (human === undefined && group.slack !== undefined) return [];
      const id = human?.id ?? idOfUnnamed('teams', userId);
      if (name !== undefined) names.set(id, name);
      return [{ id, name: human?.name ?? name ?? id, groups: new Set([group.id]) }];
    });
  }

  async function list(): Promise<RoleGroup[]> {
    if (listed !== undefined && counts(listed, listed.trouble.length > 0 ? FAILED_AGAIN_MS : READ_AGAIN_MS))
      return unreadOf(listed.trouble);
    const asked = askedNow();
    const groups = written.groups.filter(
      ({ roles }) => roles.includes('admin') || roles.includes('approver'),
    );
    const read = await Promise.all(groups.map(async (group) => ({ group, read: await readGroup(group) })));
    const members = read.flatMap(({ group, read: one }) => {
      if ('found' in one) {
        const found = membersOf(group, one.found);
        lastRead.set(keyOf(group), { at: one.at, members: found });
        return found;
      }
      // Nobody is in one that no longer exists.
      if (one.trouble.unread === undefined) lastRead.delete(keyOf(group));
      return [];
    });
    const at = Math.min(clock.now(), ...read.map((one) => one.read.at));
    const trouble = read.flatMap(({ read: one }) => ('trouble' in one ? [one.trouble] : []));
    listed = { at, asked, members, trouble };
    shown = undefined;
    return unreadOf(trouble);
  }

  const ownReadings = (): OwnReading[] =>
    // Of one person with two entries, the newest holds.
    [...known.values()]
      .toSorted((a, b) => a.askedAt - b.askedAt)
      .map((one) => ({
        ...one,
        unread: new Set([...unreadOf(one.trouble), ...one.skipped].map(({ id }) => id)),
        isOld: !counts(one),
      }));

  function listLast(): Member[] {
    const fresh = clock.now() - LAST_KNOWN_FOR_MS;
    return written.groups.flatMap((group) => {
      const last = lastRead.get(keyOf(group));
      return last === undefined || last.at < fresh ? [] : last.members;
    });
  }

  function membersNow(): Map<string, Member> {
    const members = listed !== undefined && counts(listed) ? listed.members : [];
    return mergeMembers(members, ownReadings(), listLast());
  }

  /** What nobody has read of them by now, or not by the policy of now, is as unknown as what could not be read. */
  function troubleOf(actorId: string, customer?: string): readonly Trouble[] {
    const one = known.get(entryOf(actorId, customer));
    if (one !== undefined && counts(one)) return one.trouble;
    const others = listOthers(customer);
    const asked = written.groups.filter((group) => !others.includes(group));
    return asked.map((group) => ({ says: SAYS.late(group.name), unread: group }));
  }

  return {
    people() {
      const { people, groups, customers, slackTeams, workspaces } = written;
      if (groups.length === 0) return people;
      const of = [people, groups, customers, slackTeams, workspaces];
      if (shown !== undefined && clock.now() < shown.until && of.every((one, at) => one === shown?.of[at])) {
        return shown.people;
      }
      const ends = [listed, ...known.values()].flatMap((one) =>
        one !== undefined && counts(one) ? [one.at + COUNTS_FOR_MS] : [],
      );
      shown = { people: withGroups(written, membersNow()), of, until: Math.min(...ends) };
      return shown.people;
    },
    refresh,
    async findUnread(actorId, name) {
      await refresh(actorId, name);
      return unreadOf(troubleOf(idNow(written, actorId)));
    },
    peopleIfIn(givenId, { id }) {
      const actorId = idNow(written, givenId);
      const name = names.get(actorId) ?? actorId;
      const member: Member = { id: actorId, name, groups: new Set([id]) };
      return withGroups(written, membersNow().set(actorId, member));
    },
    async refreshAccount(objectId, customer) {
      const actorId = findHuman(written, 'teams', objectId)?.id ?? idOfUnnamed('teams', objectId);
      // Where there is nothing to leave out, their own reading serves as well.
      const of = listOthers(customer).length > 0 ? customer : undefined;
      await refresh(actorId, undefined, of);
      const unread = unreadOf(troubleOf(actorId, of));
      if (unread.length === 0) return;
      const named = unread.filter(({ customers }) => customers === undefined || customers.includes(customer));
      const { message, ...others } = SAYS.roleUnknown(named.map(({ name }) => name));
      throw new RollcallError('ROLE_UNKNOWN', message, others);
    },
    list,
    lastKnown: () => withGroups(written, mergeMembers(listLast(), ownReadings())),
    listTrouble(actorId) {
      const isAsked = known.has(actorId) || reading.has(actorId);
      return isAsked ? troubleOf(actorId) : [];
    },
    forget(isMeant) {
      const without = <T extends Member>(one: T): T =>
        isMeant(one.id, one.name) ? { ...one, name: one.id } : one;
      for (const [entry, one] of known) {
        if (isMeant(one.id, one.name)) names.delete(one.id);
        known.set(entry, without(one));
      }
      if (listed !== undefined) listed = { ...listed, members: listed.members.map(without) };
      for (const [key, last] of lastRead) {
        lastRead.set(key, { ...last, members: last.members.map(without) });
      }
      shown = undefined;
    },
    memberOf(actorId) {
      const one = known.get(actorId);
      return one !== undefined && counts(one) ? one : undefined;
    },
  };
}

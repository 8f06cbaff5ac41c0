import { findHuman, type Policy } from '../../domain/policy/policy.ts';
import { idOfUnnamed, readUnnamed } from '../../domain/policy/roleGroups.ts';
import type { Store } from '../ports/store.ts';

/**
 * What people are called whom the policy doesn't name, by the id that they have here: what they did tells their id alone,
 * and is read when the chat may not know them any more.
 */
type LastNames = Readonly<Record<string, LastName>>;

interface LastName {
  name: string;
  /** When they were last seen to have it, give or take {@link SEEN_MS}; milliseconds. */
  at: number;
}

const NOTE = 'people.names';

/** A name goes with the last that its owner did. More often costs a write for each click; less often drops it too soon. */
const SEEN_MS = 24 * 3_600_000;

type Notes = Pick<Store, 'loadNote' | 'updateNote'>;

async function load(store: Pick<Notes, 'loadNote'>): Promise<LastNames> {
  return ((await store.loadNote(NOTE)) ?? {}) as LastNames;
}

/** Keeps the names of those whom the policy doesn't name; of anybody else it keeps nothing. Throws what the store throws. */
export async function keepNames(
  store: Notes,
  people: readonly { id: string; name: string }[],
  now: number,
): Promise<void> {
  const unnamed = people.filter(({ id, name }) => readUnnamed(id) !== undefined && name !== id);
  if (unnamed.length === 0) return;
  const kept = await load(store);
  const news = unnamed.filter(({ id, name }) => {
    const last = kept[id];
    return last?.name !== name || now - last.at >= SEEN_MS;
  });
  if (news.length === 0) return;
  const more = Object.fromEntries(news.map(({ id, name }) => [id, { name, at: now }]));
  await store.updateNote<LastNames>(NOTE, (before = {}) => ({ ...before, ...more }));
}

/** The same of one. */
export function keepName(store: Notes, id: string, name: string, now: number): Promise<void> {
  return keepNames(store, [{ id, name }], now);
}

/** How many are kept that are meant. Throws what the store throws. */
export async function countNames(store: Notes, isMeant: (id: string, name: string) => boolean) {
  return Object.entries(await load(store)).filter(([id, { name }]) => isMeant(id, name)).length;
}

/** Drops those that are meant. Throws what the store throws. */
export async function dropNames(store: Notes, isMeant: (id: string, name: string) => boolean): Promise<void> {
  if ((await countNames(store, isMeant)) === 0) return;
  // The version before is kept beside the newest one: only a second write takes them out of both.
  for (let times = 0; times < 2; times += 1) {
    await store.updateNote<LastNames>(NOTE, (before = {}) =>
      Object.fromEntries(Object.entries(before).filter(([id, { name }]) => !isMeant(id, name))),
    );
  }
}

/**
 * Tells of whom no name is kept, of those whom the policy doesn't name: what else knows one may have it of somebody who was
 * forgotten. Throws what the store throws.
 */
export async function readUnkept(store: Pick<Notes, 'loadNote'>): Promise<(id: string) => boolean> {
  const kept = await load(store);
  return (id) => readUnnamed(id) !== undefined && kept[id] === undefined;
}

/** Drops those of whom nothing is kept any more that happened at `before` or later. Throws what the store throws. */
export async function dropOldNames(store: Notes, before: number): Promise<void> {
  const old = Object.entries(await load(store)).filter(([, { at }]) => at + SEEN_MS < before);
  const ids = new Set(old.map(([id]) => id));
  await dropNames(store, (id) => ids.has(id));
}

/** Who is who in what was done, also by whoever isn't in the policy any more, or wasn't yet. */
export interface ActorNames {
  nameOf(actorId: string): string | undefined;
  /** All ids of those who have this name, in any case, or this id of the policy: one may have several. */
  idsOf(words: string): string[];
}

/** Reads the names that there are. Throws what the store throws. */
export async function readActorNames({
  policy,
  store,
}: {
  policy: Pick<Policy, 'people'>;
  store: Pick<Store, 'loadNote'>;
}): Promise<ActorNames> {
  const kept = await load(store);
  return {
    nameOf(actorId) {
      const named = policy.people.find(({ id }) => id === actorId);
      // Whoever has an entry now may have had none then.
      const who = named === undefined ? readUnnamed(actorId) : undefined;
      const human = who === undefined ? named : findHuman(policy, who.platform, who.userId);
      return [human?.name, kept[actorId]?.name].find((name) => name !== undefined && name !== actorId);
    },
    idsOf(words) {
      const wanted = words.trim().toLowerCase();
      const isWanted = (one: string) => one.toLowerCase() === wanted;
      const humans = policy.people.filter(({ id, name }) => isWanted(id) || isWanted(name));
      const ids = humans.flatMap(({ id, slack, teams }) => [
        id,
        ...(slack === undefined ? [] : [idOfUnnamed('slack', slack)]),
        ...(teams === undefined ? [] : [idOfUnnamed('teams', teams)]),
      ]);
      const others = Object.entries(kept).flatMap(([id, { name }]) => (isWanted(name) ? [id] : []));
      return [...new Set([...ids, ...others])];
    },
  };
}

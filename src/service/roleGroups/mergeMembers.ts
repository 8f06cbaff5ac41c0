import type { Member } from '../../domain/policy/withGroups.ts';

/** What was read of one person by itself. */
export interface OwnReading extends Member {
  /** Ids of those groups of which it says nothing, since they couldn't be read. */
  unread: ReadonlySet<string>;
  /** It was read too long ago to be believed. */
  isOld: boolean;
}

/**
 * Who is in which groups by lists of their members, and by the readings of single people. Somebody's own says more than a
 * list that may be older, but not of a group that it couldn't read: there the list holds. Whoever was in a group by an old
 * reading, or is among `before`, keeps their name in what they did, and no group.
 */
export function mergeMembers(
  listed: readonly Member[],
  own: Iterable<OwnReading>,
  before: readonly Member[] = [],
): Map<string, Member> {
  const all = new Map<string, Member>();
  for (const one of listed) {
    const others = all.get(one.id)?.groups ?? [];
    all.set(one.id, { ...one, groups: new Set([...others, ...one.groups]) });
  }
  for (const { unread, isOld, ...one } of own) {
    const byList = all.get(one.id)?.groups ?? [];
    if (!isOld) {
      const left = [...byList].filter((id) => unread.has(id));
      all.set(one.id, { ...one, groups: new Set([...one.groups, ...left]) });
    } else if (!all.has(one.id) && one.groups.size > 0) {
      all.set(one.id, { ...one, groups: new Set() });
    }
  }
  for (const one of before) if (!all.has(one.id)) all.set(one.id, { ...one, groups: new Set() });
  return all;
}

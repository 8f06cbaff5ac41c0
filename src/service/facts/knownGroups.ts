import { RollcallError } from '../../domain/errors.ts';
import type { Group } from '../../domain/terms.ts';
import type { Directory } from '../ports/directory.ts';
import type { Clock } from '../ports/surroundings.ts';
import { findOpenGroups, listOpenGroups } from './groupChoice.ts';

/** As long as what else is known of a tenant: a group that was closed meanwhile is refused when people are added. */
const MAX_AGE_MS = 60_000;
/** More than people choose in a minute; one that is forgotten is looked up again. */
const MOST_REMEMBERED = 1_000;

/** The open groups of one customer, as they were searched for and chosen. */
export interface KnownGroups {
  /** Groups whose name begins like this and that people can be put into, by name. */
  find(text: string): Promise<readonly Group[]>;
  /** Those of these ids. As last seen where the directory does not answer. */
  list(ids: readonly string[]): Promise<readonly Group[]>;
}

export function createKnownGroups(
  directory: Pick<Directory, 'findGroups' | 'listGroups'>,
  clock: Pick<Clock, 'now'>,
): KnownGroups {
  const seen = new Map<string, { group: Group; at: number }>();

  function remember(groups: readonly Group[]): readonly Group[] {
    for (const group of groups) {
      seen.delete(group.id);
      seen.set(group.id, { group, at: clock.now() });
    }
    for (const id of [...seen.keys()].slice(0, Math.max(0, seen.size - MOST_REMEMBERED))) seen.delete(id);
    return groups;
  }

  function recall(ids: readonly string[], since: number): Group[] {
    return ids.flatMap((id) => {
      const known = seen.get(id);
      return known === undefined || known.at < since ? [] : [known.group];
    });
  }

  return {
    find: async (text) => remember(await findOpenGroups(directory, text)),
    async list(ids) {
      const unique = [...new Set(ids)];
      const fresh = recall(unique, clock.now() - MAX_AGE_MS);
      if (fresh.length === unique.length) return fresh;
      try {
        return remember(await listOpenGroups(directory, unique));
      } catch (error) {
        const known = recall(unique, Number.NEGATIVE_INFINITY);
        if (error instanceof RollcallError && known.length === unique.length) return known;
        throw error;
      }
    },
  };
}

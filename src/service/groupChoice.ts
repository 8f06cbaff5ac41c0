import { RollcallError } from '../domain/errors.ts';
import type { Group, GroupRef, Problem } from '../domain/terms.ts';
import type { Directory } from './ports/directory.ts';

/** One page of Graph: more are no list to choose from, and a file's own column knows them all. */
const MOST_OFFERED = 999;

/** Groups that people can be put into, by name; none where the app may not read groups. */
export async function listOpenGroups(directory: Pick<Directory, 'findGroups'>): Promise<Group[]> {
  try {
    const groups = await directory.findGroups('', MOST_OFFERED);
    return groups
      .filter(({ closed }) => closed === undefined)
      .sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'FORBIDDEN') return [];
    throw error;
  }
}

/** The groups with these ids, and a problem for each that nobody can be put into. */
export function readGroupChoice(
  offered: readonly Group[],
  ids: readonly string[] = [],
): { groups: GroupRef[]; problems: Problem[] } {
  const known = new Map(offered.map((group) => [group.id, group]));
  const unique = [...new Set(ids)];
  return {
    groups: unique.flatMap((id) => {
      const group = known.get(id);
      return group === undefined ? [] : [{ id, displayName: group.displayName }];
    }),
    problems: unique
      .filter((id) => !known.has(id))
      .map((id) => ({
        property: 'groups',
        value: id,
        code: 'GROUP_UNKNOWN',
        severity: 'error',
        message: `There is no group ${id} that people can be put into. Choose again.`,
      })),
  };
}

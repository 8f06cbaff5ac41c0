import { RollcallError } from '../../domain/errors.ts';
import type { Group, GroupRef, Problem } from '../../domain/terms.ts';
import type { Directory } from '../ports/directory.ts';
import type { CustomerFacts } from './customerFacts.ts';
import { FACT_WORDS } from './words.ts';

/**
 * Read for one search. Slack shows 100 choices and Teams 15; those that nobody can be put into are left out of these,
 * and whoever does not see the group types more of its name.
 */
const MOST_SEARCHED = 100;

/** What `read` answers, or `otherwise` where the app may not read groups. */
async function unlessForbidden<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'FORBIDDEN') return otherwise;
    throw error;
  }
}

function openOnes(groups: readonly Group[]): Group[] {
  return groups
    .filter(({ closed }) => closed === undefined)
    .sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));
}

/** Whether there are groups to choose from, as far as the app may read them. */
export async function readGroupOffer(
  directory: Pick<Directory, 'findGroups'>,
): Promise<CustomerFacts['groupOffer']> {
  return unlessForbidden<CustomerFacts['groupOffer']>(
    async () => ((await directory.findGroups('', 1)).length > 0 ? 'some' : 'none'),
    'forbidden',
  );
}

/** Groups whose name begins like this and that people can be put into, by name. */
export async function findOpenGroups(
  directory: Pick<Directory, 'findGroups'>,
  text: string,
): Promise<Group[]> {
  return unlessForbidden(async () => openOnes(await directory.findGroups(text, MOST_SEARCHED)), []);
}

/** Those of these groups that people can be put into, by name. */
export async function listOpenGroups(
  directory: Pick<Directory, 'listGroups'>,
  ids: readonly string[],
): Promise<Group[]> {
  if (ids.length === 0) return [];
  const named = new Set(ids.map((id) => id.toLowerCase()));
  return unlessForbidden(async () => {
    const groups = await directory.listGroups([...named]);
    // A group's name can look like another's id.
    return openOnes(groups.filter(({ id }) => named.has(id.toLowerCase())));
  }, []);
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
        message: FACT_WORDS.groupUnknown(id),
      })),
  };
}

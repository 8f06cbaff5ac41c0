import { RollcallError } from '../../../domain/errors.ts';
import { findNearest } from '../../../domain/nearest.ts';
import type { Group, GroupRef, Problem } from '../../../domain/terms.ts';
import type { Directory } from '../../ports/directory.ts';
import { ROSTER_PROBLEMS } from '../words.ts';
import { ownProblem, type Understood } from './ownProblem.ts';
import { listCandidates, saysNone, splitNames } from './splitNames.ts';

/** Unknown names for which the directory is asked again: a suggestion is a comfort, and each costs a call. */
const MOST_SUGGESTED = 20;
/** Of an unknown name this much is taken to look for groups that begin like it, and that many are compared. */
const BEGINNING = 4;
const COMPARED = 100;

const words = ROSTER_PROBLEMS.groups;

async function suggestNames(directory: Directory, unknown: readonly string[]): Promise<Map<string, string>> {
  const suggested = new Map<string, string>();
  for (const text of unknown.slice(0, MOST_SUGGESTED)) {
    const begins = await directory.findGroups(text.slice(0, BEGINNING), COMPARED);
    const open = begins.filter(({ closed }) => closed === undefined).map(({ displayName }) => displayName);
    const near = findNearest(text, open);
    if (near !== undefined) suggested.set(text, near);
  }
  return suggested;
}

/**
 * Looks all groups of a file up at once. Answers what reads one row. Throws what the directory throws, but for an
 * app that may not read groups: then every row with groups says so.
 */
export async function createGroupReader(
  directory: Directory,
  all: readonly (readonly string[])[],
): Promise<(values: readonly string[]) => Understood<GroupRef[]>> {
  const written = all.filter((values) => !saysNone(values));
  let forbidden = false;
  const groups = await directory.listGroups(listCandidates(written.flat())).catch((error: unknown) => {
    if (!(error instanceof RollcallError) || error.code !== 'FORBIDDEN') throw error;
    forbidden = true;
    return [];
  });
  const byName = new Map<string, Group[]>();
  for (const group of groups) {
    for (const key of new Set([group.id.toLowerCase(), group.displayName.toLowerCase()])) {
      byName.set(key, [...(byName.get(key) ?? []), group]);
    }
  }
  const find = (text: string): Group[] => byName.get(text.toLowerCase()) ?? [];
  const names = new Set(written.flatMap((values) => splitNames(values, (text) => find(text).length > 0)));
  const unknown = [...names].filter((text) => find(text).length === 0);
  const suggested = forbidden ? new Map<string, string>() : await suggestNames(directory, unknown);

  function check(text: string): Group | Problem {
    if (forbidden) return ownProblem('groups', text, 'FORBIDDEN', words.forbidden);
    const [group, ...more] = find(text);
    if (group === undefined) {
      return ownProblem('groups', text, 'GROUP_UNKNOWN', words.unknown(text), suggested.get(text));
    }
    if (more.length > 0) {
      const choices = [group, ...more]
        .slice(0, 3)
        .map(({ id, description }) => words.choice(id, description));
      const message = words.several(more.length + 1, text, choices);
      return ownProblem('groups', text, 'GROUP_AMBIGUOUS', message);
    }
    if (group.closed === undefined) return group;
    return ownProblem('groups', text, 'GROUP_CLOSED', words.closed(group.displayName, group.closed));
  }

  return (values) => {
    if (saysNone(values)) return { value: [], values, problems: [] };
    const split = splitNames(values, (text) => find(text).length > 0);
    const checked = split.map(check);
    const good = checked.flatMap((one) => ('id' in one ? [one] : []));
    return {
      value: [...new Map(good.map(({ id, displayName }) => [id, { id, displayName }])).values()],
      values: split,
      problems: checked.flatMap((one) => ('id' in one ? [] : [one])),
    };
  };
}

import { RollcallError } from '../../domain/errors.ts';
import type { RoleGroup } from '../../domain/policy/roleGroups.ts';
import type { RoleGroupOptions, Trouble } from './roleGroups.ts';
import { ROLE_GROUP_WORDS as SAYS } from './words.ts';

/**
 * As many of one group are asked and told, each with a message of their own; more are no approvers but a crowd, and a
 * request keeps 50 cards at most.
 */
const MOST_LISTED = 50;

/** Somebody in a group, by the id they have where it is kept. */
export interface Found {
  userId: string;
  name?: string;
}

/** What was read of one group, or why it was not. */
export type ReadGroup = { found: readonly Found[] } | { trouble: Trouble };

/** What went wrong with the reading of a group. */
export function describeTrouble(
  { log }: Pick<RoleGroupOptions, 'log'>,
  group: RoleGroup,
  error: unknown,
): Trouble {
  log.warn({ group: group.id, err: error }, 'group.not_read');
  const why = error instanceof RollcallError ? error.message : '';
  return { says: SAYS.unread(group.name, why).trim(), unread: group };
}

/** The customer in whose directory an Entra group is. */
export function directoryOf(
  { customers }: RoleGroupOptions['written'],
  { directory }: Pick<RoleGroup, 'directory'>,
): string {
  return directory ?? customers[0]?.id ?? '';
}

async function readAll(options: RoleGroupOptions, group: RoleGroup): Promise<ReadGroup> {
  const { slack, entra } = group;
  try {
    if (slack !== undefined) {
      const userGroups = options.userGroups();
      if (userGroups === undefined) {
        return { trouble: { says: SAYS.unread(group.name, SAYS.noSlack), unread: group } };
      }
      const users = await userGroups.listUserGroup(slack);
      return users === undefined
        ? { trouble: { says: SAYS.gone(group.name), gone: group } }
        : { found: users.map((userId) => ({ userId })) };
    }
    const directory = options.directoryFor(directoryOf(options.written, group));
    const members = await directory.listMembers(entra ?? '', MOST_LISTED);
    if (members === undefined) return { trouble: { says: SAYS.gone(group.name), gone: group } };
    const active = members.filter(({ accountEnabled }) => accountEnabled !== false);
    return { found: active.map(({ id, displayName }) => ({ userId: id, name: displayName })) };
  } catch (error) {
    return { trouble: describeTrouble(options, group, error) };
  }
}

/**
 * Reads everybody in a Slack user group, and those who are listed of an Entra group, once in so many milliseconds, for
 * all who ask; one that could not be read is read again sooner.
 */
export function createReadGroup(
  options: RoleGroupOptions,
  ages: { readAgainMs: number; failedAgainMs: number },
): (group: RoleGroup) => Promise<ReadGroup & { at: number }> {
  const { clock } = options;
  const known = new Map<string, ReadGroup & { at: number }>();
  const reading = new Map<string, Promise<ReadGroup & { at: number }>>();

  async function readNow(key: string, group: RoleGroup): Promise<ReadGroup & { at: number }> {
    const at = clock.now();
    try {
      const read = { ...(await readAll(options, group)), at };
      known.set(key, read);
      return read;
    } finally {
      reading.delete(key);
    }
  }

  return (group) => {
    const key = `${group.slack ?? ''} ${group.entra ?? ''} ${group.directory ?? ''}`;
    const last = known.get(key);
    const maxAgeMs = last !== undefined && 'trouble' in last ? ages.failedAgainMs : ages.readAgainMs;
    if (last !== undefined && clock.now() - last.at < maxAgeMs) return Promise.resolve(last);
    const now = reading.get(key) ?? readNow(key, group);
    reading.set(key, now);
    return now;
  };
}

import { idNow, readUnnamed } from '../../domain/policy/roleGroups.ts';
import type { Platform } from '../../domain/terms.ts';
import { type createReadGroup, describeTrouble, directoryOf } from './readGroups.ts';
import type { RoleGroupOptions, Trouble } from './roleGroups.ts';

/** Which of the policy's groups somebody is in, by the ids of these, and why others could not be read. */
export interface ReadMember {
  groups: ReadonlySet<string>;
  trouble: readonly Trouble[];
  /** When the oldest of it was read: a Slack group is read for everybody at once. */
  at: number;
}

/**
 * Reads one person: a request for each directory, however many groups and members it has; with `customer`, in that one's
 * directory alone, and in Slack. Never throws.
 */
export function createReadMember(
  options: RoleGroupOptions,
  readGroup: ReturnType<typeof createReadGroup>,
): (actorId: string, customer?: string) => Promise<ReadMember> {
  const { written, directoryFor, clock } = options;

  function idsOf(actorId: string): { [platform in Platform]?: string | undefined } {
    const human = written.people.find(({ id }) => id === idNow(written, actorId));
    if (human !== undefined) return human;
    const unnamed = readUnnamed(actorId);
    return unnamed === undefined ? {} : { [unnamed.platform]: unnamed.userId };
  }

  async function readEntra(objectId: string, customer: string, trouble: Trouble[]): Promise<string[]> {
    const groups = written.groups.filter(
      (group) => group.entra !== undefined && directoryOf(written, group) === customer,
    );
    const ids = groups.map(({ entra = '' }) => entra.toLowerCase());
    try {
      const isIn = new Set(await directoryFor(customer).findMemberships(objectId, ids));
      return groups.filter(({ entra = '' }) => isIn.has(entra.toLowerCase())).map(({ id }) => id);
    } catch (error) {
      trouble.push(...groups.map((group) => describeTrouble(options, group, error)));
      return [];
    }
  }

  async function readSlack(userId: string, trouble: Trouble[], times: number[]): Promise<string[]> {
    const found = written.groups.map(async (group) => {
      if (group.slack === undefined) return [];
      const read = await readGroup(group);
      times.push(read.at);
      if ('trouble' in read) trouble.push(read.trouble);
      else if (read.found.some((one) => one.userId === userId)) return [group.id];
      return [];
    });
    return (await Promise.all(found)).flat();
  }

  return async (actorId, only) => {
    const { slack, teams } = idsOf(actorId);
    const [trouble, times]: [Trouble[], number[]] = [[], [clock.now()]];
    const inEntra = written.groups.filter(({ entra }) => entra !== undefined);
    const all = new Set(inEntra.map((group) => directoryOf(written, group)));
    const customers = [...all].filter((one) => only === undefined || one === only);
    const found = await Promise.all([
      ...(teams === undefined ? [] : customers.map((one) => readEntra(teams, one, trouble))),
      ...(slack === undefined ? [] : [readSlack(slack, trouble, times)]),
    ]);
    return { groups: new Set(found.flat()), trouble, at: Math.min(...times) };
  };
}

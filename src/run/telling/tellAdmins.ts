import type { Policy } from '../../domain/policy/policy.ts';
import type { Platform } from '../../domain/terms.ts';
import type { AdminNews, NewsReader } from '../../flows/operating/adminNews.ts';
import type { Chat } from '../../flows/reply.ts';
import type { Log } from '../../service/ports/surroundings.ts';
import { readThose } from '../../service/roleGroups/readThose.ts';
import type { RoleGroups } from '../../service/roleGroups/roleGroups.ts';

type Customers = Pick<Policy, 'customers'>;

function readerOf({ customers }: Customers, { customers: limits }: Policy['people'][number]): NewsReader {
  const actsFor = (id: string) => limits === undefined || limits.includes(id);
  return { isForAll: customers.every(({ id }) => actsFor(id)), actsFor };
}

/** What is told of a Slack workspace, to those who act for a customer that it may act for. */
export function newsOfWorkspace(
  { workspaces = [] }: Pick<Policy, 'workspaces'>,
  team: string,
  view: NonNullable<ReturnType<AdminNews>>,
): AdminNews {
  const about = workspaces.find(({ id }) => id === team)?.customers;
  return ({ actsFor }) => (about === undefined || about.some(actsFor) ? view : undefined);
}

/** Who the admins are, by the policy and its groups. */
export interface Admins {
  policy: Policy;
  roleGroups: Pick<RoleGroups, 'list' | 'lastKnown'>;
}

/**
 * The admins, and whether these are all. Of a group that can't be read those are told who were in it when it was last read:
 * the very removal of the app from Slack, which is told here, makes its groups unreadable. That is no right to do anything.
 */
async function readAdmins({
  policy,
  roleGroups,
}: Admins): Promise<{ people: Policy['people']; areAll: boolean }> {
  const listAdmins = (people: Policy['people']) => people.filter(({ roles }) => roles.includes('admin'));
  const admins = await readThose({ policy, roleGroups }, { role: 'admin' }, ({ people }) =>
    listAdmins(people),
  );
  if ('all' in admins) return { people: [...admins.all], areAll: true };
  const before = listAdmins(roleGroups.lastKnown()).filter(({ id }) =>
    admins.some.every((one) => one.id !== id),
  );
  return { people: [...admins.some, ...before], areAll: false };
}

/**
 * Sends each admin a message of their own, in the first chat where they can be reached, with what concerns their customers.
 * Answers false where nobody was reached, and there was somebody to tell, or may be in a group that can't be read now. Never
 * throws.
 */
export async function tellAdmins(
  admins: Admins,
  chats: Partial<Record<Platform, Chat>>,
  log: Log,
  news: AdminNews,
): Promise<boolean> {
  const { people, areAll } = await readAdmins(admins);
  let [tried, told] = [0, 0];
  for (const human of people) {
    const view = news(readerOf(admins.policy, human));
    if (view === undefined) continue;
    tried += 1;
    for (const platform of ['slack', 'teams'] as const) {
      const [chat, userId] = [chats[platform], human[platform]];
      if (chat === undefined || userId === undefined) continue;
      try {
        await chat.post(await chat.openDirect(userId), view, userId);
        told += 1;
        break;
      } catch (error) {
        log.warn({ err: error, platform, admin: human.id }, 'rollcall.admin_not_told');
      }
    }
  }
  if (told > 0) return true;
  if (!areAll) log.warn({}, 'rollcall.admins_not_known');
  return areAll && tried === 0;
}

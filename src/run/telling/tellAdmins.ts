import type { Policy } from '../../domain/policy/policy.ts';
import type { Platform } from '../../domain/terms.ts';
import type { AdminNews, NewsReader } from '../../flows/operating/adminNews.ts';
import type { Chat } from '../../flows/reply.ts';
import type { Log } from '../../service/ports/surroundings.ts';

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

/**
 * Sends each admin of the policy a message of their own, in the first chat where they can be reached, with what concerns
 * their customers. Answers false where there was somebody to tell, and nobody could be reached. Never throws.
 */
export async function tellAdmins(
  policy: Pick<Policy, 'people' | 'customers'>,
  chats: Partial<Record<Platform, Chat>>,
  log: Log,
  news: AdminNews,
): Promise<boolean> {
  let [tried, told] = [0, 0];
  for (const human of policy.people.filter(({ roles }) => roles.includes('admin'))) {
    const view = news(readerOf(policy, human));
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
  return tried === 0 || told > 0;
}

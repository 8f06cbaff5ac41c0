import type { Policy } from '../../domain/policy/policy.ts';
import type { Platform } from '../../domain/terms.ts';
import type { Chat } from '../../flows/reply.ts';
import type { NoticeView } from '../../flows/views/parts.ts';
import type { Log } from '../../service/ports/surroundings.ts';

/** The customers that what is told of a Slack workspace concerns: those that it may act for. Undefined: all. */
export function customersOfWorkspace(
  { workspaces = [] }: Pick<Policy, 'workspaces'>,
  team: string,
): readonly string[] | undefined {
  return workspaces.find(({ id }) => id === team)?.customers;
}

/**
 * Sends each admin of the policy a message of their own, in the first chat where they can be reached. Where it is about some
 * customers, not those who act for others only. Never throws.
 */
export async function tellAdmins(
  policy: Pick<Policy, 'people'>,
  chats: Partial<Record<Platform, Chat>>,
  log: Log,
  view: NoticeView,
  about?: readonly string[],
): Promise<void> {
  const isConcerned = ({ customers }: { customers?: string[] | undefined }) =>
    about === undefined || customers === undefined || customers.some((id) => about.includes(id));
  const admins = policy.people.filter((human) => human.roles.includes('admin') && isConcerned(human));
  for (const human of admins) {
    for (const platform of ['slack', 'teams'] as const) {
      const [chat, userId] = [chats[platform], human[platform]];
      if (chat === undefined || userId === undefined) continue;
      try {
        await chat.post(await chat.openDirect(userId), view, userId);
        break;
      } catch (error) {
        log.warn({ err: error, platform, admin: human.id }, 'rollcall.admin_not_told');
      }
    }
  }
}

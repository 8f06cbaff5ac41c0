import type { Policy } from '../domain/policy/policy.ts';
import type { Platform } from '../domain/terms.ts';
import type { Chat } from '../flows/reply.ts';
import type { NoticeView } from '../flows/views/parts.ts';
import type { Log } from '../service/ports/surroundings.ts';

/** Sends each admin of the policy a message of their own, in the first chat where they can be reached. Never throws. */
export async function tellAdmins(
  policy: Pick<Policy, 'people'>,
  chats: Partial<Record<Platform, Chat>>,
  log: Log,
  view: NoticeView,
): Promise<void> {
  for (const human of policy.people.filter(({ roles }) => roles.includes('admin'))) {
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

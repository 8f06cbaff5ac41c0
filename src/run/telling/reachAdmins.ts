import type { Policy } from '../../domain/policy/policy.ts';
import type { Platform } from '../../domain/terms.ts';
import type { AdminNews } from '../../flows/operating/adminNews.ts';
import type { Chat } from '../../flows/reply.ts';
import type { NoticeView } from '../../flows/views/parts.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import type { RoleGroups } from '../../service/roleGroups/roleGroups.ts';
import { newsOfWorkspace, tellAdmins } from './tellAdmins.ts';
import { createTellUntilTold } from './tellUntilTold.ts';

/**
 * Our own number: whoever is in a group an hour before it can't be read any more is told what happens then. Each reading is a
 * request for each group that makes admins or approvers. Longer leaves out who was put into it since; shorter costs more of those.
 */
const READ_EVERY_MS = 60 * 60_000;

/** Our own number: a start has enough to ask for. Longer knows nobody for longer; what goes wrong at once is told again. */
const FIRST_AFTER_MS = 60_000;

/** How admins are told what goes on. */
export interface ReachAdmins {
  /** False where nobody was reached, so that it has to be told again. Never throws. */
  reach(news: AdminNews): Promise<boolean>;
  /** Something about a Slack workspace, until somebody has it, in the place of what was to be told about the same one. */
  tellOfWorkspace(view: NoticeView, team: string): void;
  /** It's no longer so. */
  forgetWorkspace(team: string): void;
  /** Keeps in mind who the admins are, for when a group of them can't be read, until the signal. */
  keepKnown(stopping: AbortSignal): void;
}

/** See {@link ReachAdmins}. */
export function createReachAdmins({
  policy,
  roleGroups,
  chats,
  clock,
  log,
}: {
  policy: Policy;
  roleGroups: Pick<RoleGroups, 'list' | 'lastKnown'>;
  chats: Partial<Record<Platform, Chat>>;
  clock: Pick<Clock, 'sleep'>;
  log: Log;
}): ReachAdmins {
  const reach = (news: AdminNews) => tellAdmins({ policy, roleGroups }, chats, log, news);
  const workspaces = createTellUntilTold((_what, news) => reach(news), { clock, log });
  return {
    reach,
    tellOfWorkspace: (view, team) => workspaces.tell(team, team, newsOfWorkspace(policy, team, view)),
    forgetWorkspace: workspaces.forget,
    keepKnown(stopping) {
      stopping.addEventListener('abort', () => workspaces.stop(), { once: true });
      void (async () => {
        await clock.sleep(FIRST_AFTER_MS, stopping);
        while (!stopping.aborted) {
          await roleGroups.list();
          await clock.sleep(READ_EVERY_MS, stopping);
        }
      })();
    },
  };
}

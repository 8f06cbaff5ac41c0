import type { Clock, Log } from '../../service/ports/surroundings.ts';
import type { Workspace } from './workspace.ts';

/**
 * Our own number. Longer keeps people of a workspace that has just joined an organization out; shorter has Slack asked for
 * each message of somebody from another organization (Slack Connect), and that is all it costs.
 */
const ASK_AGAIN_MS = 60_000;

/**
 * Looks up in which organization a workspace is by now, for a payload that names another. Slack, "Developing for Enterprise
 * Grid": workspaces become part of one at any time, and auth.test says so; the app stays installed, with its token. `keep` is
 * told what Slack says, unless it is what `known` says. Asked at most once a minute; never throws.
 */
export function createOrganizationCheck(
  { clock, log }: { clock: Clock; log: Log },
  { id, client, calls }: Pick<Workspace, 'id' | 'client' | 'calls'>,
  known: () => string | undefined,
  keep: (enterpriseId: string) => void | Promise<void>,
): () => Promise<void> {
  let last: { at: number; done: Promise<void> } | undefined;

  async function check(): Promise<void> {
    try {
      const { enterprise_id: enterprise } = await calls.call('auth.test', 'never', () => client.auth.test());
      if (!enterprise || enterprise === known()) return;
      await keep(enterprise);
      log.info({ team: id, enterprise }, 'slack.joinedOrganization');
    } catch (error) {
      log.warn({ team: id, error }, 'slack.organizationNotRead');
    }
  }

  return () => {
    if (last === undefined || clock.now() - last.at >= ASK_AGAIN_MS)
      last = { at: clock.now(), done: check() };
    return last.done;
  };
}

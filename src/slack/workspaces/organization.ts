import { isOrganization } from '../../domain/slackId.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import type { Workspace } from './workspace.ts';

/**
 * Our own number. Longer keeps people of a workspace that has just joined an organization out; shorter has Slack asked for
 * each message of somebody from another organization (Slack Connect), and that is all it costs.
 */
const ASK_AGAIN_MS = 60_000;
/** The same where Slack didn't say, as people are kept out until it does. At once would be a call for each of their clicks. */
const ASK_AGAIN_AFTER_FAILURE_MS = 5_000;

/**
 * Looks up in which organization a workspace is by now, for a payload that names another, or none. Slack, "Developing apps
 * for Enterprise orgs": any workspace may become part of one, and auth.test says so; the app stays installed, with its
 * token. None says that it is part of one no longer, although Slack's way out is to delete it ("Delete a workspace").
 * `keep` is told what Slack says, unless it is what `known` says. Answers whether Slack said; never throws, and may take as
 * long as a call of Slack's.
 */
export function createOrganizationCheck(
  { clock, log }: { clock: Clock; log: Log },
  { id, client, calls }: Pick<Workspace, 'id' | 'client' | 'calls'>,
  known: () => string | undefined,
  keep: (enterpriseId: string | undefined) => void | Promise<void>,
): () => Promise<boolean> {
  let asking: Promise<boolean> | undefined;
  let askAgainAt = Number.NEGATIVE_INFINITY;
  let hasSaid = false;

  async function check(): Promise<boolean> {
    try {
      const { enterprise_id: said } = await calls.call('auth.test', 'never', () => client.auth.test());
      const [enterprise, before] = [said || undefined, known()];
      if (enterprise === before || (enterprise === undefined && isOrganization(id))) return true;
      await keep(enterprise);
      if (enterprise === undefined) log.warn({ team: id, before }, 'slack.leftOrganization');
      else log.info({ team: id, enterprise }, 'slack.joinedOrganization');
      return true;
    } catch (error) {
      log.warn({ team: id, error }, 'slack.organizationNotRead');
      return false;
    }
  }

  return async () => {
    if (asking !== undefined) return asking;
    if (clock.now() < askAgainAt) return hasSaid;
    asking = check();
    hasSaid = await asking;
    asking = undefined;
    askAgainAt = clock.now() + (hasSaid ? ASK_AGAIN_MS : ASK_AGAIN_AFTER_FAILURE_MS);
    return hasSaid;
  };
}

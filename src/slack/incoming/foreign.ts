import type { AckFn, AnyMiddlewareArgs, Context, RespondFn } from '@slack/bolt';
import { isOrganization } from '../../domain/slackId.ts';
import type { Speaker } from '../../flows/action.ts';
import type { NoticeView } from '../../flows/views/parts.ts';
import type { Clock } from '../../service/ports/surroundings.ts';
import type { SharedContext } from '../handlerContext.ts';
import { renderModal } from '../views/render.ts';
import { WORKSPACE_WORDS } from '../workspaces/words.ts';
import { type Workspace, workspaceOf } from '../workspaces/workspace.ts';
import { isAtHome } from './atHome.ts';
import { enterprisesOf, placeAt, type SlackBody, speakerOf, teamsOf } from './identify.ts';
import { readDirectMessage } from './messages.ts';

const REFUSAL: NoticeView = {
  kind: 'notice',
  tone: 'warning',
  title: "Rollcall isn't set up for your workspace.",
  text: ['Nothing was done.'],
  next: 'If it should, ask the person who runs Rollcall to add your Slack team id to slackTeams in policy.json.',
  buttons: [],
};

/** Slack tells of a removal when nobody is there any more; whether it is one is for whoever handles it to ask. */
function isRemoval({ event }: SlackBody): boolean {
  return event?.type === 'app_uninstalled' || event?.type === 'tokens_revoked';
}

const NOT_INSTALLED: NoticeView = {
  ...REFUSAL,
  title: WORKSPACE_WORDS.notInstalled.message,
  next: WORKSPACE_WORDS.notInstalled.next,
};

const NOT_KNOWN_YET: NoticeView = {
  ...REFUSAL,
  title: WORKSPACE_WORDS.notKnownYet.message,
  next: WORKSPACE_WORDS.notKnownYet.next,
};

/** Says no in whichever way the payload can be answered; in a chat only where the app is installed. */
async function refuse(
  { chat }: Pick<SharedContext, 'chat'>,
  workspace: Workspace | undefined,
  args: AnyMiddlewareArgs,
  refusal: NoticeView,
): Promise<void> {
  const body = args.body as SlackBody;
  const sentence = `${refusal.title} ${refusal.next}`;
  const { ack, respond } = args as { ack?: AckFn<unknown>; respond?: RespondFn };
  if (body.command !== undefined) return ack?.({ response_type: 'ephemeral', text: sentence });
  if (body.type === 'view_submission') {
    return ack?.({ response_action: 'update', view: renderModal(refusal) });
  }
  if (body.type === 'block_suggestion') return ack?.({ options: [] });
  await ack?.();
  if (respond !== undefined) {
    await respond({ response_type: 'ephemeral', text: sentence, replace_original: false });
    return;
  }
  if (workspace === undefined) return;
  const message = readDirectMessage(body.event, workspace.botUserId);
  if (message === undefined) return;
  const speaker = speakerOf(workspace, body);
  await chat.post(placeAt(workspace, speaker.workspace, message.channel, true), refusal);
}

/**
 * Slack, "Handling user interaction in your Slack apps": acknowledged within 3 s, or Slack says that the app failed; the
 * other half is for the way there and a busy machine. Longer loses the acknowledgment when Slack hangs; shorter has somebody
 * of a workspace that has just joined an organization try once more.
 */
const KNOWN_WITHIN_MS = 1_500;

/**
 * Looks first whether the workspace has joined an organization that the payload names and nobody knows of yet. Slack,
 * "Developing apps for Enterprise orgs": each payload names it, so that one without is of a workspace that may have left;
 * nobody is kept out by that, so it waits for nothing.
 */
async function judge(
  at: Workspace,
  body: SlackBody,
  clock: Clock,
): Promise<'served' | 'foreign' | 'notKnown'> {
  const { enterprise } = at.home();
  const named = enterprisesOf(body);
  if (named.length === 0 && enterprise !== undefined) void at.lookUpOrganization();
  const isElsewhere = named.some((id) => id !== enterprise);
  const hasSaid = !isElsewhere || (await hasSlackSaid(at, body, clock));
  if (isAtHome(body, at.home())) return 'served';
  return hasSaid ? 'foreign' : 'notKnown';
}

/** In time for the acknowledgment; an event has Bolt's by now, so it waits for Slack and is not lost. */
async function hasSlackSaid(at: Workspace, { event }: SlackBody, clock: Clock): Promise<boolean> {
  const asked = at.lookUpOrganization();
  if (event !== undefined) return asked;
  const waiting = new AbortController();
  const hasSaid = await Promise.race([asked, clock.sleep(KNOWN_WITHIN_MS, waiting.signal).then(() => false)]);
  waiting.abort();
  return hasSaid;
}

/** Which of `slackTeams` would serve it if the app were installed there. */
function findNamed(body: SlackBody, allowedTeams: readonly string[]): string | undefined {
  return allowedTeams.find((id) =>
    isAtHome(
      body,
      isOrganization(id)
        ? { teams: [...allowedTeams], enterprise: id, isWholeEnterprise: true }
        : { teams: [id, ...enterprisesOf(body)] },
    ),
  );
}

/** Where somebody belongs, as far as a payload says; in Slack Connect that is not where they are. */
function ownTeamOf(body: SlackBody): string {
  const { event, user } = body;
  return (
    user?.team_id ?? event?.user_team ?? event?.source_team ?? event?.team ?? teamsOf(body)[0] ?? 'unknown'
  );
}

/** Somebody who isn't served, by an id that is no colleague's: what is unmarked belongs to the first of `slackTeams`. */
function strangerOf(
  body: SlackBody,
  at: Workspace | undefined,
  named: string | undefined,
  allowedTeams: readonly string[],
): Speaker {
  const own = named ?? ownTeamOf(body);
  const isOfHome = at?.home().teams.includes(own) === true;
  const mark = own === allowedTeams[0] ? {} : { mark: own };
  return { ...speakerOf(isOfHome ? at : mark, body), workspace: own };
}

/** Bolt middleware: lets only people through who are home; refuses and audits the others. */
export function createForeignGuard(shared: Pick<SharedContext, 'options' | 'chat'>) {
  return async (args: AnyMiddlewareArgs & { context: Context; next: () => Promise<void> }): Promise<void> => {
    const body = args.body as SlackBody;
    const at = workspaceOf(args.context);
    at?.apps.received(body.api_app_id);
    const { auditRefusal, clock, log } = shared.options;
    if (isRemoval(body)) return args.next();
    const home = at === undefined ? 'foreign' : await judge(at, body, clock);
    if (home === 'served') return args.next();
    const { allowedTeams } = shared.options;
    const named = at === undefined ? findNamed(body, allowedTeams) : undefined;
    const speaker =
      home === 'notKnown' ? speakerOf(at ?? {}, body) : strangerOf(body, at, named, allowedTeams);
    const { workspace, userId } = speaker;
    const isStranger = home !== 'notKnown' && named === undefined;
    const code = isStranger ? 'FOREIGN_WORKSPACE' : 'CHAT_DOWN';
    await auditRefusal({
      actor: `slack:${userId}`,
      platform: 'slack',
      what: 'slack.request',
      detail: {
        code,
        workspace,
        ...(named === undefined ? {} : { isInstalled: false }),
        teams: teamsOf(body).join(',').slice(0, 100),
      },
    });
    log.warn({ code, workspace, userId }, 'slack.refused');
    const ofStrangers = named === undefined ? REFUSAL : NOT_INSTALLED;
    await refuse(shared, at, args, home === 'notKnown' ? NOT_KNOWN_YET : ofStrangers).catch(
      (error: unknown) => log.info({ error }, 'slack.refusalNotShown'),
    );
  };
}

import {
  App,
  type BlockAction,
  type Context,
  type Receiver,
  type RespondFn,
  type SlackShortcut,
} from '@slack/bolt';
import { createBoltLog } from './boltLog.ts';
import { clientOptions } from './client.ts';
import type { HandlerContext, SharedContext } from './handlerContext.ts';
import { handleClick } from './incoming/clicks.ts';
import { handleCommand } from './incoming/commands.ts';
import { createForeignGuard } from './incoming/foreign.ts';
import { handleHome } from './incoming/home.ts';
import { handleMessage } from './incoming/messages.ts';
import { handleShortcut } from './incoming/shortcuts.ts';
import { createSubmissions } from './incoming/submissions.ts';
import { handleSuggestion } from './incoming/suggestions.ts';
import { createTyping } from './outgoing/typing.ts';
import { type PayloadSource, type Workspace, type Workspaces, workspaceOf } from './workspaces/workspace.ts';

/** What handlers of one workspace keep from one payload to the next. */
interface Desk {
  context: HandlerContext;
  typing: ReturnType<typeof createTyping>;
  handleSubmission: ReturnType<typeof createSubmissions>;
}

/** The desk of the workspace that a payload comes from, which the guard has let through. */
function createDesks(shared: SharedContext): (args: { context: Context }) => Desk {
  const desks = new WeakMap<Workspace, Desk>();
  return (args) => {
    const workspace = workspaceOf(args.context);
    if (workspace === undefined) throw new Error('The guard lets nobody through without a workspace.');
    const known = desks.get(workspace);
    if (known !== undefined) return known;
    const context = { ...shared, ...workspace };
    const desk = { context, typing: createTyping(context), handleSubmission: createSubmissions(context) };
    desks.set(workspace, desk);
    return desk;
  };
}

/** Bolt behind a receiver: one handler for each kind of payload, so that nothing is handled twice. */
export function createBolt(receiver: Receiver, shared: SharedContext, workspaces: Workspaces): App {
  const { options } = shared;
  const app = new App({
    receiver,
    logger: createBoltLog(options.log),
    clientOptions: clientOptions(options),
    // Its memory of conversations never forgets any.
    convoStore: false,
    deferInitialization: true,
    // Bolt gets no token: it would keep a client for each of its own. Where nobody is, the guard says so.
    authorize: async (source: PayloadSource) => {
      const workspace = await workspaces.find(source);
      if (workspace === undefined) return {};
      const { botId, botUserId, id: teamId } = workspace;
      return { botId, botUserId, teamId, workspace };
    },
  });
  const deskOf = createDesks(shared);
  app.use(createForeignGuard(shared));
  app.command(/.*/, (args) => handleCommand(deskOf(args).context, args));
  app.event('message', (args) => handleMessage(deskOf(args).context, args));
  app.event('app_home_opened', (args) => handleHome(deskOf(args).context, args));
  const lookAgain = ({ context: { teamId, enterpriseId, isEnterpriseInstall } }: { context: Context }) =>
    workspaces.revoked({ teamId, enterpriseId, isEnterpriseInstall });
  app.event('app_uninstalled', lookAgain);
  app.event('tokens_revoked', lookAgain);
  app.action<BlockAction>({ type: 'block_actions' }, (args) => {
    const { context, typing } = deskOf(args);
    return handleClick(context, typing, args);
  });
  app.options<'block_suggestion'>({ type: 'block_suggestion' }, (args) =>
    handleSuggestion(deskOf(args).context, args),
  );
  app.view({ type: 'view_submission' }, (args) => deskOf(args).handleSubmission(args as never));
  app.shortcut<SlackShortcut>(/.*/, (args) =>
    handleShortcut(deskOf(args).context, args as typeof args & { respond?: RespondFn }),
  );
  app.error(async (error) => options.log.error({ error: error.name, code: error.code }, 'slack.failed'));
  return app;
}

import {
  type AnyMiddlewareArgs,
  App,
  type Context,
  type Receiver,
  type SlackEventMiddlewareArgs,
  type SlackOptionsMiddlewareArgs,
  type SlackViewMiddlewareArgs,
  type ViewSubmitAction,
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

/**
 * Takes each payload to the handler of its kind, and those of no kind that is listened for to none. A listener of Bolt's for
 * each kind would be asked about every payload, in a chain of promises each, which costs four times as much as all the rest
 * that Bolt does.
 */
function createRoute(shared: SharedContext, workspaces: Workspaces) {
  const deskOf = createDesks(shared);

  function routeEvent(args: SlackEventMiddlewareArgs & { context: Context }): Promise<void> | undefined {
    const { teamId, enterpriseId, isEnterpriseInstall } = args.context;
    switch (args.event.type) {
      case 'message':
        return handleMessage(deskOf(args).context, args as Parameters<typeof handleMessage>[1]);
      case 'app_home_opened':
        return handleHome(deskOf(args).context, args as Parameters<typeof handleHome>[1]);
      case 'app_uninstalled':
      case 'tokens_revoked':
        return workspaces.revoked({ teamId, enterpriseId, isEnterpriseInstall });
    }
    return undefined;
  }

  return async function route(args: AnyMiddlewareArgs & { context: Context }): Promise<void> {
    if ('command' in args) await handleCommand(deskOf(args).context, args);
    else if ('event' in args) await routeEvent(args);
    else if ('shortcut' in args) await handleShortcut(deskOf(args).context, args);
    else if ('action' in args && args.body.type === 'block_actions') {
      const { context, typing } = deskOf(args);
      await handleClick(context, typing, args as Parameters<typeof handleClick>[2]);
    } else if ('options' in args && args.body.type === 'block_suggestion') {
      await handleSuggestion(deskOf(args).context, args as SlackOptionsMiddlewareArgs<'block_suggestion'>);
    } else if ('view' in args && args.body.type === 'view_submission') {
      await deskOf(args).handleSubmission(args as SlackViewMiddlewareArgs<ViewSubmitAction>);
    }
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
  app.use(createForeignGuard(shared));
  app.use(createRoute(shared, workspaces));
  app.error(async (error) => options.log.error({ error: error.name, code: error.code }, 'slack.failed'));
  return app;
}

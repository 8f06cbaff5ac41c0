import { App, type BlockAction, ExpressReceiver, type RespondFn, type SlackShortcut } from '@slack/bolt';
import type { Express } from 'express';
import { createBoltLog } from './boltLog.ts';
import { clientOptions } from './client.ts';
import type { HandlerContext } from './handlerContext.ts';
import { handleClick } from './incoming/clicks.ts';
import { handleCommand } from './incoming/commands.ts';
import { createForeignGuard } from './incoming/foreign.ts';
import { handleHome } from './incoming/home.ts';
import { handleMessage } from './incoming/messages.ts';
import { handleShortcut } from './incoming/shortcuts.ts';
import { createSubmissions } from './incoming/submissions.ts';
import { handleSuggestion } from './incoming/suggestions.ts';
import { createTyping } from './outgoing/typing.ts';

/** Who the bot is, as Slack said at start. */
export interface Identity {
  /** The workspace; for an app that is installed for a whole Enterprise Grid, the organization. */
  teamId: string;
  /** E…, on Enterprise Grid. */
  enterpriseId?: string;
  botId: string;
  userId: string;
}

/** Bolt on the shared Express app: one handler for each kind of payload, so that nothing is handled twice. */
export function mountBolt(web: Express, context: HandlerContext, identity: () => Identity | undefined): App {
  const { options } = context;
  const logger = createBoltLog(options.log);
  const receiver = new ExpressReceiver({
    app: web,
    signingSecret: options.signingSecret.reveal(),
    endpoints: '/slack/events',
    logger,
  });
  const app = new App({
    receiver,
    logger,
    clientOptions: clientOptions(options),
    // Its memory of conversations never forgets any.
    convoStore: false,
    deferInitialization: true,
    // The token was tested at start; Bolt would test it again for every request.
    authorize: async () => {
      const me = identity();
      if (me === undefined) throw new Error('not started');
      return {
        botToken: options.botToken.reveal(),
        botId: me.botId,
        botUserId: me.userId,
        teamId: me.teamId,
      };
    },
  });
  const handleSubmission = createSubmissions(context);
  const typing = createTyping(context);
  app.use(createForeignGuard(context));
  app.command(/.*/, (args) => handleCommand(context, args));
  app.event('message', (args) => handleMessage(context, args));
  app.event('app_home_opened', (args) => handleHome(context, args));
  app.action<BlockAction>({ type: 'block_actions' }, (args) => handleClick(context, typing, args));
  app.options<'block_suggestion'>({ type: 'block_suggestion' }, (args) => handleSuggestion(context, args));
  app.view({ type: 'view_submission' }, (args) => handleSubmission(args as never));
  app.shortcut<SlackShortcut>(/.*/, (args) =>
    handleShortcut(context, args as typeof args & { respond?: RespondFn }),
  );
  app.error(async (error) => options.log.error({ error: error.name, code: error.code }, 'slack.failed'));
  return app;
}

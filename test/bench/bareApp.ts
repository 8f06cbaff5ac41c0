import { App, type Receiver } from '@slack/bolt';

/** A Bolt app that acknowledges and does nothing. */
export async function createBareApp(receiver: Receiver): Promise<App> {
  const app = new App({
    receiver,
    convoStore: false,
    deferInitialization: true,
    authorize: async () => ({
      botToken: 'xoxb-bare',
      botId: 'B0BARE',
      botUserId: 'U0BARE',
      teamId: 'T0CONTOSO',
    }),
  });
  app.command(/.*/, ({ ack }) => ack());
  app.action(/.*/, ({ ack }) => ack());
  await app.init();
  return app;
}

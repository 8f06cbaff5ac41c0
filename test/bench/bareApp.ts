import { App, type Receiver } from '@slack/bolt';
import { type View, WebClient } from '@slack/web-api';

/** A form of about the size of that for one person. */
const FORM: View = {
  type: 'modal',
  callback_id: 'bare',
  title: { type: 'plain_text', text: 'Add a person' },
  submit: { type: 'plain_text', text: 'Create' },
  blocks: [
    ...['First name', 'Last name', 'Display name', 'User name', 'Job title', 'Department', 'Manager'].map(
      (label) => ({
        type: 'input' as const,
        block_id: label,
        label: { type: 'plain_text' as const, text: label },
        element: { type: 'plain_text_input' as const, action_id: label },
      }),
    ),
    {
      type: 'input',
      block_id: 'location',
      label: { type: 'plain_text', text: 'Location' },
      element: {
        type: 'static_select',
        action_id: 'location',
        options: Array.from({ length: 50 }, (_, index) => ({
          text: { type: 'plain_text', text: `Country ${index}` },
          value: String(index),
        })),
      },
    },
  ],
};

/** A Bolt app that acknowledges, and opens a form for a command. `token` is its bot token at this Web API. */
export async function createBareApp(receiver: Receiver, slackApiUrl: string, token: string): Promise<App> {
  const app = new App({
    receiver,
    convoStore: false,
    deferInitialization: true,
    authorize: async () => ({ botToken: token, botId: 'B0BARE', botUserId: 'U0BARE', teamId: 'T0CONTOSO' }),
  });
  // Bolt's own client adds a team_id, which views.open doesn't take.
  const client = new WebClient(token, { slackApiUrl });
  app.command(/.*/, async ({ ack, body }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: FORM });
  });
  app.action(/.*/, ({ ack }) => ack());
  await app.init();
  return app;
}

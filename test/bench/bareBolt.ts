import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, ExpressReceiver } from '@slack/bolt';

/** A Bolt listener that acknowledges and does nothing, in a process of its own. It ends when its parent goes. */

const receiver = new ExpressReceiver({ signingSecret: process.argv[2] ?? '', endpoints: '/slack/events' });
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
const server = (await receiver.start({ port: 0, host: '127.0.0.1' })) as Server;
process.send?.({ port: (server.address() as AddressInfo).port });
process.on('disconnect', () => process.exit(0));

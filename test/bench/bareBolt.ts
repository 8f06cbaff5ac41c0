import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExpressReceiver } from '@slack/bolt';
import { createBareApp } from './bareApp.ts';

/** A Bolt listener that acknowledges, and opens a form for a command, in a process of its own. It ends when its parent goes. */

const [slackApiUrl = '', token = '', signingSecret = ''] = process.argv.slice(2);
const receiver = new ExpressReceiver({ signingSecret, endpoints: '/slack/events' });
await createBareApp(receiver, slackApiUrl, token);
const server = (await receiver.start({ port: 0, host: '127.0.0.1' })) as Server;
process.send?.({ port: (server.address() as AddressInfo).port });
process.on('disconnect', () => process.exit(0));

import { SocketModeReceiver } from '@slack/bolt';
import { createBareApp } from './bareApp.ts';

/** The same behind Bolt's own receiver for Socket Mode. It ends when its parent goes. */

const [slackApiUrl = '', token = '', appToken = ''] = process.argv.slice(2);
const receiver = new SocketModeReceiver({ appToken, installerOptions: { clientOptions: { slackApiUrl } } });
await createBareApp(receiver, slackApiUrl, token);
await receiver.start();
process.send?.('connected');
process.on('disconnect', () => process.exit(0));

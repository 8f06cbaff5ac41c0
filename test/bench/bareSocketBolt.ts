import { SocketModeReceiver } from '@slack/bolt';
import { createBareApp } from './bareApp.ts';

/** Bolt's own receiver for Socket Mode, which acknowledges and does nothing. It ends when its parent goes. */

const [slackApiUrl = '', appToken = ''] = process.argv.slice(2);
const receiver = new SocketModeReceiver({ appToken, installerOptions: { clientOptions: { slackApiUrl } } });
await createBareApp(receiver);
await receiver.start();
process.send?.('connected');
process.on('disconnect', () => process.exit(0));

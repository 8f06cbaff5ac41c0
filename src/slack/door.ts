import { ExpressReceiver, type Receiver } from '@slack/bolt';
import type { Express } from 'express';
import { RollcallError } from '../domain/errors.ts';
import { createBoltLog } from './boltLog.ts';
import { createGuard } from './incoming/guard.ts';
import type { SlackOptions } from './options.ts';
import { createOpenUrl, explainNoSocket } from './socket/openUrl.ts';
import { createSocketReceiver } from './socket/socketReceiver.ts';

/** Where Slack's requests come in. */
export interface Door {
  receiver: Receiver;
  /** From now on requests come in. Throws RollcallError CREDENTIALS_REFUSED or CHAT_DOWN where no socket can be had. */
  open(): Promise<void>;
  /** Throws RollcallError CHAT_DOWN while none can come in. */
  check(): Promise<void>;
  /** False: from now on nothing comes in that another instance could answer, as far as this one can keep it away. */
  admit(isReady: boolean): void;
  /** Lets go what is answered. */
  close(): Promise<void>;
}

function createHttpDoor(
  web: Express,
  options: SlackOptions,
  door: Parameters<typeof createGuard>[0] & { isReady: () => boolean },
): Door {
  web.post('/slack/events', createGuard(door), (_request, response, next) => {
    if (door.isReady()) return next();
    // Slack sends events again; a person sees that the command failed.
    return response.status(503).end();
  });
  const receiver = new ExpressReceiver({
    app: web,
    signingSecret: door.signingSecret.reveal(),
    endpoints: '/slack/events',
    logger: createBoltLog(options.log),
  });
  const nothing = async () => undefined;
  // Whoever sends requests here asks /readyz.
  return { receiver, open: nothing, check: nothing, admit: () => undefined, close: nothing };
}

function createSocketDoor(options: SlackOptions, appToken: string): Door {
  const receiver = createSocketReceiver(options, createOpenUrl(options, appToken));
  return {
    receiver,
    async open() {
      try {
        await receiver.start();
      } catch (cause) {
        throw explainNoSocket(cause);
      }
    },
    async check() {
      if (receiver.isOpen) return;
      throw new RollcallError('CHAT_DOWN', 'The socket to Slack is closed.', {
        next: 'Check slack-status.com, and the log for why.',
      });
    },
    admit: (isReady) => receiver.keep(isReady),
    close: () => receiver.stop(),
  };
}

/**
 * The door that the options name: `POST /slack/events` on the shared Express app, or a socket, which takes nothing over
 * HTTP.
 */
export function createDoor(web: Express, options: SlackOptions, isReady: () => boolean): Door {
  const { door } = options;
  if ('appToken' in door) return createSocketDoor(options, door.appToken.reveal());
  return createHttpDoor(web, options, { ...options, signingSecret: door.signingSecret, isReady });
}

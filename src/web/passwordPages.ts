import type { Express, Request, Response } from 'express';
import { asDelay } from '../service/links/links.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import type { Provisioning } from '../service/provisioning.ts';
import { isTooLong, limitTries, RETRY_AFTER_SECONDS, setHeaders } from './oneTimePages.ts';
import {
  type SignInPages,
  writeAskPage,
  writeBrokenPage,
  writeGonePage,
  writeLaterPage,
  writeSecretPage,
} from './pageHtml.ts';

/** What the one-time pages need. */
export interface PasswordPagesOptions extends SignInPages {
  service: { links: Pick<Provisioning['links'], 'isOpen' | 'take'> };
  clock: Clock;
  log: Log;
}

/**
 * An answer that shows nothing comes no sooner than this, so that its time does not tell whether the link ever was:
 * a link that was used is noted on the disk, which takes some 10 ms.
 */
const GONE_AFTER_MS = 250;

/**
 * The page of a one-time link. GET looks nothing up and opens nothing: scanners of mails and previews of chats ask for
 * it. POST opens the link, once; every link that shows nothing gets the same answer.
 */
export function mountPasswordPages(
  app: Express,
  { service, clock, log, ...pages }: PasswordPagesOptions,
): void {
  const askPage = writeAskPage();

  const limit = limitTries({ isOpen: (token) => service.links.isOpen(token), clock, log });

  async function open(request: Request, response: Response): Promise<void> {
    const startedAt = clock.now();
    try {
      const taken = await service.links.take(String(request.params.token));
      if (taken !== undefined) {
        response.once('finish', () => {
          taken.shown?.().catch((error: unknown) => log.error({ err: error }, 'link.not_confirmed'));
        });
        response.send(writeSecretPage(taken, pages));
        return;
      }
      await clock.sleep(Math.max(0, startedAt + GONE_AFTER_MS - clock.now()));
      response.status(404).send(writeGonePage());
    } catch (error) {
      // Nothing broke, and the link stays as it is.
      const delay = asDelay(error);
      if (delay !== undefined) {
        response.set('Retry-After', String(RETRY_AFTER_SECONDS)).status(503).send(writeLaterPage(delay));
        return;
      }
      log.error({ err: error }, 'link.failed');
      response.status(500).send(writeBrokenPage());
    }
  }

  app
    .route('/p/:token')
    .all(setHeaders)
    .get((_request, response) => {
      response.send(askPage);
    })
    .post(limit, (request, response, next) => {
      if (isTooLong(request)) {
        response.set('Connection', 'close').status(413).send(writeBrokenPage());
        return;
      }
      open(request, response).catch(next);
    });
}

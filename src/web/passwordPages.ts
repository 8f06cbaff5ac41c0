import type { Express, Request, Response } from 'express';
import { isDelay } from '../service/links/links.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import type { Provisioning } from '../service/provisioning.ts';
import { isTooLong, languageOf, limitTries, RETRY_AFTER_SECONDS, setHeaders } from './oneTimePages.ts';
import {
  type SignInPages,
  writeAskPage,
  writeGonePage,
  writeNoticePage,
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
  const limit = limitTries({ isOpen: (token) => service.links.isOpen(token), clock, log });

  async function open(request: Request, response: Response): Promise<void> {
    const startedAt = clock.now();
    const language = languageOf(request);
    try {
      const taken = await service.links.take(String(request.params.token));
      if (taken !== undefined) {
        response.once('finish', () => {
          taken.shown?.().catch((error: unknown) => log.error({ err: error }, 'link.not_confirmed'));
        });
        response.send(writeSecretPage(taken, pages, taken.language ?? language));
        return;
      }
      await clock.sleep(Math.max(0, startedAt + GONE_AFTER_MS - clock.now()));
      response.status(404).send(writeGonePage(language));
    } catch (error) {
      // Nothing broke, and the link stays as it is.
      if (isDelay(error)) {
        const page = writeNoticePage(language, 'later');
        response.set('Retry-After', String(RETRY_AFTER_SECONDS)).status(503).send(page);
        return;
      }
      log.error({ err: error }, 'link.failed');
      response.status(500).send(writeNoticePage(language, 'broken'));
    }
  }

  app
    .route('/p/:token')
    .all(setHeaders)
    .get((request, response) => {
      response.send(writeAskPage(languageOf(request)));
    })
    .post(limit, (request, response, next) => {
      if (isTooLong(request)) {
        response
          .set('Connection', 'close')
          .status(413)
          .send(writeNoticePage(languageOf(request), 'broken'));
        return;
      }
      open(request, response).catch(next);
    });
}

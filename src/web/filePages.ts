import type { Express, Response } from 'express';
import type { HandedFile, Handouts } from '../service/handouts/handouts.ts';
import { isDelay } from '../service/links/links.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import { isTooLong, limitTries, RETRY_AFTER_SECONDS, setHeaders } from './oneTimePages.ts';
import { writeFileAskPage, writeFileGonePage, writeNoticePage } from './pageHtml.ts';

/** A name that no header takes for anything else, and the name itself. RFC 6266. */
function nameInHeader(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._-]/g, '_');
  // Half of a character, as a name that was cut may end in, cannot be written.
  const whole = encodeURIComponent(name.replace(/\p{Cs}/gu, '_')).replace(/[!'()*]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}

function headersOf({ name, contentType }: HandedFile): Record<string, string> {
  return { 'Content-Type': `${contentType}; charset=utf-8`, 'Content-Disposition': nameInHeader(name) };
}

/**
 * The page of a file that somebody's chat did not take. GET hands nothing out: scanners and previews ask for it. POST
 * hands the file out, once; every link that hands nothing out gets the same answer.
 */
export function mountFilePages(
  app: Express,
  { handouts, clock, log }: { handouts: Pick<Handouts, 'isOpen' | 'take'>; clock: Clock; log: Log },
): void {
  const askPage = writeFileAskPage();
  const limit = limitTries({ isOpen: (token) => handouts.isOpen(token), clock, log });

  async function handOut(token: string, response: Response): Promise<void> {
    try {
      const taken = await handouts.take(token);
      if (taken === undefined) {
        response.status(404).send(writeFileGonePage());
        return;
      }
      // Node says that what a broken connection left behind is finished: what counts is that the connection stands then.
      const { socket } = response;
      let isSent = false;
      response.prependOnceListener('finish', () => {
        isSent = socket?.destroyed === false;
      });
      response.once('close', () => void (isSent ? taken.sent() : taken.broken()));
      // Whoever asked may be gone already.
      if (response.destroyed) await taken.broken();
      else response.set(headersOf(taken.file)).send(Buffer.from(taken.file.bytes));
    } catch (error) {
      // Nothing broke, and the link stays as it is.
      if (isDelay(error)) {
        const page = writeNoticePage('en', 'later');
        response.set('Retry-After', String(RETRY_AFTER_SECONDS)).status(503).send(page);
        return;
      }
      log.error({ err: error }, 'file.failed');
      response.status(500).send(writeNoticePage('en', 'broken'));
    }
  }

  app
    .route('/f/:token')
    .all(setHeaders)
    .get((_request, response) => {
      response.send(askPage);
    })
    .post(limit, (request, response, next) => {
      if (isTooLong(request)) {
        response.set('Connection', 'close').status(413).send(writeNoticePage('en', 'broken'));
        return;
      }
      handOut(request.params.token, response).catch(next);
    });
}

import type { Express } from 'express';
import type { Handouts } from '../service/handouts/handouts.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import { isTooLong, limitTries, setHeaders } from './oneTimePages.ts';
import { writeFileAskPage, writeFileGonePage, writeNoticePage } from './pageHtml.ts';

/** A name that no header takes for anything else, and the name itself. RFC 6266. */
function nameInHeader(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._-]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/[!'()*]/g, '_')}`;
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
  app
    .route('/f/:token')
    .all(setHeaders)
    .get((_request, response) => {
      response.send(askPage);
    })
    .post(limit, (request, response) => {
      if (isTooLong(request)) {
        response.set('Connection', 'close').status(413).send(writeNoticePage('en', 'broken'));
        return;
      }
      const file = handouts.take(request.params.token);
      if (file === undefined) {
        response.status(404).send(writeFileGonePage());
        return;
      }
      response.set({
        'Content-Type': `${file.contentType}; charset=utf-8`,
        'Content-Disposition': nameInHeader(file.name),
      });
      response.send(Buffer.from(file.bytes));
    });
}

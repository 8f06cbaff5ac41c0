import type { Express, Request, RequestHandler, Response } from 'express';
import { asDelay } from '../service/links/links.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import type { Provisioning } from '../service/provisioning.ts';
import { networkOf } from './networkOf.ts';
import {
  type SignInPages,
  writeAskPage,
  writeBrokenPage,
  writeBusyPage,
  writeGonePage,
  writeLaterPage,
  writeSecretPage,
} from './pageHtml.ts';
import { SCRIPT_SOURCE } from './pageScript.ts';
import { STYLE_SOURCE } from './pageStyle.ts';
import { createTokenBucket } from './tokenBucket.ts';

/** What the one-time pages need. */
export interface PasswordPagesOptions extends SignInPages {
  service: { links: Pick<Provisioning['links'], 'isOpen' | 'take'> };
  clock: Clock;
  log: Log;
}

/**
 * Of tries that open nothing. A token cannot be guessed at any rate, so these limits only keep a flood from the disk, to
 * which a try of a used link is written; a link that can be opened is not held up by what others try.
 */
const EACH = { burst: 20, perMinute: 20 };
const ALL = { burst: 200, perMinute: 600 };
const RETRY_AFTER_SECONDS = 60;

/** The form has no fields. Anything longer is not the form. */
const MAX_BODY_BYTES = 1_024;

/**
 * An answer that shows nothing comes no sooner than this, so that its time does not tell whether the link ever was:
 * a link that was used is noted on the disk, which takes some 10 ms.
 */
const GONE_AFTER_MS = 250;

const setHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy': `default-src 'none'; style-src ${STYLE_SOURCE}; script-src ${SCRIPT_SOURCE}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
    'Cache-Control': 'no-store, max-age=0',
    'Referrer-Policy': 'no-referrer',
    'X-Robots-Tag': 'noindex, nofollow, noarchive',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  });
  next();
};

function isTooLong(request: Request): boolean {
  if (request.headers['transfer-encoding'] !== undefined) return true;
  return Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES;
}

/**
 * The page of a one-time link. GET looks nothing up and opens nothing: scanners of mails and previews of chats ask for
 * it. POST opens the link, once; every link that shows nothing gets the same answer.
 */
export function mountPasswordPages(
  app: Express,
  { service, clock, log, ...pages }: PasswordPagesOptions,
): void {
  const now = () => clock.now();
  const each = createTokenBucket({ ...EACH, now });
  const all = createTokenBucket({ ...ALL, now });

  const askPage = writeAskPage();

  const limit: RequestHandler<{ token: string }> = (request, response, next) => {
    if (service.links.isOpen(request.params.token)) return next();
    if (each.take(networkOf(request.ip ?? '')) && all.take('all')) return next();
    log.warn({ method: request.method }, 'link.too_many_requests');
    response.set('Retry-After', String(RETRY_AFTER_SECONDS)).status(429).send(writeBusyPage());
  };

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

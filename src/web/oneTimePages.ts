import type { Request, RequestHandler } from 'express';
import { LANGUAGES, type Language, readLanguage } from '../domain/languages.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import { networkOf } from './networkOf.ts';
import { writeNoticePage } from './pageHtml.ts';
import { SCRIPT_SOURCE } from './pageScript.ts';
import { STYLE_SOURCE } from './pageStyle.ts';
import { createTokenBucket } from './tokenBucket.ts';

/**
 * Of tries that open nothing. A token cannot be guessed at any rate, so these limits only keep a flood from the disk, to
 * which a try of a used link is written; a link that can be opened is not held up by what others try.
 */
const EACH = { burst: 20, perMinute: 20 };
const ALL = { burst: 200, perMinute: 600 };
export const RETRY_AFTER_SECONDS = 60;

/** The form has no fields. Anything longer is not the form. */
const MAX_BODY_BYTES = 1_024;

/** Every page of a one-time link: nothing is kept, framed, indexed or told where it was linked from. */
export const setHeaders: RequestHandler = (_request, response, next) => {
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

/** As the link says, which was made for somebody; or else as the browser is set. */
export function languageOf(request: Pick<Request, 'query' | 'acceptsLanguages'>): Language {
  const { lang } = request.query;
  const [usual] = LANGUAGES;
  const named = typeof lang === 'string' ? readLanguage(lang) : undefined;
  return named ?? readLanguage(request.acceptsLanguages(...LANGUAGES) || usual) ?? usual;
}

/** More than the form of a one-time page sends. */
export function isTooLong(request: Request): boolean {
  if (request.headers['transfer-encoding'] !== undefined) return true;
  return Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES;
}

/** Lets through whoever has a link that opens, and holds up those who try others. */
export function limitTries({
  isOpen,
  clock,
  log,
}: {
  isOpen(token: string): boolean | Promise<boolean>;
  clock: Clock;
  log: Log;
}): RequestHandler<{ token: string }> {
  const now = () => clock.now();
  const each = createTokenBucket({ ...EACH, now });
  const all = createTokenBucket({ ...ALL, now });
  return async (request, response, next) => {
    if (await isOpen(request.params.token)) return next();
    if (each.take(networkOf(request.ip ?? '')) && all.take('all')) return next();
    log.warn({ method: request.method }, 'link.too_many_requests');
    const page = writeNoticePage(languageOf(request), 'busy');
    response.set('Retry-After', String(RETRY_AFTER_SECONDS)).status(429).send(page);
  };
}

import type { Express, Request } from 'express';
import type { Adding } from '../service/customers/adding.ts';
import type { ConsentQuery } from '../service/customers/consentLinks.ts';
import { CONSENT_PAGES } from '../service/customers/words.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import { networkOf } from './networkOf.ts';
import { RETRY_AFTER_SECONDS } from './oneTimePages.ts';
import { showPlainPage } from './plainPage.ts';
import { createTokenBucket } from './tokenBucket.ts';

/**
 * An admin opens it once or twice for each customer. Each that was really sent out costs some calls to Microsoft: fewer hold
 * up a partner who adds fifty in an hour, more let a flood use these up. Our own numbers.
 */
const EACH = { burst: 20, perMinute: 20 };
const ALL = { burst: 60, perMinute: 60 };

const KEYS = ['state', 'tenant', 'error', 'admin_consent'] as const;
/** Longer than any of Microsoft's, and than a state of ours. */
const MAX_VALUE = 512;

/** What is there once, as text, and no longer than it can be. */
function readQuery({ query }: Request): ConsentQuery {
  const found: Partial<Record<(typeof KEYS)[number], string>> = {};
  for (const key of KEYS) {
    const value = query[key];
    if (typeof value === 'string' && value.length <= MAX_VALUE) found[key] = value;
  }
  return found;
}

/** `GET /consent`: where Microsoft sends the admin of a customer back to. `tell` gets what admins here are told. */
export function mountConsentPage(
  app: Express,
  {
    answer,
    tell,
    clock,
    log,
  }: {
    answer: Adding['answer'];
    tell(news: NonNullable<Awaited<ReturnType<Adding['answer']>>['news']>): Promise<void>;
    clock: Clock;
    log: Log;
  },
): void {
  const now = () => clock.now();
  const each = createTokenBucket({ ...EACH, now });
  const all = createTokenBucket({ ...ALL, now });
  app.get('/consent', async (request, response) => {
    if (!each.take(networkOf(request.ip ?? '')) || !all.take('all')) {
      log.warn({ path: '/consent' }, 'consent.too_many_requests');
      response.set('Retry-After', String(RETRY_AFTER_SECONDS));
      return showPlainPage(response, 429, CONSENT_PAGES.busy);
    }
    const { status, page, news } = await answer(readQuery(request));
    if (news !== undefined) await tell(news);
    showPlainPage(response, status, page);
  });
}

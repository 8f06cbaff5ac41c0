import type { RequestRecord } from '../../ports/requests.ts';

/**
 * Whether the time is over in which something that waits can be decided. Never while too few of those who were asked can be
 * read: they get that time back.
 */
export function isOverdue(
  { expiresAt, unreadSince }: Pick<RequestRecord, 'expiresAt' | 'unreadSince'>,
  now: number,
): boolean {
  return unreadSince === undefined && expiresAt <= now;
}

/** The request with so many milliseconds more, in which nothing else counted either. */
export function moveOn(request: RequestRecord, ms: number): RequestRecord {
  const { expiresAt, unreadSince } = request;
  return {
    ...request,
    expiresAt: expiresAt + ms,
    ...(unreadSince === undefined ? {} : { unreadSince: unreadSince + ms }),
  };
}

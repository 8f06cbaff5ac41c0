import type { JobRecord } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';

/** What is kept of a start on records that may be older than what has happened. */
export interface OldCopy {
  /** When they were last in use, to the minute and never too late: what came after that may be missing in them. */
  savedAt: number;
  noticedAt: number;
  /** Admins have been asked what is to become of it. */
  askedAt?: number;
  /** Somebody let it go on since. */
  answeredAt?: number;
}

const NOTE = 'data.old';

/** The last one that was noticed; undefined: none ever was. */
export async function readOldCopy(store: Pick<Store, 'loadNote'>): Promise<OldCopy | undefined> {
  return ((await store.loadNote(NOTE)) ?? undefined) as OldCopy | undefined;
}

export async function saveOldCopy(store: Pick<Store, 'saveNote'>, copy: OldCopy): Promise<void> {
  await store.saveNote(NOTE, copy);
}

/** Changes what is kept of `copy` as it is by now, and nothing where another one was noticed since. */
export async function changeOldCopy(
  store: Pick<Store, 'updateNote'>,
  copy: OldCopy,
  change: (now: OldCopy) => OldCopy,
): Promise<void> {
  await store.updateNote<OldCopy | null>(NOTE, (now) =>
    now?.noticedAt === copy.noticedAt ? change(now) : (now ?? null),
  );
}

/**
 * The copy that a job comes from, so that anything of it may have been done already: it was accepted before the copy was
 * noticed, or what was asked for then was only approved later.
 */
export async function findOldCopyOf(
  store: Pick<Store, 'loadNote' | 'loadRequest'>,
  { createdAt, requestId }: Pick<JobRecord, 'createdAt' | 'requestId'>,
): Promise<OldCopy | undefined> {
  const copy = await readOldCopy(store);
  if (copy === undefined || createdAt < copy.noticedAt) return copy;
  const request = await store.loadRequest(requestId);
  return request !== undefined && request.createdAt < copy.noticedAt ? copy : undefined;
}

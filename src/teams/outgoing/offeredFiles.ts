import type { Place } from '../../domain/terms.ts';
import type { OutFile } from '../../flows/reply.ts';
import type { TeamsOptions } from '../options.ts';

/** A file by what makes it again. */
export type OfferedFile = Pick<OutFile, 'name' | 'again'>;

/** Which files the last answer brought each person, on whichever instance. */
export interface OfferedFiles {
  /** In the place of earlier ones. Never throws: whoever is forgotten asks for the file once more. */
  remember(place: Place, userId: string, files: readonly OutFile[]): Promise<void>;
  find(userId: string): Promise<readonly OfferedFile[]>;
  /** None of them any longer: their names may name somebody. */
  forget(): Promise<void>;
}

/** Our own number: "get file" is typed when Allow does nothing. An older file is the worse answer: they ask again. */
const REMEMBERED_MS = 24 * 60 * 60 * 1_000;

/** Kept as a draft of its own, which is gone with its time. */
export function createOfferedFiles({
  store,
  clock,
  log,
}: Pick<TeamsOptions, 'store' | 'clock' | 'log'>): OfferedFiles {
  const idOf = (userId: string): string => `offered_teams_${userId}`;
  return {
    async remember(place, userId, files) {
      const createdAt = clock.now();
      try {
        await store.saveDraft({
          id: idOf(userId),
          version: 1,
          kind: 'offered',
          owner: userId,
          customer: '',
          place,
          data: files.map(({ name, again }): OfferedFile => ({ name, again })),
          createdAt,
          expiresAt: createdAt + REMEMBERED_MS,
        });
      } catch (error) {
        log.warn({ err: error }, 'teams.offeredNotKept');
      }
    },
    async find(userId) {
      const kept = await store.loadDraft(idOf(userId));
      return kept?.kind === 'offered' ? (kept.data as readonly OfferedFile[]) : [];
    },
    async forget() {
      for (const { id } of await store.listDrafts({ kind: 'offered', limit: Number.MAX_SAFE_INTEGER })) {
        await store.deleteDraft(id);
      }
    },
  };
}

import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Low } from 'lowdb';
import type { Place, Platform } from '../../domain/terms.ts';
import type { MovableStore } from '../../service/ports/carried.ts';
import { createDurableDocument, type Document, SCHEMA } from '../disk/durableDocument.ts';
import type { StoreFs } from '../disk/storeFs.ts';

interface DirectsDocument extends Document {
  /** `platform:userId` → where that user can be reached. */
  directs: Record<string, Place>;
}

/** Where users can be reached: one document, in memory. What is known already is not written again. */
export async function openDirects(
  fs: StoreFs,
  folder: string,
): Promise<Pick<MovableStore, 'saveDirect' | 'loadDirect' | 'forgetDirect' | 'listDirects'>> {
  const adapter = createDurableDocument<DirectsDocument>({
    fs,
    file: join(folder, 'directs.json'),
    requires: ['directs'],
    backup: true,
  });
  const document = new Low<DirectsDocument>(adapter, { schema: SCHEMA, directs: {} });
  await document.read();

  async function write(key: string, place: Place | undefined): Promise<void> {
    const { directs } = document.data;
    const before = directs[key];
    if (isDeepStrictEqual(before, place)) return;
    const set = (to: Place | undefined): void => {
      if (to === undefined) delete directs[key];
      else directs[key] = to;
    };
    set(structuredClone(place));
    try {
      await document.write();
    } catch (error) {
      // Otherwise the next save of the same place would take it for written.
      set(before);
      throw error;
    }
  }

  return {
    saveDirect: (platform, userId, place) => write(`${platform}:${userId}`, place),
    forgetDirect: (platform, userId) => write(`${platform}:${userId}`, undefined),
    async loadDirect(platform, userId) {
      return structuredClone(document.data.directs[`${platform}:${userId}`]);
    },
    listDirects: async () =>
      Object.entries(document.data.directs).map(([key, place]) => {
        // A user id of Teams has colons of its own.
        const at = key.indexOf(':');
        const platform = key.slice(0, at) as Platform;
        return { platform, userId: key.slice(at + 1), place: structuredClone(place) };
      }),
  };
}

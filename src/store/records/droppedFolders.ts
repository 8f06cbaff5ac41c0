import { join } from 'node:path';
import { describeWriteFailure } from '../disk/storeErrors.ts';
import type { StoreFs } from '../disk/storeFs.ts';
import { backupOf, syncFolder } from '../disk/writeDurably.ts';

/** Deletes the folders of jobs, and what is left of one whose deletion failed. Both throw STORE_BROKEN. */
export interface DroppedFolders {
  /** `gone` is called as soon as no start would find the job, though its rows may still be there. */
  drop(own: string, gone: () => void): Promise<void>;
  /** What earlier drops of this process left behind; a start deletes that of others. Harmless twice. */
  dropLeft(): Promise<void>;
}

/** @param folder `jobs` in the data folder */
export function createDroppedFolders(fs: StoreFs, folder: string): DroppedFolders {
  const left = new Set<string>();

  async function finish(own: string): Promise<void> {
    try {
      await fs.rm(own, { force: true, recursive: true });
      await syncFolder(fs, folder);
    } catch (cause) {
      throw describeWriteFailure(own, cause);
    }
    left.delete(own);
  }

  return {
    async drop(own, gone) {
      // In this order: a folder without job.json is no job, one with only its earlier version is a broken one.
      try {
        await fs.rm(backupOf(join(own, 'job.json')), { force: true });
        await fs.rm(join(own, 'job.json'), { force: true });
      } catch (cause) {
        throw describeWriteFailure(own, cause);
      }
      gone();
      left.add(own);
      await finish(own);
    },
    async dropLeft() {
      for (const own of [...left]) await finish(own);
    },
  };
}

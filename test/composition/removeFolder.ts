import { rm } from 'node:fs/promises';

/**
 * Removes a folder and what is in it, if it is there. What died in a test may still finish a write of before: a file
 * that comes up meanwhile is removed by another try (nodejs.org/api/fs.html, `maxRetries`, waits grow by 0.1 s).
 */
export function removeFolder(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 6 });
}

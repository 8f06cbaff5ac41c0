import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Rollcall notes in its data when it was last in use, and asks its admins when that is long ago. Where the sandbox makes time
 * pass, it was in use all along. A bot that has noted nothing yet is left alone.
 *
 * @param ms that have passed
 */
export async function noteTimePassed(dataDir: string, ms: number): Promise<void> {
  const file = join(dataDir, 'notes.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const document = JSON.parse(text) as { notes: { 'data.alive'?: { at: number } } };
  const alive = document.notes['data.alive'];
  if (alive === undefined) return;
  alive.at += ms;
  await writeFile(file, JSON.stringify(document), { mode: 0o600 });
}

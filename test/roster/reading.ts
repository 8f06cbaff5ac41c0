import { readFileSync } from 'node:fs';
import { RollcallError } from '../../src/domain/errors.ts';
import { readRoster } from '../../src/roster/readRoster.ts';
import type { RosterReading } from '../../src/roster/rosterReading.ts';

export const LIMITS = { maxRows: 100, maxBytes: 1024 * 1024 };

/** The bytes in chunks, as a download gives them. */
export async function* inChunks(content: string | Uint8Array, size = 7): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(content as Uint8Array);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

export function read(content: string | Uint8Array, limits = LIMITS): Promise<RosterReading> {
  return readRoster(inChunks(content, 4096), limits);
}

export function readFixture(name: string): Promise<RosterReading> {
  return read(readFileSync(new URL(`../fixtures/rosters/${name}`, import.meta.url)));
}

/** A file of people who exist that nobody has to be asked about; fails where its letters are a guess. */
export async function notAsked<Reading extends object>(
  reading: Promise<Reading>,
): Promise<Exclude<Reading, { encodings: unknown }>> {
  const read = await reading;
  if ('encodings' in read) throw new Error('asked about the encoding');
  return read as Exclude<Reading, { encodings: unknown }>;
}

/** The refusal of a file; fails when it is read, or fails in any other way. */
export async function refusalOf(content: string | Uint8Array, limits = LIMITS): Promise<RollcallError> {
  const outcome = await read(content, limits).catch((error: unknown) => error);
  if (outcome instanceof RollcallError) return outcome;
  throw new Error('expected a refusal', { cause: outcome });
}

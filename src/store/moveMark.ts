import * as nodeFs from 'node:fs/promises';
import { join } from 'node:path';
import { Low } from 'lowdb';
import { RollcallError } from '../domain/errors.ts';
import type { MoveMark, Moving } from '../service/ports/carried.ts';
import { AUDIT_FILE } from './audit/auditFile.ts';
import { createDurableDocument, type Document, SCHEMA } from './disk/durableDocument.ts';
import { errnoOf, type StoreFs } from './disk/storeFs.ts';
import { isLeftover } from './disk/writeDurably.ts';

/** Folders in the data folder, one for each kind of which every record has files of its own. */
export const RECORD_FOLDERS = ['jobs', 'drafts', 'links', 'requests', 'snapshots'] as const;

/** Its name in the data folder. */
const MARK_FILE = 'moved.json';

interface MarkDocument extends Document {
  mark: MoveMark | null;
}

function openMark(fs: StoreFs, folder: string): Low<MarkDocument> {
  const file = join(folder, MARK_FILE);
  const adapter = createDurableDocument<MarkDocument>({ fs, file, requires: ['mark'], backup: false });
  return new Low<MarkDocument>(adapter, { schema: SCHEMA, mark: null });
}

/** Undefined: the folder is as any other. */
export async function loadMark(fs: StoreFs, folder: string): Promise<MoveMark | undefined> {
  const document = openMark(fs, folder);
  await document.read();
  return document.data.mark ?? undefined;
}

/** Durable on return. */
export async function saveMark(fs: StoreFs, folder: string, mark: MoveMark | undefined): Promise<void> {
  if (mark !== undefined) return openMark(fs, folder).adapter.write({ schema: SCHEMA, mark });
  await fs.rm(join(folder, MARK_FILE), { force: true });
}

async function listIfThere(fs: StoreFs, folder: string): Promise<string[]> {
  try {
    return await fs.readdir(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Every file of records in the folder. What somebody else put there is none. */
async function listFiles(fs: StoreFs, folder: string): Promise<string[]> {
  const isOurs = (name: string): boolean =>
    (name !== MARK_FILE && /\.json(\.bak)?$/.test(name)) || name.endsWith('.jsonl') || isLeftover(name);
  const own = (await listIfThere(fs, folder)).filter(isOurs).map((name) => join(folder, name));
  const inside = await Promise.all(
    RECORD_FOLDERS.map(async (name) =>
      (await listIfThere(fs, join(folder, name))).map((one) => join(folder, name, one)),
    ),
  );
  // The audit last: whoever is cut off in between leaves a folder that isn't empty.
  return [...inside.flat(), ...own].sort(
    (one, other) => Number(one.endsWith(AUDIT_FILE)) - Number(other.endsWith(AUDIT_FILE)),
  );
}

function refuse(message: string, next: string): RollcallError {
  return new RollcallError('CONFIG_INVALID', message, { done: 'Nothing was changed.', next });
}

/**
 * Refuses a folder in which Rollcall never ran, and makes none: a path with a mistake in it looks like one that is empty.
 * Throws RollcallError CONFIG_INVALID.
 */
export async function refuseNeverRun(folder: string, fs: StoreFs = nodeFs): Promise<void> {
  const isMarked = (await listIfThere(fs, folder)).includes(MARK_FILE);
  if (isMarked || (await listFiles(fs, folder)).length > 0) return;
  throw refuse(
    `Rollcall never ran with the data folder ${folder}: it keeps nothing there.`,
    'Set DATA_DIR to the folder that Rollcall runs with.',
  );
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Refuses a folder that a move has left, or has not finished filling. */
export function refuseMoved(folder: string, mark: MoveMark | undefined): void {
  if (mark?.state === 'left') {
    throw refuse(
      `What was in the data folder ${folder} was moved to PostgreSQL on ${dayOf(mark.at)}.`,
      'Set DATABASE_URL to that database. To go back to a data folder, set DATA_DIR to an empty one and run "npm run move -- --to embedded".',
    );
  }
  if (mark?.state === 'arriving') {
    throw refuse(
      `A move into the data folder ${folder} isn't finished.`,
      'Run "npm run move -- --to embedded" again. To go on with PostgreSQL instead, set DATABASE_URL, and delete this folder.',
    );
  }
}

/**
 * Makes the folder ready to be moved into, or out of, once its lock is held. What an unfinished move has left in it
 * goes. Throws RollcallError CONFIG_INVALID for one that isn't empty, and for one that isn't whole.
 */
export async function prepareMove(fs: StoreFs, folder: string, moving: Moving, at: number): Promise<void> {
  const mark = await loadMark(fs, folder);
  if (moving.way === 'out') return mark?.state === 'left' ? undefined : refuseMoved(folder, mark);
  if (moving.isBegun && (mark?.state !== 'arriving' || mark.move !== moving.move)) {
    throw refuse(
      `There is no unfinished move into the data folder ${folder}.`,
      'Start Rollcall with what everything was moved to.',
    );
  }
  const files = await listFiles(fs, folder);
  if (mark?.state !== 'arriving' && files.length > 0) {
    throw refuse(
      `The data folder ${folder} isn't empty: Rollcall has run with it.`,
      'Set DATA_DIR to an empty folder, or move what is in it away.',
    );
  }
  await saveMark(fs, folder, {
    state: 'arriving',
    other: 'postgres',
    at,
    ...(moving.move === undefined ? {} : { move: moving.move }),
  });
  for (const file of files) await fs.rm(file, { force: true, recursive: true });
}

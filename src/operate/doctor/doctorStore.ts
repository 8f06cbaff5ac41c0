import { constants } from 'node:fs';
import { access, readdir, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LiveConfig } from '../../config/config.ts';
import { RollcallError } from '../../domain/errors.ts';
import { findKeyFile } from '../../store/keyFile.ts';
import { examineFolderBackup } from './doctorBackup.ts';
import { examineDatabase } from './doctorDatabase.ts';
import { type Finding, reportOn } from './finding.ts';

const { ok, unsure, wrong } = reportOn('store');

/** Our own numbers: a job of 5,000 people takes some 30 MB, and logs and copies often share the disk. */
const LITTLE_BYTES = 1_000_000_000;
const TOO_LITTLE_BYTES = 100_000_000;

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code ?? error);

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** The folder itself, or the nearest one above it that is there. */
async function findExisting(folder: string): Promise<string> {
  return (await isFolder(folder)) || dirname(folder) === folder ? folder : findExisting(dirname(folder));
}

async function examineSpace(folder: string): Promise<Finding[]> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= LITTLE_BYTES) return [];
  const said = `There are ${Math.round(free / 1_000_000)} MB left on the disk of ${folder}.`;
  const fix =
    'Make room, or set DATA_DIR to a folder on a larger disk and move the data there while Rollcall is stopped.';
  return [free < TOO_LITTLE_BYTES ? wrong(said, fix) : unsure(said, fix)];
}

async function examineKey(folder: string, hasKey: boolean): Promise<Finding[]> {
  try {
    const file = await findKeyFile(folder);
    if (!hasKey) {
      return [
        unsure(
          "SECRET_KEY isn't set, so the key that encrypts passwords is in the data folder, and in every backup of it.",
          file === undefined
            ? 'Before the first start, set SECRET_KEY to what "openssl rand -base64 32" prints.'
            : 'Move it: set SECRET_KEY to what secret.key in DATA_DIR holds, keep it apart from the backups, and delete that file.',
        ),
      ];
    }
    return file === undefined
      ? []
      : [
          unsure(
            'SECRET_KEY is set, and there is a secret.key in the data folder as well.',
            'Delete that file if SECRET_KEY holds the same key, so that no backup has it.',
          ),
        ];
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return [wrong(error.message, error.next)];
  }
}

/** The database, or the data folder: whether it is there and ours, how full its disk is, and where the key lies. `policy`: see there. */
export async function examineStore(
  { dataDir: folder, masterKeys, database }: Partial<LiveConfig>,
  policy?: string,
): Promise<Finding[]> {
  if (database !== undefined) return examineDatabase(database, policy);
  if (folder === undefined) return [];
  const there = await findExisting(folder);
  try {
    await access(there, constants.R_OK | constants.W_OK | constants.X_OK);
    const files = there === folder ? await readdir(folder) : [];
    const { mode } = await stat(there);
    const open = process.platform !== 'win32' && there === folder && (mode & 0o077) !== 0;
    return [
      files.length > 0
        ? ok(`The data folder ${folder} exists and can be written to.`)
        : ok(`The data folder ${folder} is empty or doesn't exist yet: the first start fills it.`),
      ...(open
        ? [unsure(`Other users of this machine can read ${folder}.`, `Run "chmod 700 ${folder}".`)]
        : []),
      ...(await examineSpace(there)),
      ...(await examineKey(folder, masterKeys !== undefined)),
      ...(files.length > 0 ? await examineFolderBackup(folder, Date.now()) : []),
    ];
  } catch (error) {
    return [
      wrong(
        `The data folder ${folder} can't be used (${codeOf(error)}).`,
        'Set DATA_DIR to a folder that the user who runs Rollcall may read and write, or give it to them (chown).',
      ),
    ];
  }
}

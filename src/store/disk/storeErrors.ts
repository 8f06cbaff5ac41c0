import { basename } from 'node:path';
import { RollcallError } from '../../domain/errors.ts';
import { errnoOf } from './storeFs.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'its disk quota is used up',
  EACCES: 'it has no permission',
  EPERM: 'it has no permission',
  EROFS: 'the disk is read-only',
  EIO: 'the disk reports an error',
  EMFILE: 'too many files are open',
};

/** A write that failed. `file` is named in the log only. */
export function describeWriteFailure(file: string, cause: unknown): RollcallError {
  if (cause instanceof RollcallError) return cause;
  const errno = errnoOf(cause);
  const reason = REASONS[errno];
  return new RollcallError(
    'STORE_BROKEN',
    `Rollcall couldn't save to its data folder${reason === undefined ? '' : `: ${reason}`}.`,
    {
      done: "This change wasn't saved.",
      next: 'Ask the person who runs Rollcall to look at the data folder (DATA_DIR), then try again.',
      cause,
      detail: { file: basename(file), errno },
    },
  );
}

/** A file that does not hold what Rollcall wrote. `backup` is the version before it, if there is one. */
export function describeBrokenFile(
  file: string,
  what: string,
  backup: string | undefined,
  cause?: unknown,
): RollcallError {
  const restore =
    backup === undefined
      ? 'Restore it from a backup of the data folder, or move it away if it can be lost'
      : `Its version before the last write is ${backup}: if that is whole, copy it over the file; otherwise restore a backup of the data folder`;
  return new RollcallError('STORE_BROKEN', `The file ${file} can't be used: ${what}.`, {
    done: 'Nothing was changed.',
    next: `${restore}. Then start Rollcall again.`,
    ...(cause === undefined ? {} : { cause }),
    detail: { file: basename(file) },
  });
}

import { RollcallError } from '../domain/errors.ts';
import { FILE_WORDS } from './words.ts';

const BYTES_PER_MEGABYTE = 1024 * 1024;

/** The refusal of a file that is too large to be read. */
export function refuseSize(maxBytes: number): RollcallError {
  const megabytes = Math.floor(maxBytes / BYTES_PER_MEGABYTE);
  const most = megabytes > 0 ? FILE_WORDS.megabytes(megabytes) : FILE_WORDS.bytes(maxBytes);
  return new RollcallError('FILE_TOO_LARGE', FILE_WORDS.tooLarge(most), { next: FILE_WORDS.split });
}

/** A file as a chat hands it over. */
export interface IncomingFile {
  name: string;
  /** As the chat says; not to be trusted. */
  size?: number;
  /** What it says of the customer was looked at: all of its people are the actor's customer's. */
  isOfCustomer?: true;
  /** Starts the download. Throws RollcallError (FILE_*) for hosts, sizes and answers that are refused. */
  open(): Promise<AsyncIterable<Uint8Array>>;
}

/** What `read` makes of a file; a refusal says which file it is about. */
export async function namingFile<Result>(
  { name }: Pick<IncomingFile, 'name'>,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    const { code, message, next, done, detail } = error;
    throw new RollcallError(code, message, {
      next,
      ...(done === undefined ? {} : { done }),
      detail,
      file: name,
      cause: error,
    });
  }
}

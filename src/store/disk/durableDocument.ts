import type { Adapter } from 'lowdb';
import { coalesce } from './coalesce.ts';
import { describeBrokenFile, describeWriteFailure } from './storeErrors.ts';
import { errnoOf, type StoreFs } from './storeFs.ts';
import { backupOf, writeDurably } from './writeDurably.ts';

/** The version of every document's layout. A newer one is refused: writing over it would lose what it added. */
export const SCHEMA = 1;

/** The outermost shape of every document. */
export interface Document {
  schema: typeof SCHEMA;
}

/** Where a document lies, and the properties that make it one. */
export interface DurableDocumentOptions<T extends Document> {
  fs: StoreFs;
  file: string;
  /** A document without one of these is refused. */
  requires: readonly (keyof T & string)[];
  /** Keeps the version before the last write as `<file>.bak`. */
  backup: boolean;
}

/** What is wrong with a parsed document; undefined when nothing is. */
function findFault(parsed: unknown, requires: readonly string[]): string | undefined {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return 'it holds no document';
  const schema = 'schema' in parsed ? parsed.schema : undefined;
  if (typeof schema === 'number' && schema > SCHEMA) return 'a newer version of Rollcall wrote it';
  if (schema !== SCHEMA) return 'it names no version that this Rollcall knows';
  const missing = requires.find((property) => !(property in parsed));
  return missing === undefined ? undefined : `"${missing}" is missing`;
}

/**
 * lowdb's adapter for one JSON file that survives a power cut. `read` answers null when there is no file, and
 * throws RollcallError STORE_BROKEN for an empty, unparsable or foreign one, which lowdb's own adapter would take
 * for "no data yet". `write` is durable on return, coalesces, and throws STORE_BROKEN when it failed.
 */
export function createDurableDocument<T extends Document>(options: DurableDocumentOptions<T>): Adapter<T> {
  const { fs, file, requires, backup } = options;
  const spare = backup ? backupOf(file) : undefined;

  const write = coalesce<T>(async (data) => {
    try {
      await writeDurably(fs, file, Buffer.from(JSON.stringify(data)), backup);
    } catch (cause) {
      throw describeWriteFailure(file, cause);
    }
  });

  return {
    async read() {
      let text: string;
      try {
        text = Buffer.from(await fs.readFile(file)).toString('utf8');
      } catch (cause) {
        if (errnoOf(cause) === 'ENOENT') return null;
        throw describeBrokenFile(file, "it can't be read", undefined, cause);
      }
      if (text.trim() === '') throw describeBrokenFile(file, 'it is empty', spare);
      let parsed: unknown;
      try {
        parsed = JSON.parse(text);
      } catch {
        // The parser's own error quotes the file, which holds people's data: it is not passed on.
        throw describeBrokenFile(file, "it isn't whole JSON", spare);
      }
      const fault = findFault(parsed, requires);
      if (fault !== undefined) throw describeBrokenFile(file, fault, spare);
      return parsed as T;
    },
    write,
  };
}

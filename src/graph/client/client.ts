import { RollcallError } from '../../domain/errors.ts';
import { trimEndOf } from '../../domain/trimEnds.ts';
import type { Clock } from '../../service/ports/surroundings.ts';
import { BATCH_SIZE, type BatchItem, isSuccess, splitBatch, toBatchBody } from './batch.ts';
import { findMeaning, lostError, toError } from './errors.ts';
import { readFailure } from './failure.ts';
import type { Exchange, GraphCall } from './graphAnswer.ts';
import { property } from './json.ts';
import { backoffMs } from './retryAfter.ts';

/** Calls of one directory. Reads are repeated while that helps, writes never. */
export interface GraphClient {
  /** The body of a GET. Throws RollcallError. */
  read(op: string, path: string, tries?: number): Promise<unknown>;
  /** Every entry of a collection, following its pages. Throws RollcallError. */
  readAll(op: string, path: string): Promise<unknown[]>;
  /** The entries of many collections, in no order, in batches. Throws RollcallError if one cannot be read. */
  readMany(op: string, paths: readonly string[]): Promise<unknown[]>;
  /** One POST, sent once. Never throws. */
  write(op: string, path: string, body: unknown): Promise<Exchange>;
  /** At most 20 POSTs in one `$batch`, sent once; results in the order of the items. Never throws. */
  writeBatch(op: string, items: readonly BatchItem[]): Promise<Exchange[]>;
}

export interface GraphClientOptions {
  /** `https://graph.microsoft.com`, without the version. */
  graphUrl: string;
  exchange: (call: GraphCall) => Promise<Exchange>;
  clock: Clock;
  random: () => number;
}

/** Our own number: somebody may be waiting at a form. Too short only costs a second try of something harmless. */
const READ_TIMEOUT_MS = 10_000;
/**
 * Our own number, well above what 20 creates take. Too short is the worse failure: it leaves accounts in doubt, each
 * of which must be looked up.
 */
const WRITE_TIMEOUT_MS = 60_000;
/** As Microsoft's own Graph client: three tries after the first. */
const READ_TRIES = 4;
/** Our own number: 80 reads in flight are a tenth of the smallest tenant's resource units for 10 seconds at most. */
const BATCHES_AT_ONCE = 4;
/** A longer Retry-After is handed to the caller, who can say so, instead of keeping a form waiting. */
const LONGEST_READ_WAIT_MS = 20_000;
/** A tenant of the largest default quota (300,000 objects) has 3,000 pages of 100. More is a loop. */
const MAX_PAGES = 3_000;

function notUnderstood(what: string): RollcallError {
  return new RollcallError(
    'DIRECTORY_DOWN',
    `Microsoft 365 gave an answer that Rollcall cannot read: ${what}.`,
    {
      next: 'Try again in a few minutes. If it stays so, tell whoever runs Rollcall.',
    },
  );
}

function entriesOf(body: unknown): unknown[] {
  const entries = property(body, 'value');
  if (!Array.isArray(entries)) throw notUnderstood('a list without entries');
  return entries;
}

/** The client of one directory's Graph. */
export function createGraphClient({ graphUrl, exchange, clock, random }: GraphClientOptions): GraphClient {
  const base = `${trimEndOf(graphUrl, '/')}/v1.0`;
  const { origin } = new URL(base);

  function sendBatch(op: string, items: readonly BatchItem[], timeoutMs: number): Promise<Exchange> {
    return exchange({ op, method: 'POST', url: `${base}/$batch`, body: toBatchBody(items), timeoutMs });
  }

  /** The error of a read that failed, and how long to wait before it is worth another try, if it is. */
  function weigh(result: Exchange, tried: number): { error: RollcallError; waitMs: number | undefined } {
    if (result.kind === 'unsent') {
      const passes = result.error.code === 'DIRECTORY_DOWN';
      return { error: result.error, waitMs: passes ? backoffMs(tried, random) : undefined };
    }
    if (result.kind === 'lost') return { error: lostError(result.cause), waitMs: backoffMs(tried, random) };
    const failure = readFailure(result.answer, clock.now());
    const { nature } = findMeaning(failure);
    const waitMs = failure.retryAfterMs ?? backoffMs(tried, random);
    const worthIt = (nature === 'again' || nature === 'unknown') && waitMs <= LONGEST_READ_WAIT_MS;
    return { error: toError(failure), waitMs: worthIt ? waitMs : undefined };
  }

  async function readUrl(op: string, url: string, tries = READ_TRIES): Promise<unknown> {
    for (let tried = 0; ; tried += 1) {
      const result = await exchange({ op, method: 'GET', url, timeoutMs: READ_TIMEOUT_MS });
      if (result.kind === 'answered' && isSuccess(result.answer)) return result.answer.body;
      const { error, waitMs } = weigh(result, tried);
      if (waitMs === undefined || tried + 1 >= tries) throw error;
      await clock.sleep(waitMs);
    }
  }

  /** The pages after this one. The token goes to no other server than Graph itself. */
  async function readOn(op: string, first: unknown): Promise<unknown[]> {
    const entries = [...entriesOf(first)];
    let page = first;
    for (let pages = 1; ; pages += 1) {
      const next = property(page, '@odata.nextLink');
      if (typeof next !== 'string') return entries;
      if (!URL.canParse(next) || new URL(next).origin !== origin) throw notUnderstood('a page elsewhere');
      if (pages >= MAX_PAGES) throw notUnderstood('a list without an end');
      page = await readUrl(op, next);
      entries.push(...entriesOf(page));
    }
  }

  /** One batch of GETs. Items that were throttled or failed go into another one. */
  async function readBatch(op: string, paths: readonly string[]): Promise<unknown[]> {
    const found: unknown[] = [];
    let open = [...paths];
    for (let tried = 0; open.length > 0; tried += 1) {
      const items = open.map((path) => ({ method: 'GET' as const, path }));
      const results = splitBatch(await sendBatch(op, items, READ_TIMEOUT_MS), open.length);
      const again: string[] = [];
      let longestMs = 0;
      for (const [index, result] of results.entries()) {
        if (result.kind === 'answered' && isSuccess(result.answer)) {
          found.push(...(await readOn(op, result.answer.body)));
          continue;
        }
        const { error, waitMs } = weigh(result, tried);
        if (waitMs === undefined || tried + 1 >= READ_TRIES) throw error;
        longestMs = Math.max(longestMs, waitMs);
        again.push(open[index] ?? '');
      }
      open = again;
      if (open.length > 0) await clock.sleep(longestMs);
    }
    return found;
  }

  return {
    read: (op, path, tries) => readUrl(op, base + path, tries),
    readAll: async (op, path) => readOn(op, await readUrl(op, base + path)),
    async readMany(op, paths) {
      const batches: (readonly string[])[] = [];
      for (let start = 0; start < paths.length; start += BATCH_SIZE) {
        batches.push(paths.slice(start, start + BATCH_SIZE));
      }
      const found: unknown[] = [];
      while (batches.length > 0) {
        const wave = batches.splice(0, BATCHES_AT_ONCE).map((batch) => readBatch(op, batch));
        for (const entries of await Promise.all(wave)) found.push(...entries);
      }
      return found;
    },
    write: (op, path, body) =>
      exchange({ op, method: 'POST', url: base + path, body, timeoutMs: WRITE_TIMEOUT_MS }),
    async writeBatch(op, items) {
      return splitBatch(await sendBatch(op, items, WRITE_TIMEOUT_MS), items.length);
    },
  };
}

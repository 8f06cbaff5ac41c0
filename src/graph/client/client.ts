import { RollcallError } from '../../domain/errors.ts';
import { trimEndOf } from '../../domain/trimEnds.ts';
import type { Clock } from '../../service/ports/surroundings.ts';
import { BATCH_SIZE, type BatchItem, isSuccess, splitBatch, toBatchBody } from './batch.ts';
import { findMeaning, lostError, toError } from './errors.ts';
import { readFailure } from './failure.ts';
import type { Exchange, GraphAnswer, GraphCall } from './graphAnswer.ts';
import { backoffMs } from './retryAfter.ts';
import { notUnderstood, type Page, pageOf, readShape, type Shape } from './shapes.ts';

/** How a long read goes that nobody waits for. Milliseconds. */
export interface ReadPace {
  /** Waited before each page after the first. */
  betweenPagesMs: number;
  /** The longest Retry-After that is kept to; each page is asked for again by itself. */
  longestWaitMs: number;
}

/**
 * Calls of one directory. Reads are repeated while that helps, writes never. Each read names the shape of its answer:
 * a success of another shape is none, and is repeated as a lost answer is.
 */
export interface GraphClient {
  /** The body of a GET. Throws RollcallError. */
  read<T>(op: string, path: string, shape: Shape<T>): Promise<T>;
  /** The answer of a POST that changes nothing. Throws RollcallError. */
  ask<T>(op: string, path: string, body: unknown, shape: Shape<T>): Promise<T>;
  /** The entries of the first page of a collection. Throws RollcallError. */
  readPage<T>(op: string, path: string, entry: Shape<T>, tries?: number): Promise<T[]>;
  /** Every entry of a collection, following its pages. Throws RollcallError. */
  readAll<T>(op: string, path: string, entry: Shape<T>, pace?: ReadPace): Promise<T[]>;
  /** The entries of many collections, in no order, in batches. Throws RollcallError if one cannot be read. */
  readMany<T>(op: string, paths: readonly string[], entry: Shape<T>): Promise<T[]>;
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

type Failed = Exclude<Exchange, { kind: 'answered' }> | { kind: 'refused'; answer: GraphAnswer };

/** A success in the shape that was asked for, or what to weigh. */
function understand<T>(result: Exchange, shape: Shape<T>): { kind: 'read'; value: T } | Failed {
  if (result.kind !== 'answered') return result;
  if (!isSuccess(result.answer)) return { kind: 'refused', answer: result.answer };
  const read = readShape(shape, result.answer.body);
  return 'value' in read ? { kind: 'read', value: read.value } : { kind: 'lost', cause: read.error };
}

/** The client of one directory's Graph. */
export function createGraphClient({ graphUrl, exchange, clock, random }: GraphClientOptions): GraphClient {
  const base = `${trimEndOf(graphUrl, '/')}/v1.0`;
  const { origin } = new URL(base);

  function sendBatch(op: string, items: readonly BatchItem[], timeoutMs: number): Promise<Exchange> {
    const isRead = items.every(({ method }) => method === 'GET');
    return exchange({
      op,
      method: 'POST',
      url: `${base}/$batch`,
      body: toBatchBody(items),
      timeoutMs,
      isRead,
    });
  }

  /** The error of a read that failed, and how long to wait before it is worth another try, if it is. */
  function weigh(
    result: Failed,
    tried: number,
    longestWaitMs = LONGEST_READ_WAIT_MS,
  ): { error: RollcallError; waitMs: number | undefined } {
    if (result.kind === 'unsent') {
      const passes = result.error.code === 'DIRECTORY_DOWN';
      return { error: result.error, waitMs: passes ? backoffMs(tried, random) : undefined };
    }
    if (result.kind === 'lost') {
      const { cause } = result;
      const error = cause instanceof RollcallError ? cause : lostError(cause);
      return { error, waitMs: backoffMs(tried, random) };
    }
    const failure = readFailure(result.answer, clock.now());
    const { nature } = findMeaning(failure);
    const waitMs = failure.retryAfterMs ?? backoffMs(tried, random);
    const worthIt = (nature === 'again' || nature === 'unknown') && waitMs <= longestWaitMs;
    return { error: toError(failure), waitMs: worthIt ? waitMs : undefined };
  }

  async function readBy<T>(
    call: Pick<GraphCall, 'op' | 'method' | 'url' | 'body'>,
    shape: Shape<T>,
    tries = READ_TRIES,
    longestWaitMs = LONGEST_READ_WAIT_MS,
  ): Promise<T> {
    for (let tried = 0; ; tried += 1) {
      const result = understand(await exchange({ ...call, timeoutMs: READ_TIMEOUT_MS }), shape);
      if (result.kind === 'read') return result.value;
      const { error, waitMs } = weigh(result, tried, longestWaitMs);
      if (waitMs === undefined || tried + 1 >= tries) throw error;
      await clock.sleep(waitMs);
    }
  }

  const readUrl = <T>(op: string, url: string, shape: Shape<T>, tries?: number, longestWaitMs?: number) =>
    readBy({ op, method: 'GET', url }, shape, tries, longestWaitMs);

  /** The pages after this one. The token goes to no other server than Graph itself. */
  async function readOn<T>(op: string, first: Page<T>, shape: Shape<Page<T>>, pace?: ReadPace): Promise<T[]> {
    const entries = [...first.value];
    let page = first;
    for (let pages = 1; ; pages += 1) {
      const next = page['@odata.nextLink'];
      if (next == null) return entries;
      if (!URL.canParse(next) || new URL(next).origin !== origin)
        throw notUnderstood('the next page is on another server');
      if (pages >= MAX_PAGES) throw notUnderstood('the list never ends');
      if (pace !== undefined) await clock.sleep(pace.betweenPagesMs);
      page = await readUrl(op, next, shape, READ_TRIES, pace?.longestWaitMs);
      entries.push(...page.value);
    }
  }

  /** One batch of GETs. Items that were throttled or failed go into another one. */
  async function readBatch<T>(op: string, paths: readonly string[], shape: Shape<Page<T>>): Promise<T[]> {
    const found: T[] = [];
    let open = [...paths];
    for (let tried = 0; open.length > 0; tried += 1) {
      const items = open.map((path) => ({ method: 'GET' as const, path }));
      const results = splitBatch(await sendBatch(op, items, READ_TIMEOUT_MS), open.length);
      const again: string[] = [];
      let longestMs = 0;
      for (const [index, item] of results.entries()) {
        const result = understand(item, shape);
        if (result.kind === 'read') {
          found.push(...(await readOn(op, result.value, shape)));
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
    read: (op, path, shape) => readUrl(op, base + path, shape),
    ask: (op, path, body, shape) => readBy({ op, method: 'POST', url: base + path, body }, shape),
    readPage: async (op, path, entry, tries) => (await readUrl(op, base + path, pageOf(entry), tries)).value,
    async readAll(op, path, entry, pace) {
      const shape = pageOf(entry);
      const first = await readUrl(op, base + path, shape, READ_TRIES, pace?.longestWaitMs);
      return readOn(op, first, shape, pace);
    },
    async readMany<T>(op: string, paths: readonly string[], entry: Shape<T>) {
      const shape = pageOf(entry);
      const batches: (readonly string[])[] = [];
      for (let start = 0; start < paths.length; start += BATCH_SIZE) {
        batches.push(paths.slice(start, start + BATCH_SIZE));
      }
      const found: T[] = [];
      while (batches.length > 0) {
        const wave = batches.splice(0, BATCHES_AT_ONCE).map((batch) => readBatch(op, batch, shape));
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

import { RollcallError } from '../../domain/errors.ts';
import type { WriteOptions } from '../../service/ports/directory.ts';
import type { Clock } from '../../service/ports/surroundings.ts';
import { BATCH_SIZE, isSuccess } from './batch.ts';
import type { GraphClient } from './client.ts';
import { findMeaning } from './errors.ts';
import { type GraphFailure, readFailure } from './failure.ts';
import type { Exchange, GraphAnswer } from './graphAnswer.ts';
import { notUnderstood } from './shapes.ts';
import type { WritePacer } from './writePacer.ts';
import type { Written } from './written.ts';

/** What became of one write, with how long to wait when it may be sent again. */
export type WriteResult =
  | { kind: 'success'; body: unknown }
  | { kind: 'failure'; failure: GraphFailure; waitMs: number }
  | Exclude<Exchange, { kind: 'answered' }>;

/** One POST, PUT or PATCH whose body is made at the last moment, or a DELETE without one. */
type Write = { path: string; written: Written } & (
  | { method?: 'POST' | 'PUT' | 'PATCH'; toBody(): unknown }
  | { method: 'DELETE' }
);

/** Sends writes: paced, at most 20 in one batch, one POST alone without a batch. Never throws. */
export type SendWrites = (
  op: string,
  writes: readonly Write[],
  options: WriteOptions,
) => Promise<WriteResult[]>;

/**
 * Waited where Graph gives no time: after a clash with another change it asks to "wait briefly", and a new account
 * is known everywhere within seconds to minutes. Too short only costs one more refused call.
 */
const TRY_AGAIN_MS = 3_000;

/** The wait for the quota was ended: by a stop, or by the end of the process. */
const UNSENT: WriteResult = {
  kind: 'unsent',
  error: new RollcallError('THROTTLED', 'This was stopped before it reached Microsoft 365.', {
    next: 'Try again.',
  }),
};

function usedShareOf({ header }: GraphAnswer): number | undefined {
  const share = header('x-ms-throttle-limit-percentage');
  return share === undefined ? undefined : Number(share);
}

/** `inUnit`: the app's role reaches only an administrative unit, so that a refusal means another thing. */
export function createSendWrites(
  client: GraphClient,
  pacer: WritePacer,
  clock: Clock,
  inUnit = false,
): SendWrites {
  async function exchange(op: string, writes: readonly Write[]): Promise<Exchange[]> {
    try {
      const [first] = writes;
      const isPost = first !== undefined && (first.method ?? 'POST') === 'POST';
      if (isPost && writes.length === 1 && 'toBody' in first) {
        return [await client.write(op, first.path, first.toBody())];
      }
      const items = writes.map((write) =>
        write.method === 'DELETE'
          ? { method: write.method, path: write.path }
          : { method: write.method ?? ('POST' as const), path: write.path, body: write.toBody() },
      );
      return await client.writeBatch(op, items);
    } catch (cause) {
      return writes.map(() => ({ kind: 'lost', cause }));
    }
  }

  function toResult(result: Exchange, written: Written): WriteResult {
    if (result.kind !== 'answered') return result;
    if (isSuccess(result.answer)) {
      const { answer } = result;
      if (!written(answer)) return { kind: 'lost', cause: notUnderstood("it isn't what Rollcall asked for") };
      return { kind: 'success', body: answer.body };
    }
    const failure: GraphFailure = {
      ...readFailure(result.answer, clock.now()),
      ...(inUnit ? { inUnit } : {}),
    };
    return { kind: 'failure', failure, waitMs: failure.retryAfterMs ?? TRY_AGAIN_MS };
  }

  /** Tells the pacer once for each batch. Throttled items all wait as long as the one that waits longest. */
  function heed(exchanges: readonly Exchange[], results: WriteResult[]): WriteResult[] {
    const isThrottled = (result: WriteResult): result is WriteResult & { kind: 'failure' } =>
      result.kind === 'failure' && findMeaning(result.failure).code === 'THROTTLED';
    const asked = results.filter(isThrottled).flatMap(({ failure }) => failure.retryAfterMs ?? []);
    if (results.some(isThrottled)) {
      const waitMs = pacer.throttled(asked.length === 0 ? undefined : Math.max(...asked));
      return results.map((result) => (isThrottled(result) ? { ...result, waitMs } : result));
    }
    const shares = exchanges.flatMap((one) =>
      one.kind === 'answered' ? (usedShareOf(one.answer) ?? []) : [],
    );
    if (results.some(({ kind }) => kind === 'success')) {
      pacer.wentThrough(shares.length === 0 ? undefined : Math.max(...shares));
    }
    return results;
  }

  return async (op, writes, { priority = 'bulk', signal }) => {
    const results: WriteResult[] = [];
    for (let start = 0; start < writes.length; start += BATCH_SIZE) {
      const some = writes.slice(start, start + BATCH_SIZE);
      if (!(await pacer.take(some.length, priority, signal))) {
        results.push(...some.map(() => UNSENT));
        continue;
      }
      const exchanges = await exchange(op, some);
      pacer.landed(some.length);
      const outcomes = some.map(({ written }, index) =>
        toResult(exchanges[index] ?? { kind: 'lost', cause: new Error('no result') }, written),
      );
      results.push(...heed(exchanges, outcomes));
    }
    return results;
  };
}

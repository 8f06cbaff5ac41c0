import type { Flows } from '../flows/action.ts';
import type { Chat } from '../flows/reply.ts';
import type { Engine } from '../service/ports/engine.ts';
import type { Mailer } from '../service/ports/mailer.ts';
import type { AuditEntry } from '../service/ports/records.ts';
import type { Store } from '../service/ports/store.ts';
import type { Ids, Log } from '../service/ports/surroundings.ts';
import type { Metrics } from '../web/metrics.ts';
import { beginWithin } from './logContext.ts';

/** Counts at the seams between the rooms, so that no room needs to know that it is counted. */

const secondsSince = (at: number): number => (performance.now() - at) / 1_000;

/** What an audit entry says was done → the label it counts under. */
const ROWS: Readonly<Record<string, string>> = {
  'license.changed': 'changed',
  'license.restored': 'restored',
  'password.reset': 'reset',
  'account.created': 'created',
  'account.failed': 'failed',
  'license.assigned': 'licensed',
  'license.failed': 'license_failed',
};

function countEntry(metrics: Metrics, { what, outcome, detail }: AuditEntry): void {
  const known = ROWS[what];
  // Entries whose name tells how they ended count under it; the others are told apart.
  const isOpen = known === 'changed' || known === 'restored' || known === 'reset';
  const result = isOpen && outcome !== 'done' ? `${known}_${outcome}` : known;
  if (result !== undefined) metrics.rows.inc({ result });
  if (what === 'passwords.mailed') metrics.mail.inc({ result: String(detail?.state) });
}

/** The same store, counting what its audit says was done. */
export function measureStore(store: Store, metrics: () => Metrics | undefined): Store {
  const counting = (audit: Store['audit']): Store['audit'] => {
    return async (entry) => {
      await audit(entry);
      const counted = metrics();
      if (counted !== undefined) countEntry(counted, entry);
    };
  };
  return {
    ...store,
    audit: counting(store.audit),
    async holdJob(jobId) {
      const held = await store.holdJob(jobId);
      return held === undefined ? undefined : { ...held, audit: counting(held.audit) };
    },
  };
}

/**
 * The same flows, counting requests of each chat: `refused` is one that was answered with an error notice. Each has an id
 * that all lines carry which it brings about, and a line of its own.
 */
export function measureFlows(
  flows: Flows,
  { metrics, ids, log }: { metrics: () => Metrics | undefined; ids: Ids; log: Log },
): Flows {
  return {
    ...flows,
    run(action, speaker, place, input) {
      const { platform, userId } = speaker;
      return beginWithin({ click: ids.next('click'), actor: userId, platform }, async () => {
        const askedAt = performance.now();
        const reply = await flows.run(action, speaker, place, input);
        const isError =
          reply.type === 'message' &&
          reply.view.kind === 'notice' &&
          ['error', 'warning'].includes(reply.view.tone);
        const outcome = isError ? 'refused' : 'done';
        metrics()?.chatRequests.inc({ platform, outcome });
        const ms = Math.round(performance.now() - askedAt);
        // An id that nobody knows may be anything.
        const known = flows.answersOf(action) === undefined ? 'unknown' : action;
        log.info({ action: known, outcome, ms }, 'flow.answered');
        return reply;
      });
    },
  };
}

/** Operation names for Graph's paths: never an id or a name in a label. */
function operationOf(method: string, path: string): string {
  const known = /\/(\$batch|users|subscribedSkus|domains|organization|directory)\b/.exec(path);
  return `${method} ${known?.[1] ?? 'other'}`;
}

/** What became of a request to a customer's Graph: few words, so that many customers stay few series. */
function outcomeOf(status: number): 'answered' | 'throttled' | 'refused' | 'failed' {
  if (status === 429) return 'throttled';
  if (status === 0 || status >= 500) return 'failed';
  return status < 400 ? 'answered' : 'refused';
}

/**
 * The same fetch to a customer's Graph, counting and timing requests by operation and status, and by customer; status `0` is
 * no answer.
 */
export function measureFetch(
  send: typeof fetch,
  metrics: () => Metrics | undefined,
  customer: string,
): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const op = operationOf(init?.method ?? 'GET', url.pathname);
    const sentAt = performance.now();
    let status = '0';
    try {
      const response = await send(input, init);
      status = String(response.status);
      return response;
    } finally {
      metrics()?.graphRequests.inc({ op, status });
      metrics()?.customerRequests.inc({ customer, outcome: outcomeOf(Number(status)) });
      metrics()?.graphSeconds.observe({ op }, secondsSince(sentAt));
    }
  };
}

/** The same mailer, timing each mail from the moment it is due. */
export function measureMailer(mailer: Mailer, metrics: () => Metrics | undefined): Mailer {
  return {
    async send(mail) {
      const dueAt = performance.now();
      try {
        return await mailer.send(mail);
      } finally {
        metrics()?.mailSeconds.observe(secondsSince(dueAt));
      }
    },
  };
}

/** The same chat, counting and timing what Rollcall sends by itself from the moment it is due. */
export function measureChat(chat: Chat, metrics: () => Metrics | undefined): Chat {
  const { platform } = chat;
  async function measured<T>(send: () => Promise<T>): Promise<T> {
    const dueAt = performance.now();
    let result = 'failed';
    try {
      const sent = await send();
      result = 'sent';
      metrics()?.messageSeconds.observe({ platform }, secondsSince(dueAt));
      return sent;
    } finally {
      metrics()?.messages.inc({ platform, result });
    }
  }
  return {
    ...chat,
    post: (place, view, owner) => measured(() => chat.post(place, view, owner)),
    update: (ref, view, owner) => measured(() => chat.update(ref, view, owner)),
  };
}

/** The same engine, counting the tasks that run in this process; their lines say which it is. */
export function measureEngine(engine: Engine, metrics: () => Metrics | undefined): Engine {
  return {
    ...engine,
    work(kind, handler) {
      engine.work(kind, (id, turn) =>
        beginWithin({ task: kind, [id.startsWith('job_') ? 'jobId' : 'id']: id }, async () => {
          metrics()?.tasks.inc({ kind });
          try {
            await handler(id, turn);
          } finally {
            metrics()?.tasks.dec({ kind });
          }
        }),
      );
    },
  };
}

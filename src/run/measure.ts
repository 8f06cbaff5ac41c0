import type { Flows } from '../flows/action.ts';
import type { Chat } from '../flows/reply.ts';
import type { Engine } from '../service/ports/engine.ts';
import type { Mailer } from '../service/ports/mailer.ts';
import type { AuditEntry } from '../service/ports/records.ts';
import type { Store } from '../service/ports/store.ts';
import type { Ids, Log } from '../service/ports/surroundings.ts';
import type { Metrics } from '../web/metrics.ts';
import { GRAPH_OPERATIONS, type ROW_RESULTS } from '../web/series.ts';
import { beginWithin } from './logging/logContext.ts';

/** Counts at the seams between the rooms, so that no room needs to know that it is counted. */

const OPERATIONS: ReadonlySet<string> = new Set(GRAPH_OPERATIONS);

const secondsSince = (at: number): number => (performance.now() - at) / 1_000;

type RowResult = (typeof ROW_RESULTS)[number];

/**
 * What an audit entry says was done to somebody → the label it counts under, and the one where it failed. Each step of a row
 * is here, so that a job of any kind that goes on is seen to.
 */
const ROWS: Readonly<Record<string, readonly [done: RowResult, failed: RowResult]>> = {
  'account.created': ['created', 'failed'],
  'account.failed': ['failed', 'failed'],
  'license.assigned': ['licensed', 'license_failed'],
  'license.failed': ['license_failed', 'license_failed'],
  'group.joined': ['joined', 'group_failed'],
  'group.failed': ['group_failed', 'group_failed'],
  'manager.set': ['managed', 'manager_failed'],
  'manager.failed': ['manager_failed', 'manager_failed'],
  'password.reset': ['reset', 'reset_failed'],
  'person.changed': ['changed', 'changed_failed'],
  'person.manager_changed': ['changed', 'changed_failed'],
  'license.changed': ['changed', 'changed_failed'],
  'person.renamed': ['renamed', 'renamed_failed'],
  'account.restored': ['restored', 'restored_failed'],
  'license.restored': ['restored', 'restored_failed'],
  'account.deleted': ['deleted', 'deleted_failed'],
  'person.deleted': ['deleted', 'deleted_failed'],
  'person.blocked': ['offboarded', 'offboarded_failed'],
  'person.signed_out': ['offboarded', 'offboarded_failed'],
  'person.password_replaced': ['offboarded', 'offboarded_failed'],
  'person.reply_set': ['offboarded', 'offboarded_failed'],
  'person.methods_removed': ['offboarded', 'offboarded_failed'],
  'group.left': ['offboarded', 'offboarded_failed'],
  'person.allowed': ['put_back', 'put_back_failed'],
  'group.joined_again': ['put_back', 'put_back_failed'],
};

function countEntry(metrics: Metrics, { what, outcome, detail }: AuditEntry): void {
  const [done, failed] = ROWS[what] ?? [];
  // What was refused never became a row.
  const result = outcome === 'done' ? done : outcome === 'failed' ? failed : undefined;
  if (result !== undefined) metrics.rows.inc({ result });
  if (what === 'passwords.mailed') metrics.mail.inc({ result: String(detail?.state) });
}

/**
 * The same store, counting what its audit says was done, and logging each step of a request: between whoever asked and the
 * job may lie an approver, and days.
 */
export function measureStore(store: Store, metrics: () => Metrics | undefined, log: Log): Store {
  const counting = (audit: Store['audit']): Store['audit'] => {
    return async (entry) => {
      await audit(entry);
      const { what, outcome, subject } = entry;
      if (what.startsWith('request.')) log.info({ reqId: subject, what, outcome }, 'request.noted');
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
  const [, first = '', second] = /^(?:.*\/v1\.0)?\/([^/?]+)(?:\/([^/?]+))?/.exec(path) ?? [];
  // Of people who may become admins, and of those who are.
  const isRole = first === 'roleManagement' || first === 'identityGovernance';
  const named = `${method} ${isRole ? 'roles' : first === 'directory' ? second : first}`;
  return OPERATIONS.has(named) ? named : `${method} other`;
}

/** What became of a request to a customer's Graph: few words, so that many customers stay few series. */
function outcomeOf(status: number): 'answered' | 'throttled' | 'refused' | 'failed' {
  if (status === 429) return 'throttled';
  if (status === 0 || status >= 500) return 'failed';
  return status < 400 ? 'answered' : 'refused';
}

function countAnswer(
  { graphRequests, customerRequests }: Metrics,
  { customer, op, status }: { customer: string; op: string; status: string },
): void {
  graphRequests.inc({ op, status });
  customerRequests.inc({ customer, outcome: outcomeOf(Number(status)) });
}

/** The items of a batch count like requests of their own: each has its own answer, and its own part of the limit. */
function countItems(metrics: Metrics, customer: string, sent: unknown, answer: string): void {
  if (typeof sent !== 'string') return;
  const { requests = [] } = JSON.parse(sent) as { requests?: { id: string; method: string; url: string }[] };
  const { responses = [] } = JSON.parse(answer) as { responses?: { id: string; status: number }[] };
  const statuses = new Map(responses.map(({ id, status }) => [id, String(status)]));
  for (const { id, method, url } of requests) {
    countAnswer(metrics, { customer, op: operationOf(method, url), status: statuses.get(id) ?? '0' });
  }
}

/** Sends, and counts and times the answer, or that there was none. */
async function timed(
  metrics: () => Metrics | undefined,
  about: { customer: string; op: string },
  send: () => Promise<Response>,
): Promise<Response> {
  const sentAt = performance.now();
  let status = '0';
  try {
    const response = await send();
    status = String(response.status);
    return response;
  } finally {
    const counted = metrics();
    if (counted !== undefined) countAnswer(counted, { ...about, status });
    counted?.graphSeconds.observe({ op: about.op }, secondsSince(sentAt));
  }
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
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const op = operationOf(init?.method ?? 'GET', url.pathname);
    return timed(metrics, { customer, op }, async () => {
      const response = await send(input, init);
      if (op !== 'POST $batch' || !response.ok) return response;
      const answer = await response.text();
      const counted = metrics();
      try {
        if (counted !== undefined) countItems(counted, customer, init?.body, answer);
      } catch {
        // Whoever reads the answer says that it is none.
      }
      return new Response(answer, { status: response.status, headers: response.headers });
    });
  };
}

/** The same fetch, counting and timing requests for tokens: without one, nothing else is asked of Graph. */
export function measureLogin(
  send: typeof fetch,
  metrics: () => Metrics | undefined,
  customer: string,
): typeof fetch {
  return (input, init) => timed(metrics, { customer, op: 'POST login' }, () => send(input, init));
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

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Log } from '../service/ports/surroundings.ts';
import { GRAPH_OPERATIONS, MAIL_RESULTS, PLATFORMS, ROW_RESULTS, TROUBLE } from './series.ts';

/**
 * Numbers that the rooms report. Labels are from fixed lists: never a person, an address or an id. Names follow Prometheus,
 * "Metric and label naming": the application first, the base unit, and `_total` for what only grows.
 */
export interface Metrics {
  /** Steps of rows that came to an end, by ROW_RESULTS. */
  rows: Counter<'result'>;
  /** By GRAPH_OPERATIONS, or another one. The items of a batch count like requests of their own, beside the batch. */
  graphRequests: Counter<'op' | 'status'>;
  customerRequests: Counter<'customer' | 'outcome'>;
  graphSeconds: Histogram<'op'>;
  /** Mails by MailOutcome: `accepted`, `deferred`, `refused`, `unreachable`. */
  mail: Counter<'result'>;
  /** From the moment a mail is to be sent, its wait for the pace included. */
  mailSeconds: Histogram;
  /** Requests of a chat: `done`, `refused`. */
  chatRequests: Counter<'platform' | 'outcome'>;
  /** 1 while the socket to Slack is open. Never set over HTTP. */
  slackSocket: Gauge;
  /** Messages and updates that Rollcall sent by itself: `sent`, `failed`. */
  messages: Counter<'platform' | 'result'>;
  /** From the moment a message is to be sent, its wait for the chat's limit included. */
  messageSeconds: Histogram<'platform'>;
  /** Tasks that this instance runs now. */
  tasks: Gauge<'kind'>;
}

/** What is looked up when the numbers are asked for. */
export interface Readings {
  /** Of all instances together. */
  jobs(): Promise<{ byState: Readonly<Record<string, number>>; oldestSeconds: number }>;
  /** Of all instances together. */
  approvals(): Promise<{ waiting: number; oldestSeconds: number }>;
  /** By customer: writes that the tenant still allows, as this instance saw it last. */
  quotaLeft(): Readonly<Record<string, number>>;
  /** Whether this instance may act: it holds its data folder, or reaches its database. */
  mayAct(): boolean;
  /** Whether an admin has paused Rollcall, or it paused itself. */
  isPaused(): boolean;
  /** By customer: whether its directory lets Rollcall sign in and answers. */
  directories(): Promise<Readonly<Record<string, boolean>>>;
}

/** From an answer at once to a job's worth of waiting for a limit. */
const WAITS_S = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 900];
/** Graph answers a read within 50 ms and a batch of writes within some seconds. */
const CALLS_S = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30];

type Add = <Labels extends string>(
  name: string,
  help: string,
  labelNames: readonly Labels[],
  read: (gauge: Gauge<Labels>) => Promise<void>,
) => void;

/** Gauges that are read when they are asked for. One that can't be read is left out: the others are needed most then. */
function createAdd(registry: Registry, log: Log): Add {
  return (name, help, labelNames, read) => {
    new Gauge({
      ...{ name, help, labelNames, registers: [registry] },
      async collect() {
        this.reset();
        if (labelNames.length === 0) this.remove();
        try {
          await read(this);
        } catch (error) {
          log.warn({ err: error, metric: name }, 'web.metric_unread');
        }
      },
    });
  };
}

function addReadings(
  add: Add,
  { jobs, approvals, quotaLeft, mayAct, isPaused, directories }: Readings,
): void {
  add(
    'rollcall_jobs',
    "Jobs that haven't ended, or whose results someone hasn't got, of all instances together.",
    ['state'],
    async (gauge) => {
      for (const [state, count] of Object.entries((await jobs()).byState)) gauge.set({ state }, count);
    },
  );
  add(
    'rollcall_job_oldest_seconds',
    'Age of the oldest job that still runs; 0 without one.',
    [],
    async (gauge) => gauge.set((await jobs()).oldestSeconds),
  );
  add('rollcall_approvals_waiting', 'Requests that wait for an approval.', [], async (gauge) =>
    gauge.set((await approvals()).waiting),
  );
  add(
    'rollcall_approval_oldest_seconds',
    'Age of the request that has waited longest for its approval; 0 without one.',
    [],
    async (gauge) => gauge.set((await approvals()).oldestSeconds),
  );
  add(
    'rollcall_graph_quota_left',
    'Writes that the tenant still allows, of 3,000 in 150 s.',
    ['customer'],
    async (gauge) => {
      for (const [customer, left] of Object.entries(quotaLeft())) gauge.set({ customer }, left);
    },
  );
  add('rollcall_may_act', '1 while this instance may act.', [], async (gauge) => gauge.set(mayAct() ? 1 : 0));
  add('rollcall_paused', '1 while an admin has paused Rollcall, or it paused itself.', [], async (gauge) =>
    gauge.set(isPaused() ? 1 : 0),
  );
  add(
    'rollcall_directory_answers',
    "1 while Microsoft 365 lets this instance sign in and answers it, 0 while it doesn't.",
    ['customer'],
    async (gauge) => {
      for (const [customer, answers] of Object.entries(await directories())) {
        gauge.set({ customer }, answers ? 1 : 0);
      }
    },
  );
}

/** Every series, at 0. */
function startAtZero(metrics: Metrics): void {
  for (const result of ROW_RESULTS) metrics.rows.inc({ result }, 0);
  for (const result of MAIL_RESULTS) metrics.mail.inc({ result }, 0);
  for (const platform of PLATFORMS) {
    for (const outcome of ['done', 'refused']) metrics.chatRequests.inc({ platform, outcome }, 0);
    for (const result of ['sent', 'failed']) metrics.messages.inc({ platform, result }, 0);
  }
  for (const op of GRAPH_OPERATIONS) {
    for (const status of TROUBLE) metrics.graphRequests.inc({ op, status }, 0);
  }
}

/** Registers the metrics, and Node's own (event loop, memory, garbage collection), in `registry`. */
export function createMetrics(options: {
  registry?: Registry | undefined;
  readings?: Readings | undefined;
  version?: string | undefined;
  log: Log;
}): { metrics: Metrics; registry: Registry } {
  const { registry = new Registry(), readings, version, log } = options;
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  if (version !== undefined) {
    const help = '1, with the version that runs.';
    const info = new Gauge({ name: 'rollcall_build_info', help, labelNames: ['version'], registers });
    info.set({ version }, 1);
  }
  if (readings !== undefined) addReadings(createAdd(registry, log), readings);
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name, help, labelNames, registers });
  const histogram = <L extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly L[] = [],
  ) => new Histogram({ name, help, labelNames, buckets, registers });
  const metrics: Metrics = {
    rows: counter('rollcall_rows_total', 'Steps of rows that came to an end, by result.', ['result']),
    graphRequests: counter(
      'rollcall_graph_requests_total',
      'Requests to Microsoft Graph and its login, by operation and HTTP status; 0 is no answer.',
      ['op', 'status'],
    ),
    customerRequests: counter(
      'rollcall_customer_graph_requests_total',
      'Requests to Microsoft Graph, by customer and what became of them.',
      ['customer', 'outcome'],
    ),
    graphSeconds: histogram(
      'rollcall_graph_request_duration_seconds',
      'Time until Microsoft Graph answered.',
      CALLS_S,
      ['op'],
    ),
    mail: counter('rollcall_mails_total', 'Mails handed to the mail server, by its answer.', ['result']),
    mailSeconds: histogram('rollcall_mail_lag_seconds', 'From a mail that is due to its answer.', WAITS_S),
    chatRequests: counter('rollcall_chat_requests_total', 'Requests from Slack and Teams, by outcome.', [
      'platform',
      'outcome',
    ]),
    messages: counter(
      'rollcall_messages_total',
      'Messages and updates that Rollcall sent by itself, by result.',
      ['platform', 'result'],
    ),
    messageSeconds: histogram(
      'rollcall_message_lag_seconds',
      'From a message or update that is due to its arrival.',
      WAITS_S,
      ['platform'],
    ),
    tasks: new Gauge({
      name: 'rollcall_tasks_running',
      help: 'Tasks that this instance runs now: jobs of one person and of many, undos, messages, what is due.',
      labelNames: ['kind'],
      registers,
    }),
    slackSocket: new Gauge({
      name: 'rollcall_slack_socket_open',
      help: "1 while the socket to Slack is open, 0 while it isn't; absent without Socket Mode.",
      registers,
    }),
  };
  startAtZero(metrics);
  // Not 0 where there is none to open.
  metrics.slackSocket.remove();
  return { metrics, registry };
}

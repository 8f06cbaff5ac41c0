import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Numbers that the rooms report. Labels are from fixed lists: never a person, an address or an id. */
export interface Metrics {
  /** Rows that came to an end: `created`, `adopted`, `failed`, `partly`. */
  rows: Counter<'result'>;
  /** Seconds from accept to the row's end. */
  rowSeconds: Histogram;
  jobsInProgress: Gauge;
  graphRequests: Counter<'op' | 'status'>;
  /** Seconds that Graph asked to wait. */
  graphThrottledSeconds: Counter;
  /** Mails by MailOutcome: `accepted`, `deferred`, `refused`, `unreachable`. */
  mail: Counter<'result'>;
  /** Requests of a chat: `done`, `refused`, `failed`. */
  chatRequests: Counter<'platform' | 'outcome'>;
}

/** Registers the metrics, and Node's own (event loop, memory, garbage collection), in `registry`. */
export function createMetrics(registry: Registry = new Registry()): { metrics: Metrics; registry: Registry } {
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const metrics: Metrics = {
    rows: new Counter({
      name: 'provision_rows_total',
      help: 'Rows that came to an end, by result.',
      labelNames: ['result'],
      registers,
    }),
    rowSeconds: new Histogram({
      name: 'provision_row_seconds',
      help: 'Seconds from accept to the end of a row.',
      // One person takes seconds; a row at the end of a throttled job of 5,000 takes the better part of an hour.
      buckets: [0.5, 1, 2, 5, 15, 60, 300, 900, 3_600],
      registers,
    }),
    jobsInProgress: new Gauge({ name: 'jobs_in_progress', help: 'Jobs being carried out.', registers }),
    graphRequests: new Counter({
      name: 'graph_requests_total',
      help: 'Requests to Microsoft Graph, by operation and HTTP status.',
      labelNames: ['op', 'status'],
      registers,
    }),
    graphThrottledSeconds: new Counter({
      name: 'graph_throttled_seconds_total',
      help: 'Seconds that Microsoft Graph asked to wait.',
      registers,
    }),
    mail: new Counter({
      name: 'mail_total',
      help: 'Mails handed to the mail server, by its answer.',
      labelNames: ['result'],
      registers,
    }),
    chatRequests: new Counter({
      name: 'chat_requests_total',
      help: 'Requests from Slack and Teams, by outcome.',
      labelNames: ['platform', 'outcome'],
      registers,
    }),
  };
  return { metrics, registry };
}

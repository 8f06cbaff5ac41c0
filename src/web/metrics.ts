import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** Numbers that the rooms report. Labels are from fixed lists: never a person, an address or an id. */
export interface Metrics {
  /** Steps of rows that came to an end: `created`, `failed`, `licensed`, `license_failed`, `changed`, `restored`, `reset`. */
  rows: Counter<'result'>;
  graphRequests: Counter<'op' | 'status'>;
  /** Mails by MailOutcome: `accepted`, `deferred`, `refused`, `unreachable`. */
  mail: Counter<'result'>;
  /** Requests of a chat: `done`, `refused`. */
  chatRequests: Counter<'platform' | 'outcome'>;
}

/** Registers the metrics, and Node's own (event loop, memory, garbage collection), in `registry`. */
export function createMetrics(
  registry: Registry = new Registry(),
  countJobs?: () => Promise<number>,
): { metrics: Metrics; registry: Registry } {
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  if (countJobs !== undefined) {
    new Gauge({
      name: 'jobs_in_progress',
      help: 'Jobs being carried out.',
      registers,
      async collect() {
        this.set(await countJobs());
      },
    });
  }
  const metrics: Metrics = {
    rows: new Counter({
      name: 'provision_rows_total',
      help: 'Steps of rows that came to an end, by result.',
      labelNames: ['result'],
      registers,
    }),
    graphRequests: new Counter({
      name: 'graph_requests_total',
      help: 'Requests to Microsoft Graph, by operation and HTTP status.',
      labelNames: ['op', 'status'],
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

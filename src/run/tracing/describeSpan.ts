type Fields = Readonly<Record<string, unknown>>;
type Value = string | number | boolean | string[];

/**
 * What a span may say, by the name of the field in the log: ids, codes, and counts. Whatever else a line has stays out, so
 * that a new field is in no span before somebody puts it here.
 */
const SAID: Readonly<Record<string, string>> = {
  click: 'rollcall.click.id',
  actor: 'rollcall.actor.id',
  platform: 'rollcall.platform',
  action: 'rollcall.action',
  outcome: 'rollcall.outcome',
  customer: 'rollcall.customer.id',
  jobId: 'rollcall.job.id',
  id: 'rollcall.record.id',
  task: 'rollcall.task',
  step: 'rollcall.step',
  rowIds: 'rollcall.row.ids',
  op: 'rollcall.graph.operation',
  clientRequestId: 'rollcall.graph.client_request_id',
  requestId: 'rollcall.graph.request_id',
  // OpenTelemetry, "Semantic conventions for HTTP spans".
  status: 'http.response.status_code',
  // OpenTelemetry, "Recording errors": a class of them, of few values.
  reason: 'error.type',
};

/** Ids and codes have no other signs, and are short: a name, an address or a sentence is none. */
const IS_ID = /^[\w.:/-]{1,100}$/;
/** A call has 20 rows at most. */
const MOST_IDS = 20;

function clean(value: unknown): Value | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string') return IS_ID.test(value) ? value : undefined;
  if (!Array.isArray(value)) return undefined;
  const ids = value.filter((one): one is string => typeof one === 'string' && IS_ID.test(one));
  return ids.slice(0, MOST_IDS);
}

/** The attributes of a span about these fields. */
export function describeSpan(fields: Fields): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(SAID).flatMap(([field, name]) => {
      const value = clean(fields[field]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** `click`, `job bulk`, `task tell`, `step create`: few of them, as spans are grouped by their names. */
export function nameSpan(fields: Fields): string {
  const { click, task, jobId, step } = fields;
  if (click !== undefined) return 'click';
  if (task !== undefined) return `${jobId === undefined ? 'task' : 'job'} ${clean(task) ?? 'other'}`;
  return step === undefined ? 'work' : `step ${clean(step) ?? 'other'}`;
}

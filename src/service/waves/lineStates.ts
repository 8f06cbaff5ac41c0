import { requestIdFor } from '../approvals/asking.ts';
import { readNamesOf } from '../approvals/managers.ts';
import { isHeld } from '../approvals/startableRequests.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import { jobIdFor } from '../jobs/newJob.ts';
import { createRowCounter, failureOf } from '../jobs/runner/rowState.ts';
import { isOver } from '../jobs/runner/runJob.ts';
import type { JobCounts } from '../jobs/shownJob.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import type { JobRecord, StoredError } from '../ports/records.ts';
import type { RequestRecord } from '../ports/requests.ts';
import type { WaveDraft, WaveLine } from './waveDraft.ts';
import type { Standing, WaveLineState, WaveState } from './waves.ts';

type Options = Pick<ProvisioningOptions, 'policy' | 'store'>;
type LineOptions = Options & { countRows: CountRows };

/** The request that a line was asked for with; undefined before it is known what is asked for. */
export function requestOf({ draftId, version }: WaveLine): string | undefined {
  return draftId === undefined || version === undefined ? undefined : requestIdFor(draftId, version);
}

function standingOfJob({ undo, state }: JobRecord, counts: JobCounts, isAtEnd: boolean): Standing {
  // Somebody took it back: nothing went wrong with creating it.
  if (undo !== undefined) return undo.state === 'running' ? 'undoing' : 'undone';
  if (!isAtEnd) return 'running';
  if (state === 'stopped') return 'stopped';
  const isWhole = state === 'done' && counts.failed + counts.partly + counts.waiting === 0;
  return isWhole ? 'done' : 'failed';
}

function standingOfRequest(request: RequestRecord): Standing {
  if (request.state === 'waiting') return 'asked';
  if (request.state !== 'approved') return 'refused';
  if (request.problem !== undefined && request.jobId === undefined) return 'failed';
  return isHeld(request) ? 'held' : 'running';
}

/** True for a draft whose people can be asked for as they are. */
function isReady({ data }: DraftRecord<RosterDraft>): boolean {
  return data.settings !== undefined && data.form === undefined && data.counts.ready > 0;
}

/** What the rows of a job come to, and the first thing that went wrong. */
type CountRows = (job: JobRecord) => Promise<Pick<WaveLineState, 'failure'> & { counts: JobCounts }>;

function createCountRows({ store }: Pick<Options, 'store'>): CountRows {
  return async (job) => {
    const counter = createRowCounter();
    let failure: StoredError | undefined;
    await store.scanRows(job.id, (row) => {
      counter.add(row);
      failure ??= failureOf(row);
    });
    return { counts: counter.counts, ...(failure === undefined ? {} : { failure }) };
  };
}

async function readAsked(
  { policy, store, countRows }: LineOptions,
  line: WaveLine,
  request: RequestRecord,
): Promise<WaveLineState> {
  const approvers = await readNamesOf({ policy, store }, request, request.approvers);
  const job = await store.loadJob(request.jobId ?? jobIdFor(request.id, request.version));
  if (job === undefined) return { ...line, standing: standingOfRequest(request), request, approvers };
  const counted = await countRows(job);
  const standing = standingOfJob(job, counted.counts, isOver(job));
  return { ...line, ...counted, standing, request, job, approvers };
}

/** One that came to nothing may have been asked for again by itself since: then that is what became of it. */
async function readAgain(options: LineOptions, line: WaveLine, first: WaveLineState): Promise<WaveLineState> {
  if (!cameToNothing(first)) return first;
  const { store } = options;
  const draft = line.draftId === undefined ? undefined : await store.loadDraft(line.draftId);
  const { requestId } = (draft?.data ?? {}) as Partial<RosterDraft>;
  const again =
    requestId === undefined || requestId === first.request?.id
      ? undefined
      : await store.loadRequest(requestId);
  return again === undefined ? first : readAsked(options, line, again);
}

/** What became of one customer's part, from its own records. */
async function readLine(options: LineOptions, line: WaveLine, isOpen: boolean): Promise<WaveLineState> {
  const { store } = options;
  const requestId = requestOf(line);
  const request = isOpen || requestId === undefined ? undefined : await store.loadRequest(requestId);
  if (request !== undefined) return readAgain(options, line, await readAsked(options, line, request));
  if (line.problem !== undefined) {
    const failed = { ...line, standing: line.draftId === undefined ? 'unread' : 'failed' } as const;
    return isOpen ? failed : readAgain(options, line, failed);
  }
  if (!isOpen) return { ...line, standing: line.version === undefined ? 'left' : 'held' };
  const draft = line.draftId === undefined ? undefined : await store.loadDraft(line.draftId);
  if (draft === undefined) return { ...line, standing: 'left' };
  const roster = draft as DraftRecord<RosterDraft>;
  return {
    ...line,
    standing: isReady(roster) && line.misfit === undefined ? 'ready' : 'open',
    draft: roster,
  };
}

/** A file for several customers as it stands now. */
export async function readWave(
  options: Options,
  wave: DraftRecord<WaveDraft>,
  countRows = createCountRows(options),
): Promise<WaveState> {
  const { lines, state } = wave.data;
  const how = { ...options, countRows };
  return { wave, lines: await Promise.all(lines.map((line) => readLine(how, line, state === 'open'))) };
}

/** Jobs of which is kept what their rows came to: far more than belong to files that stopped. */
const MOST_COUNTED = 10_000;

/**
 * Reads the rows of a job that is over once, until it runs again; of others none, whose counts are all 0. For who looks at
 * the same files again and again, and only asks how their parts stand.
 */
export function createCountOnce(options: Pick<Options, 'store'>): CountRows {
  const countRows = createCountRows(options);
  const none: JobCounts = { total: 0, created: 0, failed: 0, partly: 0, undone: 0, waiting: 0 };
  const known = new Map<string, { of: string; counted: Awaited<ReturnType<CountRows>> }>();
  return async (job) => {
    if (!isOver(job)) return { counts: none };
    const of = JSON.stringify([job.state, job.finishedAt, job.pressedAt, job.undo]);
    const before = known.get(job.id);
    if (before?.of === of) return before.counted;
    const counted = await countRows(job);
    if (known.size >= MOST_COUNTED) known.clear();
    known.set(job.id, { of, counted });
    return counted;
  };
}

/** What was asked for with a file and became no job. Reads no rows, of which there may be thousands. */
export async function listUnbegun(
  { store }: Pick<Options, 'store'>,
  { data }: DraftRecord<WaveDraft>,
): Promise<RequestRecord[]> {
  const found = await Promise.all(
    data.lines.map(async (line): Promise<RequestRecord[]> => {
      const id = requestOf(line);
      const request = id === undefined ? undefined : await store.loadRequest(id);
      if (request === undefined) return [];
      const job = await store.loadJob(request.jobId ?? jobIdFor(request.id, request.version));
      return job === undefined ? [request] : [];
    }),
  );
  return found.flat();
}

/** Declined, canceled, too late, or not begun for what is missing: its people can be asked for anew. */
export function cameToNothing({ standing, job, draftId }: WaveLineState): boolean {
  return draftId !== undefined && job === undefined && (standing === 'refused' || standing === 'failed');
}

/** Whether something went wrong with it that should keep others from beginning. A decision against it is nothing wrong. */
export function wentWrong({ standing }: WaveLineState): boolean {
  return standing === 'failed';
}

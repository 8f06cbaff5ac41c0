import { readyRows } from '../../roster/check/weighRoster.ts';
import { USER_NAME_MOVED } from '../../service/rosters/copyRoster.ts';
import type { WaveLineState } from '../../service/waves/waves.ts';
import { WAVE_WORDS } from './words.ts';

const { line: says } = WAVE_WORDS;

/** User names on one customer's line: they show the domain, and its own card has them all. */
const MAX_MOVED = 3;

/** License names by customer, as far as they are known. */
export type LicenseNames = ReadonlyMap<string, Readonly<Record<string, string>>>;

function join(...sentences: readonly (string | false | undefined)[]): string {
  return sentences.filter((one) => one !== false && one !== undefined && one !== '').join(' ');
}

/** True for a part whose columns or names have to be looked at first. */
export function needsLook({ draft }: WaveLineState): boolean {
  return draft?.data.mapping?.agreed === false || draft?.data.names?.agreed === false;
}

/** The user names that are not those of the file. */
function sayMoved({ draft }: WaveLineState): string | undefined {
  if (draft === undefined) return undefined;
  const { rows, findings } = draft.data;
  const moved = new Set(findings.filter(({ code }) => code === USER_NAME_MOVED).map(({ row }) => row));
  const names = readyRows(rows, findings).flatMap(({ row, person }) =>
    moved.has(row) ? [person.userPrincipalName ?? ''] : [],
  );
  if (names.length === 0) return undefined;
  return says.moved(names.slice(0, MAX_MOVED), Math.max(0, names.length - MAX_MOVED));
}

function sayOpen(line: WaveLineState): string {
  const { draft, misfit } = line;
  if (draft === undefined) return says.out;
  const { ready, toFix, existing = 0 } = draft.data.counts;
  const counts = says.counts(ready, toFix + existing);
  if (needsLook(line)) return join(counts, says.agree);
  return join(
    counts,
    sayMoved(line),
    misfit === undefined ? ready > 0 && says.notSetUp : says.misfit(misfit),
  );
}

function sayReady(line: WaveLineState, names: LicenseNames): string {
  const { draft, approvers, customer } = line;
  const { counts, settings } = draft?.data ?? {};
  const licenses = (settings?.licenses ?? []).map((id) => names.get(customer)?.[id] ?? id);
  const left = (counts?.toFix ?? 0) + (counts?.existing ?? 0);
  return join(
    says.creates(counts?.ready ?? 0, licenses),
    sayMoved(line),
    left > 0 && says.leftOut(left),
    approvers !== undefined && says.approval(approvers),
  );
}

function sayCounts({ counts, job, request, failure }: WaveLineState): string {
  if (counts === undefined || job === undefined) return request?.problem?.message ?? says.begins;
  return join(
    says.created(counts.created + counts.partly, counts.total),
    counts.failed > 0 && says.failed(counts.failed),
    counts.partly > 0 && says.partly(counts.partly),
    failure !== undefined && says.why(failure.message, failure.next),
  );
}

function sayFailed(line: WaveLineState): string {
  const problem = line.problem ?? line.request?.problem;
  if (line.job !== undefined || problem === undefined) return sayCounts(line);
  return join(problem.message, problem.next);
}

function sayRefused({ request }: WaveLineState): string {
  if (request?.state === 'expired') return says.expired;
  const declined = request?.decisions.findLast(({ decision }) => decision === 'decline');
  return declined === undefined
    ? says.canceled(request?.cancelledBy)
    : says.declined(declined.name, declined.reason ?? '');
}

function sayUndone({ counts }: WaveLineState): string {
  const left = (counts?.created ?? 0) + (counts?.partly ?? 0);
  return left === 0 ? says.undone : says.partUndone(left);
}

/** What has become of one customer's part. */
export function sayLine(line: WaveLineState, names: LicenseNames): string {
  switch (line.standing) {
    case 'unread':
      return join(line.problem?.message, line.problem?.next);
    case 'open':
      return sayOpen(line);
    case 'ready':
      return sayReady(line, names);
    case 'left':
      return says.out;
    case 'asked':
      return says.asked(line.approvers ?? []);
    case 'held':
      return says.held;
    case 'failed':
      return sayFailed(line);
    case 'refused':
      return sayRefused(line);
    case 'undoing':
      return says.undoing;
    case 'undone':
      return sayUndone(line);
    case 'stopped':
      return join(sayCounts(line), says.stopped);
    case 'running':
    case 'done':
      return sayCounts(line);
  }
}

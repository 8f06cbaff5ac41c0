import { listAlikeRead, listDoubtful, listSuggesting } from '../../service/waves/agreeing.ts';
import type { WaveLineState, WaveState } from '../../service/waves/waves.ts';
import type { Button } from '../views/parts.ts';
import { needsLook } from './waveLines.ts';
import { WAVE_WORDS } from './words.ts';

const { buttons: labels } = WAVE_WORDS;

/** What is known of one customer's part in full. Left out: there is nothing of it. */
export function lineButton(line: WaveLineState, waveId: string, version: number): Button | undefined {
  const id = `${waveId} ${line.customer}`;
  if (line.job !== undefined) return { action: 'wave.details', label: labels.details, id, version };
  const isShown = line.draft !== undefined || line.request !== undefined || isNotAsked(line);
  return isShown ? { action: 'wave.show', label: labels.open, id, version } : undefined;
}

/** People who were created, of all of these parts. */
export function countCreated(lines: readonly WaveLineState[]): number {
  return lines.reduce(
    (sum, { counts }) => sum + (counts === undefined ? 0 : counts.created + counts.partly),
    0,
  );
}

/** People whose creation was asked for. */
export function countAsked(lines: readonly WaveLineState[]): number {
  return lines.reduce(
    (sum, { request, counts }) => sum + (counts?.total ?? request?.asked.people.length ?? 0),
    0,
  );
}

/** True for a part that could not be asked for: going on tries it again. */
export function isNotAsked({ standing, request, job }: WaveLineState): boolean {
  return standing === 'failed' && request === undefined && job === undefined;
}

/** Before the start. */
export function openButtons({ wave, lines }: WaveState): Button[] {
  const { id, version } = wave;
  const lead = lines.find(({ draft }) => draft !== undefined);
  const isOpen = lines.some(
    ({ standing, draft }) => standing === 'open' && (draft?.data.counts.ready ?? 0) > 0,
  );
  const mayBeSetUp = lead?.draft !== undefined && lead.draft.data.counts.ready > 0 && !needsLook(lead);
  const alike = listAlikeRead(lines);
  const suggestions = listSuggesting(lines).reduce((sum, { data }) => sum + data.counts.suggestions, 0);
  const doubtful = listDoubtful(lines);
  const agree = (action: string, label: string): Button => ({ action, label, id, version, style: 'primary' });
  // Of one part alone it is agreed to there.
  const [asksColumns, asksNames] = [alike.length > 1, alike.length <= 1 && doubtful.length > 1];
  return [
    ...(asksColumns ? [agree('wave.agree', labels.agree)] : []),
    ...(asksNames ? [agree('wave.names', labels.names)] : []),
    ...(!asksColumns && suggestions > 0
      ? [{ action: 'wave.suggestions', label: labels.takeAll(suggestions), id, version }]
      : []),
    ...(mayBeSetUp && lead.draft !== undefined
      ? [
          {
            action: 'addusers.setup',
            label: labels.setUp,
            id: lead.draft.id,
            version: lead.draft.version,
            ...(isOpen ? { style: 'primary' as const } : {}),
          },
        ]
      : []),
    { action: 'wave.refresh', label: labels.refresh, id, version },
    { action: 'wave.cancel', label: labels.cancel, id, version },
  ];
}

/** From the start on. */
export function startedButtons({ wave, lines }: WaveState): Button[] {
  const { id, version, data } = wave;
  const button = (action: string, label: string, more: Partial<Button> = {}): Button => ({
    ...{ action, label, id, version },
    ...more,
  });
  const created = countCreated(lines);
  // What was stopped can go on once it has come to its end.
  const stopsStill = lines.some(({ job }) => job?.state === 'stopping');
  const isUnder = lines.some(({ standing }) => standing === 'running' || standing === 'undoing');
  const wasStopped = lines.some(({ standing }) => standing === 'stopped');
  const isToCome = lines.some(({ standing }) => standing === 'held' || standing === 'asked');
  const hasFailed = lines.some(({ standing, job }) => standing === 'failed' && job !== undefined);
  const isRunning = data.state === 'running';
  const isStopped = data.state === 'stopped';
  // It stopped by itself, or somebody's Stop did not reach all of it, or they tried one part again.
  const goesOn = isStopped && lines.some(({ job }) => job?.state === 'running');
  const undo = {
    title: WAVE_WORDS.undo.title(created),
    text: lines.length < data.lines.length ? WAVE_WORDS.undo.textHere : WAVE_WORDS.undo.text,
    ok: WAVE_WORDS.undo.ok(created),
  };
  return [
    ...(isRunning || goesOn ? [button('wave.stop', labels.stop, { style: 'danger' })] : []),
    ...(hasFailed && !isUnder ? [button('wave.retry', labels.retry, { style: 'primary' })] : []),
    ...(isStopped && !stopsStill && (isToCome || wasStopped || lines.some(isNotAsked))
      ? [button('wave.goOn', labels.goOn)]
      : []),
    ...((isStopped || isRunning) && isToCome
      ? [button('wave.end', labels.end, { confirm: WAVE_WORDS.end })]
      : []),
    ...(lines.some(({ job }) => job !== undefined) ? [button('wave.results', labels.results)] : []),
    ...(created > 0 && !isUnder && !isRunning
      ? [button('wave.undo', labels.undo, { style: 'danger', confirm: undo })]
      : []),
  ];
}

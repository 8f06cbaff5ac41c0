import { markCustomers } from '../../domain/customers.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { WaveLineState, WaveState } from '../../service/waves/waves.ts';
import type { Button } from '../views/parts.ts';
import type { WaveLine, WaveView } from '../views/waves.ts';
import { type LicenseNames, needsLook, sayLine } from './waveLines.ts';
import { WAVE_WORDS } from './words.ts';

const { buttons: labels, notes: notesOf } = WAVE_WORDS;

/** Customers in one message; both chats have room for as many lines with a button. */
const MAX_LINES = 40;
/** What the column for the customer says that nobody is called; the first tell what is wrong with it. */
const MAX_STRAYS = 5;

const STANDS: Readonly<Record<WaveLineState['standing'], WaveLine['stands']>> = {
  unread: 'wrong',
  open: 'open',
  ready: 'ready',
  left: 'out',
  asked: 'waits',
  held: 'waits',
  running: 'runs',
  done: 'done',
  failed: 'wrong',
  refused: 'out',
  stopped: 'open',
  undoing: 'runs',
  undone: 'out',
};

function lineButton(line: WaveLineState, waveId: string, version: number): Button | undefined {
  const id = `${waveId} ${line.customer}`;
  if (line.job !== undefined) return { action: 'wave.details', label: labels.details, id, version };
  const isShown = line.draft !== undefined || line.request !== undefined;
  return isShown ? { action: 'wave.show', label: labels.open, id, version } : undefined;
}

/** What nobody may miss first; the order of the policy otherwise. */
const FIRST: readonly WaveLine['stands'][] = ['wrong', 'open', 'waits', 'runs', 'ready', 'done', 'out'];

function countCreated(lines: readonly WaveLineState[]): number {
  return lines.reduce(
    (sum, { counts }) => sum + (counts === undefined ? 0 : counts.created + counts.partly),
    0,
  );
}

function openButtons({ wave, lines }: WaveState): Button[] {
  const { id, version } = wave;
  const lead = lines.find(({ draft }) => draft !== undefined);
  const isOpen = lines.some(
    ({ standing, draft }) => standing === 'open' && (draft?.data.counts.ready ?? 0) > 0,
  );
  const mayBeSetUp = lead?.draft !== undefined && lead.draft.data.counts.ready > 0 && !needsLook(lead);
  return [
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

function startedButtons({ wave, lines }: WaveState): Button[] {
  const { id, version, data } = wave;
  const button = (action: string, label: string, more: Partial<Button> = {}): Button => ({
    ...{ action, label, id, version },
    ...more,
  });
  const created = countCreated(lines);
  const isUnder = lines.some(({ standing }) => standing === 'running' || standing === 'undoing');
  const wasStopped = lines.some(({ standing }) => standing === 'stopped');
  const isToCome = lines.some(({ standing }) => standing === 'held' || standing === 'asked');
  const hasFailed = lines.some(({ standing, job }) => standing === 'failed' && job !== undefined);
  const isRunning = data.state === 'running';
  const isStopped = data.state === 'stopped';
  const undo = {
    title: WAVE_WORDS.undo.title(created),
    text: WAVE_WORDS.undo.text,
    ok: WAVE_WORDS.undo.ok(created),
  };
  return [
    ...(isRunning ? [button('wave.stop', labels.stop, { style: 'danger' })] : []),
    ...(hasFailed && !isUnder ? [button('wave.retry', labels.retry, { style: 'primary' })] : []),
    ...(isStopped && (isToCome || wasStopped) ? [button('wave.goOn', labels.goOn)] : []),
    ...((isStopped || isRunning) && isToCome
      ? [button('wave.end', labels.end, { confirm: WAVE_WORDS.end })]
      : []),
    ...(lines.some(({ job }) => job !== undefined) ? [button('wave.results', labels.results)] : []),
    ...(created > 0 && !isUnder && !isRunning
      ? [button('wave.undo', labels.undo, { style: 'danger', confirm: undo })]
      : []),
  ];
}

function sayStrays({ strays }: WaveState['wave']['data']): string[] {
  if (strays.length === 0) return [];
  const more = strays.length - MAX_STRAYS;
  return [
    ...strays.slice(0, MAX_STRAYS).map(({ rows, row, said, suggestion, isOfSeveral, unanswered }) => {
      if (isOfSeveral === true) return notesOf.strayOfSeveral(rows, row, said);
      if (unanswered !== undefined) return notesOf.strayUnanswered(rows, row, said, unanswered);
      return notesOf.stray(rows, row, said, suggestion);
    }),
    ...(more > 0 ? [notesOf.moreStrays(more)] : []),
    ...(strays.some(({ unanswered }) => unanswered === undefined) ? [notesOf.straysNext] : []),
  ];
}

function sayStopped(by: string | undefined, wrong: readonly string[], cut: readonly string[]): string {
  if (by !== undefined) return notesOf.stoppedBy(by);
  if (cut.length > 0 && wrong.length === 0) return notesOf.stoppedParts(cut);
  return wrong.length === 0 ? notesOf.mended : notesOf.stoppedItself(wrong);
}

function sayCorrected(
  corrected: WaveState['wave']['data']['corrected'],
  theirs: readonly string[],
  nameOf: (customer: string) => string,
): string[] {
  const names = corrected?.customers.filter((customer) => theirs.includes(customer)).map(nameOf) ?? [];
  return corrected === undefined || names.length === 0 ? [] : [notesOf.corrected(corrected.fileName, names)];
}

/** A file for several customers as it stands. `theirs`: the customers whose lines its reader may see. */
export function showWave(
  policy: Pick<Policy, 'customers' | 'waves'>,
  state: WaveState,
  theirs: readonly string[],
  names: LicenseNames = new Map(),
): WaveView {
  const { wave, lines } = state;
  const { data, id, version } = wave;
  const marks = markCustomers(policy.customers);
  const nameOf = (customer: string): string =>
    policy.customers.find((one) => one.id === customer)?.name ?? customer;
  const seen = lines.filter(({ customer }) => theirs.includes(customer));
  const drawn = seen.map((line): WaveLine => {
    const button = lineButton(line, id, version);
    return {
      ...{ mark: marks.get(line.customer) ?? '', name: nameOf(line.customer) },
      ...{ stands: STANDS[line.standing], text: sayLine(line, names) },
      ...(button === undefined ? {} : { button }),
    };
  });
  const sorted = [...drawn].sort((one, other) => FIRST.indexOf(one.stands) - FIRST.indexOf(other.stands));
  const base = {
    kind: 'wave' as const,
    fileName: data.fileName,
    lines: sorted.slice(0, MAX_LINES),
    more: Math.max(0, sorted.length - MAX_LINES),
  };
  const named = (standing: WaveLineState['standing']): string[] =>
    seen.filter((line) => line.standing === standing).map(({ customer }) => nameOf(customer));
  if (data.state === 'open') {
    const ready = seen.filter(({ standing }) => standing === 'ready');
    const people = (some: readonly WaveLineState[]): number =>
      some.reduce((sum, { draft }) => sum + (draft?.data.counts.ready ?? 0), 0);
    const { first, atOnce, failures } = policy.waves;
    const missing = [...named('open'), ...named('unread')];
    return {
      ...base,
      tone: data.strays.length > 0 || (ready.length > 0 && missing.length > 0) ? 'warning' : 'info',
      title: WAVE_WORDS.title.open(people(seen), seen.length),
      notes: [
        ...(data.replaces === undefined ? [] : [notesOf.replaces(data.replaces)]),
        ...sayCorrected(data.corrected, theirs, nameOf),
        ...sayStrays(data),
        ...(ready.length === 0 ? [notesOf.setUp] : missing.length > 0 ? [notesOf.notIncluded(missing)] : []),
        ...(ready.length > 1 ? [notesOf.order(first, atOnce, failures)] : []),
      ],
      ...(ready.length === 0
        ? {}
        : {
            target: {
              submit: { action: 'wave.start', label: labels.start(people(ready)) },
              id,
              version,
              errors: {},
            },
          }),
      buttons: openButtons({ wave, lines: seen }),
    };
  }
  const asked = seen.filter(({ standing }) => standing !== 'left' && standing !== 'unread');
  const [created, people] = [countCreated(asked), data.people ?? 0];
  const { title } = WAVE_WORDS;
  const wrong = named('failed');
  const isWrong = wrong.length > 0;
  const isUndone = created === 0 && asked.some(({ standing }) => standing === 'undone');
  return {
    ...base,
    tone: isWrong ? 'warning' : data.state === 'done' && !isUndone ? 'success' : 'info',
    title:
      data.state === 'running'
        ? title.running(people, asked.length)
        : isUndone
          ? title.undone
          : title[data.state](created, people),
    notes: data.state !== 'stopped' ? [] : [sayStopped(data.stoppedBy, wrong, named('stopped'))],
    buttons: startedButtons({ wave, lines: seen }),
  };
}

import { markCustomers } from '../../domain/customers.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { isPutOff } from '../../service/approvals/waiting/putOff.ts';
import { isGone } from '../../service/door/taskRules.ts';
import { listAlikeRead, listDoubtful } from '../../service/waves/agreeing.ts';
import type { WaveLineState, WaveState } from '../../service/waves/waves.ts';
import type { WaveLine, WaveView } from '../views/waves.ts';
import {
  countAsked,
  countCreated,
  isNotAsked,
  lineButton,
  openButtons,
  startedButtons,
} from './waveButtons.ts';
import { type LicenseNames, sayLine } from './waveLines.ts';
import { WAVE_WORDS } from './words.ts';

const { buttons: labels, notes: notesOf } = WAVE_WORDS;

/** Customers in one message; both chats have room for as many lines with a button. */
const MAX_LINES = 40;
/** What the column for the customer says that nobody is called; the first tell what is wrong with it. */
const MAX_STRAYS = 5;
/** Most parts wait for the same. */
const MAX_REASONS = 3;

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

/** What nobody may miss first; the order of the policy otherwise. */
const FIRST: readonly WaveLine['stands'][] = ['wrong', 'open', 'waits', 'runs', 'ready', 'done', 'out'];

/** Whoever waits only for their turn needs nobody: of many customers, those would hide the ones that are being created. */
const weigh = ({ standing }: WaveLineState): number =>
  standing === 'held' ? FIRST.indexOf('runs') + 0.5 : FIRST.indexOf(STANDS[standing]);

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

function sayStopped(
  by: string | undefined,
  seen: readonly WaveLineState[],
  nameOf: (customer: string) => string,
): string[] {
  if (by !== undefined) return [notesOf.stoppedBy(by)];
  const named = (isMeant: (line: WaveLineState) => boolean): string[] =>
    seen.filter(isMeant).map(({ customer }) => nameOf(customer));
  const wrong = named(({ standing, job }) => standing === 'failed' && job !== undefined);
  const notAsked = named(isNotAsked);
  const notBegun = named(
    ({ standing, request, job }) => standing === 'failed' && request !== undefined && job === undefined,
  );
  const cut = named(({ standing }) => standing === 'stopped');
  const said = [
    ...(wrong.length > 0 ? [notesOf.stoppedItself(wrong)] : []),
    ...(notBegun.length > 0 ? [notesOf.notBegun(notBegun)] : []),
    ...(notAsked.length > 0 ? [notesOf.notAsked(notAsked)] : []),
  ];
  if (said.length > 0) return said;
  if (cut.length > 0) return [notesOf.stoppedParts(cut)];
  // Else what was stopped is of a customer that isn't shown.
  return seen.some(({ standing }) => standing === 'held' || standing === 'asked') ? [notesOf.mended] : [];
}

/** Why what may begin hasn't: the whole file, or parts that are shown. */
function sayWaiting(waits: string | undefined, seen: readonly WaveLineState[]): string[] {
  const reasons = seen.flatMap(({ request }) =>
    request !== undefined && isPutOff(request) ? [request.waits.why] : [],
  );
  const all = new Set([...(waits === undefined ? [] : [waits]), ...reasons]);
  return [...all].slice(0, MAX_REASONS).map(notesOf.waits);
}

/** How the columns of all parts were read, for one click on that. */
function sayColumns(seen: readonly WaveLineState[]): string[] {
  const alike = listAlikeRead(seen);
  const [part] = alike;
  if (part === undefined || alike.length < 2) return [];
  const { mapping, rows } = part.data;
  const columns = (mapping?.columns ?? []).filter(({ column }) => column !== '');
  const { displayName, userPrincipalName } = rows[0]?.person ?? {};
  return [
    notesOf.columns(
      columns.map(({ column, readAs }) => notesOf.column(column, readAs)),
      [displayName, userPrincipalName].filter((one) => one !== undefined),
    ),
  ];
}

/** Names of all parts that look wrong, for one click on that: the first of each part before the second of any. */
function sayNames(seen: readonly WaveLineState[]): string[] {
  const doubts = listDoubtful(seen).flatMap(({ data }) => data.names ?? []);
  const [first] = doubts;
  if (first === undefined || doubts.length < 2 || listAlikeRead(seen).length > 1) return [];
  const most = Math.max(...doubts.map(({ samples }) => samples.length));
  const names = Array.from({ length: most }, (_, nth) => doubts.flatMap(({ samples }) => samples[nth] ?? []));
  return [notesOf.names[first.why]([...new Set(names.flat())])];
}

function sayCorrected(
  corrected: WaveState['wave']['data']['corrected'],
  theirs: readonly string[],
  nameOf: (customer: string) => string,
): string[] {
  const names = corrected?.customers.filter((customer) => theirs.includes(customer)).map(nameOf) ?? [];
  return corrected === undefined || names.length === 0 ? [] : [notesOf.corrected(corrected.fileName, names)];
}

/** Why not all customers of the file are shown. */
function sayUnseen(
  policy: CustomersOf,
  lines: readonly WaveLineState[],
  theirs: readonly string[],
): string[] {
  const unseen = lines.filter(({ customer }) => !theirs.includes(customer));
  const gone = unseen.filter(({ customer }) => isGone(policy, customer)).length;
  return [...(gone > 0 ? [notesOf.gone(gone)] : []), ...(unseen.length > gone ? [notesOf.notShown] : [])];
}

type CustomersOf = Pick<Policy, 'customers'>;

function nameIn({ customers }: CustomersOf, customer: string): string {
  return customers.find(({ id }) => id === customer)?.name ?? customer;
}

/** All lines that its reader may see, those that need something first. */
function drawLines(
  policy: CustomersOf,
  { wave: { id, version }, lines }: WaveState,
  theirs: readonly string[],
  names: LicenseNames,
): WaveLine[] {
  const marks = markCustomers(policy.customers);
  return lines
    .filter(({ customer }) => theirs.includes(customer))
    .toSorted((one, other) => weigh(one) - weigh(other))
    .map((line): WaveLine => {
      const button = lineButton(line, id, version);
      return {
        ...{ mark: marks.get(line.customer) ?? '', name: nameIn(policy, line.customer) },
        ...{ stands: STANDS[line.standing], text: sayLine(line, names) },
        ...(button === undefined ? {} : { button }),
      };
    });
}

function listFrom(
  { wave: { id, version, data } }: WaveState,
  lines: readonly WaveLine[],
  from: number,
): Pick<WaveView, 'kind' | 'fileName' | 'lines' | 'more' | 'rest'> {
  return {
    kind: 'wave',
    fileName: data.fileName,
    lines: lines.slice(from, from + MAX_LINES),
    more: Math.max(0, lines.length - from - MAX_LINES),
    rest: { action: 'wave.more', label: labels.more, id, version },
  };
}

/** The last customers of a file, for which its message has no room. */
export function showRest(
  policy: CustomersOf,
  state: WaveState,
  theirs: readonly string[],
  last: number,
  names: LicenseNames,
): WaveView {
  const lines = drawLines(policy, state, theirs, names);
  const from = Math.min(Math.max(0, lines.length - last), Math.max(0, lines.length - 1));
  const shown = listFrom(state, lines, from);
  const title = notesOf.rest(from + 1, from + shown.lines.length, lines.length);
  return { ...shown, tone: 'info', title, notes: [], buttons: [] };
}

/** A file for several customers as it stands. `theirs`: the customers whose lines its reader, its owner or not, may see. */
export function showWave(
  policy: Pick<Policy, 'customers' | 'waves'>,
  state: WaveState,
  theirs: readonly string[],
  names: LicenseNames = new Map(),
  isOwner = true,
): WaveView {
  const { wave, lines } = state;
  const { data, id, version } = wave;
  const nameOf = (customer: string): string => nameIn(policy, customer);
  const seen = lines.filter(({ customer }) => theirs.includes(customer));
  const base = listFrom(state, drawLines(policy, state, theirs, names), 0);
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
        ...sayColumns(seen),
        ...sayNames(seen),
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
  // Of those that are shown: what is not shown may have come to another end.
  const isAll = seen.length === lines.length;
  const [created, people] = [countCreated(asked), isAll ? (data.people ?? 0) : countAsked(asked)];
  const { title } = WAVE_WORDS;
  const isWrong = seen.some(({ standing }) => standing === 'failed');
  const isUndone = created === 0 && asked.some(({ standing }) => standing === 'undone');
  return {
    ...base,
    tone: isWrong ? 'warning' : data.state === 'done' && !isUndone ? 'success' : 'info',
    title:
      data.state === 'running'
        ? title.running(people, asked.length, created)
        : isUndone
          ? isAll
            ? title.undone
            : title.undoneHere
          : title[data.state](created, people),
    notes: [
      ...(data.refused ?? [])
        .filter(({ customer }) => theirs.includes(customer))
        .map(({ customer, problem }) => notesOf.refused(nameOf(customer), problem.message, problem.next)),
      ...(data.state === 'running' ? sayWaiting(data.waits, seen) : []),
      ...(data.state === 'stopped' ? sayStopped(data.stoppedBy, seen, nameOf) : []),
      ...(isOwner ? sayUnseen(policy, lines, theirs) : []),
    ],
    buttons: startedButtons({ wave, lines: seen }),
  };
}

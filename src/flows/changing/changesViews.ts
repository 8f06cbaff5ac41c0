import type { ChangedPerson, ChangesDraft } from '../../service/changing/changesDraft.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { AskedPerson } from '../../service/ports/requests.ts';
import { type ApprovalWords, ASK_LABEL } from '../approvals/foreseen.ts';
import { sayTime } from '../times.ts';
import type { ActLine, ActsConfirmView } from '../views/changing.ts';
import type { FieldErrors } from '../views/parts.ts';
import { nameSome } from '../words.ts';
import { describeAct } from './actWords.ts';
import { listNotes } from './changeViews.ts';
import { CHANGE_WORDS } from './words.ts';

const MANY = CHANGE_WORDS.many;

type Names = Readonly<Record<string, string>>;

/** Names in one line. */
const MAX_NAMES = 10;
/** Single changes that are shown; the counts are of all of them. */
const MAX_CHANGES = 15;
/** Sentences about what stays as it is. */
const MAX_STAYS = 5;

/** For how many people each thing changes. */
export function countChanges(people: readonly Pick<AskedPerson, 'acts'>[]): ActLine[] {
  const counts = new Map<string, number>();
  for (const { acts = [] } of people) {
    const labels = new Set(acts.flatMap((act) => describeAct(act, {})).map(({ label }) => label));
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts].map(([label, of]) => ({ label, after: MANY.people(of) }));
}

/** `Ada Lovelace, Job title`, with how it is and is to be. */
function listEach(people: readonly ChangedPerson[], licenseNames: Names): ActLine[] {
  return people.flatMap(({ displayName, acts, before }) =>
    acts
      .flatMap((act) => describeAct(act, licenseNames, before))
      .map((line) => ({ ...line, label: MANY.ofPerson(displayName, line.label) })),
  );
}

function sayRenamed(people: readonly ChangedPerson[]): string[] {
  const renamed = people.filter(({ acts }) => acts.some(({ kind }) => kind === 'rename'));
  if (renamed.length === 0) return [];
  const names = nameSome(
    renamed.map(({ displayName }) => displayName),
    MAX_NAMES,
  );
  return [MANY.renamed(renamed.length, names)];
}

function listStays({ findings, stays = [] }: ChangesDraft): string[] {
  const more = findings.length - MAX_STAYS;
  return [
    ...stays.slice(0, MAX_STAYS),
    ...findings.slice(0, MAX_STAYS).map(({ message }) => message),
    ...(more > 0 ? [MANY.moreStays(more)] : []),
  ];
}

/** What will be done to several people, before it is. */
export function showChangesConfirm(
  customer: string,
  { id, version, data }: DraftRecord<ChangesDraft>,
  {
    approval,
    ended = [],
    licenseNames = {},
  }: Pick<ApprovalWords, 'approval'> & { ended?: readonly string[]; licenseNames?: Names },
  errors: FieldErrors,
): ActsConfirmView {
  const { people, task, read, ofJob, reason } = data;
  const isBack = task === 'putBack';
  const each = listEach(people, licenseNames);
  const more = each.length - MAX_CHANGES;
  const left = read - people.length;
  return {
    kind: 'actsConfirm',
    target: {
      submit: {
        action: 'changes.start',
        label: approval === undefined ? MANY.submit(people.length, isBack) : ASK_LABEL,
      },
      id,
      version,
      errors,
    },
    back: { action: 'changes.open', label: CHANGE_WORDS.buttons.open, id, version },
    customer,
    title: MANY.title(people.length, isBack),
    displayName: MANY.people(people.length),
    lines: [
      {
        label: MANY.who,
        after: nameSome(
          people.map(({ displayName }) => displayName),
          MAX_NAMES,
        ),
      },
      ...(people.length === 1 ? [] : countChanges(people)),
      ...each.slice(0, MAX_CHANGES),
    ],
    ...(more > 0 ? { moreLines: more } : {}),
    notes: [
      ...(approval === undefined ? [] : [approval]),
      ...ended,
      ...sayRenamed(people),
      ...listNotes({ acts: people.flatMap(({ acts }) => acts) }),
      ...(isBack
        ? [MANY.asOf(sayTime(ofJob?.at ?? 0)), ...listStays(data)]
        : [...(left > 0 ? [MANY.leftOut(left)] : []), MANY.kept]),
    ],
    reason,
    asksReason: approval === undefined ? 'optional' : 'needed',
  };
}

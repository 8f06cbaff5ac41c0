import { type Act, type PersonState, pickBefore } from '../../domain/acts.ts';
import type { Actor, Finding, Problem } from '../../domain/terms.ts';
import type { ChangeInFile, ChangesReading } from '../../roster/rows/userNames/readChanges.ts';
import type { ProvisioningOptions } from '../context.ts';
import { createRefuseChange } from '../door/refuseChange.ts';
import type { CustomerFacts } from '../facts/customerFacts.ts';
import type { Facts } from '../facts/facts.ts';
import { findTargets } from '../licensing/assignFile.ts';
import { PERSON_WORDS } from '../people/words.ts';
import type { ChangeValues } from './changeDraft.ts';
import type { ChangedPerson } from './changesDraft.ts';
import { BUSY, listBusy } from './inRunningJob.ts';
import { listChanges, valuesOf } from './listChanges.ts';
import { CHANGING_WORDS } from './words.ts';

const SAYS = CHANGING_WORDS.row;

/** Each takes a handful of reads; so many at once leave room for what others ask Graph meanwhile. */
const AT_ONCE = 8;

/** What became of one row: somebody to change, or nobody; and what is to be said of it. */
interface Verified {
  person?: ChangedPerson;
  findings: Finding[];
}

/** A column of user names is often in capitals, which nobody means as a change; the form for one person can change them. */
function userNameAfter(before: ChangeValues, { userName = before.userName }: ChangeInFile): string {
  return userName.toLowerCase() === before.userName.toLowerCase() ? before.userName : userName;
}

/** The form that asks for what a row says. */
function valuesAfter(before: ChangeValues, change: ChangeInFile): ChangeValues {
  return {
    ...before,
    fields: { ...before.fields, ...change.fields },
    manager: change.manager ?? before.manager,
    userName: userNameAfter(before, change),
    signIn: change.signIn ?? before.signIn,
  };
}

/** Somebody as the draft keeps them. */
export function toChanged(state: PersonState, acts: readonly Act[], sourceRow?: number): ChangedPerson {
  const { id, userPrincipalName, displayName, usageLocation } = state;
  return {
    id,
    userPrincipalName,
    displayName,
    accountEnabled: state.accountEnabled ?? true,
    ...(usageLocation === undefined ? {} : { usageLocation }),
    acts,
    before: pickBefore(state, acts),
    ...(sourceRow === undefined ? {} : { sourceRow }),
  };
}

/** Two rows about one person: the same again is left out, and of two that differ nobody can tell which is meant. */
function findContradictions(
  names: readonly ChangeInFile[],
  repeats: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const byRow = new Map(names.map((one) => [one.row, one]));
  const saysOf = (row: number): string => {
    const { fields, manager, userName, signIn } = byRow.get(row) ?? {};
    const set = Object.entries(fields ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
    return JSON.stringify([set, manager ?? '-', userName ?? '-', signIn ?? '-']);
  };
  const differing = [...repeats].filter(([row, first]) => saysOf(row) !== saysOf(first));
  return new Map(
    differing.flatMap(
      ([row, first]) =>
        [
          [row, first],
          [first, row],
        ] as const,
    ),
  );
}

/** Each user name can be given to one person. */
function findSameNames(people: readonly ChangedPerson[]): Finding[] {
  const seen = new Map<string, number>();
  return people.flatMap(({ acts, sourceRow: row = 0 }) => {
    const rename = acts.find((act) => act.kind === 'rename');
    if (rename === undefined) return [];
    const { userPrincipalName: value } = rename;
    const before = seen.get(value.toLowerCase());
    if (before === undefined) {
      seen.set(value.toLowerCase(), row);
      return [];
    }
    const message = SAYS.sameName(before);
    return [
      {
        row,
        column: '',
        property: 'userPrincipalName',
        value,
        code: 'NAME_TAKEN',
        severity: 'error',
        message,
      },
    ];
  });
}

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store'>;

/**
 * Looks up who of a file of changes can be changed, and to what: every rule of the form for one person, for each row.
 * Findings are errors first, then by row. Throws what the directory throws.
 */
export function createVerifyChanges(
  options: Options,
  facts: Facts,
): (actor: Actor, reading: ChangesReading) => Promise<{ people: ChangedPerson[]; findings: Finding[] }> {
  const { directoryFor } = options;
  const refuseChange = createRefuseChange(options);

  async function verify(
    actor: Actor,
    known: CustomerFacts,
    busy: ReadonlySet<string>,
    {
      objectId,
      value,
      change,
      headers,
      column,
    }: {
      objectId: string;
      value: string;
      change: ChangeInFile;
      headers: ChangesReading['headers'];
      column: string;
    },
  ): Promise<Verified> {
    const { row } = change;
    const directory = directoryFor(actor.customer);
    const state = await directory.readState(objectId);
    const who = state === undefined ? {} : { displayName: state.displayName };
    const about = (code: string, message: string, severity: Finding['severity'] = 'error'): Verified => ({
      findings: [{ row, column, property: 'userPrincipalName', value, ...who, code, severity, message }],
    });
    if (state === undefined) return about('NOT_FOUND', PERSON_WORDS.gone.message);
    const before = valuesOf(state);
    const { acts, problems } = await listChanges(
      directory,
      known,
      objectId,
      before,
      valuesAfter(before, change),
    );
    const wrong = problems.filter(({ code }) => code !== 'ALREADY_DONE');
    if (acts.length + wrong.length === 0) {
      return about('ALREADY_DONE', SAYS.already, 'warning');
    }
    // With nothing asked of them that is right, whether they may be changed at all is still said.
    const refusal = await refuseChange(actor, state, acts.length > 0 ? acts : [{ kind: 'fields', set: {} }]);
    if (refusal !== undefined) return about(refusal.code, refusal.message);
    if (busy.has(objectId)) return about(BUSY.code, BUSY.message);
    if (wrong.length > 0) {
      const toFinding = (problem: Problem): Finding => ({
        ...problem,
        ...who,
        row,
        column: headers[problem.property] ?? '',
      });
      return { findings: wrong.map(toFinding) };
    }
    const rename = acts.find((act) => act.kind === 'rename');
    const renamed =
      rename === undefined
        ? []
        : about('RENAMED', SAYS.renamed(state.userPrincipalName, rename.userPrincipalName), 'warning')
            .findings;
    return { person: toChanged(state, acts, row), findings: renamed };
  }

  return async (actor, reading) => {
    const { column, names, headers } = reading;
    const [known, busy, found] = await Promise.all([
      facts.read(actor.customer),
      listBusy(options, actor.customer),
      findTargets(directoryFor(actor.customer), reading),
    ]);
    const broken = new Set(
      reading.findings.filter(({ severity }) => severity === 'error').map(({ row }) => row),
    );
    const contradicting = findContradictions(names, found.repeats);
    const findings: Finding[] = [
      // Whoever is blocked can be changed all the same.
      ...found.findings.filter(
        ({ code, row }) => code !== 'SIGN_IN_BLOCKED' && !(code === 'DUPLICATE' && contradicting.has(row)),
      ),
    ];
    const byRow = new Map(names.map((one) => [one.row, one]));
    const nameIn = new Map(found.targets.map(({ sourceRow = 0, displayName }) => [sourceRow, displayName]));
    for (const [row, other] of contradicting) {
      const value = byRow.get(row)?.value ?? '';
      const displayName = nameIn.get(row) ?? nameIn.get(other);
      const message = SAYS.contradicts(other);
      findings.push({
        row,
        column,
        property: 'userPrincipalName',
        value,
        ...(displayName === undefined ? {} : { displayName }),
        code: 'DUPLICATE',
        severity: 'error',
        message,
      });
    }
    const wanted = found.targets.flatMap(({ id: objectId, sourceRow = 0 }) => {
      const change = byRow.get(sourceRow);
      const isWrong = change === undefined || broken.has(sourceRow) || contradicting.has(sourceRow);
      return isWrong ? [] : [{ objectId, value: change.value, change, headers, column }];
    });
    const people: ChangedPerson[] = [];
    for (let from = 0; from < wanted.length; from += AT_ONCE) {
      const some = wanted.slice(from, from + AT_ONCE);
      for (const one of await Promise.all(some.map((each) => verify(actor, known, busy, each)))) {
        findings.push(...one.findings);
        if (one.person !== undefined) people.push(one.person);
      }
    }
    const same = findSameNames(people);
    const left = new Set(same.map(({ row }) => row));
    const rank = ({ severity }: Finding): number => ['error', 'warning', 'note'].indexOf(severity);
    return {
      people: people.filter(({ sourceRow = 0 }) => !left.has(sourceRow)),
      // Of whoever is left out, nothing is announced.
      findings: [...findings.filter(({ code, row }) => code !== 'RENAMED' || !left.has(row)), ...same].sort(
        (a, b) => rank(a) - rank(b) || a.row - b.row,
      ),
    };
  };
}

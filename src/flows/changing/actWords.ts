import type { Act, PersonField, StateBefore } from '../../domain/acts.ts';
import { PERSON_RULES } from '../../domain/personRules.ts';
import type { ActRecord, RowRecord } from '../../service/ports/records.ts';
import type { ActLine, ActResult } from '../views/changing.ts';
import { CHANGE_WORDS } from './words.ts';

type Names = Readonly<Record<string, string>>;

const { acts: SAYS, none: NONE, was: WAS, same: SAME } = CHANGE_WORDS;

/** One thing that changes: its line, and what to say where it failed. */
interface Change extends ActLine {
  failed: string;
}

function namesIn(groups: readonly { displayName: string }[]): string {
  return groups.map(({ displayName }) => displayName).join(', ');
}

function listChanges(act: Act, licenseNames: Names, before?: StateBefore): Change[] {
  const line = (words: Omit<Change, 'before'>, was?: string): Change[] => [
    { ...words, ...(before === undefined || was === undefined ? {} : { before: was }) },
  ];
  switch (act.kind) {
    case 'restore':
      return line(SAYS[act.kind], WAS[act.kind]);
    case 'block':
    case 'allow': {
      const isSame = before?.accountEnabled === (act.kind === 'allow');
      return isSame
        ? line({ ...SAYS[act.kind], after: SAME[act.kind] })
        : line(SAYS[act.kind], WAS[act.kind]);
    }
    case 'signOut':
    case 'password':
    case 'methods':
    case 'delete':
      return line(SAYS[act.kind]);
    case 'reply':
      return line(SAYS.reply(act.text));
    case 'rename':
      return line(SAYS.rename(act.userPrincipalName), before?.userPrincipalName);
    case 'manager': {
      const after = act.manager?.userPrincipalName ?? NONE;
      return line(SAYS.manager(after), before?.manager?.userPrincipalName ?? NONE);
    }
    case 'fields':
      return Object.entries(act.set).flatMap(([name, value]) => {
        const mails = name === 'otherMails' ? act.mails : undefined;
        const { label } = PERSON_RULES[name as PersonField];
        const after = (mails === undefined ? value : mails.to.join(', ')) || NONE;
        const was = mails === undefined ? before?.fields[name as PersonField] : mails.from.join(', ');
        return line(SAYS.field(label, after), was || NONE);
      });
    case 'leaveGroups':
    case 'joinGroups':
      return line(SAYS[act.kind](namesIn(act.groups)));
    case 'licenses': {
      const nameOf = (skuId: string): string => licenseNames[skuId] ?? skuId;
      return [
        ...act.add.flatMap(({ skuId }) => line(SAYS.addLicense(nameOf(skuId)))),
        ...act.remove.flatMap((skuId) => line(SAYS.removeLicense(nameOf(skuId)))),
      ];
    }
  }
}

/** What one act changes, a line for each thing. `before` is how the person is now; without it only the result is told. */
export function describeAct(act: Act, licenseNames: Names, before?: StateBefore): ActLine[] {
  return listChanges(act, licenseNames, before).map(({ failed: _failed, ...line }) => line);
}

/** `Job title: Lead`; with how it was, `Job title: Nurse → Lead`. */
export function sayAct(act: Act, licenseNames: Names, before?: StateBefore): string[] {
  return listChanges(act, licenseNames, before).map(({ label, before: was, after }) =>
    CHANGE_WORDS.act(label, after, was),
  );
}

/** What was done to somebody of a job, one thing after the other. */
export function sayDone({ acts = [], before }: RowRecord, licenseNames: Names): string[] {
  return acts.flatMap(({ act, state, already }) =>
    state !== 'done' || already ? [] : sayAct(act, licenseNames, before),
  );
}

function sayResult({ act, state, already }: ActRecord, licenseNames: Names, before?: StateBefore): string[] {
  if (already) return [CHANGE_WORDS.alreadyGone];
  if (state === 'failed') return listChanges(act, licenseNames).map(({ failed }) => failed);
  if (state !== 'done') return sayAct(act, licenseNames).map(CHANGE_WORDS.notYet);
  // What somebody signs in with is told with the old one, which the headline may still show.
  return sayAct(act, licenseNames, act.kind === 'rename' ? before : undefined);
}

/** What was not put back of somebody, a text for each thing. */
export function sayStays({ stays = [] }: Pick<RowRecord, 'stays'>): string[] {
  return stays.map(CHANGE_WORDS.stays);
}

/** What became of each act, in words. */
export function sayResults({ acts = [], before }: RowRecord, licenseNames: Names): ActResult[] {
  return acts.flatMap((one) => {
    const { state, error } = one;
    return sayResult(one, licenseNames, before).map((text) => ({
      text,
      state: state === 'done' || state === 'failed' ? state : 'waiting',
      ...(error === undefined ? {} : { why: error.message }),
    }));
  });
}

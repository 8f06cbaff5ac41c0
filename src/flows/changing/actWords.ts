import type { Act, PersonField, StateBefore } from '../../domain/acts.ts';
import { PERSON_RULES } from '../../domain/personRules.ts';
import type { ActRecord, RowRecord } from '../../service/ports/records.ts';
import type { ActLine, ActResult } from '../views/changing.ts';

type Names = Readonly<Record<string, string>>;

const NONE = 'none';

function namesIn(groups: readonly { displayName: string }[]): string {
  return groups.map(({ displayName }) => displayName).join(', ');
}

/** What one act changes, a line for each thing. `before` is how the person is now; without it only the result is told. */
export function describeAct(act: Act, licenseNames: Names, before?: StateBefore): ActLine[] {
  const line = (label: string, after: string, was?: string): ActLine[] => [
    { label, ...(before === undefined || was === undefined ? {} : { before: was }), after },
  ];
  switch (act.kind) {
    case 'restore':
      return line('Account', 'restored', 'deleted');
    case 'block':
      return line('Sign-in', 'blocked', 'allowed');
    case 'allow':
      return line('Sign-in', 'allowed', 'blocked');
    case 'signOut':
      return line('Signed out', 'everywhere, within a few minutes');
    case 'password':
      return line('Password', 'replaced by one that nobody knows');
    case 'reply':
      return line('Automatic reply', act.text);
    case 'methods':
      return line('Sign-in methods', 'removed, except the password');
    case 'rename':
      return line('User name', act.userPrincipalName, before?.userPrincipalName);
    case 'manager':
      return line(
        'Manager',
        act.manager?.userPrincipalName ?? NONE,
        before?.manager?.userPrincipalName ?? NONE,
      );
    case 'fields':
      return Object.entries(act.set).flatMap(([name, value]) => {
        const mails = name === 'otherMails' ? act.mails : undefined;
        return line(
          PERSON_RULES[name as PersonField].label,
          (mails === undefined ? value : mails.to.join(', ')) || NONE,
          (mails === undefined ? before?.fields[name as PersonField] : mails.from.join(', ')) || NONE,
        );
      });
    case 'delete':
      return line('Account', 'deleted, and kept by Microsoft 365 for 30 days');
    case 'leaveGroups':
      return line('Taken out of', namesIn(act.groups));
    case 'joinGroups':
      return line('Put into', namesIn(act.groups));
    case 'licenses': {
      const nameOf = (skuId: string): string => licenseNames[skuId] ?? skuId;
      return [
        ...act.add.flatMap(({ skuId }) => line('License given', nameOf(skuId))),
        ...act.remove.flatMap((skuId) => line('License taken away', nameOf(skuId))),
      ];
    }
  }
}

/** `Job title: Lead`; with how it was, `Job title: Nurse → Lead`. */
export function sayAct(act: Act, licenseNames: Names, before?: StateBefore): string[] {
  return describeAct(act, licenseNames, before).map(
    ({ label, before: was, after }) => `${label}: ${was === undefined ? '' : `${was} → `}${after}`,
  );
}

/** What was done to somebody of a job, one thing after the other. */
export function sayDone({ acts = [], before }: RowRecord, licenseNames: Names): string[] {
  return acts.flatMap(({ act, state, already }) =>
    state !== 'done' || already ? [] : sayAct(act, licenseNames, before),
  );
}

/** Of somebody who was to be deleted, and was gone. */
const ALREADY_GONE = 'Account: was deleted already, by somebody else';

/** What became of each act, in words. */
export function sayResults(acts: readonly ActRecord[], licenseNames: Names): ActResult[] {
  return acts.flatMap(({ act, state, error, already }) =>
    (already ? [ALREADY_GONE] : sayAct(act, licenseNames)).map((text) => ({
      text,
      state: state === 'done' || state === 'failed' ? state : 'waiting',
      ...(error === undefined ? {} : { why: error.message }),
    })),
  );
}

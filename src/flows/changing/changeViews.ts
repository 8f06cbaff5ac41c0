import { PERSON_FIELDS, type PersonField, type PersonState } from '../../domain/acts.ts';
import { PERSON_RULES } from '../../domain/personRules.ts';
import type { ChangeDraft, ChangeValues, PutBackDraft } from '../../service/changing/changeDraft.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { type ApprovalWords, ASK_LABEL } from '../approvals/foreseen.ts';
import { sayTime } from '../times.ts';
import type { ActsConfirmView, EditFormView } from '../views/changing.ts';
import type { FieldErrors } from '../views/parts.ts';
import { describeAct } from './actWords.ts';

type Names = Readonly<Record<string, string>>;

/** What cannot be emptied: a name, and a location once there is one. */
function isNeeded(name: PersonField, before: ChangeValues): boolean {
  return name === 'displayName' || (name === 'usageLocation' && before.fields[name] !== undefined);
}

/** The form as the draft holds it. */
export function showEditForm(
  customer: string,
  { id, version, data }: DraftRecord<ChangeDraft>,
  { approval }: ApprovalWords,
  errors: FieldErrors,
): EditFormView {
  const { values } = data;
  return {
    kind: 'editForm',
    target: { submit: { action: 'change.submit', label: 'Next' }, id, version, errors },
    customer,
    displayName: data.displayName,
    userPrincipalName: data.userPrincipalName,
    texts: [
      ...PERSON_FIELDS.map((name) => ({
        id: name,
        label: PERSON_RULES[name].label,
        value: values.fields[name] ?? '',
        ...(name === 'usageLocation' ? { hint: 'Two letters, such as US or GB.' } : {}),
        required: isNeeded(name, data.before),
      })),
      { id: 'manager', label: 'Manager', value: values.manager, hint: 'A user name; empty for nobody.' },
      {
        id: 'userName',
        label: 'User name',
        value: values.userName,
        hint: 'They sign in with it.',
        required: true,
      },
    ],
    signIn: values.signIn,
    signOut: values.signOut,
    reason: values.reason,
    ...(approval === undefined ? {} : { approval }),
  };
}

/** What follows from acts that does not show in them. */
export function listNotes({ acts }: Pick<ChangeDraft | PutBackDraft, 'acts'>): string[] {
  return [
    ...(acts.some(({ kind }) => kind === 'rename')
      ? [
          'The new user name is what they sign in with from then on; apps that remember the old one ask again.',
          'Mail addresses stay as they are: whoever has a mailbox is still reached at the old one. They are changed in the Exchange admin center.',
        ]
      : []),
    ...(acts.some(({ kind }) => kind === 'block')
      ? ['Where they are signed in already they stay so for up to an hour, unless they are signed out too.']
      : []),
  ];
}

/** What will be done, with how it is now. */
export function showChangeConfirm(
  customer: string,
  { id, version, data }: DraftRecord<ChangeDraft>,
  state: PersonState,
  { approval }: ApprovalWords,
): ActsConfirmView {
  return {
    kind: 'actsConfirm',
    target: {
      submit: { action: 'change.start', label: approval === undefined ? 'Change' : ASK_LABEL },
      id,
      version,
      errors: {},
    },
    back: { action: 'change.back', label: 'Back', id, version },
    customer,
    title: 'Change this person?',
    displayName: state.displayName,
    userPrincipalName: state.userPrincipalName,
    lines: data.acts.flatMap((act) => describeAct(act, {}, state)),
    notes: [
      ...(approval === undefined ? [] : [approval]),
      ...listNotes(data),
      'How they are now is kept, and an admin can put it back from their card.',
    ],
    reason: data.values.reason,
  };
}

/** The same for putting somebody back, with what cannot be. */
export function showPutBackConfirm(
  customer: string,
  { id, version, data }: DraftRecord<PutBackDraft>,
  state: PersonState,
  { licenseNames, approval }: ApprovalWords & { licenseNames: Names },
): ActsConfirmView {
  return {
    kind: 'actsConfirm',
    target: {
      submit: { action: 'putBack.start', label: approval === undefined ? 'Put back' : ASK_LABEL },
      id,
      version,
      errors: {},
    },
    customer,
    title: 'Put this person back?',
    displayName: state.displayName,
    userPrincipalName: state.userPrincipalName,
    lines: data.acts.flatMap((act) => describeAct(act, licenseNames, state)),
    notes: [
      ...(approval === undefined ? [] : [approval]),
      `As they were at ${sayTime(data.takenAt)}. Passwords stay as they are.`,
      ...data.cannot,
      ...listNotes(data),
    ],
    reason: '',
  };
}

import { type Act, PERSON_FIELDS, type PersonField, type PersonState } from '../../domain/acts.ts';
import { PERSON_RULES } from '../../domain/personRules.ts';
import { listUsageLocations } from '../../domain/usageLocations.ts';
import type { ChangeDraft, ChangeValues, PutBackDraft } from '../../service/changing/changeDraft.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { type ApprovalWords, ASK_LABEL } from '../approvals/foreseen.ts';
import { backToPerson } from '../backToPerson.ts';
import { sayTime } from '../times.ts';
import type { ActsConfirmView, EditFormView } from '../views/changing.ts';
import type { FieldErrors } from '../views/parts.ts';
import { describeAct } from './actWords.ts';
import { CHANGE_WORDS } from './words.ts';

type Names = Readonly<Record<string, string>>;

/** With which planned deletions end, as sentences. */
type EndingWords = ApprovalWords & { ended: readonly string[] };

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
    back: backToPerson(data.objectId),
    target: { submit: { action: 'change.submit', label: CHANGE_WORDS.buttons.next }, id, version, errors },
    customer,
    displayName: data.displayName,
    userPrincipalName: data.userPrincipalName,
    texts: [
      ...PERSON_FIELDS.map((name) => ({
        id: name,
        label: PERSON_RULES[name].label,
        value: values.fields[name] ?? '',
        ...(name === 'usageLocation' ? { locations: listUsageLocations() } : {}),
        required: isNeeded(name, data.before),
      })),
      {
        id: 'manager',
        label: CHANGE_WORDS.form.manager,
        value: values.manager,
        hint: CHANGE_WORDS.form.managerHint,
      },
      {
        id: 'userName',
        label: CHANGE_WORDS.form.userName,
        value: values.userName,
        hint: CHANGE_WORDS.form.userNameHint,
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
  const has = (wanted: Act['kind']): boolean => acts.some(({ kind }) => kind === wanted);
  return [
    ...(has('rename') ? CHANGE_WORDS.notes.renamed : []),
    ...(has('block') && !has('signOut') ? [CHANGE_WORDS.notes.blocked] : []),
  ];
}

/** What will be done, with how it is now. */
export function showChangeConfirm(
  customer: string,
  { id, version, data }: DraftRecord<ChangeDraft>,
  state: PersonState,
  { approval, ended }: EndingWords,
): ActsConfirmView {
  return {
    kind: 'actsConfirm',
    target: {
      submit: {
        action: 'change.start',
        label: approval === undefined ? CHANGE_WORDS.confirm.submit : ASK_LABEL,
      },
      id,
      version,
      errors: {},
    },
    back: { action: 'change.back', label: CHANGE_WORDS.buttons.back, id, version },
    customer,
    title: CHANGE_WORDS.confirm.title,
    displayName: state.displayName,
    userPrincipalName: state.userPrincipalName,
    lines: data.acts.flatMap((act) => describeAct(act, {}, state)),
    notes: [
      ...(approval === undefined ? [] : [approval]),
      ...ended,
      ...listNotes(data),
      CHANGE_WORDS.confirm.kept,
    ],
    reason: data.values.reason,
  };
}

/** The same for putting somebody back, with what cannot be. */
export function showPutBackConfirm(
  customer: string,
  { id, version, data }: DraftRecord<PutBackDraft>,
  state: PersonState,
  { licenseNames, approval, ended }: EndingWords & { licenseNames: Names },
): ActsConfirmView {
  return {
    kind: 'actsConfirm',
    target: {
      submit: {
        action: 'putBack.start',
        label: approval === undefined ? CHANGE_WORDS.putBack.submit : ASK_LABEL,
      },
      id,
      version,
      errors: {},
    },
    back: { action: 'putBack.back', label: CHANGE_WORDS.buttons.back, id: data.objectId, version: 1 },
    customer,
    title: CHANGE_WORDS.putBack.title,
    displayName: state.displayName,
    userPrincipalName: state.userPrincipalName,
    lines: data.acts.flatMap((act) => describeAct(act, licenseNames, state)),
    notes: [
      ...(approval === undefined ? [] : [approval]),
      CHANGE_WORDS.putBack.asOf(sayTime(data.takenAt), data.cannot.length === 0),
      ...ended,
      ...data.cannot,
      ...listNotes(data),
    ],
    reason: '',
  };
}

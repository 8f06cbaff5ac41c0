import { z } from 'zod';
import type { Actor } from '../../domain/terms.ts';
import type { ComeBackDraft, ComeBackValues } from '../../service/changing/changeDraft.ts';
import { requestOfActs } from '../../service/changing/changing.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import { type ApprovalWords, ASK_LABEL, checkApproval, sayInConfirm } from '../approvals/foreseen.ts';
import type { FlowContext } from '../context.ts';
import { keepingForm, toFieldErrors } from '../formErrors.ts';
import { choices, oneOf, sayUnknown, text, UNKNOWN_CHOICE } from '../formFields.ts';
import { sayTime } from '../times.ts';
import { refuseUsed } from '../usedForm.ts';
import type { ActsConfirmView, ComeBackFormView } from '../views/changing.ts';
import type { FieldErrors } from '../views/parts.ts';
import { describeAct } from './actWords.ts';
import { submitActs } from './change.ts';
import { sayEndedDeletions } from './endedDeletions.ts';
import { CHANGE_WORDS } from './words.ts';

const SAYS = CHANGE_WORDS.comeBack;

export const MAY_RESTORE = ['admin'] as const;

const fields = sayUnknown(
  z.object({ licenses: choices, groups: choices, signIn: oneOf(['allowed', 'blocked']), reason: text }),
);
const form = button.extend({ fields: fields.prefault({}) });

/** What was chosen of what is offered, and what to say at a field with anything else. */
function readValues(
  { offered, values: before }: ComeBackDraft,
  { licenses, groups, signIn = before.signIn, reason, unknown }: z.output<typeof fields>,
): { values: ComeBackValues; errors: FieldErrors } {
  const values = {
    licenses: licenses.filter((id) => offered.licenses.some(({ skuId }) => skuId === id)),
    groups: groups.filter((wanted) => offered.groups.some(({ id }) => id === wanted)),
    signIn,
    reason,
  };
  const errors = {
    ...unknown,
    ...(values.licenses.length === licenses.length ? {} : { licenses: UNKNOWN_CHOICE }),
    ...(values.groups.length === groups.length ? {} : { groups: UNKNOWN_CHOICE }),
  };
  return { values, errors };
}

/** Where the choices come from. */
function sayKnown({ takenAt }: ComeBackDraft): string {
  return takenAt === undefined ? SAYS.unknown : SAYS.known(sayTime(takenAt));
}

function showForm(
  customer: string,
  { id, version, data }: DraftRecord<ComeBackDraft>,
  errors: FieldErrors,
): ComeBackFormView {
  const { offered, values } = data;
  return {
    kind: 'comeBackForm',
    target: { submit: { action: 'comeBack.submit', label: CHANGE_WORDS.buttons.next }, id, version, errors },
    open: { action: 'comeBack.back', label: CHANGE_WORDS.buttons.open, id, version },
    customer,
    displayName: data.displayName,
    userPrincipalName: data.userPrincipalName,
    ...(data.deletedDateTime === undefined ? {} : { deletedOn: data.deletedDateTime.slice(0, 10) }),
    notes: [sayKnown(data), ...data.cannot],
    licenseChoices: offered.licenses.map(({ skuId, name }) => ({ value: skuId, text: name })),
    licenses: values.licenses,
    groupChoices: offered.groups.map((group) => ({ value: group.id, text: group.displayName })),
    groups: values.groups,
    signIn: values.signIn,
    reason: values.reason,
  };
}

function showConfirm(
  customer: string,
  { id, version, data }: DraftRecord<ComeBackDraft>,
  { approval, ended }: ApprovalWords & { ended: readonly string[] },
): ActsConfirmView {
  const { displayName, userPrincipalName, accountEnabled, offered, values } = data;
  const before = { id: data.objectId, userPrincipalName, displayName, accountEnabled, held: [], fields: {} };
  const names = Object.fromEntries(offered.licenses.map(({ skuId, name }) => [skuId, name]));
  return {
    kind: 'actsConfirm',
    target: {
      submit: { action: 'comeBack.start', label: approval === undefined ? SAYS.submit : ASK_LABEL },
      id,
      version,
      errors: {},
    },
    back: { action: 'comeBack.back', label: CHANGE_WORDS.buttons.back, id, version },
    customer,
    title: SAYS.title,
    displayName,
    userPrincipalName,
    lines: data.acts.flatMap((act) => describeAct(act, names, before)),
    notes: [
      ...(approval === undefined ? [] : [approval]),
      SAYS.same,
      ...(data.passwordUnknown === true ? [] : [SAYS.passwordLost]),
      ...ended,
      ...(data.acts.some((act) => act.kind === 'licenses' && act.remove.length > 0)
        ? [SAYS.licenseFirst]
        : []),
      ...(values.signIn === 'blocked' ? [SAYS.blocked] : []),
      ...data.cannot,
    ],
    reason: values.reason,
  };
}

/** `comeBack`: somebody who was deleted is restored, with what they had. */
export function comeBackActions(context: FlowContext): Action[] {
  const action = actionsFor(MAY_RESTORE);
  const { service, policy } = context;

  function show(actor: Actor, draft: DraftRecord<ComeBackDraft>, errors: FieldErrors): ComeBackFormView {
    return showForm(nameOf(policy, actor.customer), draft, errors);
  }

  return [
    action.form(
      'comeBack.open',
      z.object({ id: z.guid() }),
      async (actor, { message: _card, ...place }, { id }) => {
        const draft = await service.comeBacks.open(actor, place, id);
        return { type: 'form', view: show(actor, draft, {}) };
      },
    ),
    action.form('comeBack.back', button, async (actor, _place, { id }) => {
      const draft = await service.comeBacks.load(actor, id);
      await refuseUsed(context, actor, draft.data);
      return { type: 'form', view: show(actor, draft, {}) };
    }),
    action.form('comeBack.submit', form, async (actor, _place, { id, fields: typed }) => {
      const before = await service.comeBacks.load(actor, id);
      await refuseUsed(context, actor, before.data);
      const { values, errors: unknown } = readValues(before.data, typed);
      const filled = { ...before, data: { ...before.data, values } };
      if (Object.keys(unknown).length > 0) {
        return { type: 'fieldErrors', errors: unknown, form: show(actor, filled, unknown) };
      }
      return keepingForm(
        async () => {
          const { draft, problems } = await service.comeBacks.check(actor, id, values);
          const isChecked = draft.data.checked === true;
          const { people } = requestOfActs(draft.data);
          const foreseen = isChecked
            ? await service.approvals.foresee({ actor, task: 'restore', people })
            : undefined;
          const errors = isChecked ? checkApproval(foreseen, values.reason) : toFieldErrors(problems);
          if (!isChecked || Object.keys(errors).length > 0) {
            return { type: 'fieldErrors', errors, form: show(actor, draft, errors) };
          }
          const customer = nameOf(policy, actor.customer);
          const ended = await sayEndedDeletions(context, actor, 'restore', people, foreseen !== undefined);
          return { type: 'form', view: showConfirm(customer, draft, { ...sayInConfirm(foreseen), ended }) };
        },
        (errors) => show(actor, filled, errors),
      );
    }),
    action.replace('comeBack.start', button, async (actor, place, { id, version }) => {
      const draft = await service.comeBacks.load(actor, id);
      return submitActs(context, { actor, place, version }, 'restore', draft, draft.data.values.reason);
    }),
  ];
}

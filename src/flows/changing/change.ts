import { z } from 'zod';
import { PERSON_FIELDS } from '../../domain/acts.ts';
import type { Actor, Place } from '../../domain/terms.ts';
import type { ActsDraft, ChangeDraft, ChangeValues } from '../../service/changing/changeDraft.ts';
import { requestOfActs } from '../../service/changing/changing.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf, sayWaits } from '../approvals/approvals.ts';
import { checkApproval, sayInConfirm, sayInForm } from '../approvals/foreseen.ts';
import type { FlowContext } from '../context.ts';
import { keepingForm, toFieldErrors } from '../formErrors.ts';
import { oneOf, sayUnknown, setupFields } from '../formFields.ts';
import type { Reply } from '../reply.ts';
import { refuseUsed } from '../usedForm.ts';
import type { EditFormView } from '../views/changing.ts';
import type { FieldErrors } from '../views/parts.ts';
import { showChangeConfirm, showEditForm } from './changeViews.ts';
import { sayEndedDeletions } from './endedDeletions.ts';
import { CHANGE_WORDS } from './words.ts';

const MAY_CHANGE = ['helpdesk', 'admin'] as const;

/** Left out: as it was, since clients forget what they were not asked about. Empty: cleared. */
const kept = z.union([z.string(), z.array(z.string()).transform((values) => values.join(','))]).optional();
const TEXTS = [...PERSON_FIELDS, 'manager', 'userName', 'reason'] as const;
const fields = sayUnknown(
  z.object({
    ...(Object.fromEntries(TEXTS.map((name) => [name, kept])) as Record<(typeof TEXTS)[number], typeof kept>),
    signIn: setupFields.shape.signIn,
    signOut: oneOf(['no', 'yes']),
  }),
);
const form = button.extend({ fields: fields.prefault({}) });

function readValues(before: ChangeValues, typed: z.output<typeof fields>): ChangeValues {
  const texts = PERSON_FIELDS.map((name) => [name, typed[name] ?? before.fields[name] ?? '']);
  return {
    fields: Object.fromEntries(texts),
    manager: typed.manager ?? before.manager,
    userName: typed.userName ?? before.userName,
    signIn: typed.signIn ?? before.signIn,
    signOut: typed.signOut ?? before.signOut,
    reason: typed.reason ?? before.reason,
  };
}

/** Sends what a confirmation showed to whoever approves, or on its way. Throws ALREADY_DONE for a form that was used. */
export async function submitActs(
  context: FlowContext,
  { actor, place, version }: { actor: Actor; place: Place; version: number },
  task: 'change' | 'putBack' | 'leave' | 'restore',
  { id, data }: DraftRecord<ActsDraft>,
  reason = '',
): Promise<Reply> {
  const { service, policy } = context;
  await refuseUsed(context, actor, data);
  const asked = requestOfActs(data);
  const submitted = await service.approvals.submit({
    actor,
    place,
    requestId: id,
    requestVersion: version,
    kind: 'one',
    task,
    ...asked,
    people: data.checked === true ? asked.people : [],
    ...(reason === '' ? {} : { reason }),
    ...(place.message === undefined ? {} : { message: place.message }),
  });
  if ('request' in submitted) return sayWaits(submitted.request, nameOf(policy, actor.customer));
  return {
    type: 'follow',
    view: {
      kind: 'working',
      title: CHANGE_WORDS.working[task](data.displayName),
      text: data.userPrincipalName,
    },
  };
}

/** `change`: one person's fields, manager, user name and sign-in, with how they are before and after. */
export function changeActions(context: FlowContext): Action[] {
  const action = actionsFor(MAY_CHANGE);
  const { service, policy } = context;

  function showForm(actor: Actor, draft: DraftRecord<ChangeDraft>, errors: FieldErrors): EditFormView {
    const foreseen = service.approvals.foreseeInForm(actor, { task: 'change', people: 1, licenses: [] });
    return showEditForm(nameOf(policy, actor.customer), draft, sayInForm(foreseen), errors);
  }

  return [
    action.form('change.open', z.object({ id: z.guid() }), async (actor, place, { id }) => {
      const draft = await service.changes.open(actor, place, id);
      return { type: 'form', view: showForm(actor, draft, {}) };
    }),
    action.form('change.back', button, async (actor, _place, { id }) => {
      const draft = await service.changes.load(actor, id);
      await refuseUsed(context, actor, draft.data);
      return { type: 'form', view: showForm(actor, draft, {}) };
    }),
    action.form('change.submit', form, async (actor, _place, { id, fields: typed }) => {
      const before = await service.changes.load(actor, id);
      await refuseUsed(context, actor, before.data);
      const values = readValues(before.data.values, typed);
      const customer = nameOf(policy, actor.customer);
      const filled = { ...before, data: { ...before.data, values } };
      return keepingForm(
        async () => {
          const { draft, problems, state } = await service.changes.check(actor, id, values);
          const isChecked = draft.data.checked === true;
          const foreseen = isChecked
            ? await service.approvals.foresee({
                actor,
                task: 'change',
                people: requestOfActs(draft.data).people,
              })
            : undefined;
          const found = isChecked ? checkApproval(foreseen, values.reason) : toFieldErrors(problems);
          const errors = { ...found, ...typed.unknown };
          if (!isChecked || Object.keys(errors).length > 0) {
            return { type: 'fieldErrors', errors, form: showForm(actor, draft, errors) };
          }
          const { people } = requestOfActs(draft.data);
          const ended = await sayEndedDeletions(context, actor, 'change', people, foreseen !== undefined);
          const words = { ...sayInConfirm(foreseen), ended };
          return { type: 'form', view: showChangeConfirm(customer, draft, state, words) };
        },
        (errors) => showForm(actor, filled, errors),
      );
    }),
    action.replace('change.start', button, async (actor, place, { id, version }) => {
      const draft = await service.changes.load(actor, id);
      return submitActs(context, { actor, place, version }, 'change', draft, draft.data.values.reason);
    }),
  ];
}

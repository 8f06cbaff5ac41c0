import { z } from 'zod';
import type { Actor } from '../../domain/terms.ts';
import type { ResetDraft } from '../../service/drafts/draftData.ts';
import type { CustomerFacts } from '../../service/facts/customerFacts.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf, sayWaits } from '../approvals/approvals.ts';
import { type ApprovalWords, ASK_LABEL, checkApproval, sayInForm } from '../approvals/foreseen.ts';
import { backToPerson } from '../backToPerson.ts';
import type { FlowContext } from '../context.ts';
import { toFieldErrors } from '../formErrors.ts';
import { sayUnknown, setupFields } from '../formFields.ts';
import { refuseUsed } from '../usedForm.ts';
import type { FieldErrors } from '../views/parts.ts';
import type { ResetFormView } from '../views/passwords.ts';
import { PEOPLE_WORDS } from './words.ts';

const MAY_RESET = ['helpdesk', 'admin'] as const;
const { recipients, delivery, reason } = setupFields.shape;
const fields = sayUnknown(z.object({ recipients, delivery, reason }));
/** The form as it is sent, for one person or several. */
export const resetForm = button.extend({ fields: fields.prefault({}) });

function showForm(
  facts: CustomerFacts,
  { approval }: ApprovalWords,
  draft: DraftRecord<ResetDraft>,
  errors: FieldErrors,
): ResetFormView {
  const { objectId, displayName, userPrincipalName, values } = draft.data;
  return {
    kind: 'resetForm',
    back: backToPerson(objectId),
    target: {
      submit: {
        action: 'reset.start',
        label: approval === undefined ? PEOPLE_WORDS.reset.submit : ASK_LABEL,
      },
      id: draft.id,
      version: draft.version,
      errors,
    },
    customer: facts.name,
    displayName,
    userPrincipalName,
    values,
    ...(approval === undefined ? {} : { approval }),
    deliveries: facts.deliveries,
  };
}

/** `reset`: a new password for somebody who exists, delivered like a first one. */
export function resetActions(context: FlowContext): Action[] {
  const { service, policy } = context;
  const action = actionsFor(MAY_RESET);
  const sayApproval = (actor: Actor): ApprovalWords =>
    sayInForm(service.approvals.foreseeInForm(actor, { task: 'reset', people: 1, licenses: [] }));

  return [
    action.form('reset.open', z.object({ id: z.guid() }), async (actor, place, { id }) => {
      const draft = await service.resets.open(actor, place, id);
      return {
        type: 'form',
        view: showForm(await service.facts.read(actor.customer), sayApproval(actor), draft, {}),
      };
    }),
    action.form('reset.back', button, async (actor, _place, { id }) => {
      const draft = await service.resets.load(actor, id);
      await refuseUsed(context, actor, draft.data);
      const facts = await service.facts.read(actor.customer);
      return { type: 'form', view: showForm(facts, sayApproval(actor), draft, {}) };
    }),
    action.form(
      'reset.start',
      resetForm,
      (actor, place, { id, fields: { recipients, delivery, reason, unknown } }) =>
        service.oneAtATime(id, async () => {
          const before = await service.resets.load(actor, id);
          const values = { recipients, delivery: delivery ?? before.data.values.delivery, reason };
          const { draft, problems } = await service.resets.check(actor, id, values);
          const isChecked = draft.data.checked === true;
          const asked = service.resets.requestOf(draft.data);
          const found = isChecked
            ? checkApproval(
                await service.approvals.foresee({ actor, task: 'reset', people: asked.people }),
                reason,
              )
            : toFieldErrors(problems);
          const errors = { ...found, ...unknown };
          if (!isChecked || Object.keys(errors).length > 0) {
            const facts = await service.facts.read(actor.customer);
            return { type: 'fieldErrors', errors, form: showForm(facts, sayApproval(actor), draft, errors) };
          }
          const submitted = await service.approvals.submit({
            actor,
            place,
            requestId: id,
            requestVersion: draft.version,
            kind: 'one',
            task: 'reset',
            ...asked,
            ...(reason === '' ? {} : { reason }),
            ...(place.message === undefined ? {} : { message: place.message }),
          });
          if ('request' in submitted) return sayWaits(submitted.request, nameOf(policy, actor.customer));
          const { displayName, userPrincipalName } = draft.data;
          return {
            type: 'follow',
            view: {
              kind: 'working',
              title: PEOPLE_WORDS.reset.working(displayName),
              text: userPrincipalName,
            },
          };
        }),
    ),
  ];
}

import type { Actor, Problem } from '../../domain/terms.ts';
import type { Foreseen } from '../../service/approvals/foresee.ts';
import type { LeaveValues } from '../../service/leaving/leaveDraft.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { checkApproval } from '../approvals/foreseen.ts';
import { keepingForm, toFieldErrors } from '../formErrors.ts';
import type { ActsConfirmView, LeaveFormView } from '../views/changing.ts';
import type { FieldErrors } from '../views/parts.ts';
import { leaveForm, leavePresetForm, MAY_OFFBOARD, readLeaveValues, withUnknownSteps } from './leaveForm.ts';

/** What the form holds, whether one person leaves or several. */
interface LeaveData {
  values: LeaveValues;
  checked?: boolean;
}

/** What differs between the form for one person and the form for several. */
interface LeaveFormParts<Data extends LeaveData> {
  name: 'leave' | 'leavers';
  /** Throws ALREADY_DONE once it was asked for. */
  load(actor: Actor, id: string): Promise<DraftRecord<Data>>;
  show(actor: Actor, draft: DraftRecord<Data>, errors: FieldErrors): LeaveFormView;
  usePreset(actor: Actor, id: string, values: LeaveValues, preset: string): Promise<DraftRecord<Data>>;
  check(
    actor: Actor,
    id: string,
    values: LeaveValues,
  ): Promise<{
    draft: DraftRecord<Data>;
    problems: Problem[];
    /** Asked where there is no problem. */
    foresee(): Promise<Foreseen | undefined>;
    confirm(foreseen: Foreseen | undefined): Promise<ActsConfirmView>;
  }>;
}

/** The form of who leaves: opened again, filled in from a preset, and sent. */
export function leaveFormActions<Data extends LeaveData>({
  name,
  load,
  show,
  usePreset,
  check,
}: LeaveFormParts<Data>): Action[] {
  const action = actionsFor(MAY_OFFBOARD);

  /** The draft as it was, with what is typed by now. */
  async function fill(actor: Actor, id: string, typed: Parameters<typeof readLeaveValues>[1]) {
    const before = await load(actor, id);
    const values = readLeaveValues(before.data.values, typed);
    return { values, filled: { ...before, data: { ...before.data, values } } };
  }

  return [
    action.form(`${name}.back`, button, async (actor, _place, { id }) => ({
      type: 'form',
      view: show(actor, await load(actor, id), {}),
    })),
    action.form(
      `${name}.preset`,
      leavePresetForm,
      async (actor, _place, { id, fields: { preset, ...typed } }) => {
        const { values, filled } = await fill(actor, id, typed);
        if (preset === '') return { type: 'form', view: show(actor, filled, {}) };
        return keepingForm(
          async () => ({
            type: 'form',
            view: show(actor, await usePreset(actor, id, values, preset), {}),
          }),
          (errors) => show(actor, filled, errors),
        );
      },
    ),
    action.form(`${name}.submit`, leaveForm, async (actor, _place, { id, fields: typed }) => {
      const { values, filled } = await fill(actor, id, typed);
      return keepingForm(
        async () => {
          const { draft, problems, foresee, confirm } = await check(actor, id, values);
          const isChecked = draft.data.checked === true;
          const foreseen = isChecked ? await foresee() : undefined;
          const found = isChecked ? checkApproval(foreseen, values.reason) : toFieldErrors(problems);
          const errors = withUnknownSteps(typed.steps, found);
          if (!isChecked || Object.keys(errors).length > 0) {
            return { type: 'fieldErrors', errors, form: show(actor, draft, errors) };
          }
          return { type: 'form', view: await confirm(foreseen) };
        },
        (errors) => show(actor, filled, errors),
      );
    }),
  ];
}

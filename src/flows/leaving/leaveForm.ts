import { z } from 'zod';
import { LEAVE_STEPS, type LeavePreset, type LeaveStep } from '../../domain/leaveSteps.ts';
import type { ChosenPreset } from '../../service/drafts/draftData.ts';
import type { LeaveValues } from '../../service/leaving/leaveDraft.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { button } from '../actionsFor.ts';
import { choices, keptText, text, UNKNOWN_CHOICE } from '../formFields.ts';
import type { LeaveFormView } from '../views/changing.ts';
import type { FieldErrors } from '../views/parts.ts';
import type { PresetPicker } from '../views/presets.ts';
import { LEAVE_WORDS } from './words.ts';

/** What the forms for one person who leaves and for several have in common. */

export const MAY_OFFBOARD = ['admin'] as const;
export const leaveFields = z.object({
  steps: choices,
  reply: text,
  date: keptText,
  time: keptText,
  zone: keptText,
  deleteAfter: keptText,
  reason: text,
});
export const leaveForm = button.extend({ fields: leaveFields.prefault({}) });
export const leavePresetForm = button.extend({ fields: leaveFields.extend({ preset: text }).prefault({}) });

function isStep(value: string): value is LeaveStep {
  return LEAVE_STEPS.some((step) => step === value);
}

/** As they were where they were left out, since clients forget what they were not asked about. */
export function readLeaveValues(
  { date = '', time = '', zone = '', deleteAfter = '' }: LeaveValues,
  { steps, reply, reason, ...typed }: z.output<typeof leaveFields>,
): LeaveValues {
  return {
    reply,
    reason,
    date: typed.date ?? date,
    time: typed.time ?? time,
    zone: typed.zone ?? zone,
    deleteAfter: typed.deleteAfter ?? deleteAfter,
    steps: LEAVE_STEPS.filter((step) => steps.includes(step)),
  };
}

/** The presets of the policy, which nobody can change from a chat. */
export function showLeavePicker(
  offered: readonly LeavePreset[] = [],
  action: 'leave.preset' | 'leavers.preset',
  { id, version, data }: DraftRecord<{ preset?: ChosenPreset }>,
): PresetPicker {
  return {
    use: { action, label: LEAVE_WORDS.buttons.preset, id, version },
    chosen: data.preset?.id ?? '',
    offered: offered.map(({ name }) => ({ id: name, name })),
    isCut: false,
    notes: data.preset?.notes ?? [],
    round: data.preset?.round ?? 0,
  };
}

/** What of the form is the same for one person and for several. */
export function showLeaveValues({
  steps,
  reply,
  date = '',
  time = '',
  zone = '',
  deleteAfter = '',
  reason,
}: LeaveValues): Pick<
  LeaveFormView,
  'choices' | 'steps' | 'reply' | 'date' | 'time' | 'zone' | 'deleteAfter' | 'reason'
> {
  return {
    choices: LEAVE_STEPS.map((step) => ({ value: step, text: LEAVE_WORDS.steps[step] })),
    steps,
    reply,
    date,
    time,
    zone,
    deleteAfter,
    reason,
  };
}

/** With what to say where a step is none of the choices. */
export function withUnknownSteps(steps: readonly string[], errors: FieldErrors): FieldErrors {
  return steps.every(isStep) ? errors : { ...errors, steps: UNKNOWN_CHOICE };
}

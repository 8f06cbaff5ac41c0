import type { Act, PersonState } from '../../domain/acts.ts';
import { RollcallError } from '../../domain/errors.ts';
import {
  fillReply,
  LEAVE_STEPS,
  type LeaveChoice,
  listLeaveActs,
  MAX_REPLY,
  USUAL_REPLY,
} from '../../domain/leaveSteps.ts';
import { tidyValue } from '../../domain/personRules.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Actor, Place, Problem } from '../../domain/terms.ts';
import { sayInZone } from '../../domain/time/zonedTime.ts';
import type { Approvals } from '../approvals/approvals.ts';
import { createReadToChange } from '../changing/changing.ts';
import { refuseInRunningJob } from '../changing/inRunningJob.ts';
import { customerOf, type ProvisioningOptions } from '../context.ts';
import type { ChosenPreset } from '../drafts/draftData.ts';
import type { Drafts } from '../drafts/drafts.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { readDeleteAfter } from './deleteAfter.ts';
import type { LeaveDraft, LeaveValues } from './leaveDraft.ts';
import { readLeaveTime, USUAL_TIME } from './leaveTime.ts';
import { listLeft } from './listLeft.ts';
import { LEAVING_WORDS } from './words.ts';

export const GUEST = new RollcallError('FORBIDDEN', LEAVING_WORDS.guest.message, LEAVING_WORDS.guest);

function describeNoPreset(name: string): RollcallError {
  return new RollcallError('NOT_FOUND', LEAVING_WORDS.preset.gone(name.slice(0, 60)), {
    next: LEAVING_WORDS.preset.next,
  });
}

/** Somebody who leaves. */
export interface Leaving {
  /**
   * What is planned for them already is filled in, and replaced. Throws, audited, what `Changing.check` throws for a block; FORBIDDEN
   * for a guest.
   */
  open(actor: Actor, place: Place, objectId: string): Promise<DraftRecord<LeaveDraft>>;
  load(actor: Actor, draftId: string): Promise<DraftRecord<LeaveDraft>>;
  /** Keeps what was typed, with the steps and the reply of one of the policy's presets. Throws NOT_FOUND without it. */
  usePreset(
    actor: Actor,
    draftId: string,
    values: LeaveValues,
    name: string,
  ): Promise<DraftRecord<LeaveDraft>>;
  /** With no problem the draft is `checked`, with its acts and what is left for a person. Throws as `open`, and NOT_YET. */
  check(
    actor: Actor,
    draftId: string,
    values: LeaveValues,
  ): Promise<{ draft: DraftRecord<LeaveDraft>; problems: Problem[]; state: PersonState }>;
}

function checkValues(values: LeaveValues, acts: readonly Act[]): Problem[] {
  const problem = (property: Problem['property'], message: string): Problem => ({
    property,
    value: '',
    code: 'VALUE_INVALID',
    severity: 'error',
    message,
  });
  if (acts.length === 0) {
    const idle = (['reply', 'groups', 'licenses'] as const).filter((step) => values.steps.includes(step));
    const { form } = LEAVING_WORDS;
    return [problem('file', idle.length === 0 ? form.nothing : form.idle(idle))];
  }
  // By then they may have a mailbox.
  const isLater = (values.date ?? '').trim() !== '' && values.steps.includes('reply');
  if (!isLater && acts.every(({ kind }) => kind !== 'reply')) return [];
  if (values.reply === '') return [problem('file', LEAVING_WORDS.form.noReply)];
  const isLong = values.reply.length > MAX_REPLY;
  return isLong ? [problem('file', LEAVING_WORDS.form.longReply(MAX_REPLY))] : [];
}

/** `2026-12-31` and `17:00`. */
function sayParts(at: number, zone: string): { date: string; time: string } {
  const [date = '', time = ''] = sayInZone(at, zone).split(' ');
  return { date, time };
}

/** A number of days as the form has it. */
function sayDays(days: number | undefined): string {
  return days === undefined ? '' : String(days);
}

/** What the form begins with: the first of the policy's presets, or every step, at once. Names are still to be filled in. */
export function usualLeave(policy: Policy, actor: Actor): { values: LeaveValues; preset?: ChosenPreset } {
  const { timeZone = 'UTC', leavePresets: [preset] = [] } = customerOf(policy, actor.customer);
  return {
    values: {
      steps: preset?.steps ?? LEAVE_STEPS,
      reply: preset?.reply ?? USUAL_REPLY,
      date: '',
      time: USUAL_TIME,
      zone: timeZone,
      deleteAfter: sayDays(preset?.deleteAfterDays),
      reason: '',
    },
    ...(preset === undefined ? {} : { preset: { id: preset.name, round: 0, notes: [] } }),
  };
}

/** The steps and the reply of one of the policy's presets, whose names are still to be filled in. Throws NOT_FOUND. */
export function choosePreset(
  policy: Policy,
  actor: Actor,
  before: ChosenPreset | undefined,
  name: string,
): Pick<LeaveValues, 'steps' | 'reply' | 'deleteAfter'> & { preset: ChosenPreset } {
  const found = customerOf(policy, actor.customer).leavePresets?.find((one) => one.name === name);
  if (found === undefined) throw describeNoPreset(name);
  const notes = [LEAVING_WORDS.preset.used(found.name)];
  return {
    steps: found.steps,
    reply: found.reply ?? USUAL_REPLY,
    deleteAfter: sayDays(found.deleteAfterDays),
    preset: { id: found.name, round: (before?.round ?? 0) + 1, notes },
  };
}

/** Each line tidy, and the lines as they are. */
export function tidyReply(text: string): string {
  return text.split(/\r?\n/).map(tidyValue).join('\n').trim();
}

/** The template of a reply, as long as nobody wrote another text. */
function keptTemplate(
  { template, displayName, manager }: LeaveDraft,
  reply: string,
): Pick<LeaveChoice, 'template'> {
  if (template === undefined || reply === '') return {};
  return tidyReply(fillReply(template, displayName, manager)) === reply ? { template } : {};
}

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store' | 'clock'>;

export function createLeaving(
  options: Options,
  drafts: Drafts,
  { listPlanned }: Pick<Approvals, 'listPlanned'>,
): Leaving {
  const { policy, clock } = options;
  const readToChange = createReadToChange(options);

  async function readLeaver(
    actor: Actor,
    objectId: string,
    actsOf: (state: PersonState) => readonly Act[],
  ): Promise<PersonState> {
    const state = await readToChange(actor, objectId, actsOf, 'leave');
    if (state.guest) throw GUEST;
    return state;
  }

  return {
    async open(actor, place, objectId) {
      const state = await readLeaver(actor, objectId, () => [{ kind: 'block' }]);
      const { displayName } = state;
      const manager = state.manager?.userPrincipalName;
      const { values, preset } = usualLeave(policy, actor);
      const plans = await listPlanned(actor, objectId);
      const plan = plans.find(({ asked }) => asked.task === 'leave');
      const planned = plan?.asked.people.find((one) => one.objectId === objectId)?.leaving;
      const template = planned === undefined ? values.reply : planned.template;
      const { startsAt, zone = values.zone ?? 'UTC', reason = '' } = plan?.asked ?? {};
      return drafts.open('leave', actor, place, {
        objectId,
        userPrincipalName: state.userPrincipalName,
        displayName,
        accountEnabled: false,
        acts: [],
        licenses: [],
        ...(plan === undefined ? {} : { replaces: plan.id }),
        ...(startsAt === undefined ? {} : { insteadOf: { startsAt, zone } }),
        ...(manager === undefined ? {} : { manager }),
        ...(template === undefined ? {} : { template }),
        ...(preset === undefined || planned !== undefined ? {} : { preset }),
        values: {
          ...values,
          reply: fillReply(values.reply, displayName, manager),
          zone,
          reason,
          ...(startsAt === undefined ? {} : sayParts(startsAt, zone)),
          ...(planned === undefined
            ? {}
            : {
                steps: planned.steps,
                reply: template === undefined ? planned.reply : fillReply(template, displayName, manager),
                deleteAfter: sayDays(planned.deleteAfterDays),
              }),
        },
      });
    },
    load: (actor, draftId) => drafts.load('leave', actor, draftId),
    usePreset: (actor, draftId, values, name) =>
      drafts.change('leave', actor, draftId, ({ checked: _before, ...data }) => {
        const { reply, preset, ...chosen } = choosePreset(policy, actor, data.preset, name);
        const filled = fillReply(reply, data.displayName, data.manager);
        return { ...data, values: { ...values, ...chosen, reply: filled }, preset, template: reply };
      }),
    async check(actor, draftId, typed) {
      const { objectId, insteadOf } = (await drafts.load('leave', actor, draftId)).data;
      const values = { ...typed, reply: tidyReply(typed.reply) };
      // Each reason may have come true since, whatever was chosen.
      const state = await readLeaver(actor, objectId, (now) => [
        { kind: 'block' },
        ...listLeaveActs(now, values),
      ]);
      await refuseInRunningJob(options, actor.customer, objectId);
      const acts = listLeaveActs(state, values);
      const { time, problems: ofTime } = readLeaveTime(
        values,
        clock.now(),
        insteadOf === undefined ? undefined : sayParts(insteadOf.startsAt, insteadOf.zone).time,
      );
      const { choice, problems: ofDeletion } = readDeleteAfter(values);
      const problems = [...checkValues(values, acts), ...ofTime, ...ofDeletion];
      const isFine = problems.length === 0;
      const draft = await drafts.change('leave', actor, draftId, (before) => {
        const { checked: _checked, startsAt: _time, zone: _zone, ...data } = before;
        return {
          ...data,
          ...time,
          values,
          leaving: {
            steps: values.steps,
            reply: values.reply,
            ...keptTemplate(data, values.reply),
            ...choice,
          },
          acts: isFine ? acts : [],
          left: isFine ? listLeft(state, acts) : [],
          ...(isFine ? { checked: true } : {}),
        };
      });
      return { draft, problems, state };
    },
  };
}

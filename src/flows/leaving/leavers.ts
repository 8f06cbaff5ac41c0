import type { Actor, Place } from '../../domain/terms.ts';
import { sayInZone } from '../../domain/zonedTime.ts';
import type { Submitted } from '../../service/approvals/approvals.ts';
import { customerOf } from '../../service/context.ts';
import type { LeaverGroup, LeaversDraft } from '../../service/leaving/leaversDraft.ts';
import { peopleOf, requestOfLeavers } from '../../service/leaving/peopleOfLeavers.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { AskedPerson } from '../../service/ports/requests.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf, sayWaits } from '../approvals/approvals.ts';
import {
  type ApprovalWords,
  ASK_LABEL,
  checkReason,
  sayInConfirm,
  sayInForm,
} from '../approvals/foreseen.ts';
import type { FlowContext } from '../context.ts';
import { keepingForm, toFieldErrors } from '../formErrors.ts';
import type { Reply } from '../reply.ts';
import { refuseUsed } from '../usedForm.ts';
import type { ActsConfirmView, LeaveFormView } from '../views/changing.ts';
import type { Button, FieldErrors, NoticeView } from '../views/parts.ts';
import { count, nameSome } from '../words.ts';
import { countSteps } from './countSteps.ts';
import {
  LATER,
  leaveForm,
  leavePresetForm,
  MAILBOX_GOES,
  MAY_OFFBOARD,
  readLeaveValues,
  showLeavePicker,
  showLeaveValues,
  withUnknownSteps,
} from './leaveForm.ts';

/** Names in one line. */
const MAX_NAMES = 10;

/** The ways to offboard several people. */
export const SEVERAL: readonly Button[] = [
  { action: 'leavers.who', label: 'Several people…', id: 'new', version: 1 },
  { action: 'leavers.openFile', label: 'From a file…', id: 'new', version: 1 },
];

function namesOf(people: readonly { displayName: string }[], most: number): string {
  return nameSome(
    people.map(({ displayName }) => displayName),
    most,
  );
}

function sayGroup({ startsAt = 0, zone = 'UTC' }: LeaverGroup): string {
  return sayInZone(startsAt, zone);
}

/** When each of them leaves, a line for each moment. */
function sayGroups({ people }: LeaversDraft, groups: readonly LeaverGroup[]): string[] {
  return groups.map((group) => {
    const own = people.filter(({ id }) => group.ids.includes(id));
    return `${sayGroup(group)}: ${namesOf(own, 3)}`;
  });
}

/** The form as the draft holds it. */
export function showLeaversForm(
  { service, policy }: FlowContext,
  actor: Actor,
  draft: DraftRecord<LeaversDraft>,
  errors: FieldErrors,
): LeaveFormView {
  const { id, version, data } = draft;
  const { groups } = service.leavers.read(data);
  const all = Math.max(groups.flatMap(({ ids }) => ids).length, 1);
  const foreseen = service.approvals.foreseeInForm(actor, { task: 'leave', people: all, licenses: [] });
  const customer = customerOf(policy, actor.customer);
  const dated = data.people.filter((one) => groups.some(({ ids }) => ids.includes(one.id)));
  // With a time zone that there is not, nobody has a moment yet.
  const ready = dated.length === 0 ? data.people : dated;
  return {
    kind: 'leaveForm',
    target: { submit: { action: 'leavers.submit', label: 'Next' }, id, version, errors },
    open: { action: 'leavers.back', label: 'Open the form', id, version },
    customer: customer.name,
    displayName: ready.length === 0 ? 'Nobody' : namesOf(ready, 3),
    ...(data.dateColumn === undefined ? {} : { dates: sayGroups(data, groups) }),
    preset: showLeavePicker(customer.leavePresets, 'leavers.preset', draft),
    ...showLeaveValues(data.values),
    ...sayInForm(foreseen),
  };
}

function showConfirm(
  customer: string,
  { id, version, data }: DraftRecord<LeaversDraft>,
  asked: readonly AskedPerson[],
  leftOut: number,
  { approval }: ApprovalWords,
): ActsConfirmView {
  const { groups = [], values } = data;
  const [only, ...others] = groups;
  const startsAt = others.length === 0 ? only?.startsAt : undefined;
  const isNow = only?.startsAt === undefined;
  const people = count(asked.length, 'person', 'people');
  return {
    kind: 'actsConfirm',
    target: {
      submit: {
        action: 'leavers.start',
        label: approval === undefined ? (isNow ? `Offboard ${people}` : 'Plan it') : ASK_LABEL,
      },
      id,
      version,
      errors: {},
    },
    back: { action: 'leavers.back', label: 'Back', id, version },
    customer,
    title: isNow ? 'Offboard these people?' : 'Offboard them later?',
    danger: true,
    ...(startsAt === undefined || only === undefined ? {} : { when: { at: startsAt, said: sayGroup(only) } }),
    displayName: people,
    lines: [
      ...(others.length === 0
        ? [
            {
              label: 'Who',
              after: namesOf(
                asked.map(({ person }) => person),
                MAX_NAMES,
              ),
            },
          ]
        : groups.map((group) => ({
            label: sayGroup(group),
            after: namesOf(
              peopleOf(data, values, group).map(({ person }) => person),
              MAX_NAMES,
            ),
          }))),
      ...countSteps(asked),
    ],
    notes: [
      ...(approval === undefined ? [] : [approval]),
      ...(leftOut === 0
        ? []
        : [`${count(leftOut, 'person or row is', 'people or rows are')} left out; the log file says why.`]),
      ...(others.length === 0
        ? []
        : [
            'Each time is a plan of its own, with a message of its own in which you can change or cancel it.',
          ]),
      ...(isNow ? [] : LATER),
      'No account is deleted. How each of them is now is kept, and an admin can put it back from their card, except for the password and the ways to sign in.',
      ...(asked.some(({ acts = [] }) => acts.some(({ kind }) => kind === 'licenses')) ? [MAILBOX_GOES] : []),
      'What only Exchange can do is listed in the results, with the commands to paste.',
    ],
    reason: values.reason,
  };
}

/** What became of several plans; each has a message of its own. */
function showParts(groups: readonly LeaverGroup[], submitted: readonly Submitted[]): NoticeView {
  const waits = submitted.filter((one) => 'request' in one && one.request.request.state === 'waiting').length;
  const dates = count(groups.length, 'time', 'times');
  return {
    kind: 'notice',
    tone: waits === 0 ? 'success' : 'info',
    title: waits === 0 ? `Planned for ${dates}.` : `Sent for approval, for ${dates}.`,
    text: groups.map((group) => `${sayGroup(group)}: ${count(group.ids.length, 'person', 'people')}`),
    next: 'Each has a message of its own, in which you can change or cancel it. Type offboard to see what is planned.',
    buttons: [],
  };
}

/** As {@link refuseUsed}, for the form and each of its parts. */
export async function refuseUsedLeavers(
  context: FlowContext,
  actor: Actor,
  draft: DraftRecord<LeaversDraft>,
): Promise<void> {
  for (const used of await context.service.leavers.listUses(draft)) await refuseUsed(context, actor, used);
}

/** Several people who leave: the form, the confirmation, the start. */
export function leaversActions(context: FlowContext): Action[] {
  const action = actionsFor(MAY_OFFBOARD);
  const { service, policy } = context;

  async function submit(
    actor: Actor,
    place: Place,
    { id, version, data }: DraftRecord<LeaversDraft>,
    { message, ...more }: { message?: Place['message'] } = {},
  ): Promise<Submitted> {
    const { leftOut = [], ...asked } = requestOfLeavers(data);
    return service.approvals.submit({
      actor,
      place,
      requestId: id,
      requestVersion: version,
      kind: 'bulk',
      task: 'leave',
      ...asked,
      ...(leftOut.length === 0 ? {} : { leftOut }),
      ...(data.values.reason === '' ? {} : { reason: data.values.reason }),
      ...(message === undefined ? {} : { message }),
      ...more,
    });
  }

  async function start(actor: Actor, place: Place, id: string, version: number): Promise<Reply> {
    const draft = await service.leavers.load(actor, id);
    const uses = await service.leavers.listUses(draft);
    // An end of the process leaves some parts without a request: those are still to be asked for.
    const isHalf = uses
      .slice(1)
      .some(({ jobId, requestId }) => jobId === undefined && requestId === undefined);
    if (isHalf) await refuseUsed(context, actor, draft.data);
    else await refuseUsedLeavers(context, actor, draft);
    const parts = await service.leavers.split(actor, place, draft, version);
    const [only, ...others] = parts;
    if (only === undefined || others.length === 0) {
      const { message } = place;
      const submitted = await submit(
        actor,
        place,
        { ...draft, version },
        message === undefined ? {} : { message },
      );
      if ('request' in submitted) return sayWaits(submitted.request, nameOf(policy, actor.customer));
      const title = `Offboarding ${count(submitted.job.total, 'person', 'people')}`;
      return { type: 'follow', view: { kind: 'working', title, text: draft.data.fileName ?? '' } };
    }
    const { message: _button, ...own } = place;
    const submitted: Submitted[] = [];
    for (const part of parts) {
      const { requestId } = part.data;
      submitted.push(
        isHalf && requestId !== undefined
          ? { request: await service.approvals.load(actor, requestId), existed: true }
          : await submit(actor, own, part),
      );
    }
    const [first] = submitted;
    if (first !== undefined && 'request' in first) {
      await service.leavers.noteStarted(actor, id, first.request.request.id);
    }
    return { type: 'replace', view: showParts(draft.data.groups ?? [], submitted) };
  }

  return [
    action.form('leavers.back', button, async (actor, _place, { id }) => {
      const draft = await service.leavers.load(actor, id);
      await refuseUsedLeavers(context, actor, draft);
      return { type: 'form', view: showLeaversForm(context, actor, draft, {}) };
    }),
    action.form('leavers.preset', leavePresetForm, async (actor, _place, { id, fields }) => {
      const { preset, ...typed } = fields;
      const before = await service.leavers.load(actor, id);
      await refuseUsedLeavers(context, actor, before);
      const values = readLeaveValues(before.data.values, typed);
      const filled = { ...before, data: { ...before.data, values } };
      if (preset === '') return { type: 'form', view: showLeaversForm(context, actor, filled, {}) };
      return keepingForm(
        async () => {
          const draft = await service.leavers.usePreset(actor, id, values, preset);
          return { type: 'form', view: showLeaversForm(context, actor, draft, {}) };
        },
        (errors) => showLeaversForm(context, actor, filled, errors),
      );
    }),
    action.form('leavers.submit', leaveForm, async (actor, _place, { id, fields: typed }) => {
      const before = await service.leavers.load(actor, id);
      await refuseUsedLeavers(context, actor, before);
      const values = readLeaveValues(before.data.values, typed);
      const filled = { ...before, data: { ...before.data, values } };
      return keepingForm(
        async () => {
          const { draft, problems } = await service.leavers.check(actor, id, values);
          const isChecked = draft.data.checked === true;
          const { groups = [] } = draft.data;
          const each = groups.map((group) => peopleOf(draft.data, values, group));
          const [largest = []] = [...each].sort((one, other) => other.length - one.length);
          const foreseen = isChecked
            ? await service.approvals.foresee({
                actor,
                task: 'leave',
                people: largest,
                // Of a part that is asked for again, what all of them were for decides, as when it is sent.
                ofAll: Math.max(each.flat().length, draft.data.ofAll ?? 0),
              })
            : undefined;
          const found = isChecked ? checkReason(foreseen, values.reason) : toFieldErrors(problems);
          const errors = withUnknownSteps(typed.steps, found);
          if (!isChecked || Object.keys(errors).length > 0) {
            return { type: 'fieldErrors', errors, form: showLeaversForm(context, actor, draft, errors) };
          }
          const asked = each.flat();
          const leftOut = (draft.data.read ?? draft.data.people.length) - asked.length;
          const customer = nameOf(policy, actor.customer);
          return {
            type: 'form',
            view: showConfirm(customer, draft, asked, leftOut, sayInConfirm(foreseen)),
          };
        },
        (errors) => showLeaversForm(context, actor, filled, errors),
      );
    }),
    action.replace('leavers.start', button, (actor, place, { id, version }) =>
      start(actor, place, id, version),
    ),
  ];
}

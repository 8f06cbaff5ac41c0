import type { Actor } from '../../domain/terms.ts';
import { sayInZone } from '../../domain/zonedTime.ts';
import type { Submitted } from '../../service/approvals/approvals.ts';
import { customerOf } from '../../service/context.ts';
import type { LeaverGroup, LeaversDraft } from '../../service/leaving/leaversDraft.ts';
import { peopleOf } from '../../service/leaving/peopleOfLeavers.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { AskedPerson, RequestRecord } from '../../service/ports/requests.ts';
import { type ApprovalWords, ASK_LABEL, sayInForm } from '../approvals/foreseen.ts';
import type { FlowContext } from '../context.ts';
import type { ActsConfirmView, LeaveFormView } from '../views/changing.ts';
import type { FieldErrors, NoticeView } from '../views/parts.ts';
import { count, nameSome } from '../words.ts';
import { countSteps } from './countSteps.ts';
import { DELETED_LATER, sayDeleteAfter, sayOlderDeletions } from './deletionWords.ts';
import { LATER, MAILBOX_GOES, showLeavePicker, showLeaveValues } from './leaveForm.ts';

/** Names in one line. */
const MAX_NAMES = 10;

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

/** What will be done, to be confirmed. */
export function showConfirm(
  customer: string,
  { id, version, data }: DraftRecord<LeaversDraft>,
  asked: readonly AskedPerson[],
  leftOut: number,
  { approval, older }: ApprovalWords & { older: readonly RequestRecord[] },
): ActsConfirmView {
  const { groups = [], values } = data;
  const [only, ...others] = groups;
  const startsAt = others.length === 0 ? only?.startsAt : undefined;
  const isNow = only?.startsAt === undefined;
  const latest = isNow ? undefined : Math.max(...groups.map((group) => group.startsAt ?? 0));
  const isDeletedBefore = older.some((one) => (one.asked.startsAt ?? 0) <= (latest ?? 0));
  const people = count(asked.length, 'person', 'people');
  const deleteAfter = asked[0]?.leaving?.deleteAfterDays;
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
      ...(deleteAfter === undefined ? [] : [{ label: 'Accounts', after: sayDeleteAfter(deleteAfter) }]),
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
      ...sayOlderDeletions(older, latest, !isNow || approval !== undefined),
      ...(deleteAfter !== undefined ? [DELETED_LATER] : isDeletedBefore ? [] : ['No account is deleted.']),
      'How each of them is now is kept, and an admin can put it back from their card, except for the password and the sign-in methods.',
      ...(asked.some(({ acts = [] }) => acts.some(({ kind }) => kind === 'licenses')) ? [MAILBOX_GOES] : []),
      'What only Exchange can do is listed in the results, with the commands to paste.',
    ],
    reason: values.reason,
  };
}

/** What became of several plans; each has a message of its own. */
export function showParts(groups: readonly LeaverGroup[], submitted: readonly Submitted[]): NoticeView {
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

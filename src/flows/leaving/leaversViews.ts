import type { Actor } from '../../domain/terms.ts';
import { sayInZone } from '../../domain/time/zonedTime.ts';
import type { Submitted } from '../../service/approvals/approvals.ts';
import { customerOf } from '../../service/context.ts';
import type { LeaverGroup, LeaversDraft } from '../../service/leaving/leaversDraft.ts';
import { peopleOf, stepOf } from '../../service/leaving/peopleOfLeavers.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { AskedPerson, RequestRecord } from '../../service/ports/requests.ts';
import { type ApprovalWords, ASK_LABEL, sayInForm } from '../approvals/foreseen.ts';
import type { FlowContext } from '../context.ts';
import type { ActsConfirmView, LeaveFormView } from '../views/changing.ts';
import type { FieldErrors, NoticeView } from '../views/parts.ts';
import { nameSome } from '../words.ts';
import { countSteps } from './countSteps.ts';
import { tellOlderDeletions } from './deletionWords.ts';
import { showLeavePicker, showLeaveValues } from './leaveForm.ts';
import { listOnlyThen, sayKept, sayLater } from './whatFollows.ts';
import { LEAVE_WORDS } from './words.ts';

const SAYS = LEAVE_WORDS.confirm;

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
    return LEAVE_WORDS.at(sayGroup(group), namesOf(own, 3));
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
    target: { submit: { action: 'leavers.submit', label: LEAVE_WORDS.buttons.next }, id, version, errors },
    open: { action: 'leavers.back', label: LEAVE_WORDS.buttons.open, id, version },
    customer: customer.name,
    displayName: ready.length === 0 ? LEAVE_WORDS.formFor.none : namesOf(ready, 3),
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
  const today = asked.flatMap(({ acts = [] }) => acts.flatMap((act) => stepOf(act) ?? []));
  const isNow = only?.startsAt === undefined;
  const isOnlyOnce = !isNow || approval !== undefined;
  const concerned = groups.flatMap((group) =>
    peopleOf(data, values, group).map(({ objectId }) => ({ objectId, startsAt: group.startsAt })),
  );
  const deletions = tellOlderDeletions(older, concerned, isOnlyOnce);
  const people = LEAVE_WORDS.people(asked.length);
  const deleteAfter = asked[0]?.leaving?.deleteAfterDays;
  return {
    kind: 'actsConfirm',
    target: {
      submit: {
        action: 'leavers.start',
        label: approval === undefined ? (isNow ? SAYS.submitSome(asked.length) : SAYS.submitPlan) : ASK_LABEL,
      },
      id,
      version,
      errors: {},
    },
    back: { action: 'leavers.back', label: LEAVE_WORDS.buttons.back, id, version },
    customer,
    title: isNow ? SAYS.titleSome : SAYS.titleLater,
    danger: true,
    ...(startsAt === undefined || only === undefined ? {} : { when: { at: startsAt, said: sayGroup(only) } }),
    displayName: people,
    lines: [
      ...(others.length === 0
        ? [
            {
              label: SAYS.who,
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
      ...(isNow ? [] : listOnlyThen(values.steps, today)),
      ...(deleteAfter === undefined
        ? []
        : [{ label: SAYS.accounts, after: LEAVE_WORDS.deletion.after(deleteAfter) }]),
    ],
    notes: [
      ...(approval === undefined ? [] : [approval]),
      ...(leftOut === 0 ? [] : [SAYS.leftOut(leftOut)]),
      ...(others.length === 0 ? [] : [SAYS.eachTime]),
      ...(isNow ? [SAYS.now(approval !== undefined)] : sayLater(values.steps)),
      ...deletions.says,
      ...(deleteAfter !== undefined
        ? LEAVE_WORDS.deletion.follows
        : deletions.isSomeFirst
          ? []
          : [SAYS.noneDeleted]),
      sayKept(today, false),
      ...(asked.some(({ acts = [] }) => acts.some(({ kind }) => kind === 'licenses'))
        ? [SAYS.mailboxGoes]
        : []),
      SAYS.leftSome,
    ],
    reason: values.reason,
  };
}

/** What became of several plans; each has a message of its own. */
export function showParts(groups: readonly LeaverGroup[], submitted: readonly Submitted[]): NoticeView {
  const waits = submitted.filter((one) => 'request' in one && one.request.request.state === 'waiting').length;
  return {
    kind: 'notice',
    tone: waits === 0 ? 'success' : 'info',
    title: LEAVE_WORDS.parts.title(waits > 0, groups.length),
    text: groups.map((group) => LEAVE_WORDS.at(sayGroup(group), LEAVE_WORDS.people(group.ids.length))),
    next: LEAVE_WORDS.parts.next,
    buttons: [],
  };
}

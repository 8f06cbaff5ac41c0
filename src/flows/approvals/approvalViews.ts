import type { Task } from '../../domain/terms.ts';
import type { RequestState } from '../../service/approvals/approvals.ts';
import { isPlanned } from '../../service/approvals/startableRequests.ts';
import { sayAct } from '../changing/actWords.ts';
import { countSteps } from '../leaving/countSteps.ts';
import { sayCost } from '../licensing/costWords.ts';
import { sayTime } from '../times.ts';
import type { ApprovalView } from '../views/approval.ts';
import type { Button, Tone } from '../views/parts.ts';
import { count, cut } from '../words.ts';
import { decisionsOf } from './decisionLines.ts';
import { headingOfPlan, planButtons, sayWhen, type Viewer } from './planParts.ts';

/** More are in a file of their own. */
const MAX_PEOPLE = 10;
/** More than these are in the full list. */
const MAX_GROUPS = 10;
/** In a heading. */
const MAX_NAME = 60;
/** More than every field, the manager, the user name and the sign-in of one person. */
const MAX_ACTS = 25;

/** `asks to … 2 people`. */
const ASKS_TO: Readonly<Record<Task, string>> = {
  create: 'create',
  assign: 'change the licenses of',
  reset: 'set a new password for',
  restore: 'restore the deleted accounts of',
  change: 'change',
  putBack: 'put back the earlier state of',
  leave: 'offboard',
};

/** What is to be done to people who exist, apart from licenses, which are listed with their seats. */
function showActs({ request }: RequestState): Pick<ApprovalView, 'acts' | 'moreActs'> {
  const { task, kind, people } = request.asked;
  // What is done to many is the same for each of them.
  if (task === 'leave' && kind === 'bulk') {
    return { acts: countSteps(people).map(({ label, after }) => `${label}: ${after}`) };
  }
  const acts = people.flatMap(({ acts = [] }) =>
    acts.filter(({ kind }) => kind !== 'licenses').flatMap((act) => sayAct(act, {})),
  );
  const more = acts.length - MAX_ACTS;
  return { acts: acts.slice(0, MAX_ACTS), ...(more > 0 ? { moreActs: more } : {}) };
}

/** Who of the other side wrote last, for the line with which a chat calls somebody. */
function sayNews({ notes = [], requestedBy }: RequestState['request'], viewer: Viewer): string {
  const last = notes.at(-1);
  const isTheirs = last !== undefined && (last.by === requestedBy.actorId) === (viewer === 'approver');
  return isTheirs ? `: note from ${cut(last.name, MAX_NAME)}` : '';
}

function headingOf({ request }: RequestState, viewer: Viewer): { heading: string; tone: Tone } {
  if (request.problem !== undefined) {
    return { heading: request.rule === '' ? 'Not started' : 'Approved, but not started', tone: 'error' };
  }
  const plan = request.asked.startsAt === undefined ? undefined : headingOfPlan(request);
  if (plan !== undefined) return plan;
  const isStuck = request.stuckAt !== undefined && viewer === 'requester';
  switch (request.state) {
    case 'waiting':
      if (isStuck) return { heading: 'Still waiting: nobody to pass it on to', tone: 'warning' };
      return {
        heading: `${viewer === 'approver' ? 'Approval needed' : 'Waits for approval'}${sayNews(request, viewer)}`,
        tone: 'info',
      };
    case 'approved':
      return { heading: 'Approved', tone: 'success' };
    case 'declined':
      return { heading: 'Declined', tone: 'error' };
    case 'cancelled':
      return { heading: 'Canceled by the requester', tone: 'warning' };
    case 'expired':
      return { heading: 'Expired: nobody decided in time', tone: 'warning' };
  }
}

/** Opens the form that a request came from, filled in as it was. */
const FORMS: Readonly<Record<Task, Record<'one' | 'bulk', string | undefined>>> = {
  create: { one: 'adduser.back', bulk: 'addusers.setupBack' },
  assign: { one: 'assign.back', bulk: 'assign.back' },
  reset: { one: 'reset.back', bulk: undefined },
  restore: { one: 'comeBack.back', bulk: undefined },
  change: { one: 'change.back', bulk: undefined },
  putBack: { one: undefined, bulk: undefined },
  leave: { one: 'leave.back', bulk: 'leavers.back' },
};

/** For what came to nothing, so that nobody has to fill a form in twice. */
function againButton({ state, problem, asked }: RequestState['request']): Button[] {
  const action = FORMS[asked.task ?? 'create'][asked.kind];
  const isOver =
    state === 'declined' || state === 'expired' || state === 'cancelled' || problem !== undefined;
  // An account that is restored in place of a row of a file has no form.
  const isOfFile = asked.task === 'restore' && asked.people.every(({ acts }) => acts === undefined);
  if (!isOver || action === undefined || isOfFile) return [];
  return [{ action, label: 'Ask again', id: asked.draftId, version: asked.draftVersion, style: 'primary' }];
}

function buttonsOf({ request }: RequestState, viewer: Viewer): Button[] {
  const { id, version, state, asked } = request;
  const all: Button[] =
    asked.people.length > MAX_PEOPLE ? [{ action: 'approval.people', label: 'Full list', id, version }] : [];
  if (isPlanned(request)) return [...planButtons(request, viewer), ...all];
  if (state !== 'waiting') return viewer === 'requester' ? [...againButton(request), ...all] : all;
  const note: Button = { action: 'approval.note', label: 'Write a note…', id, version };
  if (viewer === 'requester') {
    return [
      { action: 'approval.remind', label: 'Remind', id, version },
      { action: 'approval.change', label: 'Change…', id, version },
      note,
      { action: 'approval.cancel', label: 'Cancel the request', id, version, style: 'danger' },
      ...all,
    ];
  }
  return [
    { action: 'approval.approve', label: 'Approve', id, version, style: 'primary' },
    { action: 'approval.change', label: 'Change…', id, version },
    note,
    { action: 'approval.decline', label: 'Decline…', id, version, style: 'danger' },
    ...all,
  ];
}

function noteOf({ request }: RequestState, viewer: Viewer, note?: string): Pick<ApprovalView, 'note'> {
  if (note !== undefined) return { note };
  if (request.state !== 'waiting') return {};
  if (request.stuckAt === undefined || viewer !== 'requester') {
    const { notCounted = [], passedOnAt } = request;
    if (passedOnAt !== undefined && viewer === 'requester') {
      return { note: 'This was passed on, so more people can decide now. They are listed below.' };
    }
    return notCounted.length === 0 ? {} : { note: `Whose answer does not count: ${notCounted.join('; ')}.` };
  }
  return {
    note: 'The time for an answer is over, and Rollcall can reach nobody else who may decide. Remind those who were asked, or talk to them yourself.',
  };
}

function showByGroups({ byGroups }: RequestState): ApprovalView['licenses'] {
  const lines = byGroups.flatMap(({ group, licenses }) =>
    licenses === undefined
      ? [{ name: `Licenses of the group ${group}`, seats: 'could not be read' }]
      : licenses.map((name) => ({ name, seats: `comes with the group ${group}` })),
  );
  const more = lines.length - MAX_GROUPS;
  return more <= 0
    ? lines
    : [...lines.slice(0, MAX_GROUPS), { name: `${more} more`, seats: 'come with the groups' }];
}

/** The card about a request, as it stands now. `note` says why a click did not count. */
export function showApproval(
  state: RequestState,
  customer: string,
  viewer: Viewer,
  note?: string,
): ApprovalView {
  const { request } = state;
  const { asked } = request;
  const waits = request.state === 'waiting';
  const groups = new Set(asked.people.flatMap(({ groups: own = [] }) => own.map((one) => one.displayName)));
  return {
    kind: 'approval',
    ...headingOf(state, viewer),
    ...noteOf(state, viewer, note),
    requestedBy: request.requestedBy.name,
    customer,
    ...(asked.fileName === undefined ? {} : { fileName: asked.fileName }),
    does: ASKS_TO[asked.task ?? 'create'],
    ...sayWhen(asked),
    total: asked.people.length,
    people: asked.people.slice(0, MAX_PEOPLE).map(({ person, manager }) => ({
      displayName: person.displayName,
      userPrincipalName: person.userPrincipalName,
      ...(manager === undefined ? {} : { manager: manager.userPrincipalName }),
    })),
    more: Math.max(0, asked.people.length - MAX_PEOPLE),
    ...showActs(state),
    licenses: [
      ...state.licenses.map(({ license, needs, short }) => ({
        name: license.name,
        seats: waits
          ? `needs ${needs}, ${short ? `only ${license.left} left ⚠` : `${license.left - needs} of ${license.total} left after`}`
          : count(needs, 'seat', 'seats'),
      })),
      ...state.taken.map(({ name, people }) => ({
        name,
        seats: `taken away from ${count(people, 'person', 'people')}`,
      })),
      ...showByGroups(state),
    ],
    groups: [...groups].slice(0, MAX_GROUPS),
    ...(state.cost === undefined ? {} : { cost: sayCost(state.cost) }),
    ...(asked.reason === undefined ? {} : { reason: asked.reason }),
    decisions: decisionsOf(state),
    approvers: state.approvers,
    ...(waits ? { until: `until ${sayTime(request.expiresAt)}` } : {}),
    ...(request.problem === undefined
      ? {}
      : { problem: { message: request.problem.message, next: request.problem.next } }),
    buttons: buttonsOf(state, viewer),
  };
}

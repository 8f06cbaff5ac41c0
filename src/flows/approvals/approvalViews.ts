import type { Act } from '../../domain/acts.ts';
import type { Task } from '../../domain/terms.ts';
import type { RequestState } from '../../service/approvals/approvals.ts';
import { canBeCut } from '../../service/approvals/cutAsked.ts';
import { isNotBegun, isPlanned, isToCome } from '../../service/approvals/startableRequests.ts';
import { isPutOff } from '../../service/approvals/waiting/putOff.ts';
import { mayBeAskedAgain } from '../../service/leaving/askDeletionAgain.ts';
import type { AskedPerson } from '../../service/ports/requests.ts';
import { callPerson } from '../callPerson.ts';
import { sayAct, sayStays } from '../changing/actWords.ts';
import { countChanges } from '../changing/changesViews.ts';
import { countSteps } from '../leaving/countSteps.ts';
import { sayDeletion } from '../leaving/deletionWords.ts';
import { sayReplaced } from '../leaving/plannedWords.ts';
import { sayCost } from '../licensing/costWords.ts';
import { sayTime } from '../times.ts';
import type { ApprovalView } from '../views/approval.ts';
import type { Button } from '../views/parts.ts';
import { decisionsOf } from './decisionLines.ts';
import { headingOf } from './headings.ts';
import { keepButton, planButtons, sayWhen, type Viewer } from './planParts.ts';
import { APPROVAL_WORDS } from './words.ts';

const { card: SAYS } = APPROVAL_WORDS;

/** More are in a file of their own. */
const MAX_PEOPLE = 10;
/** More than these are in the full list. */
const MAX_GROUPS = 10;
/** More than every field, the manager, the user name and the sign-in of one person. */
const MAX_ACTS = 25;

/** What is to be done to people who exist, apart from licenses, which are listed with their seats. */
function showActs({ request }: RequestState): Pick<ApprovalView, 'acts' | 'moreActs'> {
  const { task, kind, people } = request.asked;
  // What is done to many is the same for each of them.
  if (task === 'leave' && kind === 'bulk') {
    return {
      acts: [...countSteps(people).map(({ label, after }) => SAYS.act(label, after)), ...sayDeletion(people)],
    };
  }
  // Whoever is deleted, is deleted like everybody else.
  if (task === 'delete') return { acts: (people[0]?.acts ?? []).flatMap((act) => sayAct(act, {})) };
  const { insteadOf } = request.asked;
  const replaced = insteadOf === undefined ? [] : [SAYS.insteadOf(sayReplaced(insteadOf))];
  const acts = people.flatMap(({ person, acts = [], before }) =>
    acts
      .filter(({ kind }) => kind !== 'licenses')
      .flatMap((act) => sayAct(act, {}, before))
      .map((text) => (kind === 'bulk' ? `${callPerson(person)}, ${text}` : text)),
  );
  acts.push(
    ...people.flatMap((one) =>
      sayStays(one).map((text) => (kind === 'bulk' ? `${callPerson(one.person)}, ${text}` : text)),
    ),
    ...sayDeletion(people),
  );
  // Of many people, for how many each thing changes is read first.
  const counts = kind === 'bulk' ? countChanges(people).map(({ label, after }) => `${label}: ${after}`) : [];
  const all = [...replaced, ...counts, ...acts];
  const more = all.length - MAX_ACTS;
  return { acts: all.slice(0, MAX_ACTS), ...(more > 0 ? { moreActs: more } : {}) };
}

/** For the full list: what is to be done to one of them, a text for each thing. */
export function sayAskedOf({
  licenses,
  taken,
}: Pick<RequestState, 'licenses' | 'taken'>): (person: AskedPerson) => string[] {
  const names = Object.fromEntries([
    ...licenses.map(({ license }) => [license.skuId, license.name]),
    ...taken.map(({ skuId, name }) => [skuId, name]),
  ]);
  return (person) => {
    const { acts = [], before, change } = person;
    const removed: Act[] = change === undefined ? [] : [{ kind: 'licenses', add: [], remove: change.remove }];
    return [
      ...[...acts, ...removed].flatMap((act) => sayAct(act, names, before)),
      ...sayStays(person),
      ...sayDeletion([person]),
    ];
  };
}

/** Opens the form that a request came from, filled in as it was. */
const FORMS: Readonly<Record<Task, Record<'one' | 'bulk', string | undefined>>> = {
  create: { one: 'adduser.back', bulk: 'addusers.setupBack' },
  assign: { one: 'assign.back', bulk: 'assign.back' },
  reset: { one: 'reset.back', bulk: 'resets.back' },
  restore: { one: 'comeBack.back', bulk: undefined },
  change: { one: 'change.back', bulk: 'changes.open' },
  putBack: { one: 'putBack.again', bulk: 'changes.open' },
  leave: { one: 'leave.back', bulk: 'leavers.back' },
  delete: { one: undefined, bulk: undefined },
};

/** For what came to nothing, so that nobody has to fill a form in twice. */
function againButton(request: RequestState['request']): Button[] {
  const { id, version, state, problem, asked } = request;
  if (problem?.code === 'CUSTOMER_GONE') return [];
  if (asked.task === 'delete') {
    const again: Button = { action: 'deletion.again', label: SAYS.buttons.again, id, version };
    return mayBeAskedAgain(request) ? [again] : [];
  }
  const action = FORMS[asked.task ?? 'create'][asked.kind];
  const isOver =
    state === 'declined' || state === 'expired' || state === 'cancelled' || problem !== undefined;
  // An account that is restored in place of a row of a file has no form.
  const isOfFile = asked.task === 'restore' && asked.people.every(({ acts }) => acts === undefined);
  if (!isOver || action === undefined || isOfFile) return [];
  return [
    { action, label: SAYS.buttons.again, id: asked.draftId, version: asked.draftVersion, style: 'primary' },
  ];
}

function buttonsOf({ request, canRemind }: RequestState, viewer: Viewer): Button[] {
  const { id, version, state, asked } = request;
  // A line of the card has no room for long values.
  const hasDetails = asked.kind === 'bulk' && asked.people.some(({ before }) => before !== undefined);
  const all: Button[] =
    asked.people.length > MAX_PEOPLE || hasDetails
      ? [{ action: 'approval.people', label: SAYS.buttons.all, id, version }]
      : [];
  if (isPlanned(request)) return [...planButtons(request, viewer), ...all];
  const cancel: Button = {
    ...{ action: 'approval.cancel', label: SAYS.buttons.cancel, id, version, style: 'danger' },
  };
  if (isPutOff(request) && isNotBegun(request)) return [cancel, ...all];
  if (state !== 'waiting') return viewer === 'requester' ? [...againButton(request), ...all] : all;
  if (viewer === 'other') return [...(isToCome(request) ? [keepButton(request)] : []), ...all];
  const note: Button = { action: 'approval.note', label: SAYS.buttons.note, id, version };
  const change: Button[] = canBeCut(asked)
    ? [{ action: 'approval.change', label: SAYS.buttons.change, id, version }]
    : [];
  if (viewer === 'requester') {
    return [
      ...(canRemind ? [{ action: 'approval.remind', label: SAYS.buttons.remind, id, version }] : []),
      ...change,
      note,
      cancel,
      ...all,
    ];
  }
  return [
    { action: 'approval.approve', label: SAYS.buttons.approve, id, version, style: 'primary' },
    ...change,
    note,
    { action: 'approval.decline', label: SAYS.buttons.decline, id, version, style: 'danger' },
    ...all,
  ];
}

/** Of a file for several customers, why this is asked for and when it would start. */
function sayPart({ wave, asked, state }: RequestState['request']): string | undefined {
  const { customers = 0, held } = wave ?? {};
  if (customers < 2) return undefined;
  if (state === 'waiting') return SAYS.part(asked.fileName ?? '', customers);
  return state === 'approved' && held === true ? SAYS.partHeld : undefined;
}

function noteOf(state: RequestState, viewer: Viewer, note?: string): Pick<ApprovalView, 'note'> {
  const { note: own } = ownNoteOf(state, viewer, note);
  const said = [own, sayPart(state.request)].filter((one) => one !== undefined);
  return said.length === 0 ? {} : { note: said.join(' ') };
}

function ownNoteOf({ request }: RequestState, viewer: Viewer, note?: string): Pick<ApprovalView, 'note'> {
  if (note !== undefined) return { note };
  if (isPutOff(request)) return { note: SAYS.putOff(request.waits.why) };
  if (request.againAs !== undefined && viewer === 'requester') return { note: SAYS.askedAgain };
  const { insteadOf } = request.asked;
  if (insteadOf !== undefined && ['declined', 'expired', 'cancelled'].includes(request.state)) {
    return { note: SAYS.earlierStays(sayReplaced(insteadOf)) };
  }
  if (request.state !== 'waiting') return {};
  if (request.stuckAt === undefined || viewer !== 'requester') {
    const { notCounted = [], passedOnAt } = request;
    if (passedOnAt !== undefined && viewer === 'requester') {
      return { note: SAYS.passedOn };
    }
    if (notCounted.length > 0) return { note: SAYS.notCounted(notCounted) };
    if (request.warnedAt === undefined) return {};
    return { note: request.asked.task === 'delete' ? SAYS.keptUnlessApproved : SAYS.nothingUnlessApproved };
  }
  return { note: SAYS.stuck };
}

function showByGroups({ byGroups }: RequestState): ApprovalView['licenses'] {
  const lines = byGroups.flatMap(({ group, licenses }) =>
    licenses === undefined
      ? [{ name: SAYS.groupLicenses(group), seats: SAYS.groupUnread }]
      : licenses.map((name) => ({ name, seats: SAYS.seats.ofGroup(group) })),
  );
  const more = lines.length - MAX_GROUPS;
  return more <= 0 ? lines : [...lines.slice(0, MAX_GROUPS), SAYS.moreOfGroups(more)];
}

/** `Ada Lovelace`, `12 people`. */
export function sayWho(people: RequestState['request']['asked']['people']): string {
  const [one, ...others] = people;
  return one === undefined || others.length > 0
    ? APPROVAL_WORDS.people(people.length)
    : callPerson(one.person);
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
    does: SAYS.asks(waits, SAYS.asksTo[asked.task ?? 'create'](asked.people.length)),
    ...sayWhen(request),
    who: sayWho(asked.people),
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
        seats: !waits
          ? SAYS.seats.count(needs)
          : short
            ? SAYS.seats.short(needs, license.left)
            : SAYS.seats.enough(needs, license.left - needs, license.total),
      })),
      ...state.taken.map(({ name, people }) => ({
        name,
        seats: SAYS.seats.taken(people),
      })),
      ...showByGroups(state),
    ],
    groups: [...groups].slice(0, MAX_GROUPS),
    ...(state.cost === undefined ? {} : { cost: sayCost(state.cost) }),
    ...(asked.reason === undefined ? {} : { reason: asked.reason }),
    decisions: decisionsOf(state),
    approvers: state.approvers,
    ...(waits && request.unreadSince === undefined ? { until: SAYS.until(sayTime(request.expiresAt)) } : {}),
    ...(request.problem === undefined
      ? {}
      : { problem: { message: request.problem.message, next: request.problem.next } }),
    buttons: buttonsOf(state, viewer),
  };
}

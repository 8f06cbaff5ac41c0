import { sayInZone } from '../../domain/time/zonedTime.ts';
import { isPlanned } from '../../service/approvals/startableRequests.ts';
import type { RequestRecord } from '../../service/ports/requests.ts';
import type { ApprovalView } from '../views/approval.ts';
import type { Button } from '../views/parts.ts';
import { cut } from '../words.ts';
import { APPROVAL_WORDS } from './words.ts';

const { heading: HEADINGS, buttons: BUTTONS, when: WHEN, whenDeleted: WHEN_DELETED } = APPROVAL_WORDS.card;

/** Whose copy of a card it is: `other` was not asked, and may only stop what is to come. */
export type Viewer = 'requester' | 'approver' | 'other';

/** Whose copy it is that goes to somebody, by policy id. */
export function viewerOf({ requestedBy, approvers }: RequestRecord, actorId: string): Viewer {
  if (requestedBy.actorId === actorId) return 'requester';
  return approvers.includes(actorId) ? 'approver' : 'other';
}

/** In a heading. */
const MAX_NAME = 60;

/** The heading of what starts at an hour of its own; undefined for what any request says. */
export function headingOfPlan({
  state,
  jobId,
  begunAt,
  toldAt,
  cancelledBy,
  asked,
}: RequestRecord): Pick<ApprovalView, 'heading' | 'tone'> | undefined {
  const isDeletion = asked.task === 'delete';
  if (state === 'cancelled' && isDeletion) {
    const by = cancelledBy === undefined ? undefined : cut(cancelledBy, MAX_NAME);
    return { heading: HEADINGS.kept(by), tone: 'success' };
  }
  if (state === 'cancelled' && cancelledBy !== undefined) {
    return { heading: HEADINGS.canceledBy(cut(cancelledBy, MAX_NAME)), tone: 'warning' };
  }
  if (state !== 'approved') return undefined;
  if (jobId !== undefined || begunAt !== undefined) return { heading: HEADINGS.started, tone: 'success' };
  if (isDeletion) {
    return toldAt === undefined
      ? { heading: HEADINGS.deletionPlanned, tone: 'info' }
      : { heading: HEADINGS.deletedSoon, tone: 'warning' };
  }
  return toldAt === undefined
    ? { heading: HEADINGS.planned, tone: 'info' }
    : { heading: HEADINGS.startsSoon, tone: 'warning' };
}

/** Stops a deletion. */
export function keepButton({ id, version, asked }: RequestRecord): Button {
  const label = asked.people.length > 1 ? BUTTONS.keepAll : BUTTONS.keepOne;
  return { action: 'approval.cancel', label, id, version, style: 'primary' };
}

/** Changing it opens the form of the person anew, which takes its place. */
export function planButtons(request: RequestRecord, viewer: Viewer): Button[] {
  const { id, version, asked } = request;
  const [one, ...others] = asked.people;
  const change: Button[] =
    others.length > 0
      ? [{ action: 'approval.change', label: BUTTONS.leaveOut, id, version }]
      : viewer === 'requester' && one?.objectId !== undefined && asked.task === 'leave'
        ? [{ action: 'leave.open', label: BUTTONS.change, id: one.objectId, version }]
        : [];
  if (asked.task === 'delete') return [keepButton(request), ...change];
  return [...change, { action: 'approval.cancel', label: BUTTONS.cancelPlan, id, version, style: 'danger' }];
}

/** The hour of what does not start as soon as it is approved. Of a deletion nobody chose it, so that it is in no zone. */
export function sayWhen(request: RequestRecord): Pick<ApprovalView, 'when'> {
  const { asked, state, jobId, begunAt } = request;
  const { startsAt, zone = 'UTC', task } = asked;
  if (startsAt === undefined) return {};
  const says = task === 'delete' ? WHEN_DELETED : WHEN;
  const isBegun = jobId !== undefined || begunAt !== undefined;
  const isOpen = state === 'waiting' || isPlanned(request);
  // It may have been held up: by a pause, or by a group that couldn't be read.
  const at = isBegun ? (begunAt ?? startsAt) : startsAt;
  return {
    when: {
      at,
      label: isBegun ? says.started : isOpen ? says.starts : says.wasToStart,
      ...(task === 'delete' ? {} : { said: sayInZone(at, zone) }),
    },
  };
}

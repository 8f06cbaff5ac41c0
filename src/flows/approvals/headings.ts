import type { RequestState } from '../../service/approvals/approvals.ts';
import { isPutOff } from '../../service/approvals/waiting/putOff.ts';
import type { Tone } from '../views/parts.ts';
import { cut } from '../words.ts';
import { headingOfPlan, type Viewer } from './planParts.ts';
import { APPROVAL_WORDS } from './words.ts';

const { card: SAYS } = APPROVAL_WORDS;

/** In a heading. */
const MAX_NAME = 60;

/** With who of the other side wrote last, for the line with which a chat calls somebody. */
function headingOfWaiting(
  { notes = [], requestedBy, warnedAt }: RequestState['request'],
  viewer: Viewer,
): { heading: string; tone: Tone } {
  const last = notes.at(-1);
  const isTheirs =
    last !== undefined && viewer !== 'other' && (last.by === requestedBy.actorId) === (viewer === 'approver');
  const { needed, waits, neededSoon, waitsSoon } = SAYS.heading;
  const isLate = warnedAt !== undefined;
  const plain = viewer === 'approver' ? (isLate ? neededSoon : needed) : isLate ? waitsSoon : waits;
  const heading = isTheirs ? SAYS.heading.withNews(plain, cut(last.name, MAX_NAME)) : plain;
  return { heading, tone: isLate ? 'warning' : 'info' };
}

function headingOfCanceled({ cancelledBy }: RequestState['request']): string {
  const { canceled, canceledBy } = SAYS.heading;
  return cancelledBy === undefined ? canceled : canceledBy(cut(cancelledBy, MAX_NAME));
}

/** What a card about a request is called, as it stands. */
export function headingOf({ request }: RequestState, viewer: Viewer): { heading: string; tone: Tone } {
  if (request.problem?.code === 'CUSTOMER_GONE') {
    return { heading: SAYS.heading.customerGone, tone: 'warning' };
  }
  if (request.problem !== undefined) {
    return {
      heading: request.rule === '' ? SAYS.heading.notStarted : SAYS.heading.approvedNotStarted,
      tone: 'error',
    };
  }
  if (isPutOff(request)) return { heading: SAYS.heading.putOff, tone: 'warning' };
  const plan = request.asked.startsAt === undefined ? undefined : headingOfPlan(request);
  if (plan !== undefined) return plan;
  const isStuck = request.stuckAt !== undefined && viewer === 'requester';
  switch (request.state) {
    case 'waiting':
      if (isStuck) return { heading: SAYS.heading.stuck, tone: 'warning' };
      return headingOfWaiting(request, viewer);
    case 'approved':
      return { heading: SAYS.heading.approved, tone: 'success' };
    case 'declined':
      return { heading: SAYS.heading.declined, tone: 'error' };
    case 'cancelled':
      return { heading: headingOfCanceled(request), tone: 'warning' };
    case 'expired':
      return { heading: SAYS.heading.expired, tone: 'warning' };
  }
}

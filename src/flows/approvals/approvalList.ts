import { z } from 'zod';
import type { Actor } from '../../domain/terms.ts';
import type { RequestState } from '../../service/approvals/approvals.ts';
import { isPutOff } from '../../service/approvals/waiting/putOff.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import { sayTime } from '../times.ts';
import type { NoticeView } from '../views/parts.ts';
import { sayWho } from './approvalViews.ts';
import { APPROVAL_WORDS } from './words.ts';

const { list: SAYS, card: CARD } = APPROVAL_WORDS;

/** A notice shows this many paragraphs in both chats. */
const MAX_LISTED = 5;

/** One line of the list: who asks for what, or that it was oneself. */
function describe({ request }: RequestState, actor: Actor, position: number): string {
  const line = describeAsked(request, actor, position);
  return isPutOff(request) ? SAYS.putOff(line, request.waits.why) : line;
}

function describeAsked(request: RequestState['request'], actor: Actor, position: number): string {
  const { asked, requestedBy, createdAt } = request;
  const what = `${CARD.asksTo[asked.task ?? 'create'](asked.people.length)} ${sayWho(asked.people)}`;
  const requester = requestedBy.actorId === actor.id ? undefined : requestedBy.name;
  return SAYS.line(position, requester, what, sayTime(createdAt));
}

/** So many of them, from one on; the others are a press away. */
function showList(
  actor: Actor,
  { toDecide, asked, putOff }: Record<'toDecide' | 'asked' | 'putOff', RequestState[]>,
  from: number,
): NoticeView {
  const all = [...toDecide, ...asked, ...putOff];
  const shown = all.slice(from, from + MAX_LISTED);
  const more = all.length - from - shown.length;
  return {
    kind: 'notice',
    tone: 'info',
    title: all.length === 0 ? SAYS.none : SAYS.title(toDecide.length, asked.length, putOff.length),
    text: shown.map((state, index) => describe(state, actor, from + index + 1)),
    buttons: [
      ...shown.map((state, index) => ({
        action: 'approval.open',
        label: SAYS.show(from + index + 1),
        id: state.request.id,
        version: state.request.version,
      })),
      ...(more > 0
        ? [{ action: 'approval.list', label: SAYS.more(more), id: `${from + shown.length}`, version: 1 }]
        : []),
    ],
  };
}

/** `approvals`: what waits for whoever asks, what they asked for, and what is put off. */
export function approvalListActions({ service }: FlowContext): Action[] {
  return [
    actionsFor(['helpdesk', 'admin', 'approver'], { guests: true }).message(
      'approval.list',
      z.object({
        id: z
          .string()
          .regex(/^\d{1,4}$/)
          .optional(),
      }),
      async (actor, _place, { id = '0' }) => ({
        type: 'message',
        here: true,
        view: showList(actor, await service.approvals.listWaiting(actor), Number(id)),
      }),
    ),
  ];
}

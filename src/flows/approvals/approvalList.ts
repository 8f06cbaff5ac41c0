import { z } from 'zod';
import type { RequestState } from '../../service/approvals/approvals.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import { sayTime } from '../times.ts';
import { sayWho } from './approvalViews.ts';
import { APPROVAL_WORDS } from './words.ts';

const { list: SAYS } = APPROVAL_WORDS;

/** A notice shows this many paragraphs in both chats. */
const MAX_LISTED = 5;

/** One line of the list. */
function describe({ request }: RequestState): string {
  const { asked, requestedBy, createdAt } = request;
  return SAYS.line(sayWho(asked.people), requestedBy.name, sayTime(createdAt));
}

/** `approvals`: what waits for whoever asks, and what they asked for. */
export function approvalListActions({ service }: FlowContext): Action[] {
  return [
    actionsFor(['helpdesk', 'admin', 'approver'], { guests: true }).message(
      'approval.list',
      z.object({}),
      async (actor) => {
        const { toDecide, asked } = await service.approvals.listWaiting(actor);
        const all = [...toDecide, ...asked];
        return {
          type: 'message',
          here: true,
          view: {
            kind: 'notice',
            tone: 'info',
            title: all.length === 0 ? SAYS.none : SAYS.title(toDecide.length, asked.length),
            text: all.slice(0, MAX_LISTED).map(describe),
            ...(all.length > MAX_LISTED ? { next: SAYS.more(all.length - MAX_LISTED) } : {}),
            buttons: all.slice(0, MAX_LISTED).map((state, index) => ({
              action: 'approval.open',
              label: SAYS.show(index + 1),
              id: state.request.id,
              version: state.request.version,
            })),
          },
        };
      },
    ),
  ];
}

import { z } from 'zod';
import { isSamePerson } from '../../domain/policy/roleGroups.ts';
import type { Actor, Role } from '../../domain/terms.ts';
import { readsAll } from '../../service/audit/history.ts';
import { recordOf } from '../../service/customers/customers.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import { sayWho } from '../approvals/approvalViews.ts';
import type { FlowContext } from '../context.ts';
import { sayDelivery, toDeliveryLines } from '../jobs/deliveryLines.ts';
import { sayTime } from '../times.ts';
import type { Button, NoticeView } from '../views/parts.ts';
import { OVERVIEW_WORDS, WEEK_WORDS as SAYS } from './words.ts';

/** Those who read the history, and see of this what they read there. */
export const MAY_SEE_WEEK = ['helpdesk', 'admin', 'auditor'] as const satisfies readonly Role[];

/** A notice shows this many paragraphs in both chats. */
const MAX_LISTED = 5;

/** Something of the week, in one line, and what leads to it. */
interface Line {
  say(position: number): string;
  /** Left out: its reader may not open it. */
  open?: Pick<Button, 'action' | 'id' | 'version'>;
}

/** What came to nothing first, as somebody may still wait for it. */
async function listLines(
  { service, policy }: FlowContext,
  actor: Actor,
): Promise<{ lines: Line[]; title: string; isOfOthers: boolean }> {
  const { leaving, undelivered } = await service.customers.listWeek(actor);
  const mayOpen = new Set((await service.approvals.listPlanned(actor)).map(({ id }) => id));
  const people = leaving.reduce((sum, { asked }) => sum + asked.people.length, 0);
  const by = ({ actorId, name }: { actorId: string; name: string }) =>
    isSamePerson(policy, actorId, actor.id) ? undefined : name;
  return {
    title: [
      ...(undelivered.length > 0 ? [OVERVIEW_WORDS.undelivered(undelivered.length)] : []),
      ...(people > 0 ? [OVERVIEW_WORDS.leaving(people)] : []),
    ].join(', '),
    isOfOthers: undelivered.some(({ job }) => by(job.requestedBy) !== undefined),
    lines: [
      ...undelivered.map(({ job, delivery }): Line => {
        const [line] = toDeliveryLines([delivery]);
        const what = line === undefined ? delivery.state : sayDelivery(line);
        const owner = by(job.requestedBy);
        return {
          say: (position) => SAYS.failed(position, delivery.recipient, what, owner, sayTime(job.createdAt)),
          ...(owner === undefined ? { open: { action: 'job.show', id: job.id, version: 1 } } : {}),
        };
      }),
      ...leaving.map(
        ({ id, version, requestedBy, asked: { people, startsAt = 0 } }): Line => ({
          say: (position) => SAYS.leaves(position, sayWho(people), sayTime(startsAt), by(requestedBy)),
          ...(mayOpen.has(id) ? { open: { action: 'approval.open', id, version } } : {}),
        }),
      ),
    ],
  };
}

/** So many of them, from one on; the others are a press away. */
async function showWeek(context: FlowContext, actor: Actor, from: number): Promise<NoticeView> {
  const { lines, title, isOfOthers } = await listLines(context, actor);
  const shown = lines.slice(from, from + MAX_LISTED);
  const more = lines.length - from - shown.length;
  const id = recordOf(actor.customer);
  return {
    kind: 'notice',
    tone: 'info',
    title: lines.length > 0 ? title : readsAll(actor) ? SAYS.none : SAYS.noneOwn,
    text: shown.map(({ say }, index) => say(from + index + 1)),
    ...(isOfOthers ? { next: SAYS.next } : {}),
    buttons: [
      ...shown.flatMap(({ open }, index): Button[] =>
        open === undefined ? [] : [{ ...open, label: SAYS.show(from + index + 1) }],
      ),
      ...(more > 0
        ? [
            {
              action: 'customers.week',
              label: SAYS.more(more),
              id: `${id} ${from + shown.length}`,
              version: 1,
            },
          ]
        : []),
    ],
  };
}

/** What `customers` counts of one customer's week, as a list. */
export function weekActions(context: FlowContext): Action[] {
  return [
    actionsFor(MAY_SEE_WEEK).message(
      'customers.week',
      z.object({ id: z.string().default('') }),
      async (actor, _place, { id }) => {
        const [, from = '0'] = id.split(' ');
        return { type: 'message', view: await showWeek(context, actor, Number(from) || 0) };
      },
    ),
  ];
}

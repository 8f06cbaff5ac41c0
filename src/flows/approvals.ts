import { z } from 'zod';
import { RollcallError } from '../domain/errors.ts';
import type { Policy } from '../domain/policy.ts';
import type { Actor } from '../domain/terms.ts';
import type { RequestState } from '../service/approvals/approvals.ts';
import type { Action } from './action.ts';
import { showApproval, showChangeForm, showDeclineForm, type Viewer } from './approvalViews.ts';
import type { FlowContext } from './context.ts';
import { defineAction } from './defineAction.ts';
import { CSV, fileStem } from './files.ts';
import { choices } from './personFields.ts';
import type { Reply } from './reply.ts';
import { count } from './words.ts';

/** Refusals that the card itself answers, because it shows why. */
const STANDING: ReadonlySet<string> = new Set(['ALREADY_DONE', 'VERSION_STALE', 'NO_SEATS', 'NOT_YET']);
/** Refusals after which the form can be filled in another way. */
const CORRECTABLE: ReadonlySet<string> = new Set(['INPUT_INVALID', 'NO_SEATS']);

const button = z.object({ id: z.string(), version: z.coerce.number() });

/** The customer's name, or its id for one the policy does not know any more. */
export function nameOf(policy: Policy, customer: string): string {
  return policy.customers.find(({ id }) => id === customer)?.name ?? customer;
}

/** What a form turns into when what it asks for needs approval; notify sends and keeps the message about it. */
export function sayWaits(state: RequestState, customer: string): Reply {
  return { type: 'follow', view: showApproval(state, customer, 'requester') };
}

/** One line of the list. */
function describe({ request }: RequestState): string {
  const { asked, requestedBy, createdAt } = request;
  const what =
    asked.people.length === 1
      ? (asked.people[0]?.person.displayName ?? '')
      : count(asked.people.length, 'person', 'people');
  return `${what}, asked by ${requestedBy.name} on ${new Date(createdAt).toISOString().slice(0, 10)}`;
}

/** Deciding what others ask for. Roles are open: who may decide is asked of the stored request at each click. */
export function approvalActions({ service, policy }: FlowContext): Action[] {
  function viewerOf(actor: Actor, { request }: RequestState): Viewer {
    return request.requestedBy.actorId === actor.id ? 'requester' : 'approver';
  }

  /** A click that does not count is refused on the card itself, which then shows how things stand. */
  async function refusing(actor: Actor, id: string, work: () => Promise<Reply>): Promise<Reply> {
    try {
      return await work();
    } catch (error) {
      const isStanding = error instanceof RollcallError && STANDING.has(error.code);
      if (!isStanding) throw error;
      const state = await service.loadRequest(actor, id);
      const note = `${error.message} ${error.done ?? ''}`.trim();
      const view = showApproval(state, nameOf(policy, actor.customer), viewerOf(actor, state), note);
      return { type: 'replace', view };
    }
  }

  const decide = (actor: Actor, id: string, version: number, decision: 'approve' | 'decline', reason = '') =>
    refusing(actor, id, async () => {
      const state = await service.decide(actor, id, version, decision, reason);
      return { type: 'follow', view: showApproval(state, nameOf(policy, actor.customer), 'approver') };
    });

  return [
    defineAction({
      id: 'approval.approve',
      answers: 'replace',
      guests: true,
      roles: [],
      input: button,
      run: (actor, _place, { id, version }) => decide(actor, id, version, 'approve'),
    }),
    defineAction({
      id: 'approval.decline',
      answers: 'form',
      guests: true,
      roles: [],
      input: button,
      run: (actor, _place, { id }) =>
        refusing(actor, id, async () => {
          const state = await service.loadRequest(actor, id);
          const customer = nameOf(policy, actor.customer);
          const waits = state.request.state === 'waiting' && viewerOf(actor, state) === 'approver';
          if (waits) return { type: 'form', view: showDeclineForm(state, customer) };
          return { type: 'replace', view: showApproval(state, customer, viewerOf(actor, state)) };
        }),
    }),
    defineAction({
      id: 'approval.declineSubmit',
      answers: 'replace',
      guests: true,
      roles: [],
      input: button.extend({ fields: z.object({ reason: z.string().default('') }).prefault({}) }),
      run: (actor, _place, { id, version, fields }) => decide(actor, id, version, 'decline', fields.reason),
    }),
    defineAction({
      id: 'approval.change',
      answers: 'form',
      guests: true,
      roles: [],
      input: button,
      run: (actor, _place, { id }) =>
        refusing(actor, id, async () => {
          const state = await service.loadRequest(actor, id);
          const customer = nameOf(policy, actor.customer);
          const viewer = viewerOf(actor, state);
          if (state.request.state !== 'waiting') {
            return { type: 'replace', view: showApproval(state, customer, viewer) };
          }
          return { type: 'form', view: showChangeForm(state, customer, viewer) };
        }),
    }),
    defineAction({
      id: 'approval.changeSubmit',
      answers: 'replace',
      guests: true,
      roles: [],
      input: button.extend({
        fields: z.object({ remove: choices, leaveOut: choices }).prefault({}),
      }),
      run: (actor, _place, { id, version, fields }) =>
        refusing(actor, id, async () => {
          const customer = nameOf(policy, actor.customer);
          try {
            const state = await service.changeRequest(actor, id, version, fields);
            return { type: 'follow', view: showApproval(state, customer, viewerOf(actor, state)) };
          } catch (error) {
            if (!(error instanceof RollcallError) || !CORRECTABLE.has(error.code)) throw error;
            const state = await service.loadRequest(actor, id);
            const problem = `${error.message} ${error.next}`;
            const form = showChangeForm(state, customer, viewerOf(actor, state), problem);
            return { type: 'fieldErrors', errors: { form: problem }, form };
          }
        }),
    }),
    defineAction({
      id: 'approval.remind',
      answers: 'replace',
      guests: true,
      roles: [],
      input: button,
      run: (actor, _place, { id }) =>
        refusing(actor, id, async () => {
          const { state, reminded } = await service.remindNow(actor, id);
          const note =
            reminded.length === 0
              ? 'Nobody who was asked can be reached just now.'
              : `Reminded: ${reminded.join(', ')}.`;
          const view = showApproval(state, nameOf(policy, actor.customer), 'requester', note);
          return { type: 'replace', view };
        }),
    }),
    defineAction({
      id: 'approval.show',
      answers: 'replace',
      guests: true,
      roles: [],
      input: button,
      async run(actor, _place, { id }) {
        const state = await service.loadRequest(actor, id);
        const view = showApproval(state, nameOf(policy, actor.customer), viewerOf(actor, state));
        return { type: 'replace', view };
      },
    }),
    defineAction({
      id: 'approval.people',
      answers: 'message',
      guests: true,
      roles: [],
      input: button,
      async run(actor, _place, { id, version }) {
        const state = await service.loadRequest(actor, id);
        const { asked } = state.request;
        return {
          type: 'message',
          view: {
            kind: 'notice',
            tone: 'info',
            title: `Here are all ${asked.people.length} people.`,
            text: ['One line per person, with the licenses each would get.'],
            buttons: [],
          },
          files: [
            {
              name: `${fileStem(asked.fileName ?? 'people')}-request.csv`,
              contentType: CSV,
              bytes: Buffer.from(service.requestCsv(state)),
              again: { action: 'approval.people', id, version },
            },
          ],
        };
      },
    }),
    defineAction({
      id: 'approval.cancel',
      answers: 'replace',
      guests: true,
      roles: [],
      input: button,
      run: (actor, _place, { id }) =>
        refusing(actor, id, async () => {
          const state = await service.cancelRequest(actor, id);
          return { type: 'follow', view: showApproval(state, nameOf(policy, actor.customer), 'requester') };
        }),
    }),
    defineAction({
      id: 'approval.list',
      answers: 'message',
      guests: true,
      roles: ['helpdesk', 'admin', 'approver'],
      input: z.object({}),
      async run(actor) {
        const { toDecide, asked } = await service.listWaiting(actor);
        const all = [...toDecide, ...asked];
        return {
          type: 'message',
          here: true,
          view: {
            kind: 'notice',
            tone: 'info',
            title:
              all.length === 0
                ? 'Nothing waits for you.'
                : `${toDecide.length} to decide, ${asked.length} you asked for`,
            text: all.slice(0, MAX_LISTED).map(describe),
            ...(all.length > MAX_LISTED
              ? { next: `${all.length - MAX_LISTED} more are shown once these are decided.` }
              : {}),
            buttons: all.slice(0, MAX_LISTED).map((state, index) => ({
              action: 'approval.open',
              label: `Show ${index + 1}`,
              id: state.request.id,
              version: state.request.version,
            })),
          },
        };
      },
    }),
    defineAction({
      id: 'approval.open',
      answers: 'replace',
      guests: true,
      roles: [],
      input: button,
      async run(actor, place, { id }) {
        const { message } = place;
        const state =
          message === undefined
            ? await service.loadRequest(actor, id)
            : await service.showRequestIn(actor, id, message);
        const view = showApproval(state, nameOf(policy, actor.customer), viewerOf(actor, state));
        return { type: 'replace', view };
      },
    }),
  ];
}

/** A notice shows this many paragraphs in both chats. */
const MAX_LISTED = 5;

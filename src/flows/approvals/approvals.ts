import { z } from 'zod';
import { RollcallError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Actor } from '../../domain/terms.ts';
import type { RequestState } from '../../service/approvals/approvals.ts';
import { canBeCut } from '../../service/approvals/cutAsked.ts';
import { describeNotAsked, mayDecide } from '../../service/approvals/judging.ts';
import { isPlanned } from '../../service/approvals/startableRequests.ts';
import type { RequestRecord } from '../../service/ports/requests.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import { CSV, fileStem } from '../files.ts';
import { choices } from '../formFields.ts';
import { sayPaused } from '../pausing/pausing.ts';
import type { Reply } from '../reply.ts';
import { readLeaveOut, showChangeForm, showDeclineForm } from './approvalForms.ts';
import { sayAskedOf, showApproval } from './approvalViews.ts';
import { viewerOf } from './planParts.ts';
import { APPROVAL_WORDS } from './words.ts';

/** Refusals that the card itself answers, because it shows why. */
const STANDING: ReadonlySet<string> = new Set(['ALREADY_DONE', 'VERSION_STALE', 'NO_SEATS', 'NOT_YET']);
/** Refusals after which the form can be filled in another way. */
const CORRECTABLE: ReadonlySet<string> = new Set(['INPUT_INVALID', 'NO_SEATS']);

/** The customer's name, or its id for one the policy does not know any more. */
export function nameOf(policy: Pick<Policy, 'customers'>, customer: string): string {
  return policy.customers.find(({ id }) => id === customer)?.name ?? customer;
}

/** Why a click does not count, and what to do about it. */
export function sayRefusal({ message, done, next }: RollcallError): string {
  return [message, done, next].filter((said) => said !== undefined && said !== '').join(' ');
}

/** What a form turns into when what it asks for needs approval; notify sends and keeps the message about it. */
export function sayWaits(state: RequestState, customer: string): Reply {
  return { type: 'follow', view: showApproval(state, customer, 'requester') };
}

/** Why a form about what waits is not opened for somebody who could not send it. */
export function refuseOthers(policy: Policy, request: RequestRecord, actorId: string): string | undefined {
  const isTheirs = request.requestedBy.actorId === actorId || mayDecide(policy, request, actorId);
  return request.state !== 'waiting' || isTheirs ? undefined : sayRefusal(describeNotAsked());
}

/** Deciding what others ask for. Roles are open: who may decide is asked of the stored request at each click. */
export function approvalActions({ service, policy }: FlowContext): Action[] {
  const action = actionsFor([], { guests: true });
  /** A request as this actor sees it; a note says why a click did not count. */
  function see(actor: Actor, state: RequestState) {
    const customer = nameOf(policy, actor.customer);
    const viewer = viewerOf(state.request, actor.id);
    return {
      state,
      customer,
      viewer,
      waits: state.request.state === 'waiting',
      refused: refuseOthers(policy, state.request, actor.id),
      show: (note?: string) => showApproval(state, customer, viewer, note),
    };
  }

  async function look(actor: Actor, id: string) {
    return see(actor, await service.approvals.load(actor, id));
  }

  /** In a pause people can still be left out of a plan; a change of what waits for an answer may approve it. */
  function holdInPause({ request }: RequestState): Reply | undefined {
    const paused = service.brake.paused();
    if (paused === undefined || isPlanned(request)) return undefined;
    return { type: 'message', view: sayPaused(paused), here: true };
  }

  /** A click that does not count is refused on the card itself, which then shows how things stand. */
  async function refusing(actor: Actor, id: string, work: () => Promise<Reply>): Promise<Reply> {
    try {
      return await work();
    } catch (error) {
      const isStanding = error instanceof RollcallError && STANDING.has(error.code);
      if (!isStanding) throw error;
      const seen = await look(actor, id);
      return { type: 'replace', view: seen.show(sayRefusal(error)) };
    }
  }

  const decide = (actor: Actor, id: string, version: number, decision: 'approve' | 'decline', reason = '') =>
    refusing(actor, id, async () => {
      const state = await service.approvals.decide(actor, id, version, decision, reason);
      return { type: 'follow', view: see(actor, state).show() };
    });

  return [
    action.replace('approval.approve', button, (actor, _place, { id, version }) =>
      decide(actor, id, version, 'approve'),
    ),
    action.form('approval.decline', button, (actor, _place, { id }) =>
      refusing(actor, id, async () => {
        const { state, customer, viewer, waits, refused, show } = await look(actor, id);
        return waits && viewer === 'approver' && refused === undefined
          ? { type: 'form', view: showDeclineForm(state, customer) }
          : { type: 'replace', view: show(refused) };
      }),
    ),
    action.replace(
      'approval.declineSubmit',
      button.extend({ fields: z.object({ reason: z.string().default('') }).prefault({}) }),
      (actor, _place, { id, version, fields }) =>
        refusing(actor, id, async () => {
          const { state, customer, viewer, waits } = await look(actor, id);
          if (fields.reason.trim() === '' && waits && viewer === 'approver') {
            const { name } = state.request.requestedBy;
            const errors = { reason: APPROVAL_WORDS.forms.decline.reasonMissing(name) };
            return { type: 'fieldErrors', errors, form: showDeclineForm(state, customer, errors) };
          }
          return decide(actor, id, version, 'decline', fields.reason);
        }),
    ),
    action.form('approval.change', button, (actor, _place, { id }) =>
      refusing(actor, id, async () => {
        const { state, customer, viewer, waits, refused, show } = await look(actor, id);
        const held = holdInPause(state);
        if (held !== undefined) return held;
        if (refused !== undefined) return { type: 'replace', view: show(refused) };
        if (waits && !canBeCut(state.request.asked)) {
          return { type: 'replace', view: show(APPROVAL_WORDS.forms.change.nothingLess(viewer)) };
        }
        return waits || isPlanned(state.request)
          ? { type: 'form', view: showChangeForm(state, customer, viewer) }
          : { type: 'replace', view: show() };
      }),
    ),
    action.replace(
      'approval.changeSubmit',
      button.extend({
        fields: z.object({ remove: choices, leaveOut: choices }).prefault({}),
      }),
      (actor, _place, { id, version, fields }) =>
        refusing(actor, id, async () => {
          const before = await look(actor, id);
          const held = holdInPause(before.state);
          if (held !== undefined) return held;
          const comeBack = ({ state, customer, viewer }: typeof before, problem: string): Reply => {
            const form = showChangeForm(state, customer, viewer, problem, fields.leaveOut);
            return { type: 'fieldErrors', errors: { form: problem }, form };
          };
          const leaveOut = readLeaveOut(before.state.request.asked.people, fields.leaveOut);
          if ('unclear' in leaveOut) return comeBack(before, leaveOut.unclear);
          try {
            const state = await service.approvals.change(actor, id, version, { ...fields, leaveOut });
            return { type: 'follow', view: see(actor, state).show() };
          } catch (error) {
            if (!(error instanceof RollcallError) || !CORRECTABLE.has(error.code)) throw error;
            return comeBack(await look(actor, id), `${error.message} ${error.next}`);
          }
        }),
    ),
    action.replace('approval.remind', button, (actor, _place, { id }) =>
      refusing(actor, id, async () => {
        const { state, reminded } = await service.approvals.remind(actor, id);
        return { type: 'replace', view: see(actor, state).show(APPROVAL_WORDS.reminded(reminded)) };
      }),
    ),
    action.replace('approval.show', button, async (actor, _place, { id }) => ({
      type: 'replace',
      view: (await look(actor, id)).show(),
    })),
    action.message('approval.people', button, async (actor, _place, { id, version }) => {
      const { state } = await look(actor, id);
      const { asked } = state.request;
      return {
        type: 'message',
        view: {
          kind: 'notice',
          tone: 'info',
          title: APPROVAL_WORDS.fullList.title(asked.people.length),
          text: [APPROVAL_WORDS.fullList.text(asked.task ?? 'create')],
          buttons: [],
        },
        files: [
          {
            name: `${fileStem(asked.fileName ?? 'people')}-request.csv`,
            contentType: CSV,
            bytes: Buffer.from(service.approvals.writeCsv(state, sayAskedOf(state))),
            again: { action: 'approval.people', id, version },
          },
        ],
      };
    }),
    action.replace('approval.cancel', button, (actor, _place, { id }) =>
      refusing(actor, id, async () => {
        const state = await service.approvals.cancel(actor, id);
        return { type: 'follow', view: see(actor, state).show() };
      }),
    ),
    action.replace('approval.open', button, async (actor, { message }, { id }) => {
      const seen =
        message === undefined
          ? await look(actor, id)
          : see(actor, await service.approvals.showIn(actor, id, message));
      return { type: 'replace', view: seen.show() };
    }),
  ];
}

import type { Actor, Place } from '../../domain/terms.ts';
import type { Submitted } from '../../service/approvals/approvals.ts';
import type { LeaversDraft } from '../../service/leaving/leaversDraft.ts';
import { peopleOf, requestOfLeavers } from '../../service/leaving/peopleOfLeavers.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf, sayWaits } from '../approvals/approvals.ts';
import { sayInConfirm } from '../approvals/foreseen.ts';
import type { FlowContext } from '../context.ts';
import type { Reply } from '../reply.ts';
import { refuseUsed } from '../usedForm.ts';
import type { Button } from '../views/parts.ts';
import { MAY_OFFBOARD } from './leaveForm.ts';
import { leaveFormActions } from './leaveFormActions.ts';
import { showConfirm, showLeaversForm, showParts } from './leaversViews.ts';
import { LEAVE_WORDS } from './words.ts';

/** The ways to offboard several people. */
export const SEVERAL: readonly Button[] = [
  { action: 'leavers.who', label: LEAVE_WORDS.buttons.several, id: 'new', version: 1 },
  { action: 'leavers.openFile', label: LEAVE_WORDS.buttons.fromFile, id: 'new', version: 1 },
];

/** As {@link refuseUsed}, for the form and each of its parts. */
export async function refuseUsedLeavers(
  context: FlowContext,
  actor: Actor,
  draft: DraftRecord<LeaversDraft>,
): Promise<void> {
  for (const used of await context.service.leavers.listUses(draft)) await refuseUsed(context, actor, used);
}

/** Several people who leave: the form, the confirmation, the start. */
export function leaversActions(context: FlowContext): Action[] {
  const action = actionsFor(MAY_OFFBOARD);
  const { service, policy } = context;

  async function submit(
    actor: Actor,
    place: Place,
    { id, version, data }: DraftRecord<LeaversDraft>,
    { message, ...more }: { message?: Place['message'] } = {},
  ): Promise<Submitted> {
    const { leftOut = [], ...asked } = requestOfLeavers(data);
    return service.approvals.submit({
      actor,
      place,
      requestId: id,
      requestVersion: version,
      kind: 'bulk',
      task: 'leave',
      ...asked,
      ...(leftOut.length === 0 ? {} : { leftOut }),
      ...(data.values.reason === '' ? {} : { reason: data.values.reason }),
      ...(message === undefined ? {} : { message }),
      ...more,
    });
  }

  async function start(actor: Actor, place: Place, id: string, version: number): Promise<Reply> {
    const draft = await service.leavers.load(actor, id);
    const uses = await service.leavers.listUses(draft);
    // An end of the process leaves some parts without a request: those are still to be asked for.
    const isHalf = uses
      .slice(1)
      .some(({ jobId, requestId }) => jobId === undefined && requestId === undefined);
    if (isHalf) await refuseUsed(context, actor, draft.data);
    else await refuseUsedLeavers(context, actor, draft);
    const parts = await service.leavers.split(actor, place, draft, version);
    const [only, ...others] = parts;
    if (only === undefined || others.length === 0) {
      const { message } = place;
      const submitted = await submit(
        actor,
        place,
        { ...draft, version },
        message === undefined ? {} : { message },
      );
      if ('request' in submitted) return sayWaits(submitted.request, nameOf(policy, actor.customer));
      const title = LEAVE_WORDS.working(submitted.job.total);
      return { type: 'follow', view: { kind: 'working', title, text: draft.data.fileName ?? '' } };
    }
    const { message: _button, ...own } = place;
    const submitted: Submitted[] = [];
    for (const part of parts) {
      const { requestId } = part.data;
      submitted.push(
        isHalf && requestId !== undefined
          ? { request: await service.approvals.load(actor, requestId), existed: true }
          : await submit(actor, own, part),
      );
    }
    const [first] = submitted;
    if (first !== undefined && 'request' in first) {
      await service.leavers.noteStarted(actor, id, first.request.request.id);
    }
    return { type: 'replace', view: showParts(draft.data.groups ?? [], submitted) };
  }

  return [
    ...leaveFormActions<LeaversDraft>({
      name: 'leavers',
      async load(actor, id) {
        const draft = await service.leavers.load(actor, id);
        await refuseUsedLeavers(context, actor, draft);
        return draft;
      },
      show: (actor, draft, errors) => showLeaversForm(context, actor, draft, errors),
      usePreset: (...chosen) => service.leavers.usePreset(...chosen),
      async check(actor, id, values) {
        const { draft, problems } = await service.leavers.check(actor, id, values);
        const { groups = [], ofAll = 0, read, people } = draft.data;
        const each = groups.map((group) => peopleOf(draft.data, values, group));
        const asked = each.flat();
        const [largest = []] = [...each].sort((one, other) => other.length - one.length);
        return {
          draft,
          problems,
          // Of a part that is asked for again, what all of them were for decides, as when it is sent.
          foresee: () =>
            service.approvals.foresee({
              actor,
              task: 'leave',
              people: largest,
              ofAll: Math.max(asked.length, ofAll),
            }),
          async confirm(foreseen) {
            const leftOut = (read ?? people.length) - asked.length;
            const customer = nameOf(policy, actor.customer);
            const ids = asked.flatMap(({ objectId }) => objectId ?? []);
            const older = await service.approvals.listDeletions(actor, ids);
            return showConfirm(customer, draft, asked, leftOut, { ...sayInConfirm(foreseen), older });
          },
        };
      },
    }),
    action.replace('leavers.start', button, (actor, place, { id, version }) =>
      start(actor, place, id, version),
    ),
  ];
}

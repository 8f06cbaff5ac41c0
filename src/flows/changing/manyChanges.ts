import { z } from 'zod';
import { RollcallError } from '../../domain/errors.ts';
import type { Actor, Place } from '../../domain/terms.ts';
import { isOfChanges } from '../../roster/columns/changeColumns.ts';
import type { ChangesDraft } from '../../service/changing/changesDraft.ts';
import { changesOfRoster } from '../../service/changing/changesOfRoster.ts';
import { requestOfChanges } from '../../service/changing/requestOfChanges.ts';
import type { RosterDraft } from '../../service/drafts/draftData.ts';
import type { IncomingFile } from '../../service/incomingFile.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf, sayWaits } from '../approvals/approvals.ts';
import { checkApproval, sayInConfirm } from '../approvals/foreseen.ts';
import type { FlowContext } from '../context.ts';
import { sayUnknown, setupFields } from '../formFields.ts';
import { wordsOf } from '../jobs/taskWords.ts';
import type { Reply } from '../reply.ts';
import { refuseUsed } from '../usedForm.ts';
import type { Button, FieldErrors, NoticeView } from '../views/parts.ts';
import type { VerificationView } from '../views/roster.ts';
import { changesFile, MAY_CHANGE_MANY } from './changesFile.ts';
import { showChangesConfirm } from './changesViews.ts';
import { sayEndedDeletions } from './endedDeletions.ts';
import { CHANGE_WORDS } from './words.ts';

/** The way to change several people, for admins. */
export const CHANGES_BUTTON: Button = {
  action: 'changes.openFile',
  label: CHANGE_WORDS.many.open,
  id: 'new',
  version: 1,
};

const fields = sayUnknown(z.object({ reason: setupFields.shape.reason }));
const start = button.extend({ fields: fields.prefault({}) });

/**
 * What a file that was sent without a word comes to as a file of changes: `User name,Job title`. Undefined where it is none,
 * or names nobody who exists.
 */
export async function readAsChanges(
  context: FlowContext,
  actor: Actor,
  place: Place,
  file: IncomingFile,
  { columns, rows, reading }: Pick<RosterDraft, 'columns' | 'rows' | 'reading'>,
): Promise<VerificationView | NoticeView | undefined> {
  if (rows.length > 0 || reading === undefined || !isOfChanges(columns, reading.choices)) return undefined;
  try {
    const draft = await context.service.manyChanges.openFile(actor, place, file);
    if (draft.data.people.length === 0 && draft.data.sheets === undefined) return undefined;
    return changesFile.ask(context, actor, draft);
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return undefined;
  }
}

/** `changes`: several people who exist, as a file says; and putting back what such a job changed. */
export function manyChangesActions(context: FlowContext): Action[] {
  const action = actionsFor(MAY_CHANGE_MANY);
  const { service, policy } = context;

  /** What is shown can be asked for. */
  async function show(
    actor: Actor,
    { id, data }: DraftRecord<ChangesDraft>,
    reason = data.reason,
  ): Promise<{ draft: DraftRecord<ChangesDraft>; errors: FieldErrors; form(errors: FieldErrors): Reply }> {
    const draft = await service.manyChanges.check(actor, id, reason);
    const { people } = requestOfChanges(draft.data);
    const foreseen = await service.approvals.foresee({ actor, task: draft.data.task, people });
    const customer = nameOf(policy, actor.customer);
    const { task } = draft.data;
    const ended = await sayEndedDeletions(context, actor, task, people, foreseen !== undefined);
    // A file gives no licenses.
    const { licenses } = task === 'putBack' ? await service.facts.read(actor.customer) : { licenses: [] };
    const licenseNames = Object.fromEntries(licenses.map(({ skuId, name }) => [skuId, name]));
    const words = { ...sayInConfirm(foreseen), ended, licenseNames };
    const view = (errors: FieldErrors) => showChangesConfirm(customer, draft, words, errors);
    return {
      draft,
      errors: checkApproval(foreseen, reason),
      form: (errors) =>
        Object.keys(errors).length === 0
          ? { type: 'form', view: view({}) }
          : { type: 'fieldErrors', errors, form: view(errors) },
    };
  }

  return [
    ...changesFile.actions(context),
    action.message('changes.roster', button, async (actor, place, { id }) => {
      const { data } = await service.rosters.load(actor, id);
      const draft = await service.manyChanges.openReading(actor, place, data.fileName, changesOfRoster(data));
      return { type: 'message', view: changesFile.show(context, actor, draft) };
    }),
    action.form('changes.open', button, async (actor, _place, { id }) => {
      const draft = await service.manyChanges.load(actor, id);
      await refuseUsed(context, actor, draft.data);
      return (await show(actor, draft)).form({});
    }),
    action.form(
      'changes.undo',
      z.object({ id: z.string() }),
      async (actor, { message: _results, ...place }, { id }) => {
        const draft = await service.manyChanges.openPutBack(actor, place, id);
        return (await show(actor, draft)).form({});
      },
    ),
    action.form('changes.start', start, (actor, place, { id, fields: { reason, unknown } }) =>
      service.oneAtATime(id, async () => {
        const before = await service.manyChanges.load(actor, id);
        await refuseUsed(context, actor, before.data);
        const { draft, errors, form } = await show(actor, before, reason);
        const found = { ...errors, ...unknown };
        if (Object.keys(found).length > 0) return form(found);
        const { task } = draft.data;
        const { message } = place;
        const submitted = await service.approvals.submit({
          actor,
          place,
          requestId: id,
          requestVersion: draft.version,
          kind: 'bulk',
          task,
          ...requestOfChanges(draft.data),
          ...(reason === '' ? {} : { reason }),
          ...(message === undefined ? {} : { message }),
        });
        if ('request' in submitted) return sayWaits(submitted.request, nameOf(policy, actor.customer));
        const title = wordsOf(task).doing(CHANGE_WORDS.many.people(submitted.job.total));
        return { type: 'follow', view: { kind: 'working', title, text: draft.data.fileName ?? '' } };
      }),
    ),
  ];
}

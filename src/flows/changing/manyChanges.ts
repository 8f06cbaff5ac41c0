import { z } from 'zod';
import { RollcallError } from '../../domain/errors.ts';
import type { Actor, Place } from '../../domain/terms.ts';
import { isOfChanges } from '../../roster/columns/changeColumns.ts';
import type { ChangesDraft } from '../../service/changing/changesDraft.ts';
import { changesOfRoster } from '../../service/changing/changesOfRoster.ts';
import { MAX_CHANGED } from '../../service/changing/changingMany.ts';
import { requestOfChanges } from '../../service/changing/requestOfChanges.ts';
import type { RosterDraft } from '../../service/drafts/draftData.ts';
import { type IncomingFile, namingFile } from '../../service/incomingFile.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf, sayWaits } from '../approvals/approvals.ts';
import { checkReason, sayInConfirm } from '../approvals/foreseen.ts';
import type { FlowContext } from '../context.ts';
import { sayUnknown, setupFields } from '../formFields.ts';
import { wordsOf } from '../jobs/taskWords.ts';
import type { Reply } from '../reply.ts';
import { askForFile, isFile, sendNamesLog } from '../rosters/askForFile.ts';
import { askForSheet } from '../rosters/chooseSheet.ts';
import type { FileTurns } from '../rosters/fileTurns.ts';
import { partButton } from '../rosters/partButton.ts';
import { refuseUsed } from '../usedForm.ts';
import type { Button, FieldErrors, NoticeView } from '../views/parts.ts';
import type { VerificationView } from '../views/roster.ts';
import { showChangesConfirm, showChangesFile } from './changesViews.ts';
import { CHANGE_WORDS } from './words.ts';

const MAY_CHANGE_MANY = ['admin'] as const;

/** The way to change several people, for admins. */
export const CHANGES_BUTTON: Button = {
  action: 'changes.openFile',
  label: CHANGE_WORDS.many.open,
  id: 'new',
  version: 1,
};

const fields = sayUnknown(z.object({ reason: setupFields.shape.reason }));
const start = button.extend({ fields: fields.prefault({}) });

/** Reads a file of changes and shows what it comes to, or asks which sheet of it is meant. */
export async function readChangesFile(
  context: FlowContext,
  actor: Actor,
  place: Place,
  file: IncomingFile,
): Promise<VerificationView | NoticeView> {
  const draft = await namingFile(file, () => context.service.manyChanges.openFile(actor, place, file));
  const { id, version, data } = draft;
  if (data.sheets === undefined) return showChangesFile(nameOf(context.policy, actor.customer), draft);
  const { fileName = file.name, sheets } = data;
  const offered = sheets.offered.map(({ name, names }) => ({ name, people: names.length }));
  return askForSheet(
    { id, version, fileName, offered, others: sheets.others },
    { ...CHANGE_WORDS.many.whichSheet, action: 'changes.sheet' },
  );
}

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
): Promise<VerificationView | undefined> {
  if (rows.length > 0 || reading === undefined || !isOfChanges(columns, reading.choices)) return undefined;
  try {
    const draft = await context.service.manyChanges.openFile(actor, place, file);
    if (draft.data.people.length === 0) return undefined;
    return showChangesFile(nameOf(context.policy, actor.customer), draft);
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return undefined;
  }
}

/** `changes`: several people who exist, as a file says; and putting back what such a job changed. */
export function manyChangesActions(context: FlowContext, turns: FileTurns): Action[] {
  const action = actionsFor(MAY_CHANGE_MANY);
  const { service, policy } = context;
  const oneAtATime = createOneAtATime();

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
    const view = (errors: FieldErrors) => showChangesConfirm(customer, draft, sayInConfirm(foreseen), errors);
    return {
      draft,
      errors: checkReason(foreseen, reason),
      form: (errors) =>
        Object.keys(errors).length === 0
          ? { type: 'form', view: view({}) }
          : { type: 'fieldErrors', errors, form: view(errors) },
    };
  }

  return [
    action.form('changes.openFile', z.object({}), async (actor) => {
      if (actor.platform === 'teams') turns.expect(actor, 'change');
      return askForFile('changes.file', {
        task: 'change',
        customer: nameOf(policy, actor.customer),
        maxRows: Math.min(policy.maxRows, MAX_CHANGED),
        buttons: [{ action: 'template.send', label: CHANGE_WORDS.many.template, id: 'changes', version: 1 }],
      });
    }),
    action.message('changes.file', z.object({ file: isFile }), async (actor, place, { file }) => ({
      type: 'message',
      view: await readChangesFile(context, actor, place, file),
    })),
    action.message('changes.roster', button, async (actor, place, { id }) => {
      const { data } = await service.rosters.load(actor, id);
      const draft = await service.manyChanges.openReading(actor, place, data.fileName, changesOfRoster(data));
      return { type: 'message', view: showChangesFile(nameOf(policy, actor.customer), draft) };
    }),
    action.replace('changes.sheet', partButton, async (actor, _place, { id: { draftId, part } }) => {
      const draft = await service.manyChanges.chooseSheet(actor, draftId, part);
      return { type: 'replace', view: showChangesFile(nameOf(policy, actor.customer), draft) };
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
      oneAtATime(id, async () => {
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
    action.message('changes.log', button, async (actor, _place, { id, version }) => {
      const { data } = await service.manyChanges.load(actor, id);
      return sendNamesLog(data.fileName, service.manyChanges.writeLog(data), {
        action: 'changes.log',
        id,
        version,
      });
    }),
  ];
}

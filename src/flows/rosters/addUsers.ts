import { z } from 'zod';
import type { Actor } from '../../domain/terms.ts';
import type { RosterDraft } from '../../service/drafts/draftData.ts';
import type { CustomerFacts } from '../../service/facts/customerFacts.ts';
import { namingFile } from '../../service/incomingFile.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { listLeftOut } from '../../service/rosters/leftOut.ts';
import { requireAgreed } from '../../service/rosters/requireAgreed.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf, sayWaits } from '../approvals/approvals.ts';
import { checkApproval } from '../approvals/foreseen.ts';
import { changesFile } from '../changing/changesFile.ts';
import { readAsChanges } from '../changing/manyChanges.ts';
import type { FlowContext } from '../context.ts';
import { fileStem, sendCsv } from '../files.ts';
import { keepingForm, toFieldErrors } from '../formErrors.ts';
import { setupForm } from '../formFields.ts';
import { leaversFile } from '../leaving/leaversFile.ts';
import { assignFile } from '../licensing/assignFile.ts';
import { resetsFile } from '../people/manyResets.ts';
import { usePresetActions } from '../presets/usePresets.ts';
import type { Reply } from '../reply.ts';
import { refuseUsed } from '../usedForm.ts';
import { showWaveTo } from '../waves/waves.ts';
import { askForFile, isFile } from './askForFile.ts';
import { showOpened } from './chooseSheet.ts';
import { showConfirm } from './confirmMany.ts';
import type { RosterMessages } from './rosterMessages.ts';
import { showVerification } from './rosterViews.ts';
import {
  fillSetup,
  groupsOfSetup,
  MAY_CREATE_MANY,
  readSetup,
  readSetupForm,
  setupPresets,
} from './setupForm.ts';
import { ROSTER_WORDS } from './words.ts';

const setup = button.extend({ fields: setupForm.prefault({}) });

/** `addusers`: the file, its verification, the set-up form, the confirmation, the start. */
export function addUsersActions(context: FlowContext, messages: RosterMessages): Action[] {
  const action = actionsFor(MAY_CREATE_MANY);
  const { service, policy } = context;

  async function factsOf(actor: Actor): Promise<CustomerFacts> {
    return service.facts.read(actor.customer);
  }

  async function openSetup(actor: Actor, id: string): Promise<Reply> {
    const draft = await service.rosters.load(actor, id);
    await refuseUsed(context, actor, draft.data);
    requireAgreed(draft);
    const { facts, show } = await readSetupForm(context, actor, groupsOfSetup(draft.data), draft);
    return { type: 'form', view: show(draft, readSetup(draft.data, facts)) };
  }

  /** One customer's part of a file for several begins with that alone. */
  const isOpenPart = async (draft: DraftRecord<RosterDraft>): Promise<boolean> =>
    draft.data.wave !== undefined && service.waves.isOpenPart(draft);

  return [
    action.form('addusers.open', z.object({}), async (actor, place) => {
      // A file that is dropped into the chat says of itself for which customer it is nowhere.
      if (policy.customers.length > 1) await service.fileTurns.expect(actor, place, 'create');
      const customer = policy.customers.find(({ id }) => id === actor.customer);
      return askForFile('addusers.file', {
        customer: customer?.name ?? actor.customer,
        maxRows: policy.maxRows,
        buttons: [{ action: 'template.send', label: ROSTER_WORDS.upload.template, id: 'both', version: 1 }],
      });
    }),
    action.message('addusers.file', z.object({ file: isFile }), async (actor, place, { file }) => {
      const isExpected = place.platform === 'teams' || policy.customers.length > 1;
      const task = isExpected ? await service.fileTurns.take(actor, place) : undefined;
      if (task !== undefined) {
        const names = { assign: assignFile, leave: leaversFile, change: changesFile, reset: resetsFile }[
          task
        ];
        return { type: 'message', view: await names.read(context, actor, place, file) };
      }
      const opened = await namingFile(file, () => service.waves.open(actor, place, file));
      if ('state' in opened) {
        return messages.answerWave(actor, opened.state, await showWaveTo(context, actor, opened.state));
      }
      const draft = await namingFile(file, () => service.rosters.open(actor, place, opened.file));
      const changes = await readAsChanges(context, actor, place, opened.file, draft.data);
      if (changes !== undefined) {
        await service.rosters.drop(actor, draft.id);
        return { type: 'message', view: changes };
      }
      return messages.answer(actor, draft, showOpened((await factsOf(actor)).name, draft));
    }),
    action.replace('addusers.columns', button, async (actor, _place, { id, version }) => {
      const draft = await service.rosters.agreeToColumns(actor, id, version);
      return { type: 'replace', view: showVerification((await factsOf(actor)).name, draft) };
    }),
    action.replace('addusers.names', button, async (actor, _place, { id, version }) => {
      const draft = await service.rosters.agreeToNames(actor, id, version);
      return { type: 'replace', view: showVerification((await factsOf(actor)).name, draft) };
    }),
    action.replace('addusers.suggestions', button, async (actor, _place, { id, version }) => {
      const draft = await service.rosters.takeSuggestions(actor, id, version);
      return { type: 'replace', view: showVerification((await factsOf(actor)).name, draft) };
    }),
    action.message('addusers.log', button, async (actor, _place, { id, version }) => {
      const draft = await service.rosters.load(actor, id);
      return sendCsv(ROSTER_WORDS.log, {
        name: `${fileStem(draft.data.fileName)}-log.csv`,
        csv: service.rosters.writeLog(draft),
        again: { action: 'addusers.log', id, version },
      });
    }),
    ...['addusers.setup', 'addusers.setupBack'].map((name) =>
      action.form(name, button, (actor, _place, { id }) => openSetup(actor, id)),
    ),
    action.form('addusers.seats', setup, async (actor, _place, { id, fields }) => {
      const draft = await service.rosters.load(actor, id);
      const { facts, show } = await readSetupForm(
        context,
        actor,
        fields.groups ?? groupsOfSetup(draft.data),
        draft,
      );
      return {
        type: 'form',
        view: show(draft, fillSetup(fields, readSetup(draft.data, facts)), fields.unknown),
      };
    }),
    action.form('addusers.setupSubmit', setup, async (actor, _place, { id, fields }) => {
      const kept = await service.rosters.load(actor, id);
      const isPart = await isOpenPart(kept);
      const { facts, show } = await readSetupForm(
        context,
        actor,
        fields.groups ?? groupsOfSetup(kept.data),
        kept,
      );
      const values = fillSetup(fields, readSetup(kept.data, facts));
      return keepingForm(
        async () => {
          const chosen = { ...values, licenses: [...values.licenses], groups: [...values.groups] };
          const { draft, problems } = await service.rosters.setUp(actor, id, chosen);
          const found = { ...toFieldErrors(problems), ...fields.unknown };
          const isClean = Object.keys(found).length === 0;
          if (isClean && isPart) {
            const state = await service.waves.setUp(actor, draft, chosen);
            return { type: 'form', view: await showWaveTo(context, actor, state) };
          }
          const people = isClean ? service.rosters.peopleOf(draft) : [];
          const foreseen = isClean ? await service.approvals.foresee({ actor, people }) : undefined;
          const errors = isClean ? checkApproval(foreseen, values.reason) : found;
          const hasErrors = Object.keys(errors).length > 0;
          const confirm = hasErrors ? undefined : showConfirm(facts, draft, foreseen);
          if (confirm === undefined) {
            return {
              type: 'fieldErrors',
              errors,
              form: show(draft, values, errors),
            };
          }
          return { type: 'form', view: confirm };
        },
        (errors) => show(kept, values, errors),
      );
    }),
    action.replace('addusers.start', button, async (actor, place, { id, version }) => {
      const draft = await service.rosters.load(actor, id);
      const { settings, fileName, reason } = draft.data;
      if (settings === undefined || (await isOpenPart(draft))) return openSetup(actor, id);
      const submitted = await service.approvals.submit({
        actor,
        place,
        requestId: id,
        requestVersion: version,
        kind: 'bulk',
        people: service.rosters.peopleOf(draft),
        leftOut: listLeftOut(draft.data.findings, draft.data.rows),
        settings,
        fileName,
        ...(reason === undefined ? {} : { reason }),
        ...(place.message === undefined ? {} : { message: place.message }),
      });
      if ('request' in submitted) return sayWaits(submitted.request, nameOf(policy, actor.customer));
      const { job } = submitted;
      return {
        type: 'follow',
        view: { kind: 'working', title: ROSTER_WORDS.working(job.total), text: fileName },
      };
    }),
    action.replace('addusers.cancel', button, async (actor, _place, { id }) => {
      const draft = await service.rosters.load(actor, id);
      await service.rosters.drop(actor, id);
      const { wave } = draft.data;
      // The others go on without it.
      if (wave !== undefined) {
        const state = await service.waves.load(actor, wave);
        return { type: 'replace', view: await showWaveTo(context, actor, state) };
      }
      return {
        type: 'replace',
        view: {
          kind: 'notice',
          tone: 'info',
          title: ROSTER_WORDS.canceled.title,
          text: [draft.data.fileName],
          next: ROSTER_WORDS.canceled.next,
          buttons: [],
        },
      };
    }),
    ...usePresetActions(service, setupPresets(context)),
  ];
}

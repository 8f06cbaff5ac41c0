import { z } from 'zod';
import type { Account, Actor, Place } from '../../domain/terms.ts';
import { type IncomingFile, namingFile } from '../../service/incomingFile.ts';
import type { ResetsDraft } from '../../service/people/resetsDraft.ts';
import { MAX_PICKED_RESETS, MAX_RESETS } from '../../service/people/resettingMany.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf, sayWaits } from '../approvals/approvals.ts';
import { ASK_LABEL, checkReason, sayInForm } from '../approvals/foreseen.ts';
import type { FlowContext } from '../context.ts';
import { keepingForm, toFieldErrors } from '../formErrors.ts';
import { askForFile, isFile, sendNamesLog } from '../rosters/askForFile.ts';
import { askForSheet } from '../rosters/chooseSheet.ts';
import type { FileTurns } from '../rosters/fileTurns.ts';
import { partButton } from '../rosters/partButton.ts';
import { SHORTEST_SEARCH } from '../searches.ts';
import { refuseUsed } from '../usedForm.ts';
import type { Button, FieldErrors, NoticeView } from '../views/parts.ts';
import type { ResetFormView } from '../views/passwords.ts';
import type { PersonSearchView } from '../views/people.ts';
import type { VerificationView } from '../views/roster.ts';
import { count, nameSome } from '../words.ts';
import { pickedFields, readPicked } from './pickPeople.ts';
import { resetForm } from './reset.ts';
import { PEOPLE_WORDS } from './words.ts';

const { resets: SAYS, buttons: LABELS } = PEOPLE_WORDS;
const MAY_RESET_MANY = ['admin'] as const;
/** Findings in one message. */
const MAX_FINDINGS = 20;
/** Reasons in one sentence at a field. */
const MAX_REASONS = 5;
/** Names in the form. */
const MAX_NAMES = 10;

/** The ways to new passwords for several people, for admins. */
export const RESETS_BUTTONS: readonly Button[] = [
  { action: 'resets.who', label: SAYS.pick, id: 'new', version: 1 },
  { action: 'resets.openFile', label: SAYS.fromFile, id: 'new', version: 1 },
];

function showPeople(customer: string, { id, version, data }: DraftRecord<ResetsDraft>): VerificationView {
  const { people, findings, read, fileName = '', sheet } = data;
  const toFix = findings.filter(({ severity }) => severity === 'error').length;
  const label = SAYS.label(count(people.length, 'person', 'people'));
  return {
    kind: 'verification',
    fileName,
    template: [SAYS.names, ...(sheet === undefined ? [] : [SAYS.sheet(sheet)])].join(' · '),
    customer,
    counts: { read, ready: people.length, toFix, warned: findings.length - toFix },
    isUnknown: false,
    mapping: [],
    people: [],
    kinds: [],
    findings: findings.slice(0, MAX_FINDINGS),
    more: Math.max(0, findings.length - MAX_FINDINGS),
    buttons: [
      ...(people.length === 0
        ? []
        : [{ action: 'resets.back', label, id, version, style: 'primary' } as const]),
      ...(findings.length === 0 ? [] : [{ action: 'resets.log', label: SAYS.logFile, id, version }]),
    ],
  };
}

/** Reads a file of user names and shows who of them may get a new password, or asks which sheet of it is meant. */
export async function readResetsFile(
  context: FlowContext,
  actor: Actor,
  place: Place,
  file: IncomingFile,
): Promise<VerificationView | NoticeView> {
  const draft = await namingFile(file, () => context.service.manyResets.openFile(actor, place, file));
  const { id, version, data } = draft;
  if (data.sheets === undefined) return showPeople(nameOf(context.policy, actor.customer), draft);
  const { fileName = file.name, sheets } = data;
  const offered = sheets.offered.map(({ name, names }) => ({ name, people: names.length }));
  return askForSheet(
    { id, version, fileName, offered, others: sheets.others },
    { ...SAYS.whichSheet, action: 'resets.sheet' },
  );
}

/** `resets`: new passwords for several people who exist, picked or named in a file, delivered like first ones. */
export function manyResetsActions(context: FlowContext, turns: FileTurns): Action[] {
  const { service, policy } = context;
  const action = actionsFor(MAY_RESET_MANY);
  const oneAtATime = createOneAtATime();

  function showSearch(
    actor: Actor,
    { chosen, query }: Pick<PersonSearchView, 'chosen' | 'query'>,
    errors: FieldErrors,
  ): PersonSearchView {
    return {
      kind: 'personSearch',
      task: 'reset',
      target: { submit: { action: 'resets.found', label: LABELS.next }, id: 'new', version: 1, errors },
      customer: nameOf(policy, actor.customer),
      most: MAX_PICKED_RESETS,
      fromLetters: SHORTEST_SEARCH,
      chosen,
      query,
    };
  }

  async function sayRefused(actor: Actor, refused: ReadonlyMap<string, string>): Promise<string> {
    const people = await service.lookUps.readPeople(actor, [...refused.keys()]);
    const names = new Map(people.map(({ id, displayName }) => [id, displayName]));
    const reasons = [...refused].map(([id, reason]) => `${names.get(id) ?? SAYS.somebody}: ${reason}`);
    const more = reasons.length - MAX_REASONS;
    return [...reasons.slice(0, MAX_REASONS), ...(more > 0 ? [SAYS.more(more)] : [])].join(' ');
  }

  async function showForm(
    actor: Actor,
    { id, version, data }: DraftRecord<ResetsDraft>,
    errors: FieldErrors,
  ): Promise<ResetFormView> {
    const { people, values } = data;
    const facts = await service.facts.read(actor.customer);
    const form = { task: 'reset' as const, people: people.length, licenses: [] };
    const { approval } = sayInForm(service.approvals.foreseeInForm(actor, form));
    return {
      kind: 'resetForm',
      target: {
        submit: {
          action: 'resets.start',
          label: approval === undefined ? SAYS.submit(people.length) : ASK_LABEL,
        },
        id,
        version,
        errors,
      },
      customer: facts.name,
      displayName: nameSome(
        people.map(({ displayName }) => displayName),
        MAX_NAMES,
      ),
      values,
      ...(approval === undefined ? {} : { approval }),
      deliveries: facts.deliveries,
    };
  }

  return [
    action.form('resets.who', z.object({}), async (actor) => ({
      type: 'form',
      view: showSearch(actor, { chosen: [], query: '' }, {}),
    })),
    action.form('resets.found', z.object({ fields: pickedFields }), (actor, place, { fields }) => {
      const { person: query } = fields;
      let chosen: readonly Account[] = [];
      return keepingForm(
        async () => {
          const picked = await readPicked(context, actor, fields, MAX_PICKED_RESETS);
          ({ chosen } = picked);
          const { errors } = picked;
          if (Object.keys(errors).length > 0) {
            return { type: 'fieldErrors', errors, form: showSearch(actor, { chosen, query }, errors) };
          }
          const opened = await service.manyResets.open(actor, place, picked.ids);
          if ('draft' in opened) return { type: 'form', view: await showForm(actor, opened.draft, {}) };
          const refused = { people: await sayRefused(actor, opened.refused) };
          return {
            type: 'fieldErrors',
            errors: refused,
            form: showSearch(actor, { chosen, query }, refused),
          };
        },
        (errors) => showSearch(actor, { chosen, query }, errors),
      );
    }),
    action.form('resets.openFile', z.object({}), async (actor) => {
      if (actor.platform === 'teams') turns.expect(actor, 'reset');
      return askForFile('resets.file', {
        task: 'reset',
        customer: nameOf(policy, actor.customer),
        maxRows: Math.min(policy.maxRows, MAX_RESETS),
      });
    }),
    action.message('resets.file', z.object({ file: isFile }), async (actor, place, { file }) => ({
      type: 'message',
      view: await readResetsFile(context, actor, place, file),
    })),
    action.replace('resets.sheet', partButton, async (actor, _place, { id: { draftId, part } }) => {
      const draft = await service.manyResets.chooseSheet(actor, draftId, part);
      return { type: 'replace', view: showPeople(nameOf(policy, actor.customer), draft) };
    }),
    action.message('resets.log', button, async (actor, _place, { id, version }) => {
      const { data } = await service.manyResets.load(actor, id);
      const again = { action: 'resets.log', id, version };
      return sendNamesLog(data.fileName, service.manyResets.writeLog(data), again);
    }),
    action.form('resets.back', button, async (actor, _place, { id }) => {
      const draft = await service.manyResets.load(actor, id);
      await refuseUsed(context, actor, draft.data);
      return { type: 'form', view: await showForm(actor, draft, {}) };
    }),
    action.form('resets.start', resetForm, (actor, place, { id, fields }) =>
      oneAtATime(id, async () => {
        const before = await service.manyResets.load(actor, id);
        await refuseUsed(context, actor, before.data);
        const { recipients, delivery = before.data.values.delivery, reason, unknown } = fields;
        const { draft, problems } = await service.manyResets.check(actor, id, {
          recipients,
          delivery,
          reason,
        });
        const isChecked = draft.data.checked === true;
        const asked = service.manyResets.requestOf(draft.data);
        const foreseen = isChecked
          ? await service.approvals.foresee({ actor, task: 'reset', people: asked.people })
          : undefined;
        const errors = {
          ...(isChecked ? checkReason(foreseen, reason) : toFieldErrors(problems)),
          ...unknown,
        };
        if (!isChecked || Object.keys(errors).length > 0) {
          return { type: 'fieldErrors', errors, form: await showForm(actor, draft, errors) };
        }
        const submitted = await service.approvals.submit({
          actor,
          place,
          requestId: id,
          requestVersion: draft.version,
          kind: 'bulk',
          task: 'reset',
          ...asked,
          ...(reason === '' ? {} : { reason }),
          ...(place.message === undefined ? {} : { message: place.message }),
        });
        if ('request' in submitted) return sayWaits(submitted.request, nameOf(policy, actor.customer));
        const title = SAYS.working(count(submitted.job.total, 'person', 'people'));
        return { type: 'follow', view: { kind: 'working', title, text: draft.data.fileName ?? '' } };
      }),
    ),
  ];
}

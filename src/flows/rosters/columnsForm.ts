import { z } from 'zod';
import type { Actor, Platform } from '../../domain/terms.ts';
import { COLUMN_CHOICES } from '../../roster/columns/chosenColumns.ts';
import {
  type ColumnChanges,
  type ColumnsReading,
  findUnsureHeader,
} from '../../service/rosters/rosterColumns.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import type { FlowContext } from '../context.ts';
import { keepingForm } from '../formErrors.ts';
import type { Reply } from '../reply.ts';
import type { ColumnsFormView } from '../views/columns.ts';
import type { Button, FieldErrors } from '../views/parts.ts';
import { cut } from '../words.ts';
import { partButton } from './partButton.ts';
import { previewPeople } from './previewPeople.ts';
import type { RosterMessages } from './rosterMessages.ts';
import { showVerification } from './rosterViews.ts';
import { MAY_CREATE_MANY } from './setupForm.ts';
import { ROSTER_WORDS } from './words.ts';

const words = ROSTER_WORDS.columns;

/** Of one card, which has 28 kB in Teams: what each column offers takes 2 of them. */
export const COLUMNS_IN_PART = 8;

const oneText = z.union([z.string(), z.array(z.string()).transform((texts) => texts[0] ?? '')]);
const form = partButton.extend({ fields: z.record(z.string(), oneText).prefault({}) });
type Fields = z.infer<typeof form>['fields'];

/** What was chosen in the part that was sent. */
function changesOf({ encoding, ...fields }: Fields): ColumnChanges {
  const choices = Object.entries(fields).flatMap(([field, value]) => {
    const index = /^column(\d{1,4})$/.exec(field)?.[1];
    return index === undefined ? [] : [[index, value]];
  });
  return { choices: Object.fromEntries(choices), ...(encoding === undefined ? {} : { encoding }) };
}

/** What nobody chooses: neither makes anything of a person. */
const NOT_CHOSEN: readonly string[] = ['password', 'leavingDate'];

/** Columns that hold something, or may. */
function partOf({ columns }: ColumnsReading, part: number) {
  const all = columns
    .map((column, index) => ({ ...column, index }))
    .filter(({ choice, column }) => !NOT_CHOSEN.includes(choice) && (column !== '' || choice !== 'none'));
  const parts = Math.max(1, Math.ceil(all.length / COLUMNS_IN_PART));
  const first = (part % parts) * COLUMNS_IN_PART;
  const shown = all.slice(first, first + COLUMNS_IN_PART);
  const said = parts === 1 ? '' : words.part(first + 1, first + shown.length, all.length);
  return { shown, parts, said };
}

function listNotes({ columns, draft }: ColumnsReading): string[] {
  const { remembered, isHeadless } = draft.data.reading ?? {};
  return [
    ...(isHeadless === true ? [words.noHeader] : []),
    ...(columns.some(({ choice }) => choice === 'userPrincipalName') ? [] : [words.noUserName]),
    ...(remembered === undefined ? [] : [words.remembered(remembered.name)]),
  ];
}

function showForm(
  customer: string,
  reading: ColumnsReading,
  part: number,
  columnsName: string,
  errors: FieldErrors = {},
): ColumnsFormView {
  const { draft, problem, people, encodings, encoding, columns } = reading;
  const { id, version, data } = draft;
  const { shown, parts, said } = partOf(reading, part);
  const unsure = findUnsureHeader(data);
  const go = (action: string, label: string, toPart = part): Button => ({
    action,
    label,
    id: `${id} ${toPart}`,
    version,
  });
  const turn =
    unsure === undefined
      ? []
      : data.reading?.isHeadless === true
        ? [go('addusers.columnsHeader', words.isHeader(unsure))]
        : [go('addusers.columnsPerson', words.isPerson(unsure))];
  const show = go('addusers.columnsShow', words.show);
  const ofProblem: FieldErrors =
    problem === undefined
      ? {}
      : { [problem.column === undefined ? '' : `column${problem.column}`]: problem.message };
  return {
    kind: 'columnsForm',
    target: {
      submit: { action: 'addusers.columnsUse', label: words.use },
      id: `${id} ${part}`,
      version,
      errors: { ...ofProblem, ...errors },
    },
    fileName: data.fileName,
    customer,
    people: previewPeople(people),
    part: said,
    columns: shown.map(({ index, column, sample, choice }) => ({
      field: `column${index}`,
      column: column === '' ? words.unnamed(index + 1) : column,
      sample,
      value: choice,
    })),
    choices: COLUMN_CHOICES,
    encodings: encodings.map(({ id: value, name, samples }) => ({
      value,
      text: name,
      sample: samples.join(', '),
    })),
    values: { encoding, columnsName: columnsName || (data.reading?.remembered?.name ?? '') },
    notes: listNotes(reading),
    show,
    buttons: [
      ...turn,
      ...(columns.some(({ choice }) => choice === 'userPrincipalName')
        ? [go('addusers.columnsNames', words.fromNames)]
        : []),
      ...(parts > 1 ? [go('addusers.columnsShow', words.more, (part + 1) % parts)] : []),
      ...(data.reading?.remembered === undefined
        ? []
        : [go('addusers.columnsForget', words.forget(cut(data.reading.remembered.name, 18)))]),
    ],
  };
}

/** Choosing how a file is read, column by column, before anything is made of it. */
export function columnsActions({ service, policy }: FlowContext, messages: RosterMessages): Action[] {
  const action = actionsFor(MAY_CREATE_MANY);
  const { rosters } = service;

  async function show(
    actor: Actor,
    { draftId, part }: { draftId: string; part: number },
    fields: Fields,
    changes: ColumnChanges = changesOf(fields),
  ): Promise<Reply> {
    const reading = await rosters.readColumns(actor, draftId, changes);
    const { columnsName = '' } = fields;
    return { type: 'form', view: showForm(nameOf(policy, actor.customer), reading, part, columnsName) };
  }

  async function use(
    actor: Actor,
    platform: Platform,
    { draftId, part }: { draftId: string; part: number },
    fields: Fields,
  ): Promise<Reply> {
    const { columnsName = '' } = fields;
    const customer = nameOf(policy, actor.customer);
    const reading = await rosters.readColumns(actor, draftId, changesOf(fields));
    const again = (errors: FieldErrors) => showForm(customer, reading, part, columnsName, errors);
    return keepingForm(async () => {
      const draft = await rosters.useColumns(actor, draftId, columnsName);
      const view = again({});
      if (draft === undefined) return { type: 'fieldErrors', errors: view.target.errors, form: view };
      // In Slack the form lies over the message: the newest comes below.
      const shown = showVerification(customer, draft);
      return platform === 'slack' ? messages.answer(actor, draft, shown) : { type: 'replace', view: shown };
    }, again);
  }

  return [
    action.form('addusers.columnsOpen', button, async (actor, { message }, { id }) => {
      await messages.note(actor, id, message);
      return show(actor, { draftId: id, part: 0 }, {});
    }),
    action.form('addusers.columnsShow', form, (actor, _place, { id, fields }) => show(actor, id, fields)),
    action.form('addusers.columnsNames', form, async (actor, _place, { id, fields }) => {
      const changes = changesOf(fields);
      const { columns } = await rosters.readColumns(actor, id.draftId, changes);
      // What was taken for the user name is mostly a private mail address.
      const mails = columns.some(({ choice }) => choice === 'otherMails') ? 'none' : 'otherMails';
      const choices = columns.map(({ choice }) => (choice === 'userPrincipalName' ? mails : choice));
      return show(actor, id, fields, { ...changes, choices: { ...choices } });
    }),
    action.form('addusers.columnsPerson', form, (actor, _place, { id, fields }) =>
      show(actor, id, fields, { ...changesOf(fields), unsureIs: 'person' }),
    ),
    action.form('addusers.columnsHeader', form, (actor, _place, { id, fields }) =>
      show(actor, id, fields, { ...changesOf(fields), unsureIs: 'header' }),
    ),
    action.form('addusers.columnsForget', form, async (actor, _place, { id, fields }) => {
      await rosters.forgetColumns(actor, id.draftId);
      return show(actor, id, { ...fields, columnsName: '' });
    }),
    action.form('addusers.columnsUse', form, (actor, { platform }, { id, fields }) =>
      use(actor, platform, id, fields),
    ),
    action.replace('addusers.check', button, async (actor, _place, { id }) => {
      const draft = await rosters.load(actor, id);
      return { type: 'replace', view: showVerification(nameOf(policy, actor.customer), draft) };
    }),
  ];
}

import { z } from 'zod';
import type { Actor, Place } from '../../domain/terms.ts';
import { type IncomingFile, namingFile } from '../../service/incomingFile.ts';
import type { AssignDraft } from '../../service/licensing/assignDraft.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import { askForFile, isFile, sendNamesLog } from '../rosters/askForFile.ts';
import { askForSheet } from '../rosters/chooseSheet.ts';
import type { FileTurns } from '../rosters/fileTurns.ts';
import { partButton } from '../rosters/partButton.ts';
import type { NoticeView } from '../views/parts.ts';
import type { VerificationView } from '../views/roster.ts';
import { LICENSING_WORDS } from './words.ts';

const { file: FILE, buttons: BUTTONS } = LICENSING_WORDS;

/** Findings in one message. */
const MAX_FINDINGS = 20;
const MAY_ASSIGN = ['admin'] as const;

function nameOf({ policy }: FlowContext, actor: Actor): string {
  return policy.customers.find(({ id }) => id === actor.customer)?.name ?? actor.customer;
}

/** Reads a file of user names and shows who of them is there, or asks which sheet of it is meant. */
export async function readAssignFile(
  context: FlowContext,
  actor: Actor,
  place: Place,
  file: IncomingFile,
): Promise<VerificationView | NoticeView> {
  const draft = await namingFile(file, () => context.service.assignments.openFile(actor, place, file));
  const { id, version, data } = draft;
  if (data.sheets === undefined) return showPeople(nameOf(context, actor), draft);
  const { fileName = file.name, sheets } = data;
  const offered = sheets.offered.map(({ name, names }) => ({ name, people: names.length }));
  return askForSheet(
    { id, version, fileName, offered, others: sheets.others },
    {
      ...FILE.whichSheet,
      action: 'assign.sheet',
    },
  );
}

function showPeople(customer: string, { id, version, data }: DraftRecord<AssignDraft>): VerificationView {
  const { targets, findings = [], read = targets.length, fileName = '', sheet } = data;
  const toFix = findings.filter(({ severity }) => severity === 'error').length;
  const label = BUTTONS.forPeople(targets.length);
  return {
    kind: 'verification',
    fileName,
    template: FILE.kind(sheet),
    customer,
    counts: { read, ready: targets.length, toFix, warned: findings.length - toFix },
    isUnknown: false,
    mapping: [],
    people: [],
    kinds: [],
    findings: findings.slice(0, MAX_FINDINGS),
    more: Math.max(0, findings.length - MAX_FINDINGS),
    buttons: [
      ...(targets.length === 0
        ? []
        : [{ action: 'assign.back', label, id, version, style: 'primary' } as const]),
      ...(findings.length === 0 ? [] : [{ action: 'assign.log', label: BUTTONS.log, id, version }]),
    ],
  };
}

/** Licenses for the people a file names: the file, and its verification. */
export function assignFileActions(context: FlowContext, turns: FileTurns): Action[] {
  const action = actionsFor(MAY_ASSIGN);
  return [
    action.form('assign.openFile', z.object({}), async (actor) => {
      if (actor.platform === 'teams') turns.expect(actor, 'assign');
      return askForFile('assign.file', {
        task: 'assign',
        customer: nameOf(context, actor),
        maxRows: context.policy.maxRows,
      });
    }),
    action.message('assign.file', z.object({ file: isFile }), async (actor, place, { file }) => ({
      type: 'message',
      view: await readAssignFile(context, actor, place, file),
    })),
    action.replace('assign.sheet', partButton, async (actor, _place, { id: { draftId, part } }) => {
      const draft = await context.service.assignments.chooseSheet(actor, draftId, part);
      return { type: 'replace', view: showPeople(nameOf(context, actor), draft) };
    }),
    action.message('assign.log', button, async (actor, _place, { id, version }) => {
      const { data } = await context.service.assignments.load(actor, id);
      return sendNamesLog(data.fileName, context.service.assignments.writeLog(data), {
        action: 'assign.log',
        id,
        version,
      });
    }),
  ];
}

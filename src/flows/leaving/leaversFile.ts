import { z } from 'zod';
import type { Actor, Place } from '../../domain/terms.ts';
import { type IncomingFile, namingFile } from '../../service/incomingFile.ts';
import { readBoth } from '../../service/leaving/leaverDates.ts';
import { MAX_LEAVERS } from '../../service/leaving/leavers.ts';
import type { LeaversDraft } from '../../service/leaving/leaversDraft.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import type { FlowContext } from '../context.ts';
import { askForFile, isFile, sendNamesLog } from '../rosters/askForFile.ts';
import { askForSheet } from '../rosters/chooseSheet.ts';
import type { FileTurns } from '../rosters/fileTurns.ts';
import { partButton } from '../rosters/partButton.ts';
import type { Button, NoticeView } from '../views/parts.ts';
import type { VerificationView } from '../views/roster.ts';
import { MAY_OFFBOARD } from './leaveForm.ts';
import { refuseUsedLeavers } from './leavers.ts';
import { LEAVE_WORDS } from './words.ts';

const SAYS = LEAVE_WORDS.file;

/** Findings in one message. */
const MAX_FINDINGS = 20;

/** Reads a file of user names and shows who of them can be offboarded, or asks which sheet of it is meant. */
export async function readLeaversFile(
  context: FlowContext,
  actor: Actor,
  place: Place,
  file: IncomingFile,
): Promise<VerificationView | NoticeView> {
  const draft = await namingFile(file, () => context.service.leavers.openFile(actor, place, file));
  const { id, version, data } = draft;
  if (data.sheets === undefined) return showPeople(context, actor, draft);
  const { fileName = file.name, sheets } = data;
  const offered = sheets.offered.map(({ name, names }) => ({ name, people: names.length }));
  return askForSheet(
    { id, version, fileName, offered, others: sheets.others },
    { ...SAYS.whichSheet, action: 'leavers.sheet' },
  );
}

/** How the dates are read, or which of two ways is meant. */
function showDates({ id, version, data }: DraftRecord<LeaversDraft>): {
  words: string[];
  question?: string;
  buttons: Button[];
} {
  const { dateColumn, order, unclear } = data;
  if (dateColumn === undefined) return { words: [], buttons: [] };
  if (unclear !== undefined) {
    const both = readBoth(unclear);
    return {
      words: [],
      question: SAYS.unclear(dateColumn, unclear, both.dayFirst, both.monthFirst),
      buttons: (['dayFirst', 'monthFirst'] as const).map((each) => ({
        action: `leavers.${each}`,
        label: SAYS.itIs(both[each]),
        id,
        version,
        style: 'primary' as const,
      })),
    };
  }
  return { words: [SAYS.dates(dateColumn, order)], buttons: [] };
}

function showPeople(context: FlowContext, actor: Actor, draft: DraftRecord<LeaversDraft>): VerificationView {
  const { id, version, data } = draft;
  const { people, read = people.length, fileName = '', sheet, unclear } = data;
  const state = context.service.leavers.read(data);
  // Until somebody has said how the dates are written, each of them would be wrong.
  const findings = unclear === undefined ? state.findings : (data.findings ?? []);
  const ready =
    unclear === undefined ? state.groups.reduce((sum, { ids }) => sum + ids.length, 0) : people.length;
  const toFix = findings.filter(({ severity }) => severity === 'error').length;
  const dates = showDates(draft);
  return {
    kind: 'verification',
    fileName,
    template: [SAYS.names, ...(sheet === undefined ? [] : [SAYS.sheet(sheet)]), ...dates.words].join(' · '),
    customer: nameOf(context.policy, actor.customer),
    counts: { read, ready, toFix, warned: findings.length - toFix },
    ...(dates.question === undefined ? {} : { question: dates.question }),
    isUnknown: false,
    mapping: [],
    people: [],
    kinds: [],
    findings: findings.slice(0, MAX_FINDINGS),
    more: Math.max(0, findings.length - MAX_FINDINGS),
    buttons: [
      ...dates.buttons,
      ...(ready === 0 || unclear !== undefined
        ? []
        : [
            {
              action: 'leavers.back',
              label: LEAVE_WORDS.buttons.offboardSome(ready),
              id,
              version,
              style: 'danger' as const,
            },
          ]),
      ...(findings.length === 0
        ? []
        : [{ action: 'leavers.log', label: LEAVE_WORDS.buttons.logFile, id, version }]),
    ],
  };
}

/** Several people who leave, named in a file: the file, and its verification. */
export function leaversFileActions(context: FlowContext, turns: FileTurns): Action[] {
  const action = actionsFor(MAY_OFFBOARD);
  const { service } = context;
  return [
    action.form('leavers.openFile', z.object({}), async (actor) => {
      if (actor.platform === 'teams') turns.expect(actor, 'leave');
      return askForFile('leavers.file', {
        task: 'leave',
        customer: nameOf(context.policy, actor.customer),
        maxRows: Math.min(context.policy.maxRows, MAX_LEAVERS),
      });
    }),
    action.message('leavers.file', z.object({ file: isFile }), async (actor, place, { file }) => ({
      type: 'message',
      view: await readLeaversFile(context, actor, place, file),
    })),
    action.replace('leavers.sheet', partButton, async (actor, _place, { id: { draftId, part } }) => {
      const draft = await service.leavers.chooseSheet(actor, draftId, part);
      return { type: 'replace', view: showPeople(context, actor, draft) };
    }),
    ...(['dayFirst', 'monthFirst'] as const).map((order) =>
      action.replace(`leavers.${order}`, button, async (actor, _place, { id }) => {
        await refuseUsedLeavers(context, actor, await service.leavers.load(actor, id));
        const draft = await service.leavers.chooseOrder(actor, id, order);
        return { type: 'replace', view: showPeople(context, actor, draft) };
      }),
    ),
    action.message('leavers.log', button, async (actor, _place, { id, version }) => {
      const { data } = await service.leavers.load(actor, id);
      return sendNamesLog(data.fileName, service.leavers.writeLog(data), {
        action: 'leavers.log',
        id,
        version,
      });
    }),
  ];
}

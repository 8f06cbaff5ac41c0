import { readBoth } from '../../service/leaving/leaverDates.ts';
import { MAX_LEAVERS } from '../../service/leaving/leavers.ts';
import type { LeaversDraft } from '../../service/leaving/leaversDraft.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import { createNamesFile } from '../rosters/namesFile.ts';
import type { Button } from '../views/parts.ts';
import { MAY_OFFBOARD } from './leaveForm.ts';
import { refuseUsedLeavers } from './leavers.ts';
import { LEAVE_WORDS } from './words.ts';

const SAYS = LEAVE_WORDS.file;

/** How the dates are read, or which of two ways is meant. */
function showDates({ id, version, data }: DraftRecord<LeaversDraft>): {
  words: string[];
  question?: string;
  buttons: Button[];
} {
  const { dateColumn, datesUnsure, order, unclear } = data;
  if (dateColumn === undefined) return { words: [], buttons: [] };
  if (datesUnsure !== undefined) {
    const date = data.people.find((one) => one.date !== undefined)?.date ?? '';
    return {
      words: [],
      question: SAYS.unsureDates(dateColumn, date),
      buttons: [
        { action: 'leavers.datesYes', label: SAYS.theyLeave, id, version, style: 'primary' },
        { action: 'leavers.datesNo', label: SAYS.otherDates, id, version },
      ],
    };
  }
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

/** Several people who leave, named in a file: the file, and its verification. */
export const leaversFile = createNamesFile<LeaversDraft>({
  name: 'leavers',
  task: 'leave',
  roles: MAY_OFFBOARD,
  most: MAX_LEAVERS,
  whichSheet: SAYS.whichSheet,
  serviceOf: ({ service }) => service.leavers,
  show({ service }, draft) {
    const { id, version, data } = draft;
    const { people, read = people.length } = data;
    const isAsked = data.unclear !== undefined || data.datesUnsure !== undefined;
    const state = service.leavers.read(data);
    const { words, question, buttons } = showDates(draft);
    const ready = isAsked ? people.length : state.groups.reduce((sum, { ids }) => sum + ids.length, 0);
    const offboard = {
      action: 'leavers.back',
      label: LEAVE_WORDS.buttons.offboardSome(ready),
      id,
      version,
      style: 'danger' as const,
    };
    return {
      asRead: words,
      read,
      ready,
      // Until somebody has said what the dates mean, each of them would be wrong.
      findings: isAsked ? (data.findings ?? []) : state.findings,
      ...(question === undefined ? {} : { question }),
      buttons: [...buttons, ...(ready === 0 || isAsked ? [] : [offboard])],
    };
  },
});

/** The file of several people who leave, and how its dates are written. */
export function leaversFileActions(context: FlowContext): Action[] {
  const action = actionsFor(MAY_OFFBOARD);
  const { service } = context;
  return [
    ...leaversFile.actions(context),
    ...(['datesYes', 'datesNo'] as const).map((answer) =>
      action.replace(`leavers.${answer}`, button, async (actor, _place, { id }) => {
        await refuseUsedLeavers(context, actor, await service.leavers.load(actor, id));
        const draft = await service.leavers.chooseDates(actor, id, answer === 'datesYes');
        return { type: 'replace', view: leaversFile.show(context, actor, draft) };
      }),
    ),
    ...(['dayFirst', 'monthFirst'] as const).map((order) =>
      action.replace(`leavers.${order}`, button, async (actor, _place, { id }) => {
        await refuseUsedLeavers(context, actor, await service.leavers.load(actor, id));
        const draft = await service.leavers.chooseOrder(actor, id, order);
        return { type: 'replace', view: leaversFile.show(context, actor, draft) };
      }),
    ),
  ];
}

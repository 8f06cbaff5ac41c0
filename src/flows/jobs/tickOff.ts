import { z } from 'zod';
import { writeCsv } from '../../roster/write/writeCsv.ts';
import type { JobState } from '../../service/jobs/shownJob.ts';
import { type LeftThing, listLeftThings } from '../../service/jobs/tickOff.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import type { FlowContext } from '../context.ts';
import { fileStem, sendCsv } from '../files.ts';
import { choices } from '../formFields.ts';
import type { TickOffFormView } from '../views/job.ts';
import type { FieldErrors } from '../views/parts.ts';
import { showProgress, showResults } from './jobViews.ts';

const MAY_OFFBOARD = ['admin'] as const;
/** As many as can be read through in one form; the next ones come up once these are ticked off. */
const MAX_OFFERED = 25;

/** What is done by hand and is not ticked off yet. */
function listOpen({ rows }: JobState): LeftThing[] {
  return listLeftThings(rows).filter(({ doneAt }) => doneAt === undefined);
}

function showForm(state: JobState, customer: string, errors: FieldErrors = {}): TickOffFormView {
  const { id, kind, requestVersion: version } = state.job;
  const open = listOpen(state);
  const shown = open.slice(0, MAX_OFFERED);
  return {
    kind: 'tickOffForm',
    target: { submit: { action: 'job.tickOffSubmit', label: 'Tick off' }, id, version, errors },
    back: { action: 'job.show', label: 'Back', id, version },
    customer,
    choices: shown.map(({ key, what, row: { person } }) => ({
      value: key,
      text: kind === 'one' ? what : `${person.displayName}: ${what}`,
    })),
    more: open.length - shown.length,
  };
}

/** One line for each thing, so that the commands can be copied as a column. */
function writeLeft(state: JobState): string {
  return writeCsv([
    ['Display name', 'User name', 'To do', 'Exchange Online PowerShell', 'Done by', 'Done'],
    ...listLeftThings(state.rows).map(({ row: { person }, what, command = '', doneBy = '', doneAt }) => [
      person.displayName,
      person.userPrincipalName,
      what,
      command,
      doneBy,
      doneAt === undefined ? '' : new Date(doneAt).toISOString(),
    ]),
  ]);
}

/** What a job leaves for a person to do by hand: as a file of commands, and ticked off. */
export function tickOffActions({ service, policy }: FlowContext): Action[] {
  const action = actionsFor(MAY_OFFBOARD);
  return [
    action.form('job.tickOff', button, async (actor, _place, { id }) => {
      const state = await service.jobs.load(actor, id);
      const customer = nameOf(policy, actor.customer);
      if (listOpen(state).length > 0) return { type: 'form', view: showForm(state, customer) };
      return {
        type: 'message',
        here: true,
        view: {
          kind: 'notice',
          tone: 'success',
          title: 'Nothing is left to tick off.',
          text: ['Everything that was left for a person is done.'],
          buttons: [],
        },
      };
    }),
    action.form(
      'job.tickOffSubmit',
      button.extend({ fields: z.object({ left: choices }).prefault({}) }),
      async (actor, _place, { id, fields: { left } }) => {
        const customer = nameOf(policy, actor.customer);
        if (left.length === 0) {
          const errors = { left: 'Choose what is done.' };
          const form = showForm(await service.jobs.load(actor, id), customer, errors);
          return { type: 'fieldErrors', errors, form };
        }
        const state = await service.jobs.tickOff(actor, id, left);
        const isBulk = state.job.kind === 'bulk';
        return {
          type: 'follow',
          view: isBulk ? showResults(state, customer) : showProgress(state, customer, false),
        };
      },
    ),
    action.message('job.leftFile', button, async (actor, _place, { id, version }) => {
      const state = await service.jobs.load(actor, id);
      return sendCsv(
        {
          title: 'Here is what is left for a person.',
          text: 'One line for each thing, with the command to paste into Exchange Online PowerShell.',
        },
        {
          name: `${fileStem(state.job.fileName ?? 'people')}-left-to-do.csv`,
          csv: writeLeft(state),
          again: { action: 'job.leftFile', id, version },
        },
      );
    }),
  ];
}

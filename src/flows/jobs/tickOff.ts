import { z } from 'zod';
import { writeCsv } from '../../roster/write/writeCsv.ts';
import type { JobState } from '../../service/jobs/shownJob.ts';
import { type LeftThing, listLeftThings } from '../../service/jobs/tickOff.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import { callPerson } from '../callPerson.ts';
import type { FlowContext } from '../context.ts';
import { fileStem, sendCsv } from '../files.ts';
import { choices } from '../formFields.ts';
import type { TickOffFormView } from '../views/job.ts';
import type { FieldErrors } from '../views/parts.ts';
import { showProgress, showResults } from './jobViews.ts';
import { JOB_WORDS } from './words.ts';

const { tickOff: words } = JOB_WORDS;

const MAY_OFFBOARD = ['admin'] as const;
/** As many as can be read through in one form; the next ones come up once these are ticked off. */
const MAX_OFFERED = 25;

/** What is done by hand and is not ticked off yet. */
function listOpen({ rows }: JobState): LeftThing[] {
  return listLeftThings(rows).filter(({ doneAt }) => doneAt === undefined);
}

/** What is ticked off, the last one first: that is the one which was a slip. */
function listTicked({ rows }: JobState): LeftThing[] {
  return listLeftThings(rows)
    .filter(({ doneAt }) => doneAt !== undefined)
    .sort((one, other) => (other.doneAt ?? 0) - (one.doneAt ?? 0));
}

function showForm(state: JobState, customer: string, errors: FieldErrors = {}): TickOffFormView {
  const { id, kind, requestVersion: version } = state.job;
  const open = listOpen(state);
  const ticked = listTicked(state);
  const more = open.length - MAX_OFFERED;
  const moreTicked = ticked.length - MAX_OFFERED;
  const toChoice = ({ key, what, row: { person } }: LeftThing) => ({
    value: key,
    text: what,
    ...(kind === 'one' ? {} : { person: callPerson(person) }),
  });
  return {
    kind: 'tickOffForm',
    target: { submit: { action: 'job.tickOffSubmit', label: words.submit }, id, version, errors },
    back: { action: 'job.show', label: JOB_WORDS.buttons.back, id, version },
    customer,
    choices: open.slice(0, MAX_OFFERED).map(toChoice),
    ticked: ticked.slice(0, MAX_OFFERED).map(toChoice),
    notes: [
      ...(more > 0 ? [words.more(more)] : []),
      ...(moreTicked > 0 ? [words.moreTicked(moreTicked)] : []),
    ],
  };
}

/** One line for each thing, so that the commands can be copied as a column. */
function writeLeft(state: JobState): string {
  return writeCsv([
    words.columns,
    ...listLeftThings(state.rows).map(({ row: { person }, what, command = '', doneBy = '', doneAt }) => [
      callPerson(person),
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
      if (listLeftThings(state.rows).length > 0) return { type: 'form', view: showForm(state, customer) };
      return {
        type: 'message',
        here: true,
        view: {
          kind: 'notice',
          tone: 'success',
          title: words.nothing.title,
          text: [words.nothing.text],
          buttons: [],
        },
      };
    }),
    action.form(
      'job.tickOffSubmit',
      button.extend({ fields: z.object({ left: choices, notDone: choices }).prefault({}) }),
      async (actor, _place, { id, fields: { left, notDone } }) => {
        const customer = nameOf(policy, actor.customer);
        if (left.length + notDone.length === 0) {
          const before = await service.jobs.load(actor, id);
          // Where everything is done, there is no other field to say it at.
          const errors = { [listOpen(before).length > 0 ? 'left' : 'notDone']: words.choose };
          const form = showForm(before, customer, errors);
          return { type: 'fieldErrors', errors, form };
        }
        const state = await service.jobs.tickOff(actor, id, left, notDone);
        const isBulk = state.job.kind === 'bulk';
        return {
          type: 'follow',
          view: isBulk ? showResults(state, customer) : showProgress(state, customer, false),
        };
      },
    ),
    action.message('job.leftFile', button, async (actor, _place, { id, version }) => {
      const state = await service.jobs.load(actor, id);
      return sendCsv(words.file, {
        name: `${fileStem(state.job.fileName ?? 'people')}-left-to-do.csv`,
        csv: writeLeft(state),
        again: { action: 'job.leftFile', id, version },
      });
    }),
  ];
}

import { z } from 'zod';
import type { Actor } from '../../domain/terms.ts';
import type { JobState } from '../../service/jobs/shownJob.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { sayDone, sayStays } from '../changing/actWords.ts';
import type { FlowContext } from '../context.ts';
import { fileStem, sendCsv } from '../files.ts';
import { toFieldErrors } from '../formErrors.ts';
import type { Reply } from '../reply.ts';
import type { FieldErrors } from '../views/parts.ts';
import type { SendToView } from '../views/passwords.ts';
import { showResent } from './deliveryLines.ts';
import { showProgress, showResults, titleOf } from './jobViews.ts';
import { reveal } from './reveal.ts';
import { JOB_WORDS } from './words.ts';

const MAY_CREATE = ['helpdesk', 'admin'] as const;

function showSendTo(
  state: JobState,
  customer: string,
  recipients: string,
  errors: FieldErrors = {},
): SendToView {
  const { id, requestVersion: version } = state.job;
  return {
    kind: 'sendTo',
    target: { submit: { action: 'job.sendToSubmit', label: JOB_WORDS.buttons.send }, id, version, errors },
    back: { action: 'job.show', label: JOB_WORDS.buttons.back, id, version },
    title: titleOf(state),
    customer,
    values: { recipients },
  };
}

/** What can be done with a job: stop, retry, send again, reveal, results. */
export function jobActions({ service, policy }: FlowContext): Action[] {
  const action = actionsFor(MAY_CREATE);
  function nameOf(actor: Actor): string {
    return policy.customers.find(({ id }) => id === actor.customer)?.name ?? actor.customer;
  }

  /** The job's own message shows the rest: notify keeps it current. */
  function follow(actor: Actor, state: JobState): Reply {
    return { type: 'follow', view: showProgress(state, nameOf(actor), false) };
  }

  return [
    action.replace('job.stop', button, async (actor, _place, { id }) =>
      follow(actor, await service.jobs.stop(actor, id)),
    ),
    action.replace('job.retry', button, async (actor, _place, { id }) =>
      follow(actor, await service.jobs.retry(actor, id)),
    ),
    actionsFor(['admin']).replace('job.undo', button, async (actor, place, { id }) => {
      const undone = await service.jobs.undo(actor, id, place);
      // A request that waits is a message of its own, and the job's stays as it is.
      const state = 'request' in undone ? await service.jobs.load(actor, id) : undone;
      if (state.job.kind === 'one') return follow(actor, state);
      return { type: 'follow', view: showResults(state, nameOf(actor)) };
    }),
    action.message('job.resend', button, async (actor, _place, { id }) => {
      const { deliveries } = await service.jobs.resend(actor, id);
      return { type: 'message', view: showResent(deliveries) };
    }),
    action.form('job.sendTo', button, async (actor, _place, { id }) => {
      return { type: 'form', view: showSendTo(await service.jobs.load(actor, id), nameOf(actor), '') };
    }),
    action.form(
      'job.sendToSubmit',
      button.extend({ fields: z.object({ recipients: z.string().default('') }).prefault({}) }),
      async (actor, _place, { id, fields: { recipients } }) => {
        const { problems, state } = await service.jobs.sendTo(actor, id, recipients);
        if (state !== undefined) return follow(actor, state);
        const errors = toFieldErrors(problems);
        const form = showSendTo(await service.jobs.load(actor, id), nameOf(actor), recipients, errors);
        return { type: 'fieldErrors', errors, form };
      },
    ),
    action.replace('job.show', button, async (actor, _place, { id }) => {
      const state = await service.jobs.load(actor, id);
      const isResults = state.job.kind === 'bulk';
      const view = isResults ? showResults(state, nameOf(actor)) : showProgress(state, nameOf(actor), false);
      return { type: 'replace', view };
    }),
    action.private('job.reveal', button, (actor, place, { id }) => reveal(service, actor, place, id)),
    action.message('job.results', button, async (actor, _place, { id, version }) => {
      const state = await service.jobs.load(actor, id);
      return sendCsv(JOB_WORDS.file, {
        name: `${fileStem(state.job.fileName ?? 'people')}-results.csv`,
        csv: service.jobs.writeResults(state, (row) => [
          ...sayDone(row, state.licenseNames),
          ...sayStays(row),
        ]),
        again: { action: 'job.results', id, version },
      });
    }),
  ];
}

import { z } from 'zod';
import { markCustomers } from '../../domain/customers.ts';
import type { Actor } from '../../domain/terms.ts';
import type { RosterDraft } from '../../service/drafts/draftData.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { requireAgreed } from '../../service/rosters/requireAgreed.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import { choices } from '../formFields.ts';
import type { RosterMessages } from '../rosters/rosterMessages.ts';
import { MAY_CREATE_MANY } from '../rosters/setupForm.ts';
import type { CustomersFormView } from '../views/waves.ts';
import { showWaveTo } from './waves.ts';
import { WAVE_WORDS } from './words.ts';

/** The people of a file for one customer, for several of them. */
export function chooseCustomersActions(
  context: FlowContext,
  messages: Pick<RosterMessages, 'answerWave'>,
): Action[] {
  const { service, policy } = context;
  const action = actionsFor(MAY_CREATE_MANY);

  function showForm(
    actor: Actor,
    { id, version, data }: DraftRecord<RosterDraft>,
    chosen: readonly string[],
  ): CustomersFormView {
    const marks = markCustomers(policy.customers);
    const theirs = service.waves.listTheirs(actor);
    const { submit, hint } = WAVE_WORDS.choose;
    return {
      kind: 'customersForm',
      target: { submit: { action: 'wave.copy', label: submit }, id, version, errors: {} },
      fileName: data.fileName,
      people: data.counts.read,
      offered: policy.customers
        .filter((one) => theirs.includes(one.id))
        .map((one) => ({ id: one.id, name: one.name, mark: marks.get(one.id) ?? '' })),
      chosen,
      hint,
    };
  }

  return [
    action.form('wave.choose', button, async (actor, _place, { id }) => {
      const draft = await service.rosters.load(actor, id);
      requireAgreed(draft);
      return { type: 'form', view: showForm(actor, draft, [actor.customer]) };
    }),
    action.message(
      'wave.copy',
      button.extend({ fields: z.object({ customers: choices }).prefault({}) }),
      async (actor, place, { id, fields: { customers } }) => {
        const state = await service.waves.copy(actor, place, id, customers);
        return messages.answerWave(actor, state, await showWaveTo(context, actor, state));
      },
    ),
  ];
}

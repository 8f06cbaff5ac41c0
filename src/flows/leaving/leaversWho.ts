import { z } from 'zod';
import type { Account, Actor } from '../../domain/terms.ts';
import { MAX_PICKED_LEAVERS } from '../../service/leaving/leavers.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import type { FlowContext } from '../context.ts';
import { keepingForm } from '../formErrors.ts';
import { pickedFields, readPicked } from '../people/pickPeople.ts';
import { SHORTEST_SEARCH } from '../searches.ts';
import type { FieldErrors } from '../views/parts.ts';
import type { PersonSearchView } from '../views/people.ts';
import { MAY_OFFBOARD } from './leaveForm.ts';
import { showLeaversForm } from './leaversViews.ts';
import { LEAVE_WORDS } from './words.ts';

const SAYS = LEAVE_WORDS.find;

/** Reasons in one sentence at a field. */
const MAX_REASONS = 5;

/** `leavers.who`: picks several people who leave. */
export function leaversWhoActions(context: FlowContext): Action[] {
  const { service, policy } = context;
  const action = actionsFor(MAY_OFFBOARD);

  function show(
    actor: Actor,
    { chosen, query }: Pick<PersonSearchView, 'chosen' | 'query'>,
    errors: FieldErrors,
  ): PersonSearchView {
    return {
      kind: 'personSearch',
      task: 'leave',
      target: {
        submit: { action: 'leavers.found', label: LEAVE_WORDS.buttons.next },
        id: 'new',
        version: 1,
        errors,
      },
      customer: nameOf(policy, actor.customer),
      most: MAX_PICKED_LEAVERS,
      fromLetters: SHORTEST_SEARCH,
      chosen,
      query,
    };
  }

  /** `Ada Lovelace: This person is a guest …`. */
  async function sayRefused(actor: Actor, refused: ReadonlyMap<string, string>): Promise<string> {
    const people = await service.lookUps.readPeople(actor, [...refused.keys()]);
    const names = new Map(people.map(({ id, displayName }) => [id, displayName]));
    const reasons = [...refused].map(([id, reason]) => SAYS.refused(names.get(id) ?? SAYS.somebody, reason));
    const more = reasons.length - MAX_REASONS;
    return [...reasons.slice(0, MAX_REASONS), ...(more > 0 ? [SAYS.moreRefused(more)] : [])].join(' ');
  }

  return [
    action.form('leavers.who', z.object({}), async (actor) => ({
      type: 'form',
      view: show(actor, { chosen: [], query: '' }, {}),
    })),
    action.form('leavers.found', z.object({ fields: pickedFields }), (actor, place, { fields }) => {
      const { person: query } = fields;
      let chosen: readonly Account[] = [];
      return keepingForm(
        async () => {
          const picked = await readPicked(context, actor, fields, MAX_PICKED_LEAVERS);
          ({ chosen } = picked);
          if (Object.keys(picked.errors).length > 0) {
            const { errors } = picked;
            return { type: 'fieldErrors', errors, form: show(actor, { chosen, query }, errors) };
          }
          const opened = await service.leavers.open(actor, place, picked.ids);
          if ('draft' in opened) {
            return { type: 'form', view: showLeaversForm(context, actor, opened.draft, {}) };
          }
          const errors = { people: await sayRefused(actor, opened.refused) };
          return { type: 'fieldErrors', errors, form: show(actor, { chosen, query }, errors) };
        },
        (errors) => show(actor, { chosen, query }, errors),
      );
    }),
  ];
}

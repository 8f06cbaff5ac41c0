import { z } from 'zod';
import type { Account, Actor } from '../../domain/terms.ts';
import { MAX_PICKED } from '../../service/licensing/assigning.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import { keepingForm } from '../formErrors.ts';
import { pickedFields, readPicked } from '../people/pickPeople.ts';
import { SHORTEST_SEARCH } from '../searches.ts';
import type { FieldErrors } from '../views/parts.ts';
import type { PersonSearchView } from '../views/people.ts';
import { sayAssignApproval, showAssignForm } from './assign.ts';
import { LICENSING_WORDS } from './words.ts';

const MAY_ASSIGN = ['admin'] as const;
/** `assign.who`: picks the people whose licenses are to change. */
export function assignWhoActions(context: FlowContext): Action[] {
  const { service, policy } = context;
  const action = actionsFor(MAY_ASSIGN);
  function show(
    actor: Actor,
    { chosen, query }: Pick<PersonSearchView, 'chosen' | 'query'>,
    errors: FieldErrors,
  ): PersonSearchView {
    const customer = policy.customers.find(({ id }) => id === actor.customer);
    return {
      kind: 'personSearch',
      task: 'assign',
      target: {
        submit: { action: 'assign.found', label: LICENSING_WORDS.buttons.next },
        id: 'new',
        version: 1,
        errors,
      },
      customer: customer?.name ?? actor.customer,
      most: MAX_PICKED,
      fromLetters: SHORTEST_SEARCH,
      chosen,
      query,
    };
  }

  return [
    action.form('assign.who', z.object({}), async (actor) => ({
      type: 'form',
      view: show(actor, { chosen: [], query: '' }, {}),
    })),
    action.form('assign.away', z.object({}), async (actor) => {
      const { idle } = await service.licenses.read(actor.customer);
      const people = 'people' in idle ? idle.people : [];
      // Those who are away longest. Who is away was read a while ago, so some of them may be gone.
      const ids = people.slice(0, MAX_PICKED).map(({ id }) => id);
      const chosen = await service.lookUps.readPeople(actor, ids);
      return { type: 'form', view: show(actor, { chosen, query: '' }, {}) };
    }),
    action.form('assign.found', z.object({ fields: pickedFields }), (actor, place, { fields }) => {
      const { person: query } = fields;
      let chosen: readonly Account[] = [];
      return keepingForm(
        async () => {
          const picked = await readPicked(context, actor, fields, MAX_PICKED);
          ({ chosen } = picked);
          const { ids, errors } = picked;
          if (Object.keys(errors).length > 0) {
            return { type: 'fieldErrors', errors, form: show(actor, { chosen, query }, errors) };
          }
          const draft = await service.assignments.open(actor, place, ids);
          const facts = await service.facts.read(actor.customer);
          const approval = sayAssignApproval(context, actor, facts, draft.data);
          return { type: 'form', view: showAssignForm(facts, approval, draft, {}) };
        },
        (errors) => show(actor, { chosen, query }, errors),
      );
    }),
  ];
}

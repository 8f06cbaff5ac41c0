import { z } from 'zod';
import type { Actor } from '../domain/terms.ts';
import type { Action } from './action.ts';
import { showAssignForm } from './assign.ts';
import type { FlowContext } from './context.ts';
import { defineAction } from './defineAction.ts';
import { keepingForm } from './keepingForm.ts';
import { setupFields } from './personFields.ts';
import type { FieldErrors, Reply } from './reply.ts';
import type { PersonSearchView } from './views.ts';

const MAY_ASSIGN = ['admin'] as const;
/** User names in one sentence at a field. */
const MAX_NAMES = 5;

/** `assign.who`: finds the person whose licenses are to change, from the list of licenses. */
export function assignWhoActions({ service, policy }: FlowContext): Action[] {
  function show(actor: Actor, query: string, errors: FieldErrors): PersonSearchView {
    const customer = policy.customers.find(({ id }) => id === actor.customer);
    return {
      kind: 'personSearch',
      target: { submit: { action: 'assign.found', label: 'Next' }, id: 'new', version: 1, errors },
      customer: customer?.name ?? actor.customer,
      query,
    };
  }

  function refuse(actor: Actor, query: string, person: string): Reply {
    const errors = { person };
    return { type: 'fieldErrors', errors, form: show(actor, query, errors) };
  }

  return [
    defineAction({
      id: 'assign.who',
      answers: 'form',
      roles: MAY_ASSIGN,
      input: z.object({}),
      run: async (actor) => ({ type: 'form', view: show(actor, '', {}) }),
    }),
    defineAction({
      id: 'assign.found',
      answers: 'form',
      roles: MAY_ASSIGN,
      input: z.object({ fields: z.object({ person: setupFields.shape.reason }) }),
      run: (actor, place, { fields: { person } }) =>
        keepingForm(
          async () => {
            const query = person.trim().slice(0, 256);
            const { people, more } =
              query === '' ? { people: [], more: false } : await service.findPeople(actor, query);
            const [only, ...others] = people;
            if (only === undefined) {
              return refuse(
                actor,
                query,
                'Nobody was found whose name, user name or mail address begins like this.',
              );
            }
            if (others.length > 0) {
              const names = people.slice(0, MAX_NAMES).map(({ userPrincipalName }) => userPrincipalName);
              const rest = more || people.length > MAX_NAMES ? ' and more' : '';
              return refuse(
                actor,
                query,
                `Several people begin like this: ${names.join(', ')}${rest}. Type the user name.`,
              );
            }
            const draft = await service.openAssign(actor, place, only.id);
            return { type: 'form', view: showAssignForm(await service.readFacts(actor.customer), draft, {}) };
          },
          (errors) => show(actor, person, errors),
        ),
    }),
  ];
}

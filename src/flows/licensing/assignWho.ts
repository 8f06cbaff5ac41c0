import { z } from 'zod';
import type { Account, Actor } from '../../domain/terms.ts';
import { MAX_PICKED } from '../../service/licensing/assigning.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import { keepingForm } from '../formErrors.ts';
import { choices, setupFields } from '../formFields.ts';
import { SHORTEST_SEARCH } from '../searches.ts';
import type { FieldErrors } from '../views/parts.ts';
import type { PersonSearchView } from '../views/people.ts';
import { sayAssignApproval, showAssignForm } from './assign.ts';

const MAY_ASSIGN = ['admin'] as const;
/** User names in one sentence at a field. */
const MAX_NAMES = 5;
const fields = z.object({
  /** Object ids, as they were offered. */
  people: choices,
  /** One name, user name or mail address a line. */
  person: setupFields.shape.reason,
});

/** Each line by itself; commas and semicolons part user names as well. */
function readQueries(typed: string): string[] {
  const parts = typed.split(/[\n,;]/).map((part) => part.trim().slice(0, 256));
  return [...new Set(parts)].filter((part) => part !== '');
}

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
      target: { submit: { action: 'assign.found', label: 'Next' }, id: 'new', version: 1, errors },
      customer: customer?.name ?? actor.customer,
      most: MAX_PICKED,
      fromLetters: SHORTEST_SEARCH,
      chosen,
      query,
    };
  }

  /** The one person that is meant, or a sentence that says why it is not clear who. */
  async function findOne(actor: Actor, query: string): Promise<Account | string> {
    const { people, more } = await service.lookUps.findPeople(actor, query);
    const [only, ...others] = people;
    if (only === undefined) {
      return `Nobody was found whose name, user name or mail address begins with ${query}.`;
    }
    if (others.length === 0) return only;
    const names = people.slice(0, MAX_NAMES).map(({ userPrincipalName }) => userPrincipalName);
    const rest = more || people.length > MAX_NAMES ? ' and more' : '';
    return `Several people begin with ${query}: ${names.join(', ')}${rest}. Type the user name.`;
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
    action.form('assign.found', z.object({ fields }), (actor, place, { fields: { people, person } }) => {
      let chosen: Account[] = [];
      return keepingForm(
        async () => {
          const queries = readQueries(person);
          const picked = [...new Set(people)].filter((one) => z.guid().safeParse(one).success);
          const isUnclear = people.length > 0 && people.some((one) => !picked.includes(one));
          if (picked.length + queries.length > MAX_PICKED) {
            const errors = {
              people: `These are more than ${MAX_PICKED} people. Send a file of user names instead ("Assign from a file").`,
            };
            return { type: 'fieldErrors', errors, form: show(actor, { chosen, query: person }, errors) };
          }
          chosen = [...(await service.lookUps.readPeople(actor, picked))];
          const found = await Promise.all(queries.map((query) => findOne(actor, query)));
          const unclear = found.filter((one) => typeof one === 'string');
          const gone = picked.length - chosen.length;
          const errors = {
            ...(gone > 0
              ? { people: 'Somebody you picked is no longer in the directory: remove them.' }
              : {}),
            ...(unclear.length > 0 ? { person: unclear.join(' ') } : {}),
            ...(isUnclear ? { people: 'Teams did not say whom you picked: pick them again.' } : {}),
            ...(people.length + queries.length === 0
              ? { people: 'Pick somebody, or type a user name below.' }
              : {}),
          };
          if (Object.keys(errors).length > 0) {
            return { type: 'fieldErrors', errors, form: show(actor, { chosen, query: person }, errors) };
          }
          const typed = found.flatMap((one) => (typeof one === 'string' ? [] : one.id));
          const draft = await service.assignments.open(actor, place, [...picked, ...typed]);
          const facts = await service.facts.read(actor.customer);
          const approval = sayAssignApproval(context, actor, facts, draft.data);
          return { type: 'form', view: showAssignForm(facts, approval, draft, {}) };
        },
        (errors) => show(actor, { chosen, query: person }, errors),
      );
    }),
  ];
}

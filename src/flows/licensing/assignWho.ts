import { z } from 'zod';
import { MAX_PICKED } from '../../service/licensing/assigning.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import { showWho, whoActions } from '../people/whoForm.ts';
import { sayAssignApproval, showAssignForm } from './assign.ts';

const WHO = { name: 'assign', task: 'assign', roles: ['admin'], most: MAX_PICKED } as const;

/** `assign.who`: picks the people whose licenses are to change. */
export function assignWhoActions(context: FlowContext): Action[] {
  const { service } = context;
  return [
    ...whoActions(context, {
      ...WHO,
      async open(actor, place, ids) {
        const draft = await service.assignments.open(actor, place, ids);
        const facts = await service.facts.read(actor.customer);
        const approval = sayAssignApproval(context, actor, facts, draft.data);
        return { form: showAssignForm(facts, approval, draft, {}) };
      },
    }),
    actionsFor(WHO.roles).form('assign.away', z.object({}), async (actor) => {
      const { idle } = await service.licenses.read(actor.customer);
      const people = 'people' in idle ? idle.people : [];
      // Those who are away longest. Who is away was read a while ago, so some of them may be gone.
      const ids = people.slice(0, MAX_PICKED).map(({ id }) => id);
      const chosen = await service.lookUps.readPeople(actor, ids);
      return { type: 'form', view: showWho(context, WHO, actor, { chosen, query: '' }) };
    }),
  ];
}

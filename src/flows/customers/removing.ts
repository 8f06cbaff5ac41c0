import { z } from 'zod';
import { recordOf } from '../../service/customers/customers.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import { REMOVE_WORDS as SAYS } from './words.ts';

/** Removing a customer, for admins of all of them: what is open there first, and the policy then. */
export function removingActions({ service }: FlowContext): Action[] {
  const action = actionsFor(['admin'], { forAll: true });
  const input = z.object({});
  return [
    action.message('customers.remove', input, async ({ customer }) => {
      const { name, jobs, requests, mayWrite } = await service.customers.removing.listOpen(customer);
      const isRunning = jobs.length > 0;
      return {
        type: 'message',
        view: {
          kind: 'notice',
          tone: 'warning',
          title: SAYS.title(name),
          text: [
            ...(isRunning ? [SAYS.running(jobs)] : []),
            ...(requests > 0 ? [SAYS.requests(requests)] : []),
            ...(isRunning || requests > 0 ? [] : [SAYS.nothingOpen]),
            SAYS.keeps,
          ],
          ...(mayWrite || isRunning ? {} : { next: SAYS.paste(customer) }),
          buttons:
            mayWrite && !isRunning
              ? [
                  {
                    ...{ action: 'customers.removeNow', label: SAYS.button, style: 'danger' },
                    ...{ id: recordOf(customer), version: 1 },
                  },
                ]
              : [],
        },
      };
    }),
    action.message('customers.removeNow', input, async (actor) => {
      const { name } = await service.customers.removing.remove(actor);
      const { title, text, next } = SAYS.removed;
      return {
        type: 'message',
        view: { kind: 'notice', tone: 'success', title: title(name), text: [text], next, buttons: [] },
      };
    }),
  ];
}

import { z } from 'zod';
import { markCustomers } from '../../domain/customers.ts';
import type { Actor, CustomerId, Place } from '../../domain/terms.ts';
import type { Action, Answers, RawInput } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import type { Reply } from '../reply.ts';
import type { CustomerChoiceView } from '../views/customers.ts';
import { CUSTOMER_WORDS } from './words.ts';

const { choosing: SAYS } = CUSTOMER_WORDS;

/** Goes on with something for a customer, as if it had been begun for that one. */
export type RunFor = (
  actor: Actor,
  place: Place,
  actionId: string,
  raw: RawInput & { customer: CustomerId },
) => Promise<Reply>;

/** What goes on once it is said for whom, by how the action answers that was begun. */
const GOES_ON = { form: 'customer.form', message: 'customer.message' } as const;

function waysToGoOn(answers: Answers): keyof typeof GOES_ON {
  return answers === 'form' ? 'form' : 'message';
}

/** Asks for which of these customers something is; what was typed or attached is kept meanwhile. */
export async function askForCustomer(
  { policy, service }: Pick<FlowContext, 'policy' | 'service'>,
  actor: Actor,
  place: Place,
  { id: action, answers }: Pick<Action, 'id' | 'answers'>,
  { ask, raw, unknown }: { ask: readonly CustomerId[]; raw: RawInput; unknown?: string },
): Promise<Reply> {
  const { text, file } = raw;
  const id = await service.customers.begin(actor, place, {
    action,
    ...(text === undefined ? {} : { text }),
    ...(file === undefined ? {} : { file }),
  });
  const marks = markCustomers(policy.customers);
  const way = waysToGoOn(answers);
  const view: CustomerChoiceView = {
    kind: 'customerChoice',
    target: { submit: { action: GOES_ON[way], label: SAYS.submit }, id, version: 1, errors: {} },
    title: SAYS.title,
    ...(unknown === undefined ? {} : { problem: SAYS.unknown(unknown) }),
    ...(file === undefined ? {} : { about: file.name }),
    offered: policy.customers
      .filter((one) => ask.includes(one.id))
      .map(({ id, name }) => ({ id, name, mark: marks.get(id) ?? '' })),
    hint: SAYS.hint,
  };
  return way === 'form' ? { type: 'form', view } : { type: 'message', view };
}

/** The answers to {@link askForCustomer}: for everybody, since each checks what was begun for its own roles. */
export function choosingActions({ service }: FlowContext, runFor: RunFor): Action[] {
  const action = actionsFor([], { guests: true, chooses: true });
  return (Object.keys(GOES_ON) as (keyof typeof GOES_ON)[]).map((way) =>
    action[way](GOES_ON[way], z.object({ id: z.string() }), async (actor, place, { id }) => {
      const { action: begun, ...raw } = await service.customers.goOn(actor, id);
      return runFor(actor, place, begun, { ...raw, customer: actor.customer });
    }),
  );
}

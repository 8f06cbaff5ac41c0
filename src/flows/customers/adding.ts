import { z } from 'zod';
import { RollcallError } from '../../domain/errors.ts';
import type { Place } from '../../domain/terms.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import type { CustomerFormView } from '../views/customers.ts';
import { NO_RECORD } from '../views/parts.ts';
import { showConsented } from './consentNews.ts';
import { ADD_WORDS as SAYS } from './words.ts';

const fields = z.object({
  fields: z.object({ customerName: z.string().default(''), tenant: z.string().default('') }),
});

function showForm(
  { service }: Pick<FlowContext, 'service'>,
  values: CustomerFormView['values'],
  errors: Readonly<Record<string, string>> = {},
): CustomerFormView {
  return {
    kind: 'customerForm',
    target: {
      submit: { action: 'customers.ask', label: SAYS.submit },
      ...{ id: NO_RECORD, version: 1, errors },
    },
    values,
    note: SAYS.note(service.customers.adding.cloud),
  };
}

/** A card whose button is through takes no second press. */
const inPlace = ({ message }: Place) => (message === undefined ? 'message' : 'replace');

/** Adding a customer, for admins of all of them: a form, a link for the customer's admin, and the policy. */
export function addingActions(context: FlowContext): Action[] {
  const { service } = context;
  const action = actionsFor(['admin'], { everywhere: true, forAll: true });
  const record = z.object({ id: z.string() });
  return [
    action.form('customers.add', z.object({}), async () => ({
      type: 'form',
      view: showForm(context, { customerName: '', tenant: '' }),
    })),
    action.form('customers.ask', fields, async (actor, place, { fields: { customerName, tenant } }) => {
      try {
        const { id, entry, link, comesBack, days } = await service.customers.adding.begin(actor, place, {
          ...{ name: customerName, tenant },
        });
        return {
          type: 'message',
          view: {
            kind: 'notice',
            tone: 'info',
            title: SAYS.asked.title(entry.name),
            text: [SAYS.asked.text(days), comesBack ? SAYS.asked.comesBack : SAYS.asked.comesBackNot],
            next: SAYS.asked.next,
            copy: link,
            buttons: [{ action: 'customers.look', label: SAYS.asked.again, id, version: 1 }],
          },
        };
      } catch (error) {
        if (!(error instanceof RollcallError)) throw error;
        const { message, next, detail } = error;
        const field = detail.field === 'customerName' ? 'customerName' : 'tenant';
        const errors = { [field]: `${message} ${next}` };
        const form = showForm(context, { customerName, tenant }, errors);
        return { type: 'fieldErrors', errors, form };
      }
    }),
    action.replace('customers.look', record, async (_actor, place, { id }) => {
      const consented = await service.customers.adding.lookAgain(id);
      // Until the tenant can be reached, the card with the link for its admin stays.
      const isThere = !(consented.look instanceof RollcallError);
      return { type: isThere ? inPlace(place) : 'message', view: showConsented(consented) };
    }),
    action.replace('customers.write', record, async (actor, place, { id }) => {
      const { name } = await service.customers.adding.write(actor, id);
      return {
        type: inPlace(place),
        view: {
          kind: 'notice',
          tone: 'success',
          title: SAYS.added.title(name),
          text: [SAYS.added.text],
          buttons: [],
        },
      };
    }),
  ];
}

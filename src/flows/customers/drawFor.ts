import { markCustomers } from '../../domain/customers.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { CustomerId } from '../../domain/terms.ts';
import type { Reply } from '../reply.ts';
import type { DrawnFor } from '../views/parts.ts';
import type { View } from '../views.ts';

type Customers = Pick<Policy, 'customers'>;

/** A customer beside its mark; undefined where there is only one, and for one that is gone from the policy. */
function findDrawnFor({ customers }: Customers, customer: CustomerId): DrawnFor | undefined {
  const found = customers.length < 2 ? undefined : customers.find(({ id }) => id === customer);
  if (found === undefined) return undefined;
  return { id: found.id, name: found.name, mark: markCustomers(customers).get(found.id) ?? '' };
}

/** The view, with the customer that it is for where there are several: whatever is pressed in it is for that one alone. */
export function drawFor(policy: Customers, customer: CustomerId, view: View): View {
  const drawnFor = view.drawnFor ?? findDrawnFor(policy, customer);
  return drawnFor === undefined ? view : { ...view, drawnFor };
}

/** The same for all that a reply shows, now or later. */
export function drawReply(policy: Customers, customer: CustomerId, reply: Reply): Reply {
  if (policy.customers.length < 2) return reply;
  const draw = (view: View): View => drawFor(policy, customer, view);
  switch (reply.type) {
    case 'message': {
      const { files, outdated } = reply;
      return {
        ...reply,
        view: draw(reply.view),
        ...(files === undefined
          ? {}
          : { files: files.map((file) => ({ ...file, again: { ...file.again, customer } })) }),
        ...(outdated === undefined
          ? {}
          : { outdated: outdated.map(({ ref, view }) => ({ ref, view: draw(view) })) }),
      };
    }
    case 'follow':
    case 'replace':
    case 'form':
      return { ...reply, view: draw(reply.view) };
    case 'fieldErrors':
      return { ...reply, form: draw(reply.form) };
    case 'private':
      return {
        ...reply,
        async claim() {
          const claimed = await reply.claim();
          return { ...claimed, view: draw(claimed.view) };
        },
      };
  }
}

import type { CustomerName } from '../../domain/customers.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { CustomerId } from '../../domain/terms.ts';
import { isGone } from '../door/taskRules.ts';
import type { Store } from '../ports/store.ts';

/** Those that were once in the policy, the last to go last: what is left of them stays readable. */
const NOTE = 'customersGone';

type Customers = { customers: readonly CustomerName[] };

async function load(store: Pick<Store, 'loadNote'>): Promise<readonly CustomerName[]> {
  return ((await store.loadNote(NOTE)) ?? []) as readonly CustomerName[];
}

/** Keeps what the customers were called that are not in the policy any more. Harmless twice. Durable on return. */
export async function noteGone(
  store: Pick<Store, 'updateNote'>,
  before: Customers,
  now: Customers,
): Promise<void> {
  const gone = before.customers.filter(({ id }) => now.customers.every((one) => one.id !== id));
  if (gone.length === 0) return;
  const ids = new Set(gone.map(({ id }) => id));
  await store.updateNote<readonly CustomerName[]>(NOTE, (others = []) => [
    ...others.filter(({ id }) => !ids.has(id)),
    ...gone.map(({ id, name }) => ({ id, name })),
  ]);
}

/** The customers that were taken out of the policy, and are not in it again; the last to go last. */
export async function listGone(
  store: Pick<Store, 'loadNote'>,
  policy: Pick<Policy, 'customers'>,
): Promise<CustomerName[]> {
  return (await load(store)).filter(({ id }) => isGone(policy, id));
}

/** What a customer is or was called; its id where nobody knows. */
export async function nameOnce(
  store: Pick<Store, 'loadNote'>,
  policy: Pick<Policy, 'customers'>,
  customer: CustomerId,
): Promise<string> {
  const isIt = ({ id }: CustomerName) => id === customer;
  return (policy.customers.find(isIt) ?? (await load(store)).find(isIt))?.name ?? customer;
}

import { customersOf, findExact } from '../../domain/customers.ts';
import { findNearest } from '../../domain/nearest.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Actor, CustomerId } from '../../domain/terms.ts';

const DOMAIN = /^@?[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
const TENANT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * True where the values of a column for the customer leave all rows to the actor's customer: they name no other. For
 * somebody with one customer the column may be about something else, such as projects, as long as no value looks like a
 * customer.
 *
 * @param said as the file has it; an empty value names nobody
 */
export function isAllOf(
  { customers, people }: Pick<Policy, 'customers' | 'people'>,
  actor: Pick<Actor, 'id' | 'customer'>,
  said: readonly string[],
): boolean {
  if (customers.length < 2) return true;
  const values = said.filter((value) => value !== '');
  if (values.every((value) => findExact(customers, value)?.id === actor.customer)) return true;
  const human = people.find(({ id }) => id === actor.id);
  const isOnly = human !== undefined && customersOf({ customers }, human).length === 1;
  const isLikeCustomer = (value: string): boolean =>
    DOMAIN.test(value) ||
    TENANT_ID.test(value) ||
    customers.some(({ id, name }) => [id, name].some((one) => findNearest(value, [one]) !== undefined));
  return isOnly && !values.some(isLikeCustomer);
}

/** What a column for the customer says of somebody's: the name, or the tenant id where several are called so. */
export function sayWhose({ customers }: Pick<Policy, 'customers'>, customer: CustomerId): string {
  const { name = customer, tenantId = customer } = customers.find(({ id }) => id === customer) ?? {};
  return findExact(customers, name) === undefined ? tenantId : name;
}

import { type CustomerName, findAlike } from '../../domain/customers.ts';
import { RollcallError } from '../../domain/errors.ts';
import { ADDING_WORDS } from './words.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
/** As the policy takes them. */
const MAX_NAME = 60;
const MAX_ID = 64;

/** What was typed that can't be taken, as fields of a form are called. */
type Field = 'customerName' | 'tenant';

function refuse({ message, next }: { message: string; next: string }, field: Field): RollcallError {
  const detail = { field };
  return new RollcallError('INPUT_INVALID', message, { done: ADDING_WORDS.nothing, next, detail });
}

/**
 * What was typed, without blanks around it. Throws INPUT_INVALID for what is no name, or neither an id nor a domain; its
 * `detail.field` says which of the two.
 */
export function readTenantName({ name, tenant }: { name: string; tenant: string }): {
  name: string;
  tenant: string;
} {
  const [called, typed] = [name.trim(), tenant.trim()];
  if (called === '' || called.length > MAX_NAME) throw refuse(ADDING_WORDS.noName, 'customerName');
  if (!GUID.test(typed) && !DOMAIN.test(typed)) throw refuse(ADDING_WORDS.noTenant, 'tenant');
  return { name: called, tenant: typed };
}

/** Throws INPUT_INVALID for a name that people would take for another customer's. */
export function refuseAlike(customers: readonly CustomerName[], wanted: CustomerName): void {
  const alike = findAlike([...customers, wanted]).find(({ index }) => index === customers.length);
  if (alike !== undefined) throw refuse(ADDING_WORDS.alike(alike.other.name), 'customerName');
}

/** `Tailspin Toys` → `tailspin-toys`, which nobody in `taken` has. */
export function suggestId(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, MAX_ID - 4);
  const first = plain === '' ? 'customer' : plain;
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? first : `${first}-${n}`;
    if (!taken.includes(id)) return id;
  }
}

import { RollcallError } from '../../domain/errors.ts';
import { ADDING_WORDS } from './words.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
/** As the policy takes them. */
const MAX_NAME = 60;
const MAX_ID = 64;

function refuse({ message, next }: { message: string; next: string }): RollcallError {
  return new RollcallError('INPUT_INVALID', message, { done: ADDING_WORDS.nothing, next });
}

/** What was typed, without blanks around it. Throws INPUT_INVALID for what is no name, or neither an id nor a domain. */
export function readTenantName({ name, tenant }: { name: string; tenant: string }): {
  name: string;
  tenant: string;
} {
  const [called, typed] = [name.trim(), tenant.trim()];
  if (called === '' || called.length > MAX_NAME) throw refuse(ADDING_WORDS.noName);
  if (!GUID.test(typed) && !DOMAIN.test(typed)) throw refuse(ADDING_WORDS.noTenant);
  return { name: called, tenant: typed };
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

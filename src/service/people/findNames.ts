import { RollcallError } from '../../domain/errors.ts';
import { idOfUnnamed } from '../../domain/policy/roleGroups.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { Directory } from '../ports/directory.ts';
import type { RowRecord } from '../ports/records.ts';
import { countNames } from '../roleGroups/lastNames.ts';
import type { Whom } from './findWhom.ts';

/** More accounts than have an address that begins with one whole address. */
const MOST_FOUND = 10;

async function find(directory: Pick<Directory, 'findPeople'>, address: string) {
  try {
    return await directory.findPeople(address, MOST_FOUND);
  } catch (error) {
    if (!(error instanceof RollcallError) || ['DIRECTORY_DOWN', 'THROTTLED'].includes(error.code))
      throw error;
    return [];
  }
}

/**
 * Tells which of the names are somebody's that Rollcall keeps of people whom the policy doesn't name: by the account that has
 * the address, and by records of theirs. A chat's own id tells no account, so there the name does. Where the
 * tenant refuses to tell accounts, such as once its consent is withdrawn, records alone do. Throws DIRECTORY_DOWN and
 * THROTTLED, which pass: without the account a name may be missed.
 */
export async function findNames(
  { store, directoryFor }: Pick<ProvisioningOptions, 'store' | 'directoryFor'>,
  customer: string,
  [address, ...objectIds]: Whom,
  own: readonly RowRecord[],
): Promise<(id: string, name: string) => boolean> {
  if ((await countNames(store, () => true)) === 0) return () => false;
  const found = await find(directoryFor(customer), address);
  // What begins like the address is another's; what doesn't was found by its mail address.
  const accounts = found.filter(({ userPrincipalName }) => {
    const name = userPrincipalName.toLowerCase();
    return name === address || !name.startsWith(address);
  });
  const rowIds = own.flatMap(({ objectId }) => objectId ?? []);
  const ids = [...objectIds, ...rowIds, ...accounts.map((one) => one.id)].map((id) =>
    idOfUnnamed('teams', id),
  );
  const called = [...own.map(({ person }) => person), ...accounts].map(({ displayName }) =>
    displayName.trim().toLowerCase(),
  );
  return (id, name) => ids.includes(id) || called.includes(name.trim().toLowerCase());
}

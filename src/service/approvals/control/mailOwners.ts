import type { Account } from '../../../domain/terms.ts';
import type { ProvisioningOptions } from '../../context.ts';

/** Somebody who may be asked: `objectId` where their directory account is known. */
export interface MayBeAsked {
  /** Policy id, or that of a manager whom the policy does not name. */
  id: string;
  name: string;
  objectId?: string | undefined;
}

/** Exchange Online delivers `ada+anything@` to `ada@`: "Plus addressing", on unless an admin switched it off. */
export function foldAddress(address: string): string {
  const [local = '', domain = ''] = address.toLowerCase().split('@');
  return `${local.split('+')[0]}@${domain}`;
}

function addressesOf({ userPrincipalName, mail, addresses = [] }: Account): string[] {
  return [userPrincipalName, ...(mail === undefined ? [] : [mail]), ...addresses].map(foldAddress);
}

/** Whose mail addresses these are, among those who are known; `unknown` has those without a known account. */
export async function readOwners(
  people: readonly MayBeAsked[],
  directory: ReturnType<ProvisioningOptions['directoryFor']>,
): Promise<{ owners: ReadonlyMap<string, string>; unknown: ReadonlySet<string> }> {
  const accounts = await directory.listAccounts(people.flatMap(({ objectId }) => objectId ?? []));
  const owners = new Map<string, string>();
  const unknown = new Set<string>();
  for (const { id, objectId } of people) {
    const own = accounts.find((account) => account.id.toLowerCase() === objectId);
    if (own === undefined) unknown.add(id);
    else for (const address of addressesOf(own)) owners.set(address, id);
  }
  return { owners, unknown };
}

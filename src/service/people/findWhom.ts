import type { Person } from '../../domain/terms.ts';
import type { Store } from '../ports/store.ts';
import { names } from './namingTexts.ts';

/** Whom something is about: their address now, and their object id where Rollcall gave them that address. */
export type Whom = readonly [address: string, ...objectIds: string[]];

/** What was theirs under an earlier user name has their object id. */
export function isTheirs({ person, objectId }: { person: Person; objectId?: string }, whom: Whom): boolean {
  return names([person, objectId], whom);
}

/** Their addresses: the one that was given, and the user names of these records of theirs. */
export function addressesOf([address]: Whom, theirs: readonly { person: Person }[]): string[] {
  return [...new Set([address, ...theirs.map(({ person }) => person.userPrincipalName.toLowerCase())])];
}

/** What texts may call somebody: by an address, or by the names that records have beside it. */
export function wordsFor(whom: Whom, theirs: readonly { person: Person }[]): string[] {
  const called = theirs.map(({ person }) => person.displayName.trim().toLowerCase());
  return [...addressesOf(whom, theirs), ...called.filter((name) => name !== '')];
}

/**
 * An address in lower case, and the object ids of whoever was renamed to it, and to no other since. The history knows that
 * longer than the jobs do. A rename that was refused does not count: that address is somebody else's.
 */
export async function findWhom(
  store: Pick<Store, 'readAudit'>,
  customer: string,
  address: string,
): Promise<Whom> {
  async function listRenames(mentioned: string): Promise<{ objectId: string; to: string }[]> {
    const limit = Number.MAX_SAFE_INTEGER;
    const entries = await store.readAudit({ customer, mentions: [mentioned], limit });
    return entries
      .filter(({ what, outcome }) => what === 'person.renamed' && outcome === 'done')
      .map(({ detail }) => ({
        objectId: String(detail?.objectId ?? '').toLowerCase(),
        to: String(detail?.to ?? '').toLowerCase(),
      }));
  }

  const renamed = (await listRenames(address)).filter(
    ({ to, objectId }) => to === address && objectId !== '',
  );
  const objectIds: string[] = [];
  for (const objectId of new Set(renamed.map((one) => one.objectId))) {
    const newest = (await listRenames(objectId)).find((one) => one.objectId === objectId);
    if (newest?.to === address) objectIds.push(objectId);
  }
  return [address, ...objectIds];
}

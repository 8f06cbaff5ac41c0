import type { ProvisioningOptions } from '../context.ts';
import { names } from '../people/namingTexts.ts';
import type { SnapshotRecord } from '../ports/snapshots.ts';
import { openIfWhole, openSnapshot, sealState } from './snapshots.ts';

/**
 * Snapshots of somebody, told by an address or an object id in lower case (`theirs`), and those of others whose manager
 * they were (`managed`).
 */
export async function findSnapshots(
  context: Pick<ProvisioningOptions, 'store' | 'sealer'>,
  customer: string,
  whom: readonly string[],
): Promise<{ theirs: SnapshotRecord[]; managed: SnapshotRecord[] }> {
  const theirs: SnapshotRecord[] = [];
  const managed: SnapshotRecord[] = [];
  for (const one of await context.store.listSnapshots({ customer })) {
    const state = openIfWhole(context, one);
    if (names([one.objectId, state?.userPrincipalName, state?.mail], whom)) theirs.push(one);
    else if (names(state?.manager, whom)) managed.push(one);
  }
  return { theirs, managed };
}

/** Seals a snapshot anew, without who the manager was. */
export async function dropManager(
  { store, sealer }: Pick<ProvisioningOptions, 'store' | 'sealer'>,
  id: string,
): Promise<void> {
  await store.updateSnapshot(id, (before) => {
    const { manager: _forgotten, ...state } = openSnapshot({ sealer }, before);
    return { ...before, ...sealState(sealer, id, { ...state, managerForgotten: true }) };
  });
}

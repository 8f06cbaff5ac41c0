import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSealer } from '../../src/secrets/sealing.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { InstallationRecord } from '../../src/service/ports/installations.ts';
import type { Store } from '../../src/service/ports/store.ts';
import { masterKeys } from '../store/sampleRecords.ts';
import type { StoreHarness } from './store.ts';

const sealer = createSealer(masterKeys);

function sample(id: string, more: Partial<InstallationRecord> = {}): InstallationRecord {
  const key = sealer.newJobKey(`slack:${id}`);
  return {
    ...{ id, name: id, botId: 'B1', botUserId: 'U1', scopes: ['chat:write'], installedAt: 1_700_000_000_000 },
    ...{ key, token: sealer.seal(key, id, 'token', new Secret('xoxb-1')) },
    ...more,
  };
}

/** What every Store must do with installations of the Slack app. */
export function describeInstallations(name: string, open: () => Promise<StoreHarness>): void {
  describe(`${name} and installations of the Slack app`, () => {
    let harness: StoreHarness;
    let store: Store;

    beforeEach(async () => {
      harness = await open();
      ({ store } = harness);
    });
    afterEach(() => harness.dispose());

    it('are there after a restart, the newest of each workspace', async () => {
      const [one, other, again] = [sample('T1'), sample('E1'), sample('T1', { installedAt: 2 })];
      for (const each of [one, other, again]) await store.saveInstallation(each);
      store = await harness.reopen();
      expect(await store.loadInstallation('T1')).toEqual(again);
      expect(await store.loadInstallation('T2')).toBeUndefined();
      const all = await store.listInstallations();
      expect(all.map(({ id }) => id).sort()).toEqual(['E1', 'T1']);
    });

    it('are changed one after the other, and left alone where nothing comes back', async () => {
      await store.saveInstallation(sample('T1'));
      const claim = () =>
        store.updateInstallation('T1', (now) =>
          now.renewingUntil === undefined ? { ...now, renewingUntil: 9 } : undefined,
        );
      const claims = await Promise.all(Array.from({ length: 20 }, claim));
      expect(claims.filter((claimed) => claimed !== undefined)).toHaveLength(1);
      expect((await store.loadInstallation('T1'))?.renewingUntil).toBe(9);
      expect(await store.updateInstallation('T2', (now) => now)).toBeUndefined();
    });

    it('are deleted, but not by what is known of one that was there before', async () => {
      await store.saveInstallation(sample('T1', { installedAt: 1 }));
      await store.saveInstallation(sample('T1', { installedAt: 2 }));
      expect(await store.dropInstallation('T1', 1)).toBe(false);
      expect(await store.loadInstallation('T1')).toBeDefined();
      expect(await store.dropInstallation('T1', 2)).toBe(true);
      expect(await store.dropInstallation('T1', 2)).toBe(false);
      store = await harness.reopen();
      expect(await store.listInstallations()).toEqual([]);
    });
  });
}

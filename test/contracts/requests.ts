import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/service/ports/records.ts';
import type { RequestRecord } from '../../src/service/ports/requests.ts';
import type { Store } from '../../src/service/ports/store.ts';
import { sampleEntry, sampleRequest } from '../store/sampleRecords.ts';
import type { StoreHarness } from './store.ts';

const DAY_MS = 86_400_000;

/** What every Store must do with requests for approval. */
export function describeRequests(name: string, open: () => Promise<StoreHarness>): void {
  describe(`${name} and requests for approval`, () => {
    let harness: StoreHarness;
    let store: Store;

    beforeEach(async () => {
      harness = await open();
      ({ store } = harness);
    });
    afterEach(() => harness.dispose());

    it('are there after a restart, and not saved twice', async () => {
      expect(await store.saveRequest(sampleRequest('req_1'))).toBe('saved');
      expect(await store.saveRequest(sampleRequest('req_1', { hash: 'other' }))).toBe('exists');
      store = await harness.reopen();
      expect(await store.loadRequest('req_1')).toEqual(sampleRequest('req_1'));
      expect(await store.saveRequest(sampleRequest('req_1', { hash: 'other' }))).toBe('exists');
      expect(await store.loadRequest('req_2')).toBeUndefined();
    });

    it('tell whom they ask as a manager, as long as they are kept, also after a restart (D19)', async () => {
      const ines = { id: 'entra:ines', objectId: 'ines', name: 'Ines', of: [] };
      const asked = { name: 'Ines', customer: 'contoso' };
      await store.saveRequest(sampleRequest('req_1', { managers: [ines] }));
      await store.saveRequest(sampleRequest('req_2', { managers: [{ ...ines, id: 'entra:leo' }] }));
      expect(await store.findAskedManager('entra:ines')).toEqual(asked);
      expect(await store.findAskedManager('entra:nobody')).toBeUndefined();
      expect(await store.findAskedManager('entra:ines', 'fabrikam')).toBeUndefined();
      await store.saveRequest(sampleRequest('req_3', { customer: 'fabrikam', managers: [ines] }));
      expect(await store.findAskedManager('entra:ines', 'contoso')).toEqual(asked);
      expect(await store.findAskedManager('entra:ines', 'fabrikam')).toEqual({
        ...asked,
        customer: 'fabrikam',
      });
      await store.dropRequest('req_3');
      store = await harness.reopen();
      expect(await store.findAskedManager('entra:ines')).toEqual(asked);
      await store.updateRequest('req_2', (request) => ({ ...request, managers: [ines] }));
      expect(await store.findAskedManager('entra:leo')).toBeUndefined();
      await store.dropRequest('req_1');
      expect(await store.findAskedManager('entra:ines')).toEqual(asked);
      await store.dropRequest('req_2');
      expect(await store.findAskedManager('entra:ines')).toBeUndefined();
    });

    it('are found by each message that shows them, as long as they are kept, also after a restart', async () => {
      const ref = { platform: 'slack' as const, workspace: 'T0', conversationId: 'D0', messageId: '1.2' };
      const copy = { to: 'omar', as: 'requester' as const, platform: 'slack' as const, userId: 'U0', ref };
      await store.saveRequest(sampleRequest('req_1', { copies: [] }));
      expect(await store.findRequestOf(ref)).toBeUndefined();
      await store.updateRequest('req_1', (request) => ({ ...request, copies: [copy] }));
      store = await harness.reopen();
      expect(await store.findRequestOf(ref)).toBe('req_1');
      expect(await store.findRequestOf({ ...ref, conversationId: 'D1' })).toBeUndefined();
      await store.dropRequest('req_1');
      expect(await store.findRequestOf(ref)).toBeUndefined();
    });

    it('let one of fifty decisions at the same time win, also after a restart', async () => {
      await store.saveRequest(sampleRequest('req_1'));
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          store.updateRequest('req_1', (request) =>
            request.state === 'waiting' ? { ...request, state: 'approved', hash: `by ${index}` } : undefined,
          ),
        ),
      );
      const won = answers.filter((answer) => answer !== undefined);
      expect(won).toHaveLength(1);
      store = await harness.reopen();
      expect(await store.loadRequest('req_1')).toEqual(won[0]);
      expect(await store.updateRequest('req_2', (request) => request)).toBeUndefined();
    });

    it('audit a change exactly when it is made, and make none that cannot be audited', async () => {
      await store.saveRequest(sampleRequest('req_1'));
      const entryOf = (request: RequestRecord): AuditEntry => ({
        ...sampleEntry(1, { subject: request.id }),
        detail: { hash: request.hash },
      });
      const unwritable = { ...sampleEntry(2, { subject: 'req_1' }), detail: { people: 1n } } as never;
      const to = (hash: string) => (request: RequestRecord) => ({ ...request, hash });
      await expect(store.updateRequest('req_1', to('none'), () => [unwritable])).rejects.toThrow();
      expect(
        await store.updateRequest(
          'req_1',
          () => undefined,
          () => [unwritable],
        ),
      ).toBeUndefined();
      expect(await store.updateRequest('req_none', to('none'), () => [unwritable])).toBeUndefined();
      const changed = await store.updateRequest('req_1', to('first'), (after) => [entryOf(after)]);
      store = await harness.reopen();
      expect(await store.loadRequest('req_1')).toEqual(changed);
      expect(await store.loadRequest('req_1')).toMatchObject({ hash: 'first' });
      expect(await store.readAudit({ subject: 'req_1', limit: 9 })).toEqual([
        { ...sampleEntry(1, { subject: 'req_1' }), detail: { hash: 'first' } },
      ]);
    });

    it('are listed by state, oldest first', async () => {
      await store.saveRequest(sampleRequest('req_2', { createdAt: 2 }));
      await store.saveRequest(sampleRequest('req_1', { createdAt: 1 }));
      await store.saveRequest(sampleRequest('req_3', { createdAt: 3, state: 'declined' }));
      const idsOf = async (filter: Parameters<Store['listRequests']>[0]) =>
        (await store.listRequests(filter)).map(({ id }) => id);
      expect(await idsOf({})).toEqual(['req_1', 'req_2', 'req_3']);
      expect(await idsOf({ state: 'waiting' })).toEqual(['req_1', 'req_2']);
    });

    it('are kept until they are dropped, and then are gone after a restart, too', async () => {
      await store.saveRequest(sampleRequest('req_1', { state: 'declined', closedAt: harness.clock.now() }));
      await store.saveRequest(sampleRequest('req_2'));
      harness.clock.advance(100 * DAY_MS);
      store = await harness.reopen();
      expect(await store.loadRequest('req_1')).toBeDefined();
      await store.dropRequest('req_1');
      await store.dropRequest('req_1');
      expect(await store.loadRequest('req_1')).toBeUndefined();
      store = await harness.reopen();
      expect((await store.listRequests({})).map(({ id }) => id)).toEqual(['req_2']);
    });
  });
}

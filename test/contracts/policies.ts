import { describe, expect, it } from 'vitest';
import type { Policies } from '../../src/service/ports/policies.ts';

/** What an instance that is alone sees of the Policies port, whoever keeps it. */
export function policiesContract(open: () => Promise<{ policies: Policies; close(): Promise<void> }>): void {
  describe('the policy of one instance', () => {
    it('holds from its first start on, and so does each one after it, also one of before', async () => {
      const { policies, close } = await open();
      expect(await policies.held()).toBeUndefined();
      expect(await policies.judge('one', undefined)).toBe('newest');
      expect(await policies.held()).toBeUndefined();
      expect(await policies.hold('one', undefined)).toBe('newest');
      const first = await policies.held();
      expect(first).toMatchObject({ hash: 'one', since: expect.any(Number) });
      expect(await policies.hold('one', 'one')).toBe('holds');
      expect(await policies.held()).toEqual(first);
      expect(await policies.hold('two', 'one')).toBe('newest');
      expect(await policies.judge('one', 'two')).toBe('newest');
      expect(await policies.hold('one', 'two')).toBe('newest');
      expect((await policies.held())?.hash).toBe('one');
      await close();
    });
  });
}

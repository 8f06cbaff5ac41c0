import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Quota } from '../../src/service/ports/quota.ts';

/** Two of them count together: they are one, or those of two processes. */
export interface QuotaHarness {
  quotas: readonly [Quota, Quota];
  dispose(): Promise<void>;
}

const FIFTY = Array.from({ length: 50 }, (_, index) => index);

const addOne = (count: number | undefined) => ({ state: (count ?? 0) + 1, result: count });

/** What every Quota does. */
export function describeQuota(name: string, open: () => Promise<QuotaHarness>): void {
  describe(`the Quota port: ${name}`, () => {
    let harness: QuotaHarness;
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(() => harness.dispose());

    it('keeps what a change makes of it, and answers what it comes to', async () => {
      const [one, other] = harness.quotas;
      expect(await one.change('key', addOne)).toBeUndefined();
      expect(await other.change('key', addOne)).toBe(1);
      expect(await one.change('another', addOne)).toBeUndefined();
    });

    it('lets one change at a time through, at whichever of the two', async () => {
      const seen = await Promise.all(
        harness.quotas.flatMap((quota) => FIFTY.map(() => quota.change('key', addOne))),
      );
      expect(new Set(seen).size).toBe(100);
      expect(await harness.quotas[0].change('key', addOne)).toBe(100);
    });

    it('tells the time, which never goes back from one change to the next', async () => {
      const note = (times: number[] | undefined, now: number) => {
        const all = [...(times ?? []), now];
        return { state: all, result: all };
      };
      const startedAt = Date.now();
      await Promise.all(harness.quotas.flatMap((quota) => FIFTY.map(() => quota.change('times', note))));
      const times = await harness.quotas[1].change('times', note);
      expect(times).toHaveLength(101);
      expect(times).toEqual([...times].sort((one, next) => one - next));
      expect(Math.abs((times[0] ?? 0) - startedAt)).toBeLessThan(10_000);
    });

    it('has changed nothing after a change that throws', async () => {
      const [one, other] = harness.quotas;
      await one.change('key', addOne);
      const broken = one.change('key', () => {
        throw new Error('broken');
      });
      await expect(broken).rejects.toThrow('broken');
      expect(await other.change('key', addOne)).toBe(1);
    });
  });
}

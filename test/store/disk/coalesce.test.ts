import { describe, expect, it } from 'vitest';
import { coalesce } from '../../../src/store/disk/coalesce.ts';

/** A write that ends when the test says so. */
function createSlowWrite() {
  const written: number[] = [];
  const endings: ((error?: Error) => void)[] = [];
  const write = (value: number): Promise<void> =>
    new Promise((resolve, reject) => {
      written.push(value);
      endings.push((error) => (error === undefined ? resolve() : reject(error)));
    });
  return {
    write,
    written,
    async end(error?: Error): Promise<void> {
      endings.shift()?.(error);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('coalesced writes', () => {
  it('are one in flight and one pending, with the newest value', async () => {
    const slow = createSlowWrite();
    const write = coalesce(slow.write);
    const calls = [1, 2, 3, 4].map((value) => write(value));
    expect(slow.written).toEqual([1]);
    await slow.end();
    expect(slow.written).toEqual([1, 4]);
    await slow.end();
    await Promise.all(calls);
    expect(slow.written).toEqual([1, 4]);
  });

  it('answer the first caller when its own write is done, however many come after', async () => {
    const slow = createSlowWrite();
    const write = coalesce(slow.write);
    let answered = false;
    const first = write(1).then(() => {
      answered = true;
    });
    const second = write(2);
    await slow.end();
    await first;
    expect(answered).toBe(true);
    expect(slow.written).toEqual([1, 2]);
    await slow.end();
    await second;
  });

  it('give each caller the result of the write that carried its value', async () => {
    const slow = createSlowWrite();
    const write = coalesce(slow.write);
    const results = Promise.allSettled([write(1), write(2), write(3)]);
    await slow.end();
    await slow.end(new Error('disk full'));
    expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    const next = write(4);
    await slow.end();
    await expect(next).resolves.toBeUndefined();
  });
});

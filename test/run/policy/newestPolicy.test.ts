import { describe, expect, it } from 'vitest';
import { createNewestPolicy } from '../../../src/run/policy/newestPolicy.ts';
import type { HeldPolicy, Policies } from '../../../src/service/ports/policies.ts';
import { createSolePolicies, judgePolicy } from '../../../src/service/ports/policies.ts';

/** Keys that are held until they are freed. */
function createKeys() {
  const keys = new Set<string>();
  return {
    holdKey: async (key: string) => (keys.has(key) ? undefined : keys.add(key).size),
    freeKey: async (key: string) => void keys.delete(key),
  };
}

/** What two instances share, as a database keeps it. */
function shareAll() {
  const known: HeldPolicy[] = [];
  const policies: Policies = {
    held: async () => known.at(-1),
    judge: async (hash, from) => judgePolicy(known, hash, from),
    async hold(hash, from) {
      const age = judgePolicy(known, hash, from);
      if (age === 'newest') known.push({ hash, since: known.length });
      return age;
    },
  };
  const store = createKeys();
  let now = 0;
  const clock = {
    now: () => now,
    async sleep(ms: number) {
      now += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  return () => createNewestPolicy(policies, { store, clock });
}

const nothing = async () => undefined;

describe('the newest policy', () => {
  it('lets its instance take things on, and no other one before it has that, too', async () => {
    const open = shareAll();
    const [one, other] = [open(), open()];
    expect(await one.take('a', nothing)).toBe('newest');
    await expect(one.check()).resolves.toBeUndefined();
    await expect(other.check()).rejects.toMatchObject({ code: 'POLICY_BEHIND' });
    expect(await other.take('a', nothing)).toBe('holds');
    await expect(other.check()).resolves.toBeUndefined();
    await one.take('b', nothing);
    await expect(other.check()).rejects.toMatchObject({
      code: 'POLICY_BEHIND',
      message: /newest policy file/,
    });
    expect(await open().take('a', nothing)).toBe('older');
  });

  it('is written down before it holds, once, and holds only then', async () => {
    const open = shareAll();
    const [one, other] = [open(), open()];
    await one.take('a', nothing);
    await other.take('a', nothing);
    const broken = one.take('b', () => Promise.reject(new Error('the audit is full')));
    await expect(broken).rejects.toThrow('full');
    await expect(one.check()).resolves.toBeUndefined();
    const written: string[] = [];
    let goOn: () => void = () => undefined;
    const writing = one.take('b', async () => {
      written.push('one');
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    });
    // As when several are started with the same file: the other one waits, and has nothing to say about it.
    const waiting = other.take('b', async () => void written.push('other'));
    await new Promise((resolve) => setImmediate(resolve));
    await expect(other.check()).resolves.toBeUndefined();
    goOn();
    expect(await writing).toBe('newest');
    expect(await waiting).toBe('holds');
    expect(written).toEqual(['one']);
  });

  it('is not waited for by a process that starts again', async () => {
    const store = createKeys();
    let slept = 0;
    const clock = {
      now: () => slept,
      async sleep(ms: number) {
        slept += ms;
      },
    };
    const start = () => createNewestPolicy(createSolePolicies(clock), { store, clock });
    const written: string[] = [];
    expect(await start().take('a', async () => void written.push('first'))).toBe('newest');
    expect(await start().take('a', async () => void written.push('second'))).toBe('newest');
    expect([written, slept]).toEqual([['first', 'second'], 0]);
  });

  it('is waited for no longer than its writer is given', async () => {
    const open = shareAll();
    const [one, other] = [open(), open()];
    await one.take('a', nothing);
    await other.take('a', nothing);
    void one.take('b', () => new Promise(() => undefined));
    await expect(other.take('b', nothing)).rejects.toThrow('Another instance');
    await expect(other.check()).resolves.toBeUndefined();
  });
});

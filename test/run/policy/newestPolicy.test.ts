import { describe, expect, it } from 'vitest';
import { createNewestPolicy } from '../../../src/run/policy/newestPolicy.ts';
import {
  createSolePolicies,
  GONE_AFTER_MS,
  judgePolicy,
  type KnownPolicy,
  keepNewest,
  type Policies,
} from '../../../src/service/ports/policies.ts';

/** Keys that are held until they are freed. */
function createKeys() {
  const keys = new Set<string>();
  return {
    holdKey: async (key: string) => (keys.has(key) ? undefined : keys.add(key).size),
    freeKey: async (key: string) => void keys.delete(key),
  };
}

/** What instances share, as a database keeps it: a text that is kept anew comes last. */
function shareAll() {
  let known: KnownPolicy[] = [];
  let now = 0;
  let isAway = false;
  const policies: Policies = {
    async held() {
      if (isAway) throw new Error('The database is away.');
      return known.at(-1);
    },
    judge: async (hash, from, silentSince) => judgePolicy(known, hash, from, silentSince),
    async hold(hash, from, silentSince) {
      const age = judgePolicy(known, hash, from, silentSince);
      if (age !== 'newest') return age;
      const kept = keepNewest(known, hash, from, now);
      known = [...known.filter((one) => one.hash !== hash), kept];
      return age;
    },
    async noteAlive(hash) {
      known = known.map((one, at) =>
        one.hash === hash && at === known.length - 1 ? { ...one, aliveAt: now } : one,
      );
    },
  };
  const store = createKeys();
  const clock = {
    now: () => now,
    async sleep(ms: number) {
      now += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  const open = () => createNewestPolicy(policies, { store, clock });
  return Object.assign(open, {
    advance(ms: number) {
      now += ms;
    },
    setAway(is: boolean) {
      isAway = is;
    },
    /** One that looks each half a minute, for so long that whoever says nothing is gone. */
    async listen(one: ReturnType<typeof open>, looks = GONE_AFTER_MS / LOOK_MS + 2) {
      for (let look = 0; look < looks; look += 1) {
        now += LOOK_MS;
        await one.isBehind().catch(() => undefined);
      }
    },
    /** As a version before kept it, which says nothing of whether it is alive. */
    forgetAlive() {
      known = known.map(({ aliveAt: _alive, ...one }) => one);
    },
  });
}

const LOOK_MS = 30_000;
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

describe('a policy file that is older than what no instance has any more', () => {
  /** `old` was changed to `new`, whose instance is gone since. */
  async function replaceAndEnd() {
    const open = shareAll();
    const gone = open();
    await gone.take('old', nothing);
    await gone.take('new', nothing);
    return { open, gone };
  }

  it('is older as long as an instance with that is alive, and stands in for it some minutes after that', async () => {
    const { open, gone } = await replaceAndEnd();
    const late = open();
    for (let look = 0; look < 3; look += 1) {
      await open.listen(late, GONE_AFTER_MS / LOOK_MS);
      await gone.noteAlive();
      expect(await late.take('old', nothing)).toBe('older');
    }
    // Its own word says nothing of the newer one.
    await open.listen(late, GONE_AFTER_MS / LOOK_MS);
    await late.noteAlive();
    expect(await late.take('old', nothing)).toBe('older');
    open.advance(1);
    const written: string[] = [];
    expect(await late.take('old', async () => void written.push('old'))).toBe('newest');
    expect(written).toEqual(['old']);
    await expect(late.check()).resolves.toBeUndefined();
  });

  it('stays older after a time in which the database was away, or it stood still, as none could say anything', async () => {
    const { open, gone } = await replaceAndEnd();
    const late = open();
    await late.take('old', nothing);
    await open.listen(late, GONE_AFTER_MS / LOOK_MS);
    open.setAway(true);
    await open.listen(late, 1);
    open.setAway(false);
    expect(await late.take('old', nothing)).toBe('older');
    // At a start as well.
    const started = open();
    expect(await started.take('old', nothing)).toBe('older');
    await open.listen(started, GONE_AFTER_MS / LOOK_MS - 1);
    open.advance(2 * GONE_AFTER_MS);
    expect(await started.take('old', nothing)).toBe('older');
    // Its first word since comes right before the other acts.
    await open.listen(started);
    await gone.noteAlive();
    expect(await started.take('old', nothing)).toBe('older');
    await open.listen(started);
    expect(await started.take('old', nothing)).toBe('newest');
  });

  it('is older again at once when that is there again, at a start or where it was cut off', async () => {
    const { open, gone } = await replaceAndEnd();
    const late = open();
    await late.take('old', nothing);
    await open.listen(late);
    await late.take('old', nothing);
    await expect(gone.check()).rejects.toMatchObject({ code: 'POLICY_BEHIND' });
    expect(await late.standsIn()).toBe(true);
    expect(await gone.take('new', nothing)).toBe('newest');
    expect(await gone.standsIn()).toBe(false);
    await expect(late.check()).rejects.toMatchObject({ code: 'POLICY_BEHIND' });
    await open.listen(late);
    await late.take('old', nothing);
    expect(await open().take('new', nothing)).toBe('newest');
    expect(await late.take('old', nothing)).toBe('older');
  });

  it('stands in for several, each of which is newer when it is there again', async () => {
    const { open } = await replaceAndEnd();
    await open().take('old', nothing);
    await open().take('newest of all', nothing);
    for (const text of ['new', 'old']) {
      const one = open();
      await open.listen(one);
      expect(await one.take(text, nothing)).toBe('newest');
    }
    expect(await open().take('new', nothing)).toBe('newest');
    expect(await open().take('old', nothing)).toBe('older');
    expect(await open().take('newest of all', nothing)).toBe('newest');
    expect(await open().take('new', nothing)).toBe('older');
  });

  it('is what that is older than, once somebody has changed it since', async () => {
    const { open } = await replaceAndEnd();
    const late = open();
    await open.listen(late);
    await late.take('old', nothing);
    await late.take('old, changed', nothing);
    expect(await open().take('new', nothing)).toBe('older');
  });

  it('stays older where a version before kept that, which says nothing', async () => {
    const { open } = await replaceAndEnd();
    open.forgetAlive();
    const late = open();
    await open.listen(late);
    expect(await late.take('old', nothing)).toBe('older');
  });
});

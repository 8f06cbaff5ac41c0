import { describe, expect, it } from 'vitest';
import { createNewestPolicy, hashPolicy } from '../../../src/run/policy/newestPolicy.ts';
import {
  judgePolicy,
  type KnownPolicy,
  keepNewest,
  type Policies,
} from '../../../src/service/ports/policies.ts';

const MINUTE_MS = 60_000;

/** An instance with an older file beside a database that takes so long for each answer, in a time of its own. */
function start(answersAfterMs: number) {
  let now = 0;
  let count = 0;
  let due: { at: number; order: number; go(): void }[] = [];
  const after = (ms: number) =>
    new Promise<void>((go) => {
      due.push({ at: now + ms, order: count++, go });
    });
  const state = { isAway: false, lastWordAt: 0 };
  let known: KnownPolicy[] = [
    { hash: hashPolicy('old'), since: 0 },
    { hash: hashPolicy('new'), since: 0 },
  ];
  const read = () => known.map((one, at) => (at === 1 ? { ...one, aliveAt: state.lastWordAt } : one));
  const policies: Policies = {
    async held() {
      const held = read().at(-1);
      await after(answersAfterMs);
      if (state.isAway) throw new Error('The database is away.');
      return held;
    },
    async judge(hash, from, silentSince) {
      await after(answersAfterMs);
      return judgePolicy(read(), hash, from, silentSince);
    },
    async hold(hash, from, silentSince) {
      await after(answersAfterMs);
      const age = judgePolicy(read(), hash, from, silentSince);
      if (age === 'newest') known = [...read(), keepNewest(read(), hash, from, now)];
      return age;
    },
    noteAlive: async () => undefined,
  };
  const store = { holdKey: async () => 1, freeKey: async () => undefined };
  const newest = createNewestPolicy(policies, {
    store,
    clock: { now: () => now, elapsed: () => now, sleep: after },
  });
  /** Looks so often, whether or not the look before has its answer. */
  async function lookEach(ms: number, from = 0): Promise<void> {
    for (await after(from); ; await after(ms)) void newest.isBehind().catch(() => undefined);
  }
  return {
    ...{ newest, state, lookEach, after },
    /** Until it is over, or so much time has gone by. */
    async pass(ms: number, isOver = () => false): Promise<void> {
      const settle = () => new Promise((resolve) => setImmediate(resolve));
      const until = now + ms;
      for (await settle(); !isOver(); await settle()) {
        const [next] = due.sort((one, other) => one.at - other.at || one.order - other.order);
        if (next === undefined || next.at > until) {
          now = until;
          break;
        }
        due = due.slice(1);
        now = next.at;
        next.go();
      }
    },
    /** As `watchNewest` does, until the older file holds. Answers after how many minutes it did. */
    async watch(mostMinutes: number): Promise<number | undefined> {
      let held: number | undefined;
      void (async () => {
        while (held === undefined) {
          await after(MINUTE_MS / 2);
          const age = await newest.take('old', async () => undefined).catch(() => 'older');
          if (age !== 'older') held = now;
        }
      })();
      await this.pass(mostMinutes * MINUTE_MS, () => held !== undefined);
      return held === undefined ? undefined : Math.floor(held / MINUTE_MS);
    },
  };
}

describe('an older file whose instance looks often', () => {
  it.each([
    { where: 'behind a balancer', periods: [1_000, 2_003] },
    { where: 'in Socket Mode', periods: [1_000, 1_501, 997] },
    { where: 'while people click', periods: [1_000, 333, 331] },
  ])('stands in after five minutes $where, however slow the database', async ({ periods }) => {
    for (const answersAfterMs of [3, 100, 900]) {
      const instance = start(answersAfterMs);
      for (const [at, period] of periods.entries()) void instance.lookEach(period, 7 * at);
      expect(await instance.watch(60)).toBe(5);
    }
  });

  it('waits on while one with the newer file says that it is there', async () => {
    const instance = start(100);
    void instance.lookEach(1_000);
    void instance.lookEach(1_501);
    void (async () => {
      for (let words = 1; words <= 20; words += 1) {
        await instance.after(MINUTE_MS);
        instance.state.lastWordAt = words;
      }
    })();
    expect(await instance.watch(24)).toBeUndefined();
    expect(await instance.watch(26)).toBe(25);
  });

  it('waits on where any look failed, as none could say anything then', async () => {
    const instance = start(100);
    void instance.lookEach(1_000);
    void instance.lookEach(1_501);
    void (async () => {
      for (let times = 1; times <= 5; times += 1) {
        await instance.after(4 * MINUTE_MS);
        instance.state.isAway = true;
        await instance.after(2_000);
        instance.state.isAway = false;
      }
    })();
    expect(await instance.watch(24)).toBeUndefined();
    expect(await instance.watch(26)).toBe(25);
  });

  it('goes by one reading when it is judged and kept, whoever looks meanwhile', async () => {
    const instance = start(10);
    await instance.pass(MINUTE_MS);
    for (let looks = 0; looks < 11; looks += 1) {
      void instance.newest.isBehind();
      await instance.pass(MINUTE_MS / 2);
    }
    let age: string | undefined;
    // Another look fails while the text is being written into the audit.
    void instance.newest
      .take('old', async () => {
        instance.state.isAway = true;
        await instance.newest.isBehind().catch(() => undefined);
        instance.state.isAway = false;
      })
      .then((came) => {
        age = came;
      });
    await instance.pass(MINUTE_MS, () => age !== undefined);
    expect(age).toBe('newest');
  });
});

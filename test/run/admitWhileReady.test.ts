import { describe, expect, it } from 'vitest';
import { admitWhileReady } from '../../src/run/admitWhileReady.ts';
import { createTestLog } from '../store/sampleRecords.ts';

/** What a room is told, with these answers of /readyz one after the other. */
async function tell(...answers: readonly boolean[]) {
  const stopping = new AbortController();
  const told: boolean[] = [];
  const log = createTestLog();
  const left = [...answers];
  await admitWhileReady({
    rooms: [{ admit: (isReady) => void told.push(isReady) }, {}],
    async isReady() {
      const answer = left.shift();
      if (left.length === 0) stopping.abort();
      return answer === true;
    },
    // The last answer is not heard any more.
    clock: { sleep: async () => undefined },
    log,
    stopping: stopping.signal,
  });
  return { told, events: log.events.map(({ event }) => event) };
}

describe("an instance that isn't ready", () => {
  it('keeps its socket while all is well, and while one look in a row fails', async () => {
    expect(await tell(true, true, false, true, false, true, true)).toEqual({ told: [], events: [] });
  });

  it('closes it after two looks, once, and opens it with the first that is well', async () => {
    expect(await tell(true, false, false, false, true, true, true)).toEqual({
      told: [false, true],
      events: ['rollcall.takes_nothing', 'rollcall.takes_again'],
    });
    expect((await tell(true, false, false, true, false, true, true)).told).toEqual([false, true]);
  });

  it('closes it where it starts so, after two looks as well: a start makes a machine slow', async () => {
    expect((await tell(false, true, true)).told).toEqual([]);
    expect((await tell(false, false, true, true)).told).toEqual([false, true]);
  });

  it('is left alone once Rollcall stops', async () => {
    expect((await tell(true, false, false)).told).toEqual([]);
  });
});

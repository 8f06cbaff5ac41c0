import { describe, expect, it } from 'vitest';
import { createPace } from '../../src/mail/pace.ts';
import type { Clock } from '../../src/service/ports/surroundings.ts';

/** Sleeps only end when they are aborted. */
const stillClock: Clock = {
  now: () => 0,
  sleep: (_ms, signal) =>
    new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true })),
};

describe('the pace of mails', () => {
  it('lets go of a mail that waits for its minute when it is closed', async () => {
    const pace = createPace(1, stillClock);
    expect(await pace.run(async () => 'first')).toBe('first');
    const second = pace.run(async () => 'second');
    const third = pace.run(async () => 'third');
    pace.close();
    expect(await Promise.all([second, third])).toEqual([undefined, undefined]);
  });

  it('goes on after a send that failed', async () => {
    const pace = createPace(10, stillClock);
    const failing = pace.run(() => Promise.reject(new Error('broken')));
    const next = pace.run(async () => 'next');
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('next');
  });
});

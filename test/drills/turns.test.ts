import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

/** Far longer than the event loop takes to pass all time that may pass. */
const A_WHILE_MS = 50;

it('lets time pass once there is nothing else to do, and not while something takes no turn', async () => {
  let isBusy = true;
  const { clock } = createTurns(1_000, () => !isBusy);
  let isAwake = false;
  const sleeping = clock.sleep(3_600_000).then(() => {
    isAwake = true;
  });
  await wait(A_WHILE_MS);
  expect([isAwake, clock.now()]).toEqual([false, 1_000]);
  isBusy = false;
  await sleeping;
  expect(clock.now()).toBe(3_601_000);
});

it('gives turns while no time may pass', async () => {
  const { clock, take } = createTurns(1_000, () => false);
  void clock.sleep(3_600_000);
  expect(await take(5, async () => 'done')).toBe('done');
  expect(clock.now()).toBe(1_005);
});

it('does nothing more, and stands still, once it was stopped', async () => {
  const { clock, take, stop } = createTurns(1_000);
  const done: string[] = [];
  await take(5, async () => void done.push('before'));
  void clock.sleep(60_000).then(() => done.push('awake'));
  void take(5, async () => void done.push('after'));
  stop();
  void take(5, async () => void done.push('later'));
  await wait(A_WHILE_MS);
  expect([done, clock.now()]).toEqual([['before'], 1_005]);
});

import { describe, expect, it } from 'vitest';
import { createSteadyNow } from '../../src/run/steadyClock.ts';

function start(mostAheadMs?: number) {
  const machine = { wall: 1_000_000, monotonic: 0 };
  const now = createSteadyNow({ wall: () => machine.wall, monotonic: () => machine.monotonic }, mostAheadMs);
  return {
    now,
    goOn(ms: number) {
      machine.wall += ms;
      machine.monotonic += ms;
    },
    jump(ms: number) {
      machine.wall += ms;
    },
  };
}

describe('the clock of the process', () => {
  it('is the machine’s clock', () => {
    const { now, goOn } = start();
    expect(now()).toBe(1_000_000);
    goOn(1_500);
    expect(now()).toBe(1_001_500);
  });

  it('follows a jump ahead at once', () => {
    const { now, jump } = start();
    jump(3_600_000);
    expect(now()).toBe(4_600_000);
  });

  it('never goes back, and lets the machine catch up', () => {
    const { now, goOn, jump } = start();
    jump(-60_000);
    expect(now()).toBe(1_000_000);
    goOn(60_000);
    expect(now()).toBe(1_030_000);
    goOn(60_000);
    expect(now()).toBe(1_060_000);
    goOn(1_000);
    expect(now()).toBe(1_061_000);
  });

  it('is ahead of a clock that others go by, too, by no more than it may', () => {
    const { now, goOn, jump } = start(5_000);
    jump(-3_000);
    expect(now()).toBe(1_000_000);
    goOn(2_000);
    expect(now()).toBe(1_001_000);
    jump(-60_000);
    expect(now()).toBe(944_000);
    goOn(10_000);
    expect(now()).toBe(949_000);
    goOn(1_000);
    expect(now()).toBe(950_000);
  });
});

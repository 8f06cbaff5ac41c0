import { expect, it } from 'vitest';
import { drillClock } from './clock.ts';

it('a clock that jumps ahead and back in the middle of a job loses nobody and holds nothing up', async () => {
  const [line] = await drillClock({ short: true });
  expect(line).toMatchObject({
    jumps: 12,
    notReached: 0,
    notKept: 0,
    lost: 0,
    duplicated: 0,
    passwordsLost: 0,
  });
}, 180_000);

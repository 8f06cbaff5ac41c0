import { expect, it } from 'vitest';
import { drillTimers } from './timers.ts';

it('people leave once at their hour, whenever the process dies and however its clock is set', async () => {
  const [line] = await drillTimers({ short: true });
  expect(line).toMatchObject({ lost: 0, duplicated: 0, untrue: 0, notReached: 0, kills: 5 });
}, 120_000);

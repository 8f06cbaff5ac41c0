import { expect, it } from 'vitest';
import { drillKill, drillKillActs } from './kill.ts';

it('a process killed at any of its points leaves everybody once, with password, license and result', async () => {
  const [line] = await drillKill({ short: true });
  expect(line).toMatchObject({ lost: 0, duplicated: 0, passwordsLost: 0, notReached: 0 });
  expect(line?.kills).toBeGreaterThan(10);
  expect(line?.points).toBeGreaterThan(50);
}, 120_000);

it('a process killed while somebody leaves, is changed, put back or restored does each step once', async () => {
  const [line] = await drillKillActs({ short: true });
  expect(line).toMatchObject({ lost: 0, duplicated: 0, passwordsLost: 0, untrue: 0, notReached: 0 });
  expect(line?.kills).toBeGreaterThan(4);
  expect(line?.points).toBeGreaterThan(100);
}, 120_000);

import { expect, it } from 'vitest';
import { drillKill } from './kill.ts';

it('a process killed at any of its points leaves everybody once, with password, license and result', async () => {
  const [line] = await drillKill({ short: true });
  expect(line).toMatchObject({ lost: 0, duplicated: 0, passwordsLost: 0, notReached: 0 });
  expect(line?.kills).toBeGreaterThan(10);
  expect(line?.points).toBeGreaterThan(50);
}, 120_000);

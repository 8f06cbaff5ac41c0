import { expect, it } from 'vitest';
import { drillFailover } from './failover.ts';

it('21: every record that PostgreSQL acknowledged is there after it failed, on its folder and on a copy', async () => {
  expect(await drillFailover({ short: true })).toMatchObject([
    { lost: 0, duplicated: 0, passwordsLost: 0, notReached: 0, failures: 2 },
  ]);
}, 300_000);

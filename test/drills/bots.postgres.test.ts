import { expect, it } from 'vitest';
import { drillBotCluster } from './botCluster.ts';
import { drillBotZombie } from './botZombie.ts';
import { drillClicks } from './clicks.ts';
import { drillRolling } from './rolling.ts';

const clean = { lost: 0, duplicated: 0, passwordsLost: 0 };

it('21: three whole bots on one database finish every job and tell it, while they are killed', async () => {
  expect(await drillBotCluster({ short: true })).toMatchObject([{ ...clean, kills: 3, notKept: 0 }]);
}, 400_000);

it('21: 50 clicks on one approval at each of two whole bots make one job, and one entry in the audit', async () => {
  expect(await drillClicks({ short: true })).toMatchObject([{ ...clean, clicks: 100 }]);
}, 400_000);

it('21: whole bots that are drained one after the other under work end in time, and lose nothing', async () => {
  expect(await drillRolling({ short: true })).toMatchObject([{ ...clean, drained: 2, notKept: 0 }]);
}, 400_000);

it('21: a whole bot that was frozen begins no call and no mail for what the other has taken', async () => {
  expect(await drillBotZombie({ short: true })).toMatchObject([{ ...clean, begun: 0, notReached: 0 }]);
}, 400_000);

import { expect, it } from 'vitest';
import { drillCluster } from './cluster.ts';
import { drillMove } from './move.ts';
import { drillPartition, drillZombie } from './standstill.ts';
import { drillTimersOfInstances } from './timersOfInstances.ts';

const short = { short: true };
const clean = { lost: 0, duplicated: 0, passwordsLost: 0, notReached: 0, notKept: 0 };

it.concurrent('three instances finish every job while they are killed, and go on with each that was taken', async () => {
  expect(await drillCluster(short)).toMatchObject([{ ...clean, kills: 3 }]);
}, 300_000);

it.concurrent('an instance that was frozen does nothing more for what another has taken', async () => {
  expect(await drillZombie(short)).toMatchObject([clean]);
}, 300_000);

it.concurrent('neither does one that was cut off from PostgreSQL', async () => {
  expect(await drillPartition(short)).toMatchObject([clean]);
}, 300_000);

it.concurrent('a move that is killed again and again loses nothing, in both directions', async () => {
  const { notKept: _, ...none } = clean;
  expect(await drillMove(short)).toMatchObject([none, none]);
}, 300_000);

it.concurrent('people leave once at an hour at which all instances are down, and however they are killed after it', async () => {
  const { notKept: _, ...none } = clean;
  // One while it is planned, both until the day before and until the hour, and one while people leave.
  expect(await drillTimersOfInstances(short)).toMatchObject([{ ...none, untrue: 0, kills: 6 }]);
}, 300_000);

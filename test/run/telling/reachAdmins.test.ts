import { expect, it } from 'vitest';
import { createReachAdmins } from '../../../src/run/telling/reachAdmins.ts';
import { createManualClock } from '../../service/fakes/manualClock.ts';

const HOUR_MS = 60 * 60_000;
const view = {
  kind: 'notice',
  tone: 'warning',
  title: 'Rollcall was removed',
  text: [],
  buttons: [],
} as const;
const omar = { id: 'omar', name: 'Omar', slack: 'U1', teams: 'omar', roles: ['admin'] };

/** Omar is an admin by a Slack group alone, and the app was removed from Slack. */
function open() {
  const clock = createManualClock();
  const told: string[] = [];
  const world = { unread: [] as object[], last: [] as object[], lists: 0, isTeamsAway: false };
  const slack = { openDirect: () => Promise.reject(new Error('not_in_team')) };
  const teams = {
    async openDirect(id: string) {
      if (world.isTeamsAway) throw new Error('Teams is away.');
      return id;
    },
    post: async (id: string) => void told.push(id),
  };
  const admins = createReachAdmins({
    policy: { people: [], customers: [{ id: 'contoso' }] } as never,
    roleGroups: {
      async list() {
        world.lists += 1;
        if (world.unread.length === 0) world.last = [omar];
        return world.unread;
      },
      lastKnown: () => world.last,
    } as never,
    chats: { slack, teams } as never,
    ...{ clock, log: { debug() {}, info() {}, warn() {}, error() {} } },
  });
  const lose = () => {
    world.unread = [{ id: 'admins', name: 'Admins', slack: 'S1', roles: ['admin'] }];
  };
  return { ...{ clock, told, world, admins, lose }, stopping: new AbortController() };
}

it('the removal of the app, which makes the group unreadable, reaches those who were in it, in the other chat', async () => {
  const { clock, told, world, admins, lose, stopping } = open();
  admins.keepKnown(stopping.signal);
  await clock.advance(60_000);
  expect(world.lists).toBe(1);
  await clock.advance(HOUR_MS - 1);
  expect(world.lists).toBe(1);
  await clock.advance(1);
  expect(world.lists).toBe(2);
  lose();
  admins.tellOfWorkspace(view, 'T1');
  await clock.advance(0);
  expect(told).toEqual(['omar']);
  await clock.advance(HOUR_MS / 2);
  expect(told).toEqual(['omar']);
  stopping.abort();
  await clock.advance(3 * HOUR_MS);
  expect(world.lists).toBeLessThan(6);
});

it('it is told until somebody has it, and no more once the app is back', async () => {
  const { clock, told, world, admins, lose } = open();
  lose();
  for (const team of ['T1', 'T2']) admins.tellOfWorkspace(view, team);
  await clock.advance(10 * 60_000);
  expect(told).toEqual([]);
  admins.forgetWorkspace('T2');
  world.last = [omar];
  world.isTeamsAway = true;
  await clock.advance(10 * 60_000);
  expect(told).toEqual([]);
  world.isTeamsAway = false;
  await clock.advance(10 * 60_000);
  expect(told).toEqual(['omar']);
});

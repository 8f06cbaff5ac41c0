import { expect, it } from 'vitest';
import type { Provisioning } from '../../../src/service/provisioning.ts';
import { type Around, createWorld, OMAR, openFile, PLACE, type World } from './waveWorld.ts';

const HOUR_MS = 60 * 60_000;

/** Dies right before the first part is asked for. */
const dieUnasked: Around = (name, _given, call, kill) => (name === 'saveRequest' ? kill() : call());

/** A file that was started by the newest policy, and an instance with a policy that lacks some of it. */
async function open(lacks: 'a customer' | 'the owner', standsIn: boolean) {
  const world = createWorld();
  const first = world.start(dieUnasked);
  await world.clock.until(first.resume());
  const [id, version] = await openFile(world, first);
  await world.clock.until(first.waves.start(OMAR, PLACE, id, version));
  const { customers, people } = world.policy;
  const state = { standsIn };
  if (lacks === 'a customer') world.policy.customers = customers.filter((one) => one.id !== 'third');
  else world.policy.people = people.filter((one) => one.id !== OMAR.id);
  const service = world.start(undefined, { standsIn: async () => state.standsIn });
  await world.clock.until(service.resume());
  await world.clock.advance(2 * HOUR_MS);
  return {
    ...{ world, id, service },
    async comeBack() {
      Object.assign(world.policy, { customers, people });
      state.standsIn = false;
      await world.clock.until(service.followPolicy());
      await world.clock.advance(HOUR_MS);
    },
  };
}

async function read(service: Provisioning, waveId: string) {
  const { wave, lines } = (await service.waves.read(waveId)) ?? {};
  return {
    state: wave?.data.state,
    problems: (lines ?? []).map(({ problem, request }) => (problem ?? request?.problem)?.code),
  };
}
const accountsOf = ({ tenants }: World) => [...tenants.values()].map(({ accounts }) => accounts.size);

it('a part of a customer that an older policy lacks, which stands in, waits for the newer one, and the others are carried out', async () => {
  const { world, id, service, comeBack } = await open('a customer', true);
  expect(await read(service, id)).toEqual({ state: 'running', problems: [undefined, undefined, undefined] });
  expect(accountsOf(world)).toEqual([2, 1, 0]);
  await comeBack();
  expect(await read(service, id)).toEqual({ state: 'done', problems: [undefined, undefined, undefined] });
  expect(accountsOf(world)).toEqual([2, 1, 1]);
});

it('all of a file waits whose owner an older policy lacks, which stands in', async () => {
  const { world, id, service, comeBack } = await open('the owner', true);
  expect(await read(service, id)).toEqual({ state: 'running', problems: [undefined, undefined, undefined] });
  expect(accountsOf(world)).toEqual([0, 0, 0]);
  await comeBack();
  expect((await read(service, id)).state).toBe('done');
  expect(accountsOf(world)).toEqual([2, 1, 1]);
});

it('a part of a customer that the newest policy lacks is not asked for, and stops the file', async () => {
  const { world, id, service } = await open('a customer', false);
  expect((await read(service, id)).problems[2]).toBe('ROLE_MISSING');
  expect(accountsOf(world)[2]).toBe(0);
});

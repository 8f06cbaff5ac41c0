import { expect } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import type { Provisioning } from '../../../src/service/provisioning.ts';
import type { WaveDraft } from '../../../src/service/waves/waveDraft.ts';
import {
  type Around,
  CUSTOMERS,
  createWorld,
  OMAR,
  openFile,
  PLACE,
  statesOfJobs,
  type World,
} from './waveWorld.ts';

const FOUR = [...CUSTOMERS, 'fourth'];
const SIDE_BY_SIDE = { first: 1, atOnce: 2, failures: 1 };
export const LEFT_TO_RUN = ['first done', 'second running', 'third running'];
export const STOPPED = ['first done', 'second stopped', 'third stopped'];
export const DONE = FOUR.map((customer) => `${customer} done`);

interface Started {
  world: World;
  service: Provisioning;
  id: string;
}

/** A file of Omar's whose first customer is through, while the people of two others wait for the quota, or fail. */
export async function startFile(failing: readonly string[] = []): Promise<Started> {
  const world = createWorld(FOUR, SIDE_BY_SIDE);
  for (const customer of ['second', 'third']) {
    const tenant = world.tenants.get(customer);
    if (tenant === undefined) throw new Error(`There is no ${customer}.`);
    if (failing.includes(customer)) tenant.fateOf = () => 'refused';
    else tenant.queueMs = 600_000;
  }
  const service = world.start();
  await world.clock.until(service.resume());
  const [id, version] = await openFile(world, service);
  await world.clock.until(service.waves.start(OMAR, PLACE, id, version));
  await world.clock.advance(60_000);
  for (const { customer, state } of await world.store.listJobs({ limit: 9 })) {
    const isOver = customer === 'first' || failing.includes(customer);
    expect(`${customer} ${state}`).toBe(`${customer} ${isOver ? 'done' : 'running'}`);
  }
  for (const customer of failing) {
    const tenant = world.tenants.get(customer);
    if (tenant !== undefined) Object.assign(tenant, { fateOf: () => 'answered', queueMs: 600_000 });
  }
  return { world, service, id };
}

/** The same once Omar stopped it, and both parts have come to their end. */
export async function stopFile(): Promise<Started> {
  const started = await startFile();
  const { world, service, id } = started;
  await world.clock.until(service.waves.stop(OMAR, id));
  await world.clock.advance(5_000);
  expect(await statesOfJobs(world)).toEqual(STOPPED);
  return started;
}

export const dataOf = async (world: World, waveId: string) =>
  (await world.store.loadDraft(waveId))?.data as WaveDraft;

export const isKept = (given: readonly unknown[], state: WaveDraft['state']) =>
  (given[2] as { state?: string } | undefined)?.state === state;

/** A process that dies right after it has kept that the file is in this state. */
export const dyingOnce =
  (state: WaveDraft['state']): Around =>
  async (name, given, call, kill) => {
    const answer = await call();
    return name === 'updateDraft' && isKept(given, state) ? kill() : answer;
  };

/** What was audited from here on, in the order of the customers. */
export function hear(world: World): () => string[] {
  const from = world.store.entries().length;
  return () =>
    world.store
      .entries()
      .slice(from)
      .filter(({ what }) => what.startsWith('wave.') || what === 'job.stopped' || what === 'job.retried')
      .map(({ what, customer, actor }) => `${what} ${customer} ${actor}`)
      .sort();
}

export const ofAll = (what: string, actor: Actor) =>
  FOUR.map((customer) => `${what} ${customer} ${actor.id}`).sort();

/** Does something once, right before the process takes a customer's job to run it again. */
export function beforeRetry(
  world: World,
  customer: string,
  work: (call: () => Promise<unknown>) => Promise<unknown>,
): Around {
  let isOver = false;
  return async (name, given, call) => {
    if (isOver || name !== 'holdJob') return call();
    const job = await world.store.loadJob(String(given[0]));
    if (isOver || job?.customer !== customer || job.finishedAt === undefined) return call();
    isOver = true;
    return work(call);
  };
}

/** A process that waits for nobody who is at this file. */
export const impatient: Around = async (name, given, call) =>
  name === 'holdKey' && String(given[0]).startsWith('alone:wave') ? 1 : call();

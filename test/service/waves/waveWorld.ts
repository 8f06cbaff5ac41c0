import { randomBytes, randomInt } from 'node:crypto';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import type { Actor, Place } from '../../../src/domain/terms.ts';
import { createLocalEngine } from '../../../src/engine/localEngine.ts';
import { createSealer } from '../../../src/secrets/sealing.ts';
import { Secret } from '../../../src/secrets/secret.ts';
import type { ProvisioningOptions } from '../../../src/service/context.ts';
import { createProvisioning } from '../../../src/service/createProvisioning.ts';
import type { Store } from '../../../src/service/ports/store.ts';
import type { Provisioning } from '../../../src/service/provisioning.ts';
import { createRoleGroups } from '../../../src/service/roleGroups/createRoleGroups.ts';
import { createTestLog } from '../../store/sampleRecords.ts';
import { always } from '../../testTurn.ts';
import { createFakeAdding } from '../fakes/fakeAdding.ts';
import { createFakeTenant } from '../fakes/fakeDirectory.ts';
import { createFakeMailer } from '../fakes/fakeMailer.ts';
import { createManualClock } from '../fakes/manualClock.ts';
import { createMemoryStore } from '../fakes/memoryStore.ts';

export const CUSTOMERS = ['first', 'second', 'third'] as const;
export const PLACE: Place = { platform: 'slack', workspace: 'T0', conversationId: 'D0OMAR', kind: 'direct' };
export const OMAR: Actor = {
  ...{ id: 'omar', name: 'Omar', roles: ['admin'], customer: 'first', platform: 'slack', userId: 'U0OMAR' },
};
/** Another admin of all customers. */
export const GRACE: Actor = { ...OMAR, id: 'grace', name: 'Grace', userId: 'U0GRACE' };
const SETUP = {
  ...{ signIn: 'allowed', usageLocation: 'DE', licenses: [], groups: [], recipients: '', reason: '' },
  delivery: 'show' as const,
};
/** Stands between a process and the records: `call` is what it asks of them, and `kill` ends it right there. */
export type Around = (
  name: string,
  given: readonly unknown[],
  call: () => Promise<unknown>,
  kill: () => Promise<never>,
) => Promise<unknown>;

/** Every five minutes, as instances do that share the records, and what one does alone. */
export const SWEEP_MS = 300_000;

export type World = ReturnType<typeof createWorld>;

const HEADER = 'Customer,User name,First name,Last name,Display name';
/** Of the first customer there are two. */
const SECOND_ROW = 'first,emmy@contoso.com,Emmy,Noether,Emmy Noether';

/** Customers with a made-up tenant each, a file for all of them, and processes over the same records. */
export function createWorld(
  customers: readonly string[] = CUSTOMERS,
  waves = { first: 1, atOnce: 1, failures: 1 },
  /** Whose members have roles, read from the tenants. With any, they alone give them. */
  groups: readonly object[] = [],
) {
  const clock = createManualClock();
  const store = createMemoryStore(clock);
  const tenants = new Map(customers.map((id) => [id, createFakeTenant(clock)]));
  const key = new Secret(randomBytes(32));
  const policy = policySchema.parse({
    waves,
    customers: customers.map((id, index) => ({
      id,
      name: id,
      tenantId: `2f1c7a90-5b7e-4c55-9a54-${String(index).padStart(12, '0')}`,
    })),
    people: (groups.length > 0 ? [] : [OMAR, GRACE]).map(({ id, name, userId, roles }) => ({
      ...{ id, name, roles },
      slack: userId,
    })),
    groups,
  });
  const roleGroups = createRoleGroups({
    ...{ written: { ...policy }, clock, log: createTestLog(), store },
    directoryFor: (id) => (tenants.get(id) ?? createFakeTenant(clock)).connect().directory,
    userGroups: () => undefined,
  });
  if (groups.length > 0) Object.defineProperty(policy, 'people', { get: roleGroups.people });

  /** A process over the same records; once it is killed, nothing of it is answered or written. */
  function start(
    around: Around = (_name, _given, call) => call(),
    more: Partial<Pick<ProvisioningOptions, 'checkPolicy' | 'standsIn' | 'roleGroups'>> & {
      sweepEveryMs?: number;
    } = {},
  ): Provisioning {
    const log = createTestLog();
    let dead = false;
    const never = new Promise<never>(() => undefined);
    const connected = [...tenants].map(([id, tenant]) => [id, tenant.connect()] as const);
    const kill = (): Promise<never> => {
      dead = true;
      for (const [, connection] of connected) connection.kill();
      return never;
    };
    const mortal = new Proxy(store as Store, {
      get(target, name: keyof Store & string) {
        const call = target[name] as (...given: unknown[]) => unknown;
        if (typeof call !== 'function') return call;
        return (...given: unknown[]) =>
          dead ? never : around(name, given, async () => call.apply(target, given), kill);
      },
    });
    return createProvisioning({
      ...{ policy, store: mortal, mailer: createFakeMailer(), clock, log },
      ...(groups.length > 0 ? { roleGroups } : {}),
      directoryFor: (id) => {
        const found = connected.find(([known]) => known === id);
        if (found === undefined) throw new Error(`No ${id}.`);
        return found[1].directory;
      },
      engine: createLocalEngine({ store: mortal, turn: always, clock, log }),
      sealer: createSealer({ current: 1, keys: new Map([[1, key]]) }),
      ids: { next: (prefix) => `${prefix}_${randomBytes(8).toString('hex')}` },
      randomInt: (max) => randomInt(max),
      maxFileBytes: 1_000_000,
      adding: createFakeAdding().options,
      ...{ sweepEveryMs: SWEEP_MS, ...more },
    });
  }
  const rows = customers.map((id) => `${id},lise@contoso.com,Lise,Meitner,Lise Meitner`);
  const text = [HEADER, SECOND_ROW, ...rows].join('\n');
  return { clock, store, tenants, policy, roleGroups, start, text };
}

/** Answers the file, set up, and the version that may be started. */
export async function openFile(world: World, service: Provisioning, actor = OMAR): Promise<[string, number]> {
  const file = {
    name: 'four.csv',
    async open() {
      return (async function* () {
        yield Buffer.from(world.text);
      })();
    },
  };
  const opened = await world.clock.until(service.waves.open(actor, PLACE, file));
  const draft = 'state' in opened ? opened.state.lines[0]?.draft : undefined;
  if (draft === undefined) throw new Error('Not taken apart.');
  const { draft: set } = await world.clock.until(service.rosters.setUp(actor, draft.id, SETUP));
  const { wave } = await world.clock.until(service.waves.setUp(actor, set, SETUP));
  return [wave.id, wave.version];
}

/** Something that is waited for until it's opened. */
export function createGate() {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

/** Has the next processes wait before they create anybody for a customer. */
export function holdCreates(world: World, customer: string, passed: Promise<void>) {
  const tenant = world.tenants.get(customer);
  if (tenant === undefined) throw new Error(`There is no ${customer}.`);
  const { connect } = tenant;
  tenant.connect = () => {
    const { directory, kill } = connect();
    const createAccounts: typeof directory.createAccounts = async (...given) => {
      await passed;
      return directory.createAccounts(...given);
    };
    return { directory: { ...directory, createAccounts }, kill };
  };
}

/** What became of each part's job, in the order of the customers. */
export async function statesOfJobs(world: World): Promise<string[]> {
  const jobs = await world.store.listJobs({ limit: 9 });
  return jobs.sort((a, b) => a.createdAt - b.createdAt).map(({ customer, state }) => `${customer} ${state}`);
}

/** Has somebody act for these customers alone. */
export function limit(world: World, { id }: Actor, customers: string[]): void {
  const human = world.policy.people.find((one) => one.id === id);
  if (human === undefined) throw new Error(`There is no ${id}.`);
  human.customers = customers;
}

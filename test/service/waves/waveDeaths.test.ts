import { randomBytes, randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import type { Actor, Place } from '../../../src/domain/terms.ts';
import { createLocalEngine } from '../../../src/engine/localEngine.ts';
import { createSealer } from '../../../src/secrets/sealing.ts';
import { Secret } from '../../../src/secrets/secret.ts';
import { createProvisioning } from '../../../src/service/createProvisioning.ts';
import type { Store } from '../../../src/service/ports/store.ts';
import type { Provisioning } from '../../../src/service/provisioning.ts';
import { createTestLog } from '../../store/sampleRecords.ts';
import { always } from '../../testTurn.ts';
import { createFakeAdding } from '../fakes/fakeAdding.ts';
import { createFakeTenant } from '../fakes/fakeDirectory.ts';
import { createFakeMailer } from '../fakes/fakeMailer.ts';
import { createManualClock } from '../fakes/manualClock.ts';
import { createMemoryStore } from '../fakes/memoryStore.ts';

const FILE = [
  'Customer,User name,First name,Last name,Display name',
  'First,lise@contoso.com,Lise,Meitner,Lise Meitner',
  'First,emmy@contoso.com,Emmy,Noether,Emmy Noether',
  'Second,max@contoso.com,Max,Planck,Max Planck',
  'Third,paul@contoso.com,Paul,Erdős,Paul Erdős',
].join('\n');
const CUSTOMERS = ['first', 'second', 'third'] as const;
const PLACE: Place = { platform: 'slack', workspace: 'T0', conversationId: 'D0OMAR', kind: 'direct' };
const OMAR: Actor = {
  ...{ id: 'omar', name: 'Omar', roles: ['admin'], customer: 'first', platform: 'slack', userId: 'U0OMAR' },
};
const SETUP = {
  ...{ signIn: 'allowed', usageLocation: 'DE', licenses: [], groups: [], recipients: '', reason: '' },
  delivery: 'show' as const,
};
/** What changes records; before or after one of these the process dies. */
const WRITES: ReadonlySet<string> = new Set([
  ...['accept', 'updateJob', 'saveDraft', 'updateDraft', 'saveRequest', 'updateRequest'],
  ...['saveTask', 'dropTask', 'audit', 'auditOnce'],
]);

/** Where a process dies: at this write, counted from 1 since the start was pressed, before it or after it. */
interface Death {
  nth: number;
  when: 'before' | 'after';
}

function createWorld() {
  const clock = createManualClock();
  const store = createMemoryStore(clock);
  const tenants = new Map(CUSTOMERS.map((id) => [id as string, createFakeTenant(clock)]));
  const key = new Secret(randomBytes(32));
  const policy = policySchema.parse({
    waves: { first: 1, atOnce: 1 },
    customers: CUSTOMERS.map((id, index) => ({
      id,
      name: id,
      tenantId: `2f1c7a90-5b7e-4c55-9a54-7e0f3c1d8b2${index}`,
    })),
    people: [{ id: 'omar', name: 'Omar', slack: 'U0OMAR', roles: ['admin'] }],
  });

  /** A process over the same records, which dies as it is told; nothing of it is answered or written from then on. */
  function start(death?: Death): {
    service: Provisioning;
    arm(): void;
    writes: () => number;
    died: () => boolean;
  } {
    const log = createTestLog();
    let [armed, dead, writes] = [false, false, 0];
    const never = new Promise<never>(() => undefined);
    const connected = [...tenants].map(([id, tenant]) => [id, tenant.connect()] as const);
    const die = (): Promise<never> => {
      dead = true;
      for (const [, { kill }] of connected) kill();
      return never;
    };
    const mortal = new Proxy(store as Store, {
      get(target, name: keyof Store & string) {
        const call = target[name] as (...given: unknown[]) => unknown;
        if (typeof call !== 'function') return call;
        return (...given: unknown[]) => {
          if (dead) return never;
          if (!armed || !WRITES.has(name)) return call.apply(target, given);
          writes += 1;
          if (writes !== death?.nth) return call.apply(target, given);
          if (death.when === 'before') return die();
          return Promise.resolve(call.apply(target, given)).then(die);
        };
      },
    });
    const service = createProvisioning({
      ...{ policy, store: mortal, mailer: createFakeMailer(), clock, log },
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
    });
    return {
      service,
      arm() {
        armed = true;
      },
      writes: () => writes,
      died: () => dead,
    };
  }
  return { clock, store, tenants, start };
}

async function openFile(
  world: ReturnType<typeof createWorld>,
  service: Provisioning,
): Promise<[string, number]> {
  const file = {
    name: 'four.csv',
    async open() {
      return (async function* () {
        yield Buffer.from(FILE);
      })();
    },
  };
  const opened = await world.clock.until(service.waves.open(OMAR, PLACE, file));
  const draft = 'state' in opened ? opened.state.lines[0]?.draft : undefined;
  if (draft === undefined) throw new Error('Not taken apart.');
  const { draft: set } = await world.clock.until(service.rosters.setUp(OMAR, draft.id, SETUP));
  const { wave } = await world.clock.until(service.waves.setUp(OMAR, set, SETUP));
  return [wave.id, wave.version];
}

/** Starts the file in a process that dies as told, and lets the next one go on. Answers the writes of the first. */
async function play(death?: Death): Promise<number> {
  const world = createWorld();
  const first = world.start(death);
  await world.clock.until(first.service.resume());
  const [id, version] = await openFile(world, first.service);
  first.arm();
  const pressed = first.service.waves.start(OMAR, PLACE, id, version).catch(() => undefined);
  await world.clock.advance(120_000);
  let last = first;
  if (first.died()) {
    last = world.start();
    await world.clock.until(last.service.resume());
    await world.clock.advance(600_000);
  } else await pressed;
  const state = await last.service.waves.read(id);
  // Killed before the start was kept, nothing was started, and it can be started again.
  if (state?.wave.data.state === 'open') {
    await world.clock.until(last.service.waves.start(OMAR, PLACE, id, state.wave.version));
    await world.clock.advance(120_000);
  }
  const what = JSON.stringify(death);
  const after = await last.service.waves.read(id);
  expect(after?.wave.data.state, what).toBe('done');
  expect(
    after?.lines.map(({ standing }) => standing),
    what,
  ).toEqual(['done', 'done', 'done']);
  for (const [customer, tenant] of world.tenants) {
    const names = tenant.sent.map(({ userPrincipalName }) => userPrincipalName);
    const accounts = [...tenant.accounts.values()].filter(({ deleted }) => !deleted);
    expect(accounts, `${customer} ${what}`).toHaveLength(new Set(names).size);
    // A create whose answer died with the process is looked up and never sent with another password.
    const keys = new Set(
      tenant.sent.map((one) => `${one.userPrincipalName} ${one.operationId} ${one.password}`),
    );
    expect(keys.size, `${customer} ${what}`).toBe(new Set(names).size);
  }
  expect((await world.store.listJobs({ limit: 9 })).length, what).toBe(3);
  return first.writes();
}

describe('a file for several customers', () => {
  it('comes to the same end wherever its process dies', async () => {
    const writes = await play();
    expect(writes).toBeGreaterThan(20);
    for (let nth = 1; nth <= writes; nth++) {
      await play({ nth, when: nth % 2 === 0 ? 'before' : 'after' });
    }
  }, 60_000);
});

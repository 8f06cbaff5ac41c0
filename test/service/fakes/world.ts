import { randomBytes, randomInt } from 'node:crypto';
import type { Language } from '../../../src/domain/languages.ts';
import { type Policy, policySchema } from '../../../src/domain/policy/policy.ts';
import type { Actor, PasswordDelivery, Person, Place, RequestSettings } from '../../../src/domain/terms.ts';
import { createLocalEngine } from '../../../src/engine/localEngine.ts';
import { createSealer, type Sealer } from '../../../src/secrets/sealing.ts';
import { Secret } from '../../../src/secrets/secret.ts';
import type { ProvisioningOptions } from '../../../src/service/context.ts';
import { createProvisioning } from '../../../src/service/createProvisioning.ts';
import type { AcceptRequest } from '../../../src/service/jobs/acceptRequest.ts';
import type { JobState } from '../../../src/service/jobs/shownJob.ts';
import type { JobRecord, RowRecord } from '../../../src/service/ports/records.ts';
import type { Log } from '../../../src/service/ports/surroundings.ts';
import type { Provisioning } from '../../../src/service/provisioning.ts';
import { createRoleGroups } from '../../../src/service/roleGroups/createRoleGroups.ts';
import type { RoleGroups } from '../../../src/service/roleGroups/roleGroups.ts';
import { always } from '../../testTurn.ts';
import { createFakeAdding } from './fakeAdding.ts';
import { createFakeTenant, type FakeTenant } from './fakeDirectory.ts';
import { createFakeMailer, type FakeMailer } from './fakeMailer.ts';
import { createManualClock, type ManualClock } from './manualClock.ts';
import { createMemoryStore, type MemoryStore } from './memoryStore.ts';

export const OMAR: Actor = {
  id: 'omar',
  name: 'Omar Haddad',
  roles: ['helpdesk', 'admin'],
  customer: 'contoso',
  platform: 'slack',
  userId: 'U0OMARHADD',
};
export const MIA: Actor = {
  ...OMAR,
  id: 'mia',
  name: 'Mia Meyer',
  roles: ['helpdesk'],
  userId: 'U0MIAMEYER',
};

export const PLACE: Place = {
  platform: 'slack',
  workspace: 'T0CONTOSO',
  conversationId: 'D0OMAR',
  kind: 'direct',
};

export const MAIL_TO = 'it@contoso.com';

export const SETTINGS: RequestSettings = {
  accountEnabled: true,
  usageLocation: 'US',
  licenses: [],
  recipients: [MAIL_TO],
};

/** One bot, with everything around it made up. */
export interface World {
  clock: ManualClock;
  /** Changing it is what another policy file would do at the next start. */
  policy: Policy;
  roleGroups: RoleGroups;
  /** Without what groups add. */
  written: Pick<Policy, 'people'>;
  tenant: FakeTenant;
  mailer: FakeMailer;
  sealer: Sealer;
  /** The store of the process that runs now. */
  store: MemoryStore;
  service: Provisioning;
  logged: string[];
  /** Kills the process where it stands and starts another on what is on disk, or on a copy of before. */
  restart(copy?: MemoryStore): void;
  /** A second instance on the same records. Answers its service. */
  startAnother(): Provisioning;
  /** What Omar would ask for, from a draft of its own. */
  prepare(people: number | readonly Person[], more?: AcceptMore): Promise<AcceptRequest>;
  /** Accepts people as a request of Omar's would. */
  accept(people: number | readonly Person[], more?: AcceptMore): Promise<JobRecord>;
  /** Lets time pass until the job is over. */
  finish(jobId: string): Promise<JobState>;
  run(people: number | readonly Person[], more?: AcceptMore): Promise<JobState>;
}

interface AcceptMore {
  settings?: Partial<RequestSettings>;
  kind?: 'one' | 'bulk';
  actor?: Actor;
  /** What else each of them is to be given. */
  each?: (index: number) => Partial<AcceptRequest['people'][number]>;
}

/** `Person 7`, person7@contoso.com. */
export function makePeople(count: number): Person[] {
  return Array.from({ length: count }, (_, index) => ({
    userPrincipalName: `person${index + 1}@contoso.com`,
    displayName: `Person ${index + 1}`,
    usageLocation: 'US',
  }));
}

export function nameOf(row: RowRecord): string {
  return row.person.userPrincipalName;
}

export function createWorld(
  more: {
    maxRows?: number;
    resetAdmins?: boolean;
    people?: object[];
    /** Whose members have roles; read from the tenant. */
    groups?: object[];
    approvals?: object[];
    /** Left out: contoso.com; undefined: the policy says nothing. */
    recipientDomains?: string[] | undefined;
    language?: Language;
    usageLocation?: string;
    timeZone?: string;
    passwordDelivery?: PasswordDelivery;
    temporaryAccessPass?: boolean;
    publicUrl?: string | undefined;
    signInUrl?: string;
    orderRows?: ProvisioningOptions['orderRows'];
    /** Set where other instances share the records. */
    sweepEveryMs?: number;
    /** Throws while another instance has a newer policy. */
    checkPolicy?: () => Promise<void>;
    standsIn?: () => Promise<boolean>;
    onLeft?: () => void;
  } = {},
): World {
  const {
    maxRows,
    resetAdmins = false,
    people = [OMAR, MIA].map(({ id, name, roles, userId }) => ({ id, name, roles, slack: userId })),
    groups = [],
    approvals = [],
    publicUrl,
    signInUrl,
    orderRows,
    sweepEveryMs,
    checkPolicy,
    standsIn,
    onLeft,
    ...customer
  } = { publicUrl: 'https://rollcall.contoso.com/', recipientDomains: ['contoso.com'], ...more };
  const clock = createManualClock();
  const tenant = createFakeTenant(clock);
  const mailer = createFakeMailer();
  const policy = policySchema.parse({
    customers: [{ id: 'contoso', name: 'Contoso', ...customer }],
    people,
    groups,
    approvals,
    resetAdmins,
    ...(maxRows === undefined ? {} : { maxRows }),
  });
  const sealer = createSealer({ current: 1, keys: new Map([[1, new Secret(randomBytes(32))]]) });
  const logged: string[] = [];
  const keep = (fields: Readonly<Record<string, unknown>>, event: string): void => {
    logged.push(`${event} ${JSON.stringify(fields)} ${String(fields.err ?? '')}`);
  };
  const log: Log = { debug: keep, info: keep, warn: keep, error: keep };
  let drafts = 0;
  let connection = tenant.connect();
  const written = { ...policy };
  const store = createMemoryStore(clock);
  const roleGroups = createRoleGroups({
    ...{ written, clock, log },
    store: {
      loadNote: (...a) => world.store.loadNote(...a),
      updateNote: (...a) => world.store.updateNote(...a),
    },
    directoryFor: () => connection.directory,
    userGroups: () => undefined,
  });
  if (groups.length > 0) Object.defineProperty(policy, 'people', { get: roleGroups.people });

  function start(store: MemoryStore): Provisioning {
    const { directory } = connection;
    return createProvisioning({
      adding: createFakeAdding().options,
      policy,
      ...(groups.length === 0 ? {} : { roleGroups }),
      directoryFor: () => directory,
      mailer,
      store,
      engine: createLocalEngine({ store, turn: always, clock, log }),
      sealer,
      clock,
      ids: { next: (prefix) => `${prefix}_${randomBytes(8).toString('hex')}` },
      log,
      randomInt: (max) => randomInt(max),
      mailFrom: 'rollcall@contoso.com',
      ...(publicUrl === undefined ? {} : { publicUrl }),
      ...(signInUrl === undefined ? {} : { signInUrl }),
      ...(orderRows === undefined ? {} : { orderRows }),
      ...(sweepEveryMs === undefined ? {} : { sweepEveryMs }),
      ...(checkPolicy === undefined ? {} : { checkPolicy }),
      ...(standsIn === undefined ? {} : { standsIn }),
      ...(onLeft === undefined ? {} : { onLeft }),
      maxFileBytes: 10 * 1024 * 1024,
    });
  }

  const world: World = {
    clock,
    policy,
    roleGroups,
    written,
    tenant,
    mailer,
    sealer,
    store,
    logged,
    service: start(store),
    restart(copy) {
      connection.kill();
      connection = tenant.connect();
      const left = world.store.kill();
      world.store = copy ?? left;
      world.service = start(world.store);
    },
    startAnother() {
      const service = start(world.store);
      void service.resume();
      return service;
    },
    async prepare(people, { settings, kind = 'bulk', actor = OMAR, each = () => ({}) } = {}) {
      const all = { ...SETTINGS, ...settings };
      drafts += 1;
      const requestId = `draft_${drafts}`;
      await world.store.saveDraft({
        id: requestId,
        version: 1,
        kind: kind === 'one' ? 'person' : 'roster',
        owner: actor.id,
        customer: actor.customer,
        place: PLACE,
        data: { findings: [] },
        createdAt: clock.now(),
        expiresAt: clock.now() + 3_600_000,
      });
      const listed = typeof people === 'number' ? makePeople(people) : people;
      return {
        actor,
        place: PLACE,
        requestId,
        requestVersion: 1,
        kind,
        people: listed.map((person, index) => ({
          person,
          accountEnabled: true,
          licenses: all.licenses,
          ...each(index),
        })),
        settings: all,
      };
    },
    async accept(people, options) {
      const { job } = await world.service.jobs.accept(await world.prepare(people, options));
      return job;
    },
    async finish(jobId) {
      const isOver = async (): Promise<JobState> => {
        for (;;) {
          const state = await world.service.jobs.read(jobId);
          if (state?.job.state === 'done' || state?.job.state === 'stopped') return state;
          await clock.sleep(100);
        }
      };
      return clock.until(isOver());
    },
    async run(people, options) {
      const job = await world.accept(people, options);
      return world.finish(job.id);
    },
  };
  // A first start; after a restart a test says when.
  void world.service.resume();
  return world;
}

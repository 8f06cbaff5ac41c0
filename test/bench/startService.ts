import { randomBytes, randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policySchema } from '../../src/domain/policy.ts';
import type { Actor, Person, Place } from '../../src/domain/terms.ts';
import { createNotify } from '../../src/flows/notify.ts';
import type { Chat } from '../../src/flows/reply.ts';
import { createGraphDirectory } from '../../src/graph/createGraphDirectory.ts';
import { createSealer } from '../../src/secrets/sealing.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { createProvisioning } from '../../src/service/createProvisioning.ts';
import type { Store } from '../../src/service/ports/store.ts';
import type { Clock, Log } from '../../src/service/ports/surroundings.ts';
import type { JobState } from '../../src/service/provisioning.ts';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { type CountingFs, createCountingFs } from './countingFs.ts';
import { LICENSE } from './people.ts';

const REQUESTER: Actor = {
  id: 'omar',
  name: 'Omar Haddad',
  roles: ['helpdesk', 'admin'],
  customer: 'contoso',
  platform: 'slack',
  userId: 'U0OMARHADD',
};
const PLACE: Place = { platform: 'slack', workspace: 'T0CONTOSO', conversationId: 'D0OMAR', kind: 'direct' };

/** How long a job took. Seconds of real time. */
export interface JobTimes {
  /** From accept to the last license recorded. */
  seconds: number;
  /** From accept to the end of the job: everything on disk and mailed. */
  finishedSeconds: number;
  state: JobState;
}

/** The real service, store, Graph room and notify, without the chats and the mail server. */
export interface BenchService {
  /** Accepts these people with one license each, and waits for the end. `onShare` hears of each tenth that is licensed. */
  run(
    people: readonly Person[],
    kind: 'one' | 'bulk',
    onLicensed?: (count: number) => void,
  ): Promise<JobTimes>;
  fs: CountingFs;
  stop(): Promise<void>;
}

/** Takes every message at once, as a chat that is never late. */
function createSilentChat(): Chat {
  const ref = {
    platform: 'slack',
    workspace: 'T0CONTOSO',
    conversationId: 'D0OMAR',
    messageId: '1',
  } as const;
  return {
    platform: 'slack',
    openDirect: async () => PLACE,
    post: async () => ref,
    update: async () => ref,
  } as unknown as Chat;
}

function failLoudly(fields: Readonly<Record<string, unknown>>, event: string): void {
  console.error(event, fields);
}

/** Starts it in a new folder, which goes when it stops. */
export async function startService(options: {
  graphUrl: string;
  /** Of the service and the store. */
  clock: Clock;
  /** Of the Graph room, and so of its pacing. */
  graphClock: Clock;
}): Promise<BenchService> {
  const { graphUrl, clock, graphClock } = options;
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-bench-'));
  const ids = { next: (prefix: string) => `${prefix}_${randomBytes(16).toString('base64url')}` };
  const quiet = () => undefined;
  const log: Log = { debug: quiet, info: quiet, warn: quiet, error: failLoudly };
  const fs = createCountingFs();
  const opened = await openLowdbStore({ folder, clock, log, fs });
  const watchers = new Map<string, (licensed: number) => void>();
  const store: Store = {
    ...opened,
    record(jobId, rows) {
      opened.record(jobId, rows);
      watchers.get(jobId)?.(rows.filter(({ license }) => license.state === 'done').length);
    },
  };
  const token = new Secret('bench');
  const directory = createGraphDirectory({
    customer: 'contoso',
    graphUrl,
    tokens: { get: async () => token, forget: quiet },
    clock: graphClock,
    ids,
    log,
    markerAttribute: 'extensionAttribute15',
  });
  const service = createProvisioning({
    policy: policySchema.parse({
      customers: [{ id: 'contoso', name: 'Contoso' }],
      people: [],
      maxRows: 100_000,
    }),
    directoryFor: () => directory,
    mailer: { send: async () => ({ status: 'accepted', response: '250 2.0.0 OK' }) },
    store,
    sealer: createSealer({ current: 1, keys: new Map([[1, new Secret(randomBytes(32))]]) }),
    clock,
    ids,
    log,
    randomInt: (max) => randomInt(max),
    maxFileBytes: 10 * 1024 * 1024,
  });
  const notify = createNotify({
    service,
    store,
    chats: { slack: createSilentChat() },
    customerName: () => 'Contoso',
    clock,
    log,
  });
  const endings = new Map<string, () => void>();
  service.on('finished', (jobId) => endings.get(jobId)?.());

  return {
    fs,
    async run(people, kind, onLicensed) {
      const requestId = ids.next('draft');
      await store.saveDraft({
        id: requestId,
        version: 1,
        kind: kind === 'one' ? 'person' : 'roster',
        owner: REQUESTER.id,
        customer: 'contoso',
        place: PLACE,
        data: {},
        createdAt: clock.now(),
        expiresAt: clock.now() + 24 * 3_600_000,
      });
      const settings = {
        accountEnabled: true,
        usageLocation: 'DE',
        licenses: [LICENSE],
        recipients: ['it@contoso.com'],
      };
      const startedAt = performance.now();
      const accepting = service.accept({
        actor: REQUESTER,
        place: PLACE,
        requestId,
        requestVersion: 1,
        kind,
        people: people.map((person) => ({ person, accountEnabled: true, licenses: [LICENSE] })),
        settings,
      });
      const { job } = await accepting;
      let licensed = 0;
      let lastAt = Number.NaN;
      watchers.set(job.id, (more) => {
        licensed += more;
        lastAt = performance.now();
        onLicensed?.(licensed);
      });
      await new Promise<void>((resolve) => {
        endings.set(job.id, resolve);
      });
      const endedAt = performance.now();
      watchers.delete(job.id);
      const state = await service.readJob(job.id);
      if (state === undefined || licensed < people.length) {
        throw new Error(`${licensed} of ${people.length} people were licensed.`);
      }
      return { seconds: (lastAt - startedAt) / 1_000, finishedSeconds: (endedAt - startedAt) / 1_000, state };
    },
    async stop() {
      await service.drain();
      await notify.stop();
      await opened.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

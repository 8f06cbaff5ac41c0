import { randomBytes } from 'node:crypto';
import type { Person } from '../../src/domain/terms.ts';
import { createNotify } from '../../src/flows/jobs/notify.ts';
import type { Chat } from '../../src/flows/reply.ts';
import type { AcceptRequest } from '../../src/service/jobs/acceptRequest.ts';
import type { JobState } from '../../src/service/jobs/shownJob.ts';
import type { DraftRecord } from '../../src/service/ports/drafts.ts';
import type { Store } from '../../src/service/ports/store.ts';
import type { Clock } from '../../src/service/ports/surroundings.ts';
import {
  composeService,
  draftOf,
  ids,
  loudLog,
  PLACE,
  requestOf,
  sealerOf,
} from '../composition/composeService.ts';
import { openRecords, type StoreKind } from './openRecords.ts';
import { type ScaledClock, scaleQuota } from './scaledClock.ts';

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
  /** Accepts what a draft asks for, and waits for the end. Seconds of real time. */
  carryOut(asked: {
    draft: DraftRecord;
    request: AcceptRequest;
  }): Promise<{ seconds: number; state: JobState }>;
  /** Bytes written until now; see `BenchRecords`. */
  countBytes(): Promise<number>;
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

/** Starts it with empty records, which go when it stops. */
export async function startService(options: {
  graphUrl: string;
  /** Left out: embedded. */
  records?: StoreKind;
  /** Of the service and the store. */
  clock: Clock;
  /** Of the Graph room, and so of its pacing. */
  graphClock: ScaledClock;
}): Promise<BenchService> {
  const { graphUrl, clock, graphClock } = options;
  const log = loudLog;
  const masterKey = randomBytes(32);
  const records = await openRecords(options.records ?? 'embedded', { masterKey, clock });
  const { store: opened, engine, quota, countBytes } = records;
  const watchers = new Map<string, (licensed: number) => void>();
  const store: Store = {
    ...opened,
    async holdJob(jobId) {
      const held = await opened.holdJob(jobId);
      if (held === undefined) return undefined;
      return {
        ...held,
        record(rows) {
          held.record(rows);
          watchers.get(jobId)?.(rows.filter(({ license }) => license.state === 'done').length);
        },
      };
    },
  };
  const service = composeService({
    store,
    graphUrl,
    mailer: { send: async () => ({ status: 'accepted', response: '250 2.0.0 OK' }) },
    sealer: sealerOf(masterKey),
    clock,
    graphClock,
    log,
    engine,
    ...(quota === undefined ? {} : { quota: scaleQuota(quota, graphClock) }),
  });
  const notify = createNotify({
    service,
    store,
    engine: { send: async () => undefined },
    chats: { slack: createSilentChat() },
    policy: { customers: [] },
    clock,
    log,
  });
  await service.resume();
  const endings = new Map<string, () => void>();
  service.on('finished', (jobId) => endings.get(jobId)?.());

  return {
    countBytes,
    async run(people, kind, onLicensed) {
      const requestId = ids.next('draft');
      await store.saveDraft(draftOf(requestId, kind, clock.now()));
      const startedAt = performance.now();
      const { job } = await service.jobs.accept(requestOf(requestId, kind, people));
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
      const state = await service.jobs.read(job.id);
      if (state === undefined || licensed < people.length) {
        throw new Error(`${licensed} of ${people.length} people were licensed.`);
      }
      return { seconds: (lastAt - startedAt) / 1_000, finishedSeconds: (endedAt - startedAt) / 1_000, state };
    },
    async carryOut({ draft, request }) {
      await store.saveDraft(draft);
      const startedAt = performance.now();
      const { job } = await service.jobs.accept(request);
      await new Promise<void>((resolve) => {
        endings.set(job.id, resolve);
      });
      const seconds = (performance.now() - startedAt) / 1_000;
      const state = await service.jobs.read(job.id);
      if (state === undefined) throw new Error('The job is gone.');
      return { seconds, state };
    },
    async stop() {
      await service.drain();
      await notify.stop();
      await records.close();
    },
  };
}

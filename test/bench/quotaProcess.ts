import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { composeService, draftOf, ids, loudLog, requestOf, sealerOf } from '../composition/composeService.ts';
import { makePeople } from '../composition/tenant.ts';
import { joinDatabase } from './openRecords.ts';
import { createScaledClock, scaleQuota } from './scaledClock.ts';

/** An instance of the bench of several under one quota, started by `startQuotaInstance`. It ends when its parent goes. */
export interface QuotaSettings {
  databaseUrl: string;
  graphUrl: string;
  /** Base64, 32 bytes; the same for all. */
  masterKey: string;
  /** Of the quota's clock, and when it began. */
  speed: number;
  startedAt: number;
}

/** What an instance is asked. */
export type QuotaQuestion =
  | { ask: 'create'; from: number; people: number }
  /** One person alone, and how long until they are there, whoever creates them. */
  | { ask: 'single'; from: number }
  /** How many bulk jobs it has taken and not ended. */
  | { ask: 'held' }
  /** How many jobs are not done, and how many people in those that are failed. */
  | { ask: 'results' };

/** What it answers. Seconds of real time. */
export interface QuotaAnswer {
  seconds: number;
  held: number;
  unfinished: number;
  failed: number;
}

const settings: QuotaSettings = JSON.parse(process.argv[2] ?? '{}');
const masterKey = Buffer.from(settings.masterKey, 'base64');
const clock = createScaledClock(settings.speed, settings.startedAt);
const { store, engine, quota } = await joinDatabase(settings.databaseUrl, {
  masterKey,
  clock: createScaledClock(1),
});
const held = new Set<unknown>();
const service = composeService({
  ...{ store, engine, clock },
  graphUrl: settings.graphUrl,
  quota: scaleQuota(quota, clock),
  graphClock: clock,
  mailer: { send: async () => ({ status: 'accepted', response: '250 2.0.0 OK' }) },
  sealer: sealerOf(masterKey),
  log: {
    ...loudLog,
    info({ jobId }, event) {
      if (event === 'job.taken') held.add(jobId);
      if (event === 'job.ended') held.delete(jobId);
    },
  },
});
await service.resume();

async function accept(kind: 'one' | 'bulk', from: number, people: number): Promise<string> {
  const requestId = ids.next('draft');
  await store.saveDraft(draftOf(requestId, kind, clock.now()));
  return (await service.jobs.accept(requestOf(requestId, kind, makePeople(people, from)))).job.id;
}

async function waitUntilDone(jobId: string): Promise<void> {
  while ((await store.loadJob(jobId))?.state !== 'done') await wait(20);
}

async function answer(question: QuotaQuestion): Promise<QuotaAnswer> {
  const startedAt = performance.now();
  let unfinished = 0;
  let failed = 0;
  if (question.ask === 'create') await accept('bulk', question.from, question.people);
  else if (question.ask === 'single') await waitUntilDone(await accept('one', question.from, 1));
  else if (question.ask === 'results') {
    for (const { id, state } of await store.listJobs({ limit: 1_000 })) {
      if (state !== 'done') unfinished += 1;
      const { counts } = (await service.jobs.read(id)) ?? {};
      failed += (counts?.failed ?? 0) + (counts?.partly ?? 0);
    }
  }
  return { seconds: (performance.now() - startedAt) / 1_000, held: held.size, unfinished, failed };
}

process.on('message', ({ id, question }: { id: string; question: QuotaQuestion }) => {
  answer(question).then(
    (answered) => process.send?.({ id, answered }),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.({ id: `ready ${randomBytes(4).toString('hex')}` });

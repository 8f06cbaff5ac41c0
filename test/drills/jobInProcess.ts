import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createMailer } from '../../src/mail/createMailer.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { Clock, Log } from '../../src/service/ports/surroundings.ts';
import type { StoreFs } from '../../src/store/disk/storeFs.ts';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import {
  composeService,
  draftOf,
  masterKeysOf,
  REQUESTER,
  requestOf,
  sealerOf,
} from '../composition/composeService.ts';
import { makePeople } from '../composition/tenant.ts';
import type { LoopbackTenant } from './loopbackTenant.ts';

function quiet(): void {}

/** These drills cause the errors that are logged. */
export const silentLog: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

/** A busy machine, and waits of the service that run in scaled time. */
const PATIENCE_MS = 120_000;
const REQUEST_ID = 'draft_drill';

/** One service with one job, in this process, over a tenant that lives on. */
export interface JobInProcess {
  masterKey: Buffer;
  /** Accepts the job, or finds it. */
  begin(): Promise<void>;
  /** The same, and waits until it is done. False when that did not come in time, or it was stopped before. */
  finish(): Promise<boolean>;
  /** Sends again what did not arrive, and waits. */
  resend(): Promise<void>;
  /** How each mail stands: `it@contoso.com 1/3 accepted`. */
  readDeliveries(): Promise<{ recipient: string; part: number; state: string; response: string }[]>;
  /** Lets the job go on where it is, as at a restart. */
  stop(): Promise<void>;
}

export async function startJobInProcess(
  tenant: Pick<LoopbackTenant, 'graphUrl' | 'dataFolder'> & { mail: { url: string } },
  options: {
    rows: number;
    recipients: readonly string[];
    clock: Clock;
    masterKey?: Buffer;
    fs?: StoreFs;
    flushMs?: number;
  },
): Promise<JobInProcess> {
  const { rows, recipients, clock, masterKey = randomBytes(32), fs, flushMs } = options;
  const store = await openLowdbStore({
    folder: tenant.dataFolder,
    masterKeys: masterKeysOf(masterKey),
    clock,
    log: silentLog,
    ...(fs === undefined ? {} : { fs }),
    ...(flushMs === undefined ? {} : { flushMs }),
  });
  const mailer = createMailer({
    smtpUrl: new Secret(tenant.mail.url),
    from: 'rollcall@contoso.com',
    perMinute: 6_000,
    turn: store.turn,
    clock,
    log: silentLog,
  });
  const service = composeService({
    store,
    graphUrl: tenant.graphUrl,
    mailer,
    sealer: sealerOf(masterKey),
    clock,
    graphClock: clock,
    log: silentLog,
  });
  let jobId = '';
  let isStopped = false;

  async function waitUntilDone(): Promise<boolean> {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline && !isStopped) {
      const job = await store.loadJob(jobId);
      if (job?.state === 'done') return true;
      await delay(20);
    }
    return false;
  }

  async function begin(): Promise<void> {
    if ((await store.loadDraft(REQUEST_ID)) === undefined) {
      await store.saveDraft(draftOf(REQUEST_ID, 'bulk', clock.now()));
    }
    await service.resume();
    const { job } = await service.jobs.accept(requestOf(REQUEST_ID, 'bulk', makePeople(rows), recipients));
    jobId = job.id;
  }

  return {
    masterKey,
    begin,
    async finish() {
      if (jobId === '') await begin();
      return waitUntilDone();
    },
    async resend() {
      await service.jobs.resend(REQUESTER, jobId);
      await waitUntilDone();
    },
    async readDeliveries() {
      const job = await store.loadJob(jobId);
      return (job?.deliveries ?? []).map(({ recipient, part, state, response = '' }) => ({
        recipient,
        part,
        state,
        response,
      }));
    },
    async stop() {
      isStopped = true;
      await service.drain();
      mailer.close();
      await store.close();
    },
  };
}

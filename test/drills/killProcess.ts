import { createMailer } from '../../src/mail/createMailer.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import {
  composeService,
  draftOf,
  loudLog,
  masterKeysOf,
  requestOf,
  sealerOf,
} from '../composition/composeService.ts';
import { makePeople } from '../composition/tenant.ts';
import { runNaively } from './naive.ts';
import { createPoints, type DeathPoint } from './points.ts';
import { createTurns } from './turns.ts';

/** What a process of the kill drill is to do. */
export interface KillSettings {
  /** Create first, record after, instead of the service. */
  naive: boolean;
  rows: number;
  folder: string;
  graphUrl: string;
  smtpUrl: string;
  /** Base64, 32 bytes. */
  masterKey: string;
  /** Of the injected clock. Milliseconds since the epoch. */
  startedAt: number;
  death?: DeathPoint;
}

/** The same for every process of a drill: pressing the button again after a crash. */
const REQUEST_ID = 'draft_kill';
/** Results go to disk between two batches, and not only at the end of the job. Milliseconds of the injected clock. */
const FLUSH_MS = 60;

/** Carries one job out, from wherever an earlier process left it, and ends when it is done. */
async function runService(settings: KillSettings): Promise<void> {
  const { folder, graphUrl, smtpUrl, masterKey, startedAt, rows, death } = settings;
  const turns = createTurns(startedAt);
  const { clock } = turns;
  const points = createPoints(turns, folder, death);
  const store = await openLowdbStore({
    folder,
    masterKeys: masterKeysOf(Buffer.from(masterKey, 'base64')),
    clock,
    log: loudLog,
    flushMs: FLUSH_MS,
    fs: points.fs,
  });
  const mailer = createMailer({
    smtpUrl: new Secret(smtpUrl),
    from: 'rollcall@contoso.com',
    perMinute: 600,
    turn: store.turn,
    clock,
    log: loudLog,
  });
  const service = composeService({
    store,
    graphUrl,
    mailer: points.wrapMailer(mailer),
    sealer: sealerOf(Buffer.from(masterKey, 'base64')),
    clock,
    graphClock: clock,
    fetch: points.fetch,
    log: loudLog,
  });
  const finished = new Promise<void>((resolve) => service.on('finished', () => resolve()));
  if ((await store.loadDraft(REQUEST_ID)) === undefined) {
    await store.saveDraft(draftOf(REQUEST_ID, 'bulk', clock.now()));
  }
  await service.resume();
  const { job } = await service.jobs.accept(requestOf(REQUEST_ID, 'bulk', makePeople(rows)));
  if (job.state === 'running') await finished;
  await service.drain();
  mailer.close();
  await store.close();
}

const settings: KillSettings = JSON.parse(process.argv[2] ?? '{}');
await (settings.naive ? runNaively(settings) : runService(settings));
process.exit(0);

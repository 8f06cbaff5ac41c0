import { createMailer } from '../../src/mail/createMailer.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { AcceptRequest } from '../../src/service/jobs/acceptRequest.ts';
import type { DraftRecord } from '../../src/service/ports/drafts.ts';
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
import { draftsOfActs, requestsOfActs } from './actsScene.ts';
import { runNaively } from './naive.ts';
import { createPoints, type DeathPoint } from './points.ts';
import { createTurns } from './turns.ts';

/** What a process of the kill drill is to do. */
export interface KillSettings {
  /** People who are created, by the service or create first and record after, or people who exist and are changed. */
  work: 'create' | 'naive' | 'acts';
  /** Of those that are created. */
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

/** What is asked for, in every process of a drill, and the drafts that it comes from. */
function listWork(
  { work, rows }: KillSettings,
  now: number,
): { drafts: DraftRecord[]; requests: AcceptRequest[] } {
  return work === 'acts'
    ? { drafts: draftsOfActs(now), requests: requestsOfActs() }
    : {
        drafts: [draftOf(REQUEST_ID, 'bulk', now)],
        requests: [requestOf(REQUEST_ID, 'bulk', makePeople(rows))],
      };
}

/** Carries all of it out, from wherever an earlier process left it, and ends when it is done. */
async function runService(settings: KillSettings): Promise<void> {
  const { folder, graphUrl, smtpUrl, masterKey, startedAt, death } = settings;
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
  const finished = new Set<string>();
  let heard = (): void => undefined;
  service.on('finished', (jobId) => {
    finished.add(jobId);
    heard();
  });
  const { drafts, requests } = listWork(settings, clock.now());
  for (const draft of drafts) {
    if ((await store.loadDraft(draft.id)) === undefined) await store.saveDraft(draft);
  }
  await service.resume();
  const jobs = await Promise.all(requests.map((request) => service.jobs.accept(request)));
  const running = jobs.flatMap(({ job: { id, state } }) => (state === 'running' ? [id] : []));
  while (!running.every((id) => finished.has(id))) {
    await new Promise<void>((resolve) => {
      heard = resolve;
    });
  }
  await service.drain();
  mailer.close();
  await store.close();
}

const settings: KillSettings = JSON.parse(process.argv[2] ?? '{}');
await (settings.work === 'naive' ? runNaively(settings) : runService(settings));
process.exit(0);

import { createSteadyNow } from '../../src/run/steadyClock.ts';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { composeService, masterKeysOf, sealerOf } from '../composition/composeService.ts';
import { silentLog } from './jobInProcess.ts';
import { planLeavers } from './leaversScene.ts';
import { createPoints, type DeathPoint } from './points.ts';
import { createTurns } from './turns.ts';

/** What a process of the timers drill is to do. */
export interface TimersSettings {
  leavers: number;
  folder: string;
  graphUrl: string;
  /** Base64, 32 bytes. */
  masterKey: string;
  /** Of the machine's clock. Milliseconds since the epoch. */
  startedAt: number;
  /** When they leave. */
  dueAt: number;
  /** Asks for all of it first, as somebody who presses the buttons again after a crash. */
  plans: boolean;
  /** So long after its start the machine's clock is put ahead or back. Milliseconds. */
  jump?: { afterMs: number; byMs: number };
  death?: DeathPoint;
  /** The power goes so long after its start. Left out: it ends when everybody has left. Milliseconds. */
  livesFor?: number;
}

/** A quarter of the leavers come in one file. */
const IN_FILE = 0.25;
/** Our own number: how often it is looked whether everybody has left. Milliseconds of the injected clock. */
const LOOK_MS = 5_000;

async function run(settings: TimersSettings): Promise<void> {
  const { leavers, folder, graphUrl, startedAt, dueAt, plans, jump, death, livesFor } = settings;
  const masterKey = Buffer.from(settings.masterKey, 'base64');
  const turns = createTurns(startedAt);
  const { now, sleep } = turns.clock;
  const wall = () => now() + (jump !== undefined && now() >= startedAt + jump.afterMs ? jump.byMs : 0);
  const clock = { now: createSteadyNow({ wall, monotonic: now }), elapsed: now, sleep };
  const points = createPoints(turns, folder, death);
  const store = await openLowdbStore({
    folder,
    masterKeys: masterKeysOf(masterKey),
    clock,
    log: silentLog,
    fs: points.fs,
  });
  const service = composeService({
    store,
    graphUrl,
    mailer: { send: async () => ({ status: 'accepted', response: '250 2.0.0 OK' }) },
    sealer: sealerOf(masterKey),
    clock,
    graphClock: clock,
    fetch: points.fetch,
    log: silentLog,
  });
  await service.resume();
  if (livesFor !== undefined) void sleep(livesFor).then(() => process.kill(process.pid, 'SIGKILL'));
  if (plans) {
    for (const { draft, request } of planLeavers(leavers, dueAt, clock.now(), IN_FILE)) {
      if ((await store.loadDraft(draft.id)) === undefined) await store.saveDraft(draft);
      await service.approvals.submit(request);
    }
  }
  // Nobody looks: it dies on its own.
  if (livesFor !== undefined || death !== undefined) await new Promise(() => undefined);
  const isOver = async (): Promise<boolean> => {
    const requests = await store.listRequests({});
    if (requests.some(({ jobId }) => jobId === undefined)) return false;
    const jobs = await store.listUnfinished();
    return jobs.every(({ state }) => state === 'done');
  };
  while (!(await isOver())) await sleep(LOOK_MS);
  await service.drain();
  await store.close();
}

await run(JSON.parse(process.argv[2] ?? '{}'));
process.exit(0);

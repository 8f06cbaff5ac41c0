import { setTimeout as sleep } from 'node:timers/promises';
import { openBossEngine } from '../../src/engine/bossEngine.ts';
import { openPostgresStore } from '../../src/postgres/openPostgresStore.ts';
import { fenceFetch } from '../../src/run/fence.ts';
import { putClockAhead } from '../../src/sandbox/clockAhead.ts';
import type { Engine } from '../../src/service/ports/engine.ts';
import type { Clock } from '../../src/service/ports/surroundings.ts';
import { composeService, loudLog, masterKeysOf, sealerOf } from '../composition/composeService.ts';
import { planLeavers } from './leaversScene.ts';

/** What an instance of the timers drill is to do. */
export interface TimersInstanceSettings {
  leavers: number;
  databaseUrl: string;
  graphUrl: string;
  /** Base64, 32 bytes. */
  masterKey: string;
  /** So much later than on the database's clock it is here: days that the drill does not wait for. */
  aheadMs: number;
  /** When they leave, by that. */
  dueAt: number;
  /** Asks for all of it first, as somebody who presses the buttons again after a crash. */
  plans: boolean;
}

/** A quarter of the leavers come in one file. */
const IN_FILE = 0.25;
/** Often, as the drill waits for what only the sweep finds. */
const SWEEP_EVERY_MS = 5_000;
/** As `run/openState.ts` has it. */
const BEGINS_WITHIN_MS = 5_000;
/** How far the machine's clock is off after each SIGUSR2: as time synchronisation, a wrong zone, and an empty battery do. */
const STEPS_MS = [10 * 60_000, -10 * 60_000, 30 * 86_400_000, -86_400_000];

const settings: TimersInstanceSettings = JSON.parse(process.argv[2] ?? '{}');
const { leavers, databaseUrl, graphUrl, aheadMs, dueAt, plans } = settings;
const masterKey = Buffer.from(settings.masterKey, 'base64');
const boss = await openBossEngine({ connectionString: databaseUrl, log: loudLog });
const clock: Clock = {
  now: () => boss.now() + aheadMs,
  elapsed: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal, ref: false }).catch(() => undefined),
};
const store = await openPostgresStore({
  ...{ url: databaseUrl, masterKeys: masterKeysOf(masterKey), clock, log: loudLog },
  installation: { tenantId: 'tenant', clientId: 'client' },
});
store.sendWithAccept((query, { id, kind }) =>
  boss.sendWithin({ executeSql: (text, values) => query(text, values) }, kind, id, {
    startAfter: boss.now() + BEGINS_WITHIN_MS,
  }),
);
/** Its times are the database's. */
const engine: Engine = {
  ...boss,
  send: (kind, id, { startAfter } = {}) =>
    boss.send(kind, id, startAfter === undefined ? {} : { startAfter: startAfter - aheadMs }),
};
const service = composeService({
  ...{ store, graphUrl, clock, graphClock: clock, engine, quota: store.quota, log: loudLog },
  mailer: { send: async () => ({ status: 'accepted', response: '250 2.0.0 OK' }) },
  sealer: sealerOf(masterKey),
  fetch: fenceFetch(boss.turn),
  sweepEveryMs: SWEEP_EVERY_MS,
});
await service.resume();
let steps = 0;
process.on('SIGUSR2', () => {
  putClockAhead(STEPS_MS[steps % STEPS_MS.length] ?? 0);
  steps += 1;
  process.stdout.write(`stepped ${steps}\n`);
});
process.stdout.write('ready\n');
if (plans) {
  for (const { draft, request } of planLeavers(leavers, dueAt, clock.now(), IN_FILE)) {
    if ((await store.loadDraft(draft.id)) === undefined) await store.saveDraft(draft);
    await service.approvals.submit(request);
  }
  process.stdout.write('planned\n');
}

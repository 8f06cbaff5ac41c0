import type { LiveConfig } from '../config/config.ts';
import type { DatabaseConfig } from '../config/configDatabase.ts';
import { RollcallError } from '../domain/errors.ts';
import type { SealerOptions } from '../secrets/sealing.ts';
import type { Engine, Turn } from '../service/ports/engine.ts';
import { createSolePolicies } from '../service/ports/policies.ts';
import { createMemoryQuota, type Quota } from '../service/ports/quota.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import { createAuditCopy } from '../store/audit/auditCopy.ts';
import { createAuditSyslog } from '../store/audit/auditSyslog.ts';
import { loadOrMakeKeyFile } from '../store/keyFile.ts';
import { endWhenLost } from './fence.ts';
import { createNewestPolicy, type NewestPolicy } from './policy/newestPolicy.ts';
import { createSteadyNow } from './steadyClock.ts';
import { clock as ownClock } from './surroundings.ts';

/**
 * Our own number: what the engine of several instances has lost stands still for so long. Only jobs that are not through
 * are read, so that more often would cost little and help little.
 */
const SWEEP_EVERY_MS = 5 * 60_000;

/**
 * A job's task is there from its commit on, and begins at once when its acceptance is in the audit. Where the process
 * dies in between, it begins so much later. Shorter begins what is about to be begun anyhow, longer lets people wait.
 */
const BEGINS_WITHIN_MS = 5_000;

/**
 * Beats say what time it is to about a second, as long as one may take, so that a time may be ahead of the next beat's by two.
 * Our own number, above that: more lets an instance end links and requests, and begin what has its hour, before the others
 * would when the server's clock was put back; less goes back where a beat was slow, and waits longer.
 */
const AHEAD_OF_DATABASE_MS = 5_000;

/** What outlives the process, and its hold on that. */
export interface State {
  store: Store;
  engine: Engine;
  /** Whoever has an effect outside asks it first. */
  turn: Turn;
  /** The machine's, or the database's, which all instances share. */
  clock: Clock;
  /** What all instances use up together. */
  quota: Quota;
  /** Whether this instance goes by the text of the policy file that they all go by. */
  newest: NewestPolicy;
  masterKeys: SealerOptions;
  /** How often the records are looked through for what the engine has lost. Left out: at each start. */
  sweepEveryMs?: number;
  /** Writes what waits, and lets go. After it nothing may act any more. */
  close(): Promise<void>;
}

/** Whoever gets each line of the audit as well. */
function openCopies({ auditFile, auditSyslog }: LiveConfig, log: Log) {
  const copies = [
    ...(auditFile === undefined ? [] : [createAuditCopy(auditFile, log)]),
    ...(auditSyslog === undefined ? [] : [createAuditSyslog(auditSyslog, { clock: ownClock, log })]),
  ];
  return {
    add: (line: string): void => {
      for (const copy of copies) copy.add(line);
    },
    close: () => Promise.all(copies.map((copy) => copy.close())),
  };
}

/** A folder, for this process alone. */
async function openFolder(config: LiveConfig, log: Log): Promise<State> {
  const [{ openLowdbStore }, { createLocalEngine }] = await Promise.all([
    import('../store/openLowdbStore.ts'),
    import('../engine/localEngine.ts'),
  ]);
  const masterKeys = config.masterKeys ?? (await loadOrMakeKeyFile(config.dataDir, log));
  const copies = openCopies(config, log);
  const options = { folder: config.dataDir, masterKeys, clock: ownClock, log };
  const store = await openLowdbStore({ ...options, onAuditLine: copies.add });
  const { turn } = store;
  endWhenLost(turn, log);
  return {
    ...{ store, turn, clock: ownClock, quota: createMemoryQuota(ownClock), masterKeys },
    newest: createNewestPolicy(createSolePolicies(ownClock), { store, clock: ownClock }),
    engine: createLocalEngine({ store, turn, clock: ownClock, log }),
    async close() {
      await store.close();
      await copies.close();
    },
  };
}

/** A database, which other instances share. */
async function openShared(
  config: LiveConfig,
  database: DatabaseConfig,
  masterKeys: SealerOptions,
  log: Log,
): Promise<State> {
  const [{ openPostgresStore }, { describeDatabaseFailure }, { openBossEngine }] = await Promise.all([
    import('../postgres/openPostgresStore.ts'),
    import('../postgres/databaseErrors.ts'),
    import('../engine/bossEngine.ts'),
  ]);
  const copies = openCopies(config, log);
  const monotonic = () => performance.now();
  let now = createSteadyNow({ wall: () => Date.now(), monotonic });
  const clock: Clock = { ...ownClock, now: () => now() };
  const url = database.url.reveal();
  const store = await openPostgresStore({
    ...{ url, masterKeys, clock, log, onAuditLine: copies.add },
    installation: { tenantId: config.graph.tenantId, clientId: config.graph.clientId },
  });
  endWhenLost({ signal: store.lost }, log, 'rollcall.lost_database');
  try {
    const newest = createNewestPolicy(store.policies, { store, clock });
    const engine = await openBossEngine({
      ...{ connectionString: url, directConnectionString: database.directUrl.reveal(), log },
      isBehind: newest.isBehind,
    });
    // Back at once where this machine's clock is ahead: a time that only this instance has would keep the others waiting.
    now = createSteadyNow({ wall: engine.now, monotonic }, AHEAD_OF_DATABASE_MS);
    store.sendWithAccept((query, { id, kind }) => {
      const startAfter = engine.now() + BEGINS_WITHIN_MS;
      return engine.sendWithin({ executeSql: (text, values) => query(text, values) }, kind, id, {
        startAfter,
      });
    });
    return {
      ...{ store, engine, turn: engine.turn, clock, newest, quota: store.quota, masterKeys },
      sweepEveryMs: SWEEP_EVERY_MS,
      async close() {
        try {
          await store.close();
        } finally {
          await engine.close();
          await copies.close();
        }
      },
    };
  } catch (error) {
    await store.close();
    const said = describeDatabaseFailure(error);
    // The other address has let the store in.
    if (said === error || database.directUrl.reveal() === url) throw said;
    const about = (text: string) => text.replaceAll('DATABASE_URL', 'DATABASE_DIRECT_URL');
    throw new RollcallError(said.code, about(said.message), { next: about(said.next), cause: said });
  }
}

/** Opens what outlives the process: PostgreSQL where `DATABASE_URL` is set, otherwise the folder. Throws as either does. */
export function openState(config: LiveConfig, log: Log): Promise<State> {
  const { database, masterKeys } = config;
  // config/ has seen to it that there is no database without a key.
  return database === undefined || masterKeys === undefined
    ? openFolder(config, log)
    : openShared(config, database, masterKeys, log);
}

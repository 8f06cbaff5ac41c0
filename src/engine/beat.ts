import { randomUUID } from 'node:crypto';
import { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../service/ports/surroundings.ts';
import { type Moment, readMoment } from './lease.ts';

/** Two may be missed before others take over. More often only costs the database more. */
const BEAT_MS = 3_000;
/**
 * For connecting, and for one beat: with the pause before the next try, a connection that swallows everything costs less
 * than two beats. Too short takes a slow database for a dead one, and everything waits.
 */
const TIMEOUT_MS = 2_000;
const RETRY_MS = 500;
/** Where every process listens. */
const CHANNEL = 'rollcall';
/**
 * Own notices that all have to come back. Behind a pooler one may, where it is sent by the very connection that listens. Our
 * own number: of few servers of a pooler, so many transactions in a row hardly ever meet one alone.
 */
const OWN_NOTICES = 5;

/** How those begin. */
const LISTENING = 'listening ';

/** A task that this process holds: its row in pg-boss's table and the attempt it was taken for. */
export interface HeldAttempt {
  id: string;
  kind: string;
  retryCount: number;
}

/**
 * Keeps what is held, by the attempt it was taken for: what others have taken since has another one. `started_on` is from
 * where pg-boss counts `expireInSeconds`: what lives does not expire, however long a pause holds it. It also asks a standby
 * too much, so that nobody acts on one. `now` is the server's clock.
 */
const BEAT = `
  WITH kept AS (
    UPDATE pgboss.job SET heartbeat_on = pgboss.job_now(), started_on = pgboss.job_now()
    WHERE name = ANY($1::text[]) AND id = ANY($2::uuid[]) AND state = 'active'
      AND (id::text || ':' || retry_count::text) = ANY($3::text[])
    RETURNING id::text AS id
  )
  SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now,
    COALESCE((SELECT array_agg(id) FROM kept), '{}') AS kept`;

export interface BeatOptions {
  connectionString: string;
  log: Log;
  /** What this process holds now. */
  listHeld(): readonly HeldAttempt[];
  /** A beat arrived: when it was sent, what was asked for, which of it is still ours, and the server's clock. */
  onBeat(beat: {
    sentAt: Moment;
    asked: readonly HeldAttempt[];
    kept: ReadonlySet<string>;
    now: number;
  }): void;
  /** Another process, or this one, said something. */
  onNotice(payload: string): void;
  /** What was said before may have been missed. */
  onConnected(): void;
}

/** The process's sign of life. */
export interface Beat {
  /** Until the first one has arrived. Throws what kept it from arriving. */
  begin(): Promise<void>;
  end(): Promise<void>;
}

/** What tells every process. One notification a transaction, never one a row: they make commits wait for each other. */
export const NOTIFY = `SELECT pg_notify('${CHANNEL}', $1)`;

const NO_NOTICES =
  "Notices from PostgreSQL don't arrive: a pooler in transaction mode keeps them. Set DATABASE_DIRECT_URL to an address past it, or what one instance asks of another takes seconds.";

/** One connection of its own, so that no other query keeps a beat waiting; it listens, too. */
export function createBeat({
  connectionString,
  log,
  listHeld,
  onBeat,
  onNotice,
  onConnected,
}: BeatOptions): Beat {
  const ending = new AbortController();
  let client: pg.Client | undefined;
  let socket = new Socket();
  let beating: Promise<void> | undefined;
  let isToldOfNotices = false;

  /**
   * A pooler in transaction mode takes LISTEN and passes nothing on. All goes on without, as everything is looked for now
   * and then, only later; whoever runs Rollcall should know why.
   */
  function watchNotices(fresh: pg.Client): () => Promise<void> {
    const own = Array.from({ length: OWN_NOTICES }, () => `${LISTENING}${randomUUID()}`);
    const missing = new Set(own);
    fresh.on('notification', ({ payload = '' }) => {
      // Those of other processes come all the time.
      if (payload.startsWith(LISTENING)) missing.delete(payload);
      else onNotice(payload);
    });
    return async () => {
      for (const notice of own) await fresh.query(NOTIFY, [notice]);
      void wait(TIMEOUT_MS, undefined, { signal: ending.signal }).then(
        () => {
          if (missing.size === 0 || client !== fresh || isToldOfNotices) return;
          isToldOfNotices = true;
          log.warn({ why: NO_NOTICES }, 'engine.no_notices');
        },
        () => undefined,
      );
    };
  }

  /** Also one that answers nothing any more, which would never end politely. */
  function hangUp(): void {
    client?.removeAllListeners('notification');
    client = undefined;
    socket.destroy();
  }

  async function connect(): Promise<pg.Client> {
    socket = new Socket();
    const fresh = new pg.Client({
      connectionString,
      stream: () => socket,
      application_name: 'rollcall beat',
      keepAlive: true,
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
    });
    client = fresh;
    fresh.on('error', () => {
      if (client === fresh) hangUp();
    });
    const checkNotices = watchNotices(fresh);
    await fresh.connect();
    await fresh.query(`LISTEN ${CHANNEL}`);
    await checkNotices();
    onConnected();
    return fresh;
  }

  async function sendBeat(): Promise<void> {
    const connected = client ?? (await connect());
    const asked = [...listHeld()];
    const sentAt = readMoment();
    const { rows } = await connected.query<{ now: number; kept: string[] }>(BEAT, [
      [...new Set(asked.map(({ kind }) => kind))],
      asked.map(({ id }) => id),
      asked.map(({ id, retryCount }) => `${id}:${retryCount}`),
    ]);
    const [row] = rows;
    if (row === undefined) throw new Error('a beat without an answer');
    onBeat({ sentAt, asked, kept: new Set(row.kept), now: row.now });
  }

  async function keepBeating(): Promise<void> {
    for (let failures = 0; !ending.signal.aborted; ) {
      const pauseMs = failures === 0 ? BEAT_MS : RETRY_MS;
      await wait(pauseMs, undefined, { signal: ending.signal }).catch(() => undefined);
      if (ending.signal.aborted) return;
      try {
        await sendBeat();
        if (failures > 0) log.info({ failures }, 'engine.beat_again');
        failures = 0;
      } catch (error) {
        hangUp();
        // One that was on its way when this ended was hung up on.
        if (ending.signal.aborted) return;
        if (failures === 0) log.error({ err: error }, 'engine.beat_failed');
        failures += 1;
      }
    }
  }

  return {
    async begin() {
      try {
        await sendBeat();
      } catch (error) {
        hangUp();
        throw error;
      }
      beating = keepBeating();
    },
    async end() {
      ending.abort();
      hangUp();
      await beating;
    },
  };
}

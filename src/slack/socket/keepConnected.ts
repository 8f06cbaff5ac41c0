import type { Clock, Log } from '../../service/ports/surroundings.ts';
import { type Connection, connect } from './connection.ts';

/** What came through a socket, and the socket to answer by. */
export type Take = (message: Readonly<Record<string, unknown>>, by: Connection) => Promise<void>;

/** One socket that is always there, as far as Slack and the network allow. */
export interface Kept {
  /** Opens the first one. Throws what `openUrl` throws, and Error when there is no hello. */
  start(): Promise<void>;
  readonly isOpen: boolean;
  /** Closes it as `stop` does, until there is to be one again. */
  keep(isWanted: boolean): void;
  /** Waits for the answers that are under way, and closes. What comes after that goes to others, or comes again. */
  stop(): Promise<void>;
}

/** Before the next try: our own numbers. Slack lets an app open 50 sockets a minute or so (tier 3). */
const PAUSES_MS = [0, 1_000, 2_000, 5_000, 10_000, 30_000];
/** Between one socket and the next, whatever happened: 30 a minute at most. */
const APART_MS = 2_000;
/** Somebody has to switch it on again, or stop other instances: sooner would only fill Slack's log and ours. */
const LATER_MS = 30_000;
/**
 * How long an old socket, or a stop, waits for answers: Slack waits 3 s for them ("Acknowledging requests"). After that
 * they are worth nothing.
 */
const ANSWERS_WITHIN_MS = 3_500;

/**
 * How long an old socket stays beside the new one: Slack sends by both until it asks for the refresh, some 10 s after its
 * warning ("Handle disconnects gracefully"). Sooner loses what is on its way; later holds one of the 10 that an app may have.
 */
const OLD_FOR_MS = 15_000;

/** Slack: "Handle disconnects gracefully", and node-slack-sdk#1762 for the last one. */
const LASTING: Readonly<Record<string, string>> = {
  link_disabled: 'Socket Mode is switched off in the settings of the Slack app.',
  too_many_websockets: 'Slack allows 10 sockets for an app, and others have them.',
};

/**
 * Keeps a socket open. Slack ends each of them after minutes or hours and says so some seconds before: the next one is open
 * before the old one goes, so that nobody waits, and the old one goes once what came by it is answered.
 */
export function keepConnected(options: {
  openUrl: () => Promise<string>;
  take: Take;
  /** Told whenever it comes or goes. */
  onChange?: (isOpen: boolean) => void;
  clock: Clock;
  log: Log;
}): Kept {
  const { openUrl, take, clock, log } = options;
  const stopping = new AbortController();
  const answering = new Map<Connection, Set<Promise<void>>>();
  let current: Connection | undefined;
  let isRenewing = false;
  let isWanted = true;
  let pauseMs = 0;
  let openedAt = Number.NEGATIVE_INFINITY;

  const isOpen = () => current?.isOpen === true;
  const tell = () => options.onChange?.(isOpen());
  const isOver = () => stopping.signal.aborted || !isWanted;

  /** Lets it go once what came by it is answered, also what comes while it waits for that. */
  async function retire(connection: Connection): Promise<void> {
    const underWay = answering.get(connection) ?? new Set();
    const late = new AbortController();
    const isLate = clock.sleep(ANSWERS_WITHIN_MS, late.signal).then(() => true);
    for (let isTooLate = false; underWay.size > 0 && !isTooLate; ) {
      isTooLate = await Promise.race([Promise.allSettled([...underWay]).then(() => false), isLate]);
    }
    late.abort();
    // From here on what comes is left alone: it could not be answered, and comes again, to this app's next socket.
    answering.delete(connection);
    connection.close();
  }

  async function retireAll(): Promise<void> {
    const all = [...answering.keys()];
    current = undefined;
    await Promise.all(all.map(retire));
    tell();
  }

  function goodbye(connection: Connection, reason: string): void {
    if (connection !== current) {
      if (reason !== 'warning') void retire(connection);
      return;
    }
    const lasting = LASTING[reason];
    if (lasting === undefined) log.info({ reason }, 'slack.socketEnds');
    else log.error({ reason, why: lasting, nextTryMs: LATER_MS }, 'slack.socketRefused');
    pauseMs = lasting === undefined ? 0 : LATER_MS;
    renew();
  }

  function adopt(connection: Connection): void {
    if (isOver()) {
      connection.close();
      return;
    }
    openedAt = clock.now();
    const before = current;
    current = connection;
    answering.set(connection, new Set());
    tell();
    if (before === undefined) return;
    void clock.sleep(OLD_FOR_MS, stopping.signal).then(() => retire(before));
  }

  async function open(): Promise<void> {
    await connect(await openUrl(), {
      hello: adopt,
      message(message, connection) {
        if (message.type === 'disconnect') goodbye(connection, String(message.reason));
        else if (typeof message.envelope_id === 'string') answer(message, connection);
      },
      closed(connection) {
        answering.delete(connection);
        if (connection !== current) return;
        current = undefined;
        tell();
        renew();
      },
    });
  }

  function answer(message: Readonly<Record<string, unknown>>, connection: Connection): void {
    const underWay = answering.get(connection);
    // Closed, or stopping with nothing left to wait for: whoever sent it sends it to another.
    if (underWay === undefined) return;
    const done = take(message, connection)
      .catch((error: unknown) => log.error({ error }, 'slack.failed'))
      .finally(() => underWay.delete(done));
    underWay.add(done);
  }

  async function tryUntilOpen(): Promise<void> {
    for (let tries = 0; !isOver(); tries += 1) {
      const pause = PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)] ?? 0;
      const wait = Math.max(pauseMs, pause, openedAt + APART_MS - clock.now());
      pauseMs = 0;
      await clock.sleep(wait, stopping.signal);
      if (isOver()) return;
      try {
        await open();
        log.info({ tries }, 'slack.socketOpen');
        return;
      } catch (error) {
        log.warn({ error, tries }, 'slack.socketFailed');
      }
    }
  }

  function renew(): void {
    if (isOver() || isRenewing) return;
    isRenewing = true;
    void tryUntilOpen().finally(() => {
      isRenewing = false;
      // It went at once.
      if (!isOpen()) renew();
    });
  }

  return {
    start: open,
    get isOpen() {
      return isOpen();
    },
    keep(now) {
      if (now === isWanted) return;
      isWanted = now;
      if (now) renew();
      else void retireAll();
    },
    stop() {
      stopping.abort();
      return retireAll();
    },
  };
}

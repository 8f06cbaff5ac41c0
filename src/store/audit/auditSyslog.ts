import { parseLine } from '../../audit/auditLines.ts';
import type { Clock, Log } from '../../service/ports/surroundings.ts';
import type { AuditCopy } from './auditCopy.ts';
import { openSyslogWire, type SyslogAddress, type SyslogWire, toSyslog } from './syslogWire.ts';

/** Waits while the receiver is away, about 10 MB, as for the copy in a file. The oldest are left out first. */
const MOST_WAITING = 30_000;
/** At once; a receiver takes thousands a second. */
const BATCH = 200;
/** Our own numbers: a receiver that restarts is found again soon, one that is away for long is asked once a minute. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** Stopping waits for what is on its way; what is left is said in the log, and is in the audit. */
const CLOSE_WITHIN_MS = 2_000;

function timeOf(line: string, fallback: number): number {
  const at = parseLine(line)?.at;
  return typeof at === 'number' ? at : fallback;
}

/**
 * Sends each line of the audit to a syslog receiver. The audit in the data folder is what counts, and nothing waits for
 * this. While the receiver is away lines wait, and the log says since when; after a break lines may come twice, and those
 * right before it may be lost on the way, which no syslog notices: each line holds the proof of the one before it.
 */
export function createAuditSyslog(
  address: SyslogAddress,
  { clock, log }: { clock: Clock; log: Log },
): AuditCopy {
  const to = `${address.protocol}://${address.host}:${address.port}`;
  const closing = new AbortController();
  let waiting: string[] = [];
  /** On their way. */
  let going: string[] = [];
  let leftOut = 0;
  let wire: SyslogWire | undefined;
  let sending: Promise<void> | undefined;
  let awaySince: number | undefined;

  function away(cause: unknown): void {
    wire = undefined;
    if (awaySince !== undefined) return;
    awaySince = clock.now();
    log.error({ err: cause, to, since: new Date(awaySince).toISOString() }, 'audit.syslog_away');
  }

  function back(): void {
    if (awaySince === undefined) return;
    const since = new Date(awaySince).toISOString();
    log.warn({ to, since, waited: waiting.length, leftOut }, 'audit.syslog_back');
    awaySince = undefined;
    leftOut = 0;
  }

  async function sendSome(): Promise<void> {
    wire ??= await openSyslogWire(address, away);
    back();
    going = waiting.splice(0, BATCH);
    const tooLong = await wire.send(going.map((line) => toSyslog(line, timeOf(line, clock.now()))));
    if (tooLong > 0) log.error({ to, lines: tooLong }, 'audit.syslog_too_long');
    going = [];
  }

  /** The oldest are left out where there are too many. */
  function keep(lines: string[]): void {
    leftOut += Math.max(0, lines.length - MOST_WAITING);
    waiting = lines.slice(-MOST_WAITING);
  }

  async function sendAll(): Promise<void> {
    let waitMs = FIRST_WAIT_MS;
    while (waiting.length > 0) {
      try {
        await sendSome();
        waitMs = FIRST_WAIT_MS;
      } catch (cause) {
        keep([...going, ...waiting]);
        going = [];
        wire?.close();
        away(cause);
        if (closing.signal.aborted) break;
        await clock.sleep(waitMs, closing.signal);
        waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      }
    }
    sending = undefined;
  }

  return {
    add(line) {
      waiting.push(line);
      if (waiting.length > MOST_WAITING) keep(waiting);
      sending ??= sendAll();
    },
    async close() {
      closing.abort();
      const late = new AbortController();
      await Promise.race([sending, clock.sleep(CLOSE_WITHIN_MS, late.signal)]);
      late.abort();
      wire?.close();
      const lines = going.length + waiting.length + leftOut;
      if (lines > 0) log.error({ to, lines }, 'audit.syslog_unsent');
      waiting = [];
    },
  };
}

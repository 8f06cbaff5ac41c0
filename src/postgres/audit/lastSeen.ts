import { parseCut } from '../../audit/auditLines.ts';
import type { Head } from './appendLines.ts';

/** The end of the audit as it is by now. */
export interface FoundHead extends Head {
  /** What stands where the end was that was seen last. Null: nothing does any more. */
  there: string | null;
}

/** One look at the end of the audit. */
export interface Look {
  /** Finds it, as a {@link FoundHead}. */
  readonly select: string;
  /** Remembers what was found, and calls `onPutBack` where something of before is gone. */
  judge(found: FoundHead): void;
}

/** The end of the audit that this process saw last. */
export interface LastSeen {
  look(): Look;
  /** It has appended, and that is durable. */
  saw(head: Head): void;
}

interface Seen extends Head {
  at: number;
}

/**
 * Lines only ever follow each other. What was seen and isn't there any more was in no copy that somebody has put back since, or
 * had not reached the standby that has taken over. Whatever others append leaves it where it was; retention drops it, or puts the
 * line of a cut in its place.
 */
function isPutBack(last: Seen, { seq, line, there }: FoundHead): boolean {
  if (seq < last.seq) return true;
  if (seq === last.seq) return line !== last.line;
  return there !== null && there !== last.line && parseCut(there) === undefined;
}

/** @param onPutBack hears when the end was last seen that is gone: milliseconds since the epoch */
export function createLastSeen(now: () => number, onPutBack: (seenAt: number) => void): LastSeen {
  let last: Seen | undefined;
  /** What was asked before a copy was put back, and answered after it, is no news. */
  let putBacks = 0;

  function saw(head: Head): void {
    if (last === undefined || head.seq >= last.seq) last = { seq: head.seq, line: head.line, at: now() };
  }

  return {
    saw,
    look() {
      const [before, count] = [last, putBacks];
      return {
        select: `SELECT seq::float8 AS seq, line, (SELECT line FROM audit WHERE seq = ${before?.seq ?? 0}) AS there FROM audit_head`,
        judge(found) {
          if (count !== putBacks) return;
          if (before === undefined || !isPutBack(before, found)) return saw(found);
          putBacks += 1;
          last = { seq: found.seq, line: found.line, at: now() };
          onPutBack(before.at);
        },
      };
    },
  };
}

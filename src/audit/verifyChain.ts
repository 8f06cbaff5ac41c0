import type { AuditKey, AuditKeys } from './auditKeys.ts';
import { openOlder } from './auditKeys.ts';
import {
  CHAIN_START,
  CUT,
  type CutLine,
  hashBefore,
  isProvenBy,
  KEYED,
  keyOf,
  type Parsed,
  parseCut,
  parseLine,
} from './auditLines.ts';

/** What a chain of audit lines turned out to be. */
export type ChainReport =
  | {
      whole: true;
      entries: number;
      /** How many of them are of before the chain had a key: whoever wrote the file then could have made them anew. */
      unkeyed: number;
      /** When those were closed under a key (milliseconds); left out: not yet, or there are none. */
      closedAt?: number;
      /** Dropped by the keeping time, and accounted for. */
      dropped: number;
      /** That of the last entry; with it, entries cut off the end are found too. */
      hash: string;
      /** The hash that was asked for is there. */
      found: boolean;
    }
  | {
      whole: false;
      /** 1-based. */
      line: number;
      fault: string;
      /** Nothing was changed that could be told: the key to tell it by is missing. */
      needsKey?: true;
    };

/** Why a chain is not whole. */
type Fault = Omit<Extract<ChainReport, { whole: false }>, 'whole'>;

type Lines = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

function detailOf({ detail }: Parsed): Parsed {
  return typeof detail === 'object' && detail !== null ? (detail as Parsed) : {};
}

/** The current key, the older ones, and those that the entries of a change of keys keep for whoever has the one after. */
async function collectKeys(lines: Lines, given: AuditKeys | undefined): Promise<Map<string, AuditKey>> {
  const known = new Map<string, AuditKey>();
  if (given === undefined) return known;
  for (const key of [given.current, ...given.older]) known.set(key.id, key);
  const changes: Parsed[] = [];
  for await (const bytes of lines) {
    const line = Buffer.from(bytes).toString('utf8');
    const entry = line.includes(`"${KEYED}"`) ? parseLine(line) : undefined;
    if (entry?.what === KEYED) changes.push(entry);
  }
  // The newest first: each key opens the one before it.
  for (const change of changes.reverse()) {
    const under = known.get(String(change.key));
    const { sealed } = detailOf(change);
    const key = under === undefined || typeof sealed !== 'string' ? undefined : openOlder(sealed, under);
    if (key !== undefined) known.set(key.id, key);
  }
  return known;
}

/** Follows the chain, line by line. */
function createFollower(known: ReadonlyMap<string, AuditKey>) {
  let line = 0;
  let hash = CHAIN_START;
  let lastKey: string | undefined;
  const replaced = new Set<string>();
  let cut: CutLine | undefined;
  let cutKey: string | undefined;
  let cutIsNamed = true;
  let unkeyed = 0;
  let entries = 0;
  let closedAt: number | undefined;

  /** What is wrong with the key of a line, which follows from the one before. */
  function findKeyFault(text: string, key: string | undefined, entry?: Parsed): Fault | undefined {
    const isFirst = line === 1 || (line === 2 && cut !== undefined);
    if (key === undefined) {
      const isLate = lastKey !== undefined || (cutKey !== undefined && !cut?.unkeyed);
      return isLate ? { line, fault: 'It has no proof, and what was before it has.' } : undefined;
    }
    const proof = known.get(key);
    if (proof === undefined) {
      const fault = 'Neither SECRET_KEY nor the chain itself holds the key that proves it.';
      return { line, fault, needsKey: true };
    }
    if (!isProvenBy(proof, text)) {
      return { line, fault: 'It was changed: its proof belongs to another text.' };
    }
    if (entry === undefined || isFirst || key === lastKey) return undefined;
    if (entry.what !== KEYED || detailOf(entry).before !== (lastKey ?? 'none')) {
      const fault = 'Another key proves it than the line before, and no entry says since when.';
      return { line, fault };
    }
    // Whoever has an old key, as out of an old backup, writes nothing more with it.
    if (replaced.has(key)) return { line, fault: 'A key proves it that another one had replaced before.' };
    if (lastKey !== undefined) replaced.add(lastKey);
    return undefined;
  }

  function takeCut(text: string, found: CutLine): Fault | undefined {
    cut = found;
    cutKey = keyOf(text);
    cutIsNamed = false;
    hash = found.cutAt;
    return findKeyFault(text, cutKey);
  }

  return {
    /** Why the chain ends here; undefined when it goes on. */
    take(text: string): Fault | undefined {
      line += 1;
      const found = line === 1 ? parseCut(text) : undefined;
      if (found !== undefined) return takeCut(text, found);
      const entry = parseLine(text);
      if (entry === undefined) return { line, fault: 'It is no entry: it was overwritten or damaged.' };
      if (entry.prev !== hash) {
        const before = line === 1 ? 'what was there before' : `line ${line - 1}`;
        const fault = `It doesn't follow from ${before}: that one was changed, or entries between them were removed, added, or moved.`;
        return { line, fault };
      }
      const key = keyOf(text);
      const fault = findKeyFault(text, key, entry);
      if (fault !== undefined) return fault;
      // A cut that 0.1 made stands before entries that it left.
      if (line === 2 && cut !== undefined && cutKey === undefined && key !== undefined) {
        return { line: 1, fault: 'It has no proof, and what comes after it has.' };
      }
      if (key === undefined) unkeyed += 1;
      else if (unkeyed > 0 && lastKey === undefined && typeof entry.at === 'number') closedAt = entry.at;
      lastKey = key;
      hash = hashBefore(text);
      cutIsNamed ||= cut !== undefined && entry.what === CUT && detailOf(entry).hash === cut.cutAt;
      entries += 1;
      return undefined;
    },
    hash: () => hash,
    end(found: boolean): ChainReport {
      if (!cutIsNamed) {
        const fault = 'It says that older entries were dropped, but no entry announced that.';
        return { whole: false, line: 1, fault };
      }
      const closed = closedAt === undefined ? {} : { closedAt };
      return { whole: true, entries, unkeyed, ...closed, dropped: cut?.dropped ?? 0, hash, found };
    },
  };
}

/**
 * Follows the chain from the first line to the last, twice: first for its keys. `read` gives whole lines without their
 * line breaks: one that is still being written, or that a crash tore, is not given. Lines cut off the end leave no trace
 * in what is left; `wanted`, a hash noted earlier, shows it. Without keys only a chain that has none is followed.
 */
export async function verifyChain(
  read: () => Lines,
  keys: AuditKeys | undefined,
  wanted?: string,
): Promise<ChainReport> {
  const follower = createFollower(await collectKeys(read(), keys));
  let found = wanted === undefined;
  for await (const bytes of read()) {
    const fault = follower.take(Buffer.from(bytes).toString('utf8'));
    if (fault !== undefined) return { whole: false, ...fault };
    found ||= follower.hash() === wanted;
  }
  return follower.end(found);
}

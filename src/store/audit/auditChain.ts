import { createHash } from 'node:crypto';
import { SCHEMA } from '../disk/durableDocument.ts';

/** The `prev` of the first entry ever: there is none before it. */
const CHAIN_START = 'start';
/** What an entry says that announces a cut; its `detail.hash` is the one that the cut keeps. */
export const CUT = 'audit.cut';

/** Stands in place of entries whose keeping time is over. */
interface CutLine {
  schema: typeof SCHEMA;
  /** The hash of the last entry that was dropped: what the entry after this line holds as `prev`. */
  cutAt: string;
  /** How many were dropped, earlier cuts included. */
  dropped: number;
}

/** What a chain of audit lines turned out to be. */
export type ChainReport =
  | {
      whole: true;
      entries: number;
      /** Dropped by the keeping time, and accounted for. */
      dropped: number;
      /** The hash of the last entry; with it, entries cut off the end are found too. */
      hash: string;
      /** The hash that was asked for is there. */
      found: boolean;
    }
  | {
      whole: false;
      /** 1-based. */
      line: number;
      fault: string;
    };

type Parsed = Readonly<Record<string, unknown>>;

/** SHA-256 of a line without its line break, as base64url. */
function hashLine(line: string | Uint8Array): string {
  return createHash('sha256').update(line).digest('base64url');
}

function parseLine(line: string): Parsed | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Parsed)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined for any other line. */
function parseCut(line: string): CutLine | undefined {
  const parsed = line.includes('"cutAt"') ? parseLine(line) : undefined;
  return typeof parsed?.cutAt === 'string' && typeof parsed.dropped === 'number'
    ? { schema: SCHEMA, cutAt: parsed.cutAt, dropped: parsed.dropped }
    : undefined;
}

/** Whether a line stands in place of dropped entries. */
export function isCut(line: string): boolean {
  return parseCut(line) !== undefined;
}

/** The line that takes the place of `lines`, the oldest ones of a file. */
export function makeCut(lines: readonly string[]): { line: string; hash: string } {
  const hash = hashBefore(lines.at(-1));
  const earlier = parseCut(lines[0] ?? '');
  const dropped = earlier === undefined ? lines.length : earlier.dropped + lines.length - 1;
  return { line: JSON.stringify({ schema: SCHEMA, cutAt: hash, dropped } satisfies CutLine), hash };
}

/** What the entry after this line holds as `prev`. */
export function hashBefore(line: string | undefined): string {
  if (line === undefined) return CHAIN_START;
  return parseCut(line)?.cutAt ?? hashLine(line);
}

function namesCut(entry: Parsed, hash: string): boolean {
  const { what, detail } = entry;
  return what === CUT && typeof detail === 'object' && detail !== null && 'hash' in detail
    ? detail.hash === hash
    : false;
}

/**
 * Follows the chain from the first line to the last. `lines` are whole lines without their line breaks: one that is
 * still being written, or that a crash tore, is not given. Without a key nobody can tell a chain that was written
 * anew from end to end; `wanted`, a hash noted earlier, can.
 */
export async function verifyChain(
  lines: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  wanted?: string,
): Promise<ChainReport> {
  let line = 0;
  let entries = 0;
  let hash = CHAIN_START;
  let found = wanted === undefined;
  let cut: CutLine | undefined;
  let cutIsNamed = true;
  for await (const bytes of lines) {
    line += 1;
    const text = Buffer.from(bytes).toString('utf8');
    cut ??= line === 1 ? parseCut(text) : undefined;
    if (line === 1 && cut !== undefined) {
      cutIsNamed = false;
      hash = cut.cutAt;
      found ||= hash === wanted;
      continue;
    }
    const entry = parseLine(text);
    if (entry === undefined)
      return { whole: false, line, fault: 'It is no entry: it was overwritten or damaged.' };
    if (entry.prev !== hash) {
      const before = line === 1 ? 'what was there before' : `line ${line - 1}`;
      const fault = `It does not follow from ${before}: that one was changed, or entries between them were removed, added or moved.`;
      return { whole: false, line, fault };
    }
    hash = hashLine(bytes);
    found ||= hash === wanted;
    cutIsNamed ||= cut !== undefined && namesCut(entry, cut.cutAt);
    entries += 1;
  }
  if (!cutIsNamed) {
    return {
      whole: false,
      line: 1,
      fault: 'It says that older entries were dropped, but no entry announced that.',
    };
  }
  return { whole: true, entries, dropped: cut?.dropped ?? 0, hash, found };
}

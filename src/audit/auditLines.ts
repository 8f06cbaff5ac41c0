import { createHash } from 'node:crypto';
import type { AuditEntry } from '../service/ports/records.ts';
import { type AuditKey, type AuditKeys, proveWith, sealOlder } from './auditKeys.ts';

/**
 * A line is `{"schema":1,"prev":…,"key":…,…,"mac":"…"}`: `prev` is the proof of the line before it, and `mac` the proof of
 * all that stands before it in its own line, under the key that `key` names. Lines that 0.1 wrote have no `key` and no
 * `mac`; after one of those, `prev` is its SHA-256.
 */

/** Of the format of a line. */
const SCHEMA = 1;

/** The `prev` of the first entry ever: there is none before it. */
export const CHAIN_START = 'start';
/** What an entry says that announces a cut; its `detail.hash` is the one that the cut keeps. */
export const CUT = 'audit.cut';
/** What an entry says from which on another key proves the chain. */
export const KEYED = 'audit.keyed';

/** `,"mac":"` and 43 characters of base64url and `"}`: what a line ends with. */
const PROOF = /,"mac":"([\w-]{43})"\}$/;
const PROOF_LENGTH = 53;

/** What stands in a line. */
export type Parsed = Readonly<Record<string, unknown>>;

/** Undefined for what is no JSON object. */
export function parseLine(line: string): Parsed | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Parsed)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether it has what everybody who reads an entry counts on. */
function isEntry({ at, actor, what, subject = '', detail = {} }: Parsed): boolean {
  const isText = [actor, what, subject].every((one) => typeof one === 'string');
  return isText && typeof at === 'number' && typeof detail === 'object' && detail !== null;
}

/** Undefined for a line that is no entry. */
export function parseEntry(line: string): AuditEntry | undefined {
  const { schema, prev: _prev, key: _key, mac: _mac, ...entry } = parseLine(line) ?? {};
  const isOne = schema === SCHEMA && !('cutAt' in entry) && isEntry(entry);
  return isOne ? (entry as unknown as AuditEntry) : undefined;
}

/** Stands in place of entries whose keeping time is over. */
export interface CutLine {
  /** What the entry after this line holds as `prev`. */
  cutAt: string;
  /** How many were dropped, earlier cuts included. */
  dropped: number;
  /** The last of them had no key, so the one after this line may have none. */
  unkeyed?: true;
}

/** Undefined for any other line. */
export function parseCut(line: string): CutLine | undefined {
  const parsed = line.includes('"cutAt"') ? parseLine(line) : undefined;
  return typeof parsed?.cutAt === 'string' && typeof parsed.dropped === 'number'
    ? { cutAt: parsed.cutAt, dropped: parsed.dropped, ...(parsed.unkeyed === true ? { unkeyed: true } : {}) }
    : undefined;
}

/** The id of the key that a line says it is proven by; undefined for a line of 0.1. */
export function keyOf(line: string): string | undefined {
  const key = PROOF.test(line.slice(-PROOF_LENGTH)) ? parseLine(line)?.key : undefined;
  return typeof key === 'string' ? key : undefined;
}

/** Whether this key proved this line as it stands. */
export function isProvenBy(key: AuditKey, line: string): boolean {
  const proof = PROOF.exec(line.slice(-PROOF_LENGTH))?.[1];
  return proof !== undefined && proof === proveWith(key, `${line.slice(0, -PROOF_LENGTH)}}`);
}

/** What the entry after this line holds as `prev`; undefined: there is no line. */
export function hashBefore(line: string | undefined): string {
  if (line === undefined) return CHAIN_START;
  const cutAt = parseCut(line)?.cutAt;
  if (cutAt !== undefined) return cutAt;
  return PROOF.exec(line.slice(-PROOF_LENGTH))?.[1] ?? createHash('sha256').update(line).digest('base64url');
}

function prove(key: AuditKey, content: object): string {
  const text = JSON.stringify(content);
  return `${text.slice(0, -1)},"mac":"${proveWith(key, text)}"}`;
}

/** The line of an entry that follows this one. */
export function makeLine(entry: AuditEntry, before: string | undefined, key: AuditKey): string {
  return prove(key, { schema: SCHEMA, prev: hashBefore(before), key: key.id, ...entry });
}

/** The line that takes the place of the oldest ones of a file. */
export function makeCut(cut: CutLine, key: AuditKey): string {
  return prove(key, { schema: SCHEMA, key: key.id, ...cut });
}

/**
 * The entry from which on the current key proves the chain, with what is needed to check the lines before it by that key
 * alone.
 */
export function describeNewKey(before: string | undefined, keys: AuditKeys, at: number): AuditEntry {
  const older = keys.older.find(({ id }) => id === before);
  return {
    at,
    actor: 'rollcall',
    platform: 'system',
    what: KEYED,
    outcome: 'done',
    detail: {
      before: before ?? 'none',
      ...(older === undefined ? {} : { sealed: sealOlder(older, keys.current) }),
    },
  };
}

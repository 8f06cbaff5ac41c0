import { createHmac, hkdfSync } from 'node:crypto';
import type { SealerOptions } from './sealing.ts';

/**
 * Proves to whoever knows the word that the keys of this installation are here: HMAC with SHA-256, base64url, one proof for
 * each key, the current one first, with a space between them.
 */
export type ProveWord = (word: string) => string;

/**
 * By keys of its own from SECRET_KEY (HKDF, RFC 5869), so that all instances answer the same and nobody keeps another key. By
 * the older ones as well: while a key is being replaced, some instances don't have the new one yet.
 */
export function createProveWord({ current, keys }: SealerOptions): ProveWord {
  const newestFirst = [...keys].toSorted(
    ([one], [other]) => Number(other === current) - Number(one === current),
  );
  const derived = newestFirst.map(([, key]) =>
    Buffer.from(hkdfSync('sha256', key.reveal(), '', 'rollcall one-time word', 32)),
  );
  return (word) => derived.map((key) => createHmac('sha256', key).update(word).digest('base64url')).join(' ');
}

/** Whether two proofs of one word were made with a key that both have. */
export function isSameProof(one: string, other: string): boolean {
  const others = other.split(' ');
  return one.split(' ').some((proof) => others.includes(proof));
}

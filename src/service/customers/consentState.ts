import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../secrets/secret.ts';

/** Proves that the `state` of a consent link was made here. */
export interface ConsentSigner {
  sign(id: string): string;
  /** The id in a state; undefined for one that was not made here. */
  read(state: string): string | undefined;
}

/**
 * `id.proof`, by HMAC-SHA-256. RFC 6749, 10.12: what comes back is believed only with what was sent out. That it is used once,
 * for one customer, and until when, stands in the record that the id names.
 *
 * @param keys the current one first; those of before still prove what was sent out with them
 */
export function createConsentSigner(keys: readonly Secret<Buffer>[]): ConsentSigner {
  const prove = (id: string, key: Secret<Buffer>): string =>
    createHmac('sha256', key.reveal()).update(`consent ${id}`).digest('base64url');

  function isProof(id: string, proof: string, key: Secret<Buffer>): boolean {
    const [given, right] = [Buffer.from(proof), Buffer.from(prove(id, key))];
    return given.length === right.length && timingSafeEqual(given, right);
  }

  return {
    sign(id) {
      const [current] = keys;
      if (current === undefined) throw new Error('There is no key to sign with.');
      return `${id}.${prove(id, current)}`;
    },
    read(state) {
      const [id = '', proof = '', ...more] = state.split('.');
      return more.length === 0 && keys.some((key) => isProof(id, proof, key)) ? id : undefined;
    },
  };
}

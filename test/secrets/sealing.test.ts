import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../src/domain/errors.ts';
import { createSealer, destroyKey, type Sealed, type WrappedKey } from '../../src/secrets/sealing.ts';
import { Secret } from '../../src/secrets/secret.ts';

const FIRST = new Secret(randomBytes(32));
const SECOND = new Secret(randomBytes(32));
const sealer = createSealer({ current: 1, keys: new Map([[1, FIRST]]) });
const both = new Map([
  [1, FIRST],
  [2, SECOND],
]);

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof RollcallError ? error.code : `another error: ${String(error)}`;
  }
  return 'no error';
}

describe('a sealed password', () => {
  const key = sealer.newJobKey('job_1');
  const sealed = sealer.seal(key, 'r0001', 'password', new Secret('kfm4-x7pw'));

  it('opens for its job, row and field', () => {
    expect(sealer.open(key, 'r0001', 'password', sealed).reveal()).toBe('kfm4-x7pw');
  });

  it('comes back whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), (text, rowId, field) => {
        const again = sealer.seal(key, rowId, field, new Secret(text));
        expect(sealer.open(key, rowId, field, again).reveal()).toBe(text);
      }),
    );
  });

  it('holds neither the password nor the keys', () => {
    const stored = JSON.stringify({ key, sealed });
    expect(stored).not.toContain('kfm4-x7pw');
    expect(stored).not.toContain(FIRST.reveal().toString('base64url'));
  });

  it('looks different each time', () => {
    const again = sealer.seal(key, 'r0001', 'password', new Secret('kfm4-x7pw'));
    expect(again.nonce).not.toBe(sealed.nonce);
    expect(again.ciphertext).not.toBe(sealed.ciphertext);
  });

  it('opens after its key was wrapped by another master key, twice, and then without the first one', () => {
    const third = new Secret(randomBytes(32));
    const second = createSealer({ current: 2, keys: both }).rewrap(key);
    const last = createSealer({ current: 3, keys: new Map([...both, [3, third]]) });
    const key3 = last.rewrap(second);
    expect(last.rewrap(key3)).toEqual(key3);
    const only = createSealer({ current: 3, keys: new Map([[3, third]]) });
    expect(only.open(key3, 'r0001', 'password', sealed).reveal()).toBe('kfm4-x7pw');
    const again = only.seal(key3, 'r0002', 'password', new Secret('new'));
    expect(only.open(key3, 'r0002', 'password', again).reveal()).toBe('new');
    expect(codeOf(() => sealer.open(key3, 'r0001', 'password', sealed))).toBe('SEAL_BROKEN');
    expect(codeOf(() => only.rewrap(key))).toBe('SEAL_BROKEN');
  });

  it('takes no number for a key: one that another key wrapped under the current number is broken', () => {
    const lost = createSealer({ current: 2, keys: new Map([...both, [2, new Secret(randomBytes(32))]]) });
    const known = createSealer({ current: 2, keys: both });
    expect(codeOf(() => known.rewrap(lost.rewrap(key)))).toBe('SEAL_BROKEN');
    expect(known.rewrap(known.rewrap(key))).toEqual(expect.objectContaining({ keyVersion: 2 }));
  });

  it('never opens again once its key is destroyed', () => {
    const destroyed = destroyKey(key);
    expect(codeOf(() => sealer.open(destroyed, 'r0001', 'password', sealed))).toBe('SEAL_BROKEN');
    expect(createSealer({ current: 2, keys: both }).rewrap(destroyed)).toEqual(destroyed);
  });

  it.each([
    ['another row', key, 'r0002', 'password'],
    ['another field', key, 'r0001', 'note'],
    ['another job', sealer.newJobKey('job_2'), 'r0001', 'password'],
    ['the same job with a new key', sealer.newJobKey('job_1'), 'r0001', 'password'],
    ['a job whose id was changed', { ...key, jobId: 'job_2' }, 'r0001', 'password'],
    ['ids that join to the same text', { ...key, jobId: 'job' }, '1|r0001', 'password'],
  ] as const)('does not open for %s', (_what, otherKey, rowId, field) => {
    expect(codeOf(() => sealer.open(otherKey, rowId, field, sealed))).toBe('SEAL_BROKEN');
  });

  it('does not confuse row and field', () => {
    const crossed = sealer.seal(key, 'a|b', 'c', new Secret('x'));
    expect(codeOf(() => sealer.open(key, 'a', 'b|c', crossed))).toBe('SEAL_BROKEN');
  });

  const changed = (text: string): string[] => [
    '',
    `${text}A`,
    `${text}=`,
    `${text}!`,
    text.slice(0, -1),
    ...Array.from(
      text,
      (letter, at) => `${text.slice(0, at)}${letter === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`,
    ),
  ];

  it.each(['nonce', 'ciphertext', 'tag'] as const)('does not open with any change of its %s', (part) => {
    for (const value of changed(sealed[part])) {
      expect(codeOf(() => sealer.open(key, 'r0001', 'password', { ...sealed, [part]: value }))).toBe(
        'SEAL_BROKEN',
      );
    }
    for (const value of changed(key[part])) {
      const brokenKey: WrappedKey = { ...key, [part]: value };
      expect(codeOf(() => sealer.open(brokenKey, 'r0001', 'password', sealed))).toBe('SEAL_BROKEN');
    }
  });

  it.each([
    { keyVersion: 2 },
    { keyVersion: 0 },
    { alg: 'none' },
    { alg: undefined },
    { tag: undefined },
    { nonce: 5 },
  ])('does not open with %o', (change) => {
    const odd = { ...sealed, ...change } as unknown as Sealed;
    const oddKey = { ...key, ...change } as unknown as WrappedKey;
    expect(codeOf(() => sealer.open(key, 'r0001', 'password', odd))).toBe('SEAL_BROKEN');
    expect(codeOf(() => sealer.open(oddKey, 'r0001', 'password', sealed))).toBe('SEAL_BROKEN');
    expect(codeOf(() => sealer.seal(oddKey, 'r0001', 'password', new Secret('x')))).toBe('SEAL_BROKEN');
  });

  it('does not open under another master key', () => {
    const other = createSealer({ current: 1, keys: new Map([[1, SECOND]]) });
    expect(codeOf(() => other.open(key, 'r0001', 'password', sealed))).toBe('SEAL_BROKEN');
  });

  it('opens after the master key was rotated, and new jobs use the new one', () => {
    const rotated = createSealer({ current: 2, keys: both });
    expect(rotated.open(key, 'r0001', 'password', sealed).reveal()).toBe('kfm4-x7pw');
    expect(rotated.newJobKey('job_3').keyVersion).toBe(2);
    expect(key.keyVersion).toBe(1);
  });
});

describe('a sealer', () => {
  it('refuses master keys it cannot use', () => {
    expect(codeOf(() => createSealer({ current: 2, keys: new Map([[1, FIRST]]) }))).toBe('CONFIG_INVALID');
    const short = new Map([[1, new Secret(Buffer.alloc(16))]]);
    expect(codeOf(() => createSealer({ current: 1, keys: short }))).toBe('CONFIG_INVALID');
    expect(codeOf(() => createSealer({ current: 1, keys: both }))).toBe('no error');
  });
});

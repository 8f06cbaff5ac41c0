import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MUTATIONS } from './controls.ts';
import { findFailures } from './drill.ts';
import { drillMutations, switchOff } from './mutations.ts';

const root = new URL('../../', import.meta.url);

describe('the drill that switches controls off', () => {
  it.each(MUTATIONS.map((mutation) => [mutation.check, mutation.what, mutation] as const))(
    '%s: finds what refuses %s, in one place',
    (_check, _what, mutation) => {
      const source = readFileSync(new URL(mutation.file, root), 'utf8');
      expect(switchOff(source, mutation)).not.toBe(source);
      expect(existsSync(new URL(mutation.test, root))).toBe(true);
    },
  );

  it('fails when the control is not where it was, or there twice', () => {
    const [mutation] = MUTATIONS;
    if (mutation === undefined) throw new Error('no mutation');
    expect(() => switchOff('nothing', mutation)).toThrow('0 times');
    expect(() => switchOff(`${mutation.text}${mutation.text}`, mutation)).toThrow('2 times');
  });

  it('sees that a test notices', async () => {
    const lines = await drillMutations({ short: true });
    expect(lines.map(({ check }) => check)).toEqual(['T12']);
    expect(lines.flatMap(findFailures)).toEqual([]);
  }, 120_000);
});

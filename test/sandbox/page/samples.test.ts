import { describe, expect, it } from 'vitest';
import { writeSample } from '../../../src/sandbox/try/samples.ts';

const SAMPLES = ['starters.csv', 'three-wrong-rows.csv'];

function userNamesIn(name: string, known: ReadonlySet<string> = new Set()): string[] {
  const rows = (writeSample(name, (userName) => known.has(userName)) ?? '').split('\r\n').slice(1, -1);
  return rows.map((row) => row.split(',')[0] ?? '');
}

describe('C16: the sample files of the sandbox', () => {
  it('share nobody, so that both can be dropped before either is set up', () => {
    const [good = [], wrong = []] = SAMPLES.map((name) => userNamesIn(name));
    expect([good.length, wrong.length]).toEqual([22, 25]);
    expect(good.filter((userName) => wrong.includes(userName))).toEqual([]);
    expect(new Set(good).size).toBe(22);
  });

  it.each(SAMPLES)('has other people when those of %s were set up, five times', (name) => {
    const known = new Set<string>();
    for (let times = 0; times < 6; times += 1) {
      const people = userNamesIn(name, known);
      expect(people.filter((userName) => known.has(userName))).toEqual(
        name === 'starters.csv' || times === 0 ? [] : ['ada@contoso.com'],
      );
      for (const userName of people) known.add(userName);
    }
    expect(userNamesIn(name, known).some((userName) => known.has(userName))).toBe(true);
  });

  it('has no other sample', () => {
    expect(writeSample('passwd', () => false)).toBeUndefined();
  });
});

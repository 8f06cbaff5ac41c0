import { describe, expect, it } from 'vitest';
import { createHandouts, KEPT_MS } from '../../../src/service/handouts/handouts.ts';
import { createTestClock } from '../../store/sampleRecords.ts';

const file = (name: string) => ({ name, contentType: 'text/csv', bytes: Buffer.from(name) });

function start(publicUrl?: string) {
  const clock = createTestClock();
  let count = 0;
  const next = (prefix: string) => {
    count += 1;
    return `${prefix}_${count}`;
  };
  const address = publicUrl === undefined ? {} : { publicUrl };
  return { clock, handouts: createHandouts({ clock, ids: { next }, ...address }) };
}

const tokenIn = (url: string | undefined) => url?.split('/f/')[1] ?? '';

describe('T7: a file that is handed out at an address', () => {
  it('is there once', () => {
    const { handouts } = start('https://rollcall.example');
    const url = handouts.give(file('a.csv'));
    expect(url).toBe('https://rollcall.example/f/file_1');
    expect(handouts.isOpen(tokenIn(url))).toBe(true);
    expect(handouts.take(tokenIn(url))?.name).toBe('a.csv');
    expect([handouts.isOpen(tokenIn(url)), handouts.take(tokenIn(url))]).toEqual([false, undefined]);
  });

  it('is gone after ten minutes, and when many others were given since', () => {
    const { clock, handouts } = start('https://rollcall.example');
    const old = tokenIn(handouts.give(file('a.csv')));
    clock.advance(KEPT_MS - 60_000);
    expect(handouts.isOpen(old)).toBe(true);
    clock.advance(60_000);
    expect(handouts.take(old)).toBeUndefined();
    const tokens = Array.from({ length: 21 }, (_, at) => tokenIn(handouts.give(file(`${at}.csv`))));
    expect(tokens.map((token) => handouts.isOpen(token))).toEqual([false, ...Array(20).fill(true)]);
  });

  it('has no address without a public one, and no token opens what is not there', () => {
    const { handouts } = start();
    expect(handouts.give(file('a.csv'))).toBeUndefined();
    expect(handouts.take('file_1')).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { readLimit, weave } from './weaveWaits.ts';

describe('the order of test files', () => {
  it('knows a file that may take longer by the limits of its tests', () => {
    expect(readLimit("it('a', () => {\n}, 90_000);\nit('b', () => {\n}, 180_000);")).toBe(180_000);
    expect(readLimit("it('a', () => {\n});\nf({ a: 1 }, 5);")).toBe(0);
  });

  it('begins with these among the others, and leaves none out', () => {
    expect(weave(['A', 'B'], ['a', 'b', 'c', 'd'])).toEqual(['A', 'a', 'B', 'b', 'c', 'd']);
    expect(weave(['A', 'B', 'C'], ['a'])).toEqual(['A', 'a', 'B', 'C']);
    expect(weave([], ['a'])).toEqual(['a']);
  });
});

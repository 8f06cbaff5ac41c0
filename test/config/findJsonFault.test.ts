import { describe, expect, it } from 'vitest';
import { findJsonFault } from '../../src/config/findJsonFault.ts';

describe('what a policy that is no JSON is told', () => {
  it.each([
    ['{"a": 1,}', 'line 1, column 8: this comma has nothing behind it. Take it away'],
    ['{\n  "a": [1, 2,]\n}', 'line 2, column 13: this comma has nothing behind it. Take it away'],
    ['{"a": 1\n "b": 2}', 'line 2, column 2: a comma is missing before this'],
    ['{"a": [1]\n "b": 2}', 'line 2, column 2: a comma is missing before this'],
    ['{\n// people\n"a": 1}', 'line 2, column 1: JSON has no comments. Take it away'],
    [
      "{'a': 1}",
      'line 1, column 2: a text begins and ends with a plain double quote (") on one line. Write it so',
    ],
    [
      '{“a”: 1}',
      'line 1, column 2: a text begins and ends with a plain double quote (") on one line. Write it so',
    ],
    [
      '{"a: 1}',
      'line 1, column 2: a text begins and ends with a plain double quote (") on one line. Write it so',
    ],
    ['{a: 1}', 'line 1, column 2: "a" can\'t stand here. Put texts and keys in double quotes'],
    ['{"a": [1}', 'line 1, column 9: "}" closes nothing that is open here'],
    ['{"a": {\n"b": 1}', 'line 1, column 1: what begins here is never closed'],
    ['{"a": 1}\n{"a": 1}', 'line 2, column 1: there is more behind the end'],
    ['', 'it is empty'],
  ])('%j: %s', (text, said) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(findJsonFault(text)).toBe(said);
  });

  it('finds nothing in JSON, whatever its texts hold', () => {
    const text = JSON.stringify(
      { a: ['},{', "it's", '// no', '\\"', 'a,', -1.5e3, null, true], b: {} },
      null,
      2,
    );
    expect(findJsonFault(text)).toBeUndefined();
  });
});

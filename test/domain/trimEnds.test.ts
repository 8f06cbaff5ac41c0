import fc from 'fast-check';
import { describe, it } from 'vitest';
import { leaveOutBrackets, trimEndOf, trimEndsOf } from '../../src/domain/trimEnds.ts';

/** Short texts of few characters, so that those that matter meet in every order. */
const text = fc.string({ unit: fc.constantFrom('.', '-', '(', ')', '[', ']', 'a', ' '), maxLength: 12 });

describe('what patterns did, read once', () => {
  it('characters at the end', () => {
    fc.assert(fc.property(text, (each) => trimEndOf(each, '.-') === each.replace(/[.-]+$/, '')));
  });

  it('characters at both ends', () => {
    fc.assert(fc.property(text, (each) => trimEndsOf(each, '.-') === each.replace(/^[.-]+|[.-]+$/g, '')));
  });

  it('parts in brackets', () => {
    fc.assert(
      fc.property(text, (each) => leaveOutBrackets(each, '(', ')') === each.replace(/\([^)]*\)/g, ' ')),
    );
    fc.assert(
      fc.property(
        text,
        (each) => leaveOutBrackets(each, '[(', '])') === each.replace(/[[(][^\])]*[\])]/g, ' '),
      ),
    );
  });
});

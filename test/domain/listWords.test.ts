import { describe, expect, it } from 'vitest';
import { listWords } from '../../src/domain/listWords.ts';

describe('a list within a sentence', () => {
  it.each([
    [[], ''],
    [['Ada'], 'Ada'],
    [['Ada', 'Sam'], 'Ada and Sam'],
    [['Ada', 'Sam', 'Zoë'], 'Ada, Sam, and Zoë'],
    [['Ada', 'Sam', '3 more'], 'Ada, Sam, and 3 more'],
  ])('of %j', (parts, said) => {
    expect(listWords(parts, 'and')).toBe(said);
  });

  it('ends with the word that is asked for', () => {
    expect(listWords(['admin', 'auditor', 'helpdesk'], 'or')).toBe('admin, auditor, or helpdesk');
  });
});

import { describe, expect, it } from 'vitest';
import { meetsPasswordRules } from '../../src/domain/passwordRules.ts';

describe("Entra's password rules", () => {
  it.each(['abcdef-1', 'Abcdefg1', 'ABCDEF 1', 'Abcdefg!', `aA1${'x'.repeat(253)}`])(
    'accept %j',
    (password) => {
      expect(meetsPasswordRules(password)).toBe(true);
    },
  );

  it.each([
    '',
    'abcde-1',
    'abcdefgh',
    'abcdefg1',
    'ABCDEFG1',
    'abcdefg!',
    'Zoë-1234',
    'Ab1\ncdefg',
    `aA1${'x'.repeat(254)}`,
  ])('refuse %j', (password) => {
    expect(meetsPasswordRules(password)).toBe(false);
  });
});

import { randomInt } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meetsPasswordRules } from '../../src/domain/passwordRules.ts';
import { drawPassword } from '../../src/secrets/drawPassword.ts';

describe('a drawn password', () => {
  it("always meets Entra's rules, whatever the dice say", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (dice) => {
        const password = drawPassword((max) => (dice.next().value ?? 0) % max).reveal();
        expect(meetsPasswordRules(password)).toBe(true);
        expect(password).toMatch(/^([a-z0-9]{4}-){4}[a-z0-9]{4}$/);
      }),
    );
  });

  it('has no character that can be taken for another', () => {
    const many = Array.from({ length: 500 }, () => drawPassword(randomInt).reveal()).join('');
    expect(many).not.toMatch(/[01oilA-Z]/);
  });

  it('uses every character it may, about equally often', () => {
    const draws = 2000;
    const counts = new Map<string, number>();
    for (let draw = 0; draw < draws; draw++) {
      const middle = drawPassword(randomInt).reveal().replaceAll('-', '').slice(1, -1);
      for (const character of middle) counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    expect(counts.size).toBe(31);
    const expected = (draws * 18) / 31;
    for (const count of counts.values()) expect(Math.abs(count / expected - 1)).toBeLessThan(0.25);
  });

  it('has at least 80 bits, and is never drawn twice', () => {
    expect(Math.log2(23) + 18 * Math.log2(31) + Math.log2(8)).toBeGreaterThan(80);
    const drawn = Array.from({ length: 1000 }, () => drawPassword(randomInt).reveal());
    expect(new Set(drawn).size).toBe(drawn.length);
  });

  it('does not print', () => {
    const password = drawPassword(randomInt);
    const printed = `${password} ${JSON.stringify({ password })} ${inspect({ password })}`;
    expect(printed).not.toContain(password.reveal());
    expect(printed).toContain('[secret]');
  });
});

import { describe, expect, it } from 'vitest';
import { bindCard } from '../../../src/teams/outgoing/bindCard.ts';

describe('binding a card', () => {
  it('fills text, repeats lists and leaves out what does not apply', () => {
    const card = bindCard(
      {
        type: 'AdaptiveCard',
        body: [
          { type: 'TextBlock', text: 'Hello ${person.name}!' },
          { type: 'TextBlock', $data: '${lines}', text: '${text}' },
          { type: 'TextBlock', $when: '${warn}', text: 'Careful' },
          { type: 'Container', $data: '${person}', items: [{ type: 'TextBlock', text: '${name}' }] },
        ],
      },
      { person: { name: 'Ada' }, lines: [{ text: 'one' }, { text: 'two' }], warn: false },
    );
    expect(card).toEqual({
      type: 'AdaptiveCard',
      body: [
        { type: 'TextBlock', text: 'Hello Ada!' },
        { type: 'TextBlock', text: 'one' },
        { type: 'TextBlock', text: 'two' },
        { type: 'Container', items: [{ type: 'TextBlock', text: 'Ada' }] },
      ],
    });
  });

  it('never reads what it filled in as a template', () => {
    expect(bindCard({ text: '${name}' }, { name: '${secret}', secret: 'x' })).toEqual({ text: '${secret}' });
  });

  it.each([
    ['a path without data', { text: '${missing}' }],
    ['a nested path without data', { text: '${person.age}' }],
    ['a list where text belongs', { text: '${lines}' }],
    ['a number', { text: '${n}' }],
    ['an operator', { text: '${name + name}' }],
    ['a function', { text: '${toUpper(name)}' }],
    ['an index', { text: '${lines[0]}' }],
    ['an inherited property', { text: '${constructor}' }],
    ['a condition on text', { body: [{ $when: '${name}' }] }],
    ['a condition outside a list', { selectAction: { $when: '${yes}' } }],
    ['data that is text', { body: [{ $data: '${name}' }] }],
    ['a list on a single object', { selectAction: { $data: '${lines}' } }],
    ['half an expression in $data', { body: [{ $data: 'x ${lines}' }] }],
  ])('refuses %s', (_name, template) => {
    const data = { name: 'Ada', person: { name: 'Ada' }, lines: [{ text: 'a' }], yes: true, n: 3 };
    expect(() => bindCard(template, data as never)).toThrow();
  });
});

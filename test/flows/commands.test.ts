import { describe, expect, it } from 'vitest';
import { parseCommand, parsePerson } from '../../src/flows/commands.ts';

describe('typed words', () => {
  it.each([
    ['adduser', 'adduser.open', ''],
    ['/adduser Ada Lovelace', 'adduser.open', 'Ada Lovelace'],
    ['  AddUsers  ', 'addusers.open', ''],
    ['template', 'template.send', ''],
    ['HELP', 'help.show', ''],
  ])('"%s" runs %s', (typed, action, text) => {
    expect(parseCommand(typed)).toEqual({ action, text });
  });

  it.each([
    'please adduser Ada',
    'adduserx',
    '',
    'add user',
    '//adduser',
    'adduser! now',
    'constructor',
    'constructor Ada',
  ])('"%s" is not a command', (typed) => {
    expect(parseCommand(typed)).toBeUndefined();
  });
});

describe('the words after adduser', () => {
  it.each([
    ['', { givenName: '', surname: '', displayName: '', userName: '' }],
    ['Ada', { givenName: 'Ada', surname: '', displayName: 'Ada', userName: '' }],
    [
      'Ada King Lovelace',
      { givenName: 'Ada', surname: 'King Lovelace', displayName: 'Ada King Lovelace', userName: '' },
    ],
    [
      'Ada Lovelace ada.l',
      { givenName: 'Ada', surname: 'Lovelace', displayName: 'Ada Lovelace', userName: 'ada.l' },
    ],
    [
      'Ada Lovelace ada@contoso.com',
      { givenName: 'Ada', surname: 'Lovelace', displayName: 'Ada Lovelace', userName: 'ada@contoso.com' },
    ],
    [
      'Martin King Jr.',
      { givenName: 'Martin', surname: 'King Jr.', displayName: 'Martin King Jr.', userName: '' },
    ],
  ])('"%s" become names and a user name', (typed, person) => {
    expect(parsePerson(typed)).toEqual(person);
  });
});

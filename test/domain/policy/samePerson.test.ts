import { expect, it } from 'vitest';
import { idNow, isSamePerson, listIdsOf } from '../../../src/domain/policy/roleGroups.ts';

const ADA = 'c0ffee00-0000-4000-8000-00000000000a';
const people = [
  { id: 'ada', name: 'Ada', slack: 'T02/U1', teams: ADA.toUpperCase() },
  { id: 'kim', name: 'Ada', slack: 'U1' },
];

it.each([
  ['an account of the directory', `entra:${ADA}`, 'ada'],
  ['an account of one workspace', 'slack:T02/U1', 'ada'],
  ['an account of another workspace', 'slack:U1', 'kim'],
  ['an account that no entry names', 'slack:U2', 'slack:U2'],
  ['the entry of somebody', 'kim', 'kim'],
  ['an entry that is gone', 'eve', 'eve'],
])('tells whose id it is by now: of %s', (_, id, now) => {
  expect(idNow({ people }, id)).toBe(now);
});

it.each([
  ['with the entry of the account', `entra:${ADA}`, 'ada', true],
  ['with two accounts of one entry', `entra:${ADA}`, 'slack:T02/U1', true],
  ['without an entry, the same id', 'slack:U2', 'slack:U2', true],
  ['of another workspace', 'slack:U1', 'ada', false],
  ['with the same name', 'kim', 'ada', false],
  ['whose account no entry names', 'slack:U2', 'ada', false],
])('takes two ids for one person: %s', (_, one, other, isSame) => {
  expect(isSamePerson({ people }, one, other)).toBe(isSame);
  expect(isSamePerson({ people }, other, one)).toBe(isSame);
});

it('lists what something may have been kept with', () => {
  expect(listIdsOf({ people }, 'ada')).toEqual(['ada', 'slack:T02/U1', `entra:${ADA}`]);
  expect(listIdsOf({ people }, 'slack:U2')).toEqual(['slack:U2']);
  const twice = { people: [...people, { id: 'eve', slack: 'U1' }] };
  expect(listIdsOf(twice, 'eve')).toEqual(['eve']);
});

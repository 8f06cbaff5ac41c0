import { describe, expect, it } from 'vitest';
import type { Finding, RosterRow } from '../../../src/domain/terms.ts';
import { compareRosters } from '../../../src/roster/check/compareRosters.ts';
import { read } from '../reading.ts';

const HEADER = 'Username,Display name,City';

/** Every user name with an accent is a problem. */
function withProblems({ rows }: { rows: readonly RosterRow[] }) {
  const findings = rows.flatMap(({ row, person: { userPrincipalName: value = '' } }): Finding[] =>
    /^[\x20-\x7e]*$/.test(value)
      ? []
      : [
          {
            row,
            column: 'Username',
            property: 'userPrincipalName',
            value,
            code: 'NAME_INVALID',
            severity: 'error',
            message: 'Accents are not allowed.',
          },
        ],
  );
  return { rows, findings, columns: HEADER.split(','), fileName: 'people.csv' };
}

async function changesOf(
  before: readonly string[],
  after: readonly string[],
  other: { fileName?: string; columns?: readonly string[] } = {},
) {
  const [one, two] = await Promise.all([before, after].map((lines) => read([HEADER, ...lines].join('\n'))));
  if (one === undefined || two === undefined) throw new Error('nothing was read');
  return compareRosters(withProblems(one), { ...withProblems(two), ...other });
}

describe('a corrected file', () => {
  it('tells who was added, is gone and was changed, and which problems are solved and new', async () => {
    const before = [
      'ada@contoso.com,Ada,Rome',
      'zoë@contoso.com,Zoë,',
      'bob@contoso.com,Bob,',
      'old@contoso.com,Old,',
    ];
    const after = [
      'bob@contoso.com,Bob,',
      'ADA@contoso.com,Ada,Paris',
      'zoe@contoso.com,Zoë,',
      'nëw@contoso.com,New,',
    ];
    expect(await changesOf(before, after)).toEqual({
      added: ['New'],
      gone: ['Old'],
      changed: ['Ada', 'Zoë'],
      solved: 1,
      appeared: 1,
    });
  });

  it('is the very same when only its order is another one', async () => {
    const lines = ['ada@contoso.com,Ada,Rome', 'zoë@contoso.com,Zoë,'];
    expect(await changesOf(lines, lines.toReversed())).toEqual({
      added: [],
      gone: [],
      changed: [],
      solved: 0,
      appeared: 0,
    });
  });

  it('pairs each of two rows with one name once', async () => {
    const twice = ['ada@contoso.com,Ada,Rome', 'ada@contoso.com,Ada,Rome'];
    expect(await changesOf(twice, twice.slice(1))).toMatchObject({ gone: ['Ada'], changed: [] });
  });

  it('is another list when fewer than half of the people are the same', async () => {
    const before = ['ada@contoso.com,Ada,', 'bob@contoso.com,Bob,', 'cy@contoso.com,Cy,'];
    expect(
      await changesOf(before, ['ada@contoso.com,Ada,', 'x@contoso.com,X,', 'y@contoso.com,Y,']),
    ).toBeUndefined();
  });

  it('is another list when it has one person in common with that of another department', async () => {
    const it = ['nora@contoso.com,Nora,', 'udo@contoso.com,Udo,'];
    const sales = ['udo@contoso.com,Udo,', 'pia@contoso.com,Pia,', 'rolf@contoso.com,Rolf,'];
    expect(await changesOf(it, sales, { fileName: 'sales.csv' })).toBeUndefined();
    expect(await changesOf(it, sales)).toMatchObject({ gone: ['Nora'] });
    const phones = { fileName: 'phones.csv', columns: ['Username', 'Display name', 'Phone'] };
    expect(await changesOf(sales, sales.slice(0, 1), phones)).toBeUndefined();
    expect(await changesOf(sales, sales.slice(0, 1), { fileName: 'shorter.csv' })).toMatchObject({
      gone: ['Pia', 'Rolf'],
    });
  });
});

import { describe, expect, it } from 'vitest';
import { createWorld, OMAR, PLACE } from '../fakes/world.ts';

async function open(...lines: string[]) {
  const { data } = await createWorld().service.rosters.open(OMAR, PLACE, {
    name: 'people.csv',
    async open() {
      return (async function* () {
        yield Buffer.from(lines.join('\n'));
      })();
    },
  });
  return {
    asked: data.mapping?.agreed === false,
    people: data.rows.map(({ person: { userPrincipalName, otherMails } }) => [userPrincipalName, otherMails]),
  };
}

describe('several columns of addresses', () => {
  it.each(['Email 2', 'Mail B', 'School account', 'Alternate email'])(
    'the one of the tenant’s domains has the user names, and somebody agrees: %s',
    async (other) => {
      const { asked, people } = await open(
        `First name,Last name,Email,${other}`,
        'Ada,Lima,ada@home.example,ada.lima@contoso.com',
        'Bo,Ek,bo77@home.example,b.ek@contoso.com',
      );
      expect(people).toEqual([
        ['ada.lima@contoso.com', 'ada@home.example'],
        ['b.ek@contoso.com', 'bo77@home.example'],
      ]);
      expect(asked).toBe(true);
    },
  );

  it('the one of the tenant’s domains has them without a header, too', async () => {
    const { asked, people } = await open(
      'Ada Lima,ada.lima@home.example,ada@contoso.com',
      'Bo Ek,bo.ek@home.example,bo@contoso.com',
    );
    expect(people).toEqual([
      ['ada@contoso.com', 'ada.lima@home.example'],
      ['bo@contoso.com', 'bo.ek@home.example'],
    ]);
    expect(asked).toBe(true);
  });

  it.each([
    [
      'of somebody else',
      'Supervisor contact',
      ['ada@home.example', 'grace@contoso.com'],
      ['bo77@home.example', 'grace@contoso.com'],
    ],
    [
      'of nobody’s name',
      'Room',
      ['ada@home.example', 'room1@contoso.com'],
      ['bo77@home.example', 'room2@contoso.com'],
    ],
    [
      'beside user names of the tenant',
      'Old mail',
      ['ada.lima@contoso.com', 'ada@contoso.com'],
      ['bo.ek@home.example', 'bo@contoso.com'],
    ],
  ])('stay as they are where the other one is %s', async (_what, other, ada, bo) => {
    const { people } = await open(
      `First name,Last name,Email,${other}`,
      `Ada,Lima,${ada.join(',')}`,
      `Bo,Ek,${bo.join(',')}`,
    );
    expect(people.map(([userName]) => userName)).toEqual([ada[0], bo[0]]);
  });

  const homeAndOwn = (user: string, other: string) =>
    open(
      `First name,Last name,${user},${other}`,
      'Ada,Lima,ada@home.example,ada.lima@contoso.com',
      'Bo,Ek,bo77@home.example,b.ek@contoso.com',
    );

  it.each(['User name', 'UserPrincipalName', 'UPN', 'Login email', 'Benutzername'])(
    'stay as they are where the file says which are the user names: %s',
    async (user) => {
      const { people } = await homeAndOwn(user, 'Email 2');
      expect(people.map(([userName]) => userName)).toEqual(['ada@home.example', 'bo77@home.example']);
    },
  );

  it.each([
    'Old email',
    'OldEmail',
    'Previous email',
    'Former mail',
    'Email alias',
    'Secondary email',
    'Alte E-Mail',
  ])('stay as they are where the other ones are of before, or second ones: %s', async (other) => {
    const { people } = await homeAndOwn('Email', other);
    expect(people.map(([userName]) => userName)).toEqual(['ada@home.example', 'bo77@home.example']);
  });

  it.each(['E-Mail', 'Work email', 'Primary email', 'Mail address', 'Correo'])(
    'give way to the tenant’s where they are called mail: %s',
    async (user) => {
      const { people } = await homeAndOwn(user, 'Email 2');
      expect(people.map(([userName]) => userName)).toEqual(['ada.lima@contoso.com', 'b.ek@contoso.com']);
    },
  );
});

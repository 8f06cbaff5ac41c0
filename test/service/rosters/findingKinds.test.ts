import { describe, expect, it } from 'vitest';
import { readyRows } from '../../../src/roster/check/weighRoster.ts';
import { listLeftOut } from '../../../src/service/rosters/leftOut.ts';
import { listKinds } from '../../../src/service/rosters/verifying/findingKinds.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const LONG = 'Head of people and places '.repeat(8).trim();
const FILE = [
  'Username,Display name,Job title,Employee ID,Manager',
  'ada@contoso.com,Ada Lima,,1,',
  `bob@contoso.com,Bob Ray,${LONG},,ada@contoso.com`,
  `eve@contoso.com,Eve Moss,${LONG} too,,`,
  'ivo grau@contoso.com,Ivo Grau,,,',
  'zoe lund@contoso.com,Zoe Lund,,1234567890123456789,',
  'ada@contoso.com,Ada Byron,,,',
].join('\n');

function open(world: World, name = 'people.csv', text = FILE) {
  return world.service.rosters.open(OMAR, PLACE, {
    name,
    async open() {
      return (async function* () {
        yield Buffer.from(text);
      })();
    },
  });
}

const keysOf = ({ data }: Awaited<ReturnType<typeof open>>) =>
  listKinds(data).map(({ key, rows }) => [key, rows]);

describe('F18 and item 6: one click for each kind of finding', () => {
  it('lists what is wrong by kind, with the rows of each', async () => {
    const draft = await open(createWorld());
    expect(keysOf(draft)).toEqual([
      ['TOO_LONG.jobTitle', [3, 4]],
      ['USER_NAME_INVALID.userPrincipalName', [5, 6]],
      ['TOO_LONG.employeeId', [6]],
      ['DUPLICATE.userPrincipalName', [7]],
    ]);
    const [title, , id] = listKinds(draft.data);
    expect(title).toMatchObject({ tooLong: 2, suggestions: 0, isSame: false });
    // A number that is cut is another number.
    expect(id).toMatchObject({ tooLong: 0 });
  });

  it('shortens all values of one kind after a whole word', async () => {
    const world = createWorld();
    const { id, version } = await open(world);
    const { data } = await world.service.rosters.settleKind(
      OMAR,
      id,
      version,
      'TOO_LONG.jobTitle',
      'shorten',
    );
    const titles = data.rows.map(({ person }) => person.jobTitle);
    expect(titles[1]).toBe(
      'Head of people and places Head of people and places Head of people and places Head of people and places Head of people and',
    );
    expect(data.counts).toMatchObject({ ready: 3, toFix: 3 });
  });

  it('takes the suggestions of one kind only', async () => {
    const world = createWorld();
    const { id, version } = await open(world);
    const { data } = await world.service.rosters.settleKind(
      OMAR,
      id,
      version,
      'USER_NAME_INVALID.userPrincipalName',
      'take',
    );
    expect(data.rows[3]?.person.userPrincipalName).toBe('ivo.grau@contoso.com');
    expect(data.rows[5]?.person.userPrincipalName).toBe('ada@contoso.com');
  });

  it('leaves the rows of one kind out, names them with the reason, and puts them back', async () => {
    const world = createWorld();
    const { id, version } = await open(world);
    const left = await world.service.rosters.settleKind(OMAR, id, version, 'TOO_LONG.jobTitle', 'leaveOut');
    expect(keysOf(left).map(([key]) => key)).not.toContain('TOO_LONG.jobTitle');
    expect(left.data.counts).toMatchObject({ read: 6, ready: 1 });
    expect(listLeftOut(left.data.findings, left.data.rows)).toContainEqual({
      row: 3,
      displayName: 'Bob Ray',
      userPrincipalName: 'bob@contoso.com',
      reason: expect.stringMatching(/^Left out by choice\. Job title: Job title has \d+ characters/),
      again: expect.objectContaining({ person: expect.objectContaining({ displayName: 'Bob Ray' }) }),
    });
    const again = await world.service.rosters.takeSuggestions(OMAR, id, left.version);
    expect(again.data.rows.length).toBe(6);
    expect(listLeftOut(again.data.findings).map(({ row }) => row)).toContain(3);
    const back = await world.service.rosters.bringBack(OMAR, id, again.version);
    expect(keysOf(back).map(([key]) => key)).toContain('TOO_LONG.jobTitle');
  });

  it('frees the user name of a row that is left out, and nobody reports to who is left out', async () => {
    const world = createWorld();
    const text = FILE.replace(',Ada Byron,', ',Ada Byron,,,bob@contoso.com\n,Uma Kern,').replace(
      'Bob Ray',
      'Bob\u00a0Ray',
    );
    const { id, version, data } = await open(world, 'people.csv', text);
    expect(data.findings.map(({ code }) => code)).toContain('DUPLICATE');
    const left = await world.service.rosters.settleKind(OMAR, id, version, 'TOO_LONG.jobTitle', 'leaveOut');
    const unknown = left.data.findings.filter(({ code }) => code === 'MANAGER_UNKNOWN');
    expect(unknown.map(({ row }) => row)).toEqual([7]);
  });

  it('leaves the managers empty whom nobody found, wrong user names too', async () => {
    const world = createWorld();
    const text = [
      'Username,Display name,Manager',
      'ada@contoso.com,Ada Lima,"Somebody, Gone"',
      'bob@contoso.com,Bob Ray,gone@contoso.com',
      'eve@contoso.com,Eve Moss,ada@contoso.com',
    ].join('\n');
    const draft = await open(world, 'people.csv', text);
    expect(draft.data.counts).toMatchObject({ ready: 2, warned: 1 });
    const [kind] = listKinds(draft.data);
    expect(kind).toMatchObject({ key: 'MANAGER_UNKNOWN.manager', managers: 2 });
    const { data } = await world.service.rosters.settleKind(
      OMAR,
      draft.id,
      draft.version,
      'MANAGER_UNKNOWN.manager',
      'noManager',
    );
    expect(data.counts).toMatchObject({ ready: 3, warned: 0 });
    expect(data.rows.map(({ manager }) => manager?.userPrincipalName)).toEqual([
      undefined,
      undefined,
      'ada@contoso.com',
    ]);
  });

  it('leaves out people with a warning, who would be created otherwise', async () => {
    const world = createWorld();
    world.tenant.hold('other@contoso.com', 'Ada Lima');
    const draft = await open(world);
    const [kind] = listKinds(draft.data).filter(({ severity }) => severity === 'warning');
    expect(kind?.key).toBe('LOOK_ALIKE.displayName');
    const { data } = await world.service.rosters.settleKind(
      OMAR,
      draft.id,
      draft.version,
      'LOOK_ALIKE.displayName',
      'leaveOut',
    );
    expect(readyRows(draft.data.rows, draft.data.findings).map(({ row }) => row)).toEqual([2]);
    // The second of two rows has the user name for itself now.
    expect(readyRows(data.rows, data.findings).map(({ row }) => row)).toEqual([7]);
  });

  it('is nobody else’s click, not one of before, and not one about a kind that there is not', async () => {
    const world = createWorld();
    const { rosters } = world.service;
    const { id, version } = await open(world);
    await expect(rosters.settleKind(MIA, id, version, 'TOO_LONG.jobTitle', 'leaveOut')).rejects.toMatchObject(
      { code: 'NOT_YOURS' },
    );
    const same = await rosters.settleKind(OMAR, id, version, 'NO_SUCH.thing', 'leaveOut');
    expect(same.data.counts.ready).toBe(1);
    await expect(
      rosters.settleKind(OMAR, id, version, 'TOO_LONG.jobTitle', 'leaveOut'),
    ).rejects.toMatchObject({ code: 'VERSION_STALE' });
    await expect(rosters.bringBack(OMAR, id, version)).rejects.toMatchObject({ code: 'VERSION_STALE' });
  });
});

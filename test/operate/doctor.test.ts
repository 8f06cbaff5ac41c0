import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { compileSource } from '../compileSource.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { createTestClock, createTestLog, masterKeys, sampleEntry } from '../store/sampleRecords.ts';

let compiled: Awaited<ReturnType<typeof compileSource>>;
let folder: string;
let secretKey = '';

beforeAll(async () => {
  compiled = await compileSource(new URL('../../src/operate/doctor/doctor.ts', import.meta.url));
});
afterAll(() => compiled.remove());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-doctor-'));
  secretKey = masterKeys.keys.get(1)?.reveal().toString('base64') ?? '';
});
afterEach(() => removeFolder(folder));

async function runDoctor(...args: string[]): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [compiled.script, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, DATA_DIR: folder, SECRET_KEY: secretKey },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += String(piece)));
  const [code] = await once(child, 'close');
  return { code: Number(code), said };
}

const openStore = () =>
  openLowdbStore({ folder, masterKeys, clock: createTestClock(), log: createTestLog() });

describe('npm run doctor audit', () => {
  it('says how many entries there are, while the store is open', async () => {
    const store = await openStore();
    await Promise.all([1, 2, 3].map((at) => store.audit(sampleEntry(at))));
    const { code, said } = await runDoctor('audit');
    await store.close();
    expect(said).toContain('is whole: 3 entries');
    expect(code).toBe(0);
  });

  it('names the line that no longer follows, and fails', async () => {
    const store = await openStore();
    await Promise.all([1, 2, 3].map((at) => store.audit(sampleEntry(at))));
    await store.close();
    const file = join(folder, 'audit.jsonl');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"at":2', '"at":7'));
    const { code, said } = await runDoctor('audit');
    expect(said).toContain('Line 2: It was changed');
    expect(code).toBe(1);
  });

  it('fails when an entry that was noted before is gone from the end', async () => {
    const store = await openStore();
    await Promise.all([1, 2].map((at) => store.audit(sampleEntry(at))));
    await store.close();
    const noted = (await runDoctor('audit')).said.match(/last entry: (\S+)/)?.[1] ?? '';
    expect((await runDoctor('audit', '--has', noted)).code).toBe(0);
    const file = join(folder, 'audit.jsonl');
    const [first = ''] = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, `${first}\n`);
    expect(await runDoctor('audit', '--has', noted)).toMatchObject({
      code: 1,
      said: expect.stringContaining("doesn't hold"),
    });
  });

  it('needs the key that Rollcall has, and says so without it or with another', async () => {
    const store = await openStore();
    await store.audit(sampleEntry(1));
    await store.close();
    for (const key of ['', Buffer.alloc(32, 9).toString('hex')]) {
      secretKey = key;
      const { code, said } = await runDoctor('audit');
      expect(said).toContain("can't be checked from line 1 on");
      expect(said).toContain('Set the SECRET_KEY that Rollcall has');
      expect(code).toBe(1);
    }
    secretKey = 'no key';
    expect(await runDoctor('audit')).toMatchObject({ code: 1, said: expect.stringContaining('SECRET_KEY') });
  });

  it('says what to set when there is no audit', async () => {
    expect(await runDoctor('audit')).toMatchObject({ code: 1, said: expect.stringContaining('DATA_DIR') });
  });
});

describe('npm run doctor policy', () => {
  const human = (id: string, roles: string[]) => ({
    id,
    name: `The ${id}`,
    slack: `U0${id.toUpperCase()}`,
    roles,
  });
  const policy = {
    customers: [{ id: 'contoso', name: 'Contoso' }],
    people: [human('mia', ['helpdesk']), human('omar', ['admin', 'approver']), human('grace', ['approver'])],
    approvals: [
      { name: 'E5', when: { licenses: ['SPE_E5'] }, by: { role: 'approver' } },
      { name: 'Many', when: { people: 50 }, by: { people: ['omar', 'grace'] }, count: 2 },
    ],
  };
  const write = (content: object) => writeFile(join(folder, 'policy.json'), JSON.stringify(content));

  it('lists the rules in the order they are asked', async () => {
    await write(policy);
    const { code, said } = await runDoctor('policy');
    expect(said).toContain(
      '1. "E5": one of the licenses SPE_E5. Needs 1 of: everyone with the role approver.',
    );
    expect(said).toContain('2. "Many": at least 50 people. Needs 2 of: omar, grace. Expires after 72 h.');
    expect(code).toBe(0);
  });

  it('warns of approvers and admins whose account it cannot tell (D9), and of one person in two entries', async () => {
    const [mia, ...others] = policy.people;
    await write({ ...policy, people: [mia, ...others, { ...human('mia2', ['helpdesk']), name: mia?.name }] });
    const { code, said } = await runDoctor('policy');
    expect(said).toContain('Warning: people: "grace" (The grace) has no "teams"');
    expect(said).toContain('"mia" and "mia2" have the same name');
    expect(code).toBe(0);
    const sample = (await runDoctor('policy', '--requester', 'mia2', '--licenses', 'SPE_E5')).said;
    expect(sample).toContain('reached in Slack, but what they approve doesn\'t count without "teams"');
  });

  it('says which rule a sample request meets, and whom it asks: never the requester', async () => {
    await write(policy);
    const { code, said } = await runDoctor('policy', '--requester', 'omar', '--licenses', 'SPE_E3,SPE_E5');
    expect(said).toContain('The rule "E5" applies');
    expect(said).toContain('The grace (grace), reached in Slack');
    expect(said).not.toContain('The omar');
    expect(code).toBe(0);
    const free = await runDoctor('policy', '--requester', 'mia', '--people', '49', '--licenses', 'SPE_E3');
    expect(free).toEqual({
      code: 0,
      said: "✓ policy   No rule applies: it's carried out without approval.\n",
    });
  });

  it('says who is asked when others do not answer', async () => {
    const rule = {
      name: 'All',
      by: { people: ['grace'] },
      fallback: { role: 'approver' },
      passOnAfterHours: 8,
    };
    await write({ ...policy, approvals: [rule] });
    const listed = await runDoctor('policy');
    expect(listed.said).toContain(
      "Needs 1 of: grace. When they can't be reached or after 8 h also: everyone with the role approver.",
    );
    const { said } = await runDoctor('policy', '--requester', 'mia');
    expect(said).toContain('or after 8 h, these are asked too:\n- The omar (omar)');
  });

  it('says when managers are asked, whom only the directory knows', async () => {
    const rule = { name: 'Managers', by: { manager: 'requester' }, fallback: { people: ['grace'] } };
    const [mia, ...others] = policy.people;
    const people = [{ ...mia, teams: 'a1b6b0f2-1111-4f6f-9d0e-111111111111' }, ...others];
    const each = { name: 'Each', when: { people: 50 }, by: { manager: 'person' } };
    await write({ ...policy, people, approvals: [each, rule] });
    const listed = (await runDoctor('policy')).said;
    expect(listed).toContain('Needs 1 of: the manager of the requester, in the directory.');
    expect(listed).toContain('Needs 1 of: the manager of each person, in the directory.');
    const known = (await runDoctor('policy', '--requester', 'mia')).said;
    expect(known).toContain('- the manager of the requester, in the directory, reached in Teams once');
    const unknown = (await runDoctor('policy', '--requester', 'omar')).said;
    expect(unknown).toContain('- no manager: omar has no "teams" in the policy');
  });

  it('fails where nobody could approve, as the request itself would', async () => {
    await write(policy);
    const { code, said } = await runDoctor('policy', '--requester', 'omar', '--people', '50');
    expect(said).toContain('This needs approval ("Many"), but no one can give it.');
    expect(code).toBe(1);
  });

  it('names the place and the fix in a policy that Rollcall would not start with', async () => {
    await write({
      ...policy,
      approvals: [
        { name: 'E5', by: {} },
        { name: 'x', when: { people: 9999 }, by: { people: ['ann'] } },
      ],
    });
    const { code, said } = await runDoctor('policy');
    expect(said).toContain('this rule names no one');
    expect(code).toBe(1);
    await rm(join(folder, 'policy.json'));
    expect(await runDoctor('policy')).toMatchObject({
      code: 1,
      said: expect.stringContaining("can't be read"),
    });
  });

  it('says what a person may do, and why', async () => {
    await write(policy);
    const { code, said } = await runDoctor('policy', '--for', 'U0MIA');
    expect(said).toContain('The mia (mia) has the roles helpdesk, for contoso (all there are).');
    expect(said).toContain('- may create one person: as helpdesk; approval where a rule holds: "E5", "Many"');
    expect(said).toContain('- may not create many people from a file: that needs the role admin');
    expect(said).toContain('- decides no request');
    expect(code).toBe(0);
    const grace = (await runDoctor('policy', '--for', 'grace')).said;
    expect(grace).toContain(
      'may be asked to approve what others ask for, by the rules "E5", "Many", but that doesn\'t count',
    );
    expect(await runDoctor('policy', '--for', 'ann')).toMatchObject({
      code: 1,
      said: expect.stringContaining('There is no one called "ann" in "people"'),
    });
  });

  it('refuses a sample that nobody could ask for', async () => {
    await write(policy);
    const ann = await runDoctor('policy', '--requester', 'ann', '--customer', 'fabrikam', '--people', '0');
    expect(ann.code).toBe(1);
    expect(ann.said).toContain('there is no one called "ann" in "people". Known are: mia, omar, grace.');
    expect(ann.said).toContain('there is no customer "fabrikam". Known are: contoso.');
    expect(ann.said).toContain('--people: give a whole number from 1 to 5000');
    expect((await runDoctor('policy', '--people', '3')).said).toContain('--requester: say who asks');
    expect((await runDoctor('policy', '--has', 'x')).code).toBe(2);
  });
});

describe('npm run doctor', () => {
  it('explains itself, and refuses a check that it does not know', async () => {
    expect(await runDoctor('--help')).toMatchObject({ code: 0, said: expect.stringContaining('audit') });
    expect((await runDoctor('toString')).code).toBe(2);
    expect((await runDoctor('audit', '--unknown')).code).toBe(2);
  });
});

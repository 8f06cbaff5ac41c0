import { describe, expect, it } from 'vitest';
import { createFlows } from '../../../src/flows/createFlows.ts';
import { createRefusalAudit } from '../../../src/service/audit/refusalAudit.ts';
import { makeWorkbook } from '../../composition/makeWorkbook.ts';
import { createTestLog } from '../../store/sampleRecords.ts';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

const SPEAKER = { platform: 'slack', workspace: 'T0CONTOSO', userId: OMAR.userId } as const;

function openWorld(): World {
  const world = createWorld();
  const hold = (name: string, displayName: string, employeeId: string) =>
    world.tenant.hold(`${name}@contoso.com`, displayName, { accountEnabled: true, employeeId });
  hold('lea.marx', 'Lea Marx', '1001');
  hold('tim.voss', 'Tim Voß', '1002');
  hold('ada', 'Ada Lovelace', '1003');
  hold('john.smith', 'John Smith', '1004');
  return world;
}

type Kind = 'leavers' | 'manyResets' | 'assignments' | 'manyChanges';

function openFile({ service }: World, content: string | readonly string[] | Buffer, kind: Kind = 'leavers') {
  const text = typeof content === 'string' || Buffer.isBuffer(content) ? content : content.join('\n');
  const bytes = Buffer.from(text);
  return service[kind].openFile(OMAR, PLACE, {
    name: 'people.csv',
    size: bytes.length,
    open: async () =>
      (async function* () {
        yield bytes;
      })(),
  });
}

/** Who is ready, and what is said of the others: `3 error OTHER_PERSON`. */
async function summarize(world: World, content: readonly string[] | Buffer, kind: Kind = 'leavers') {
  const { data } = await openFile(world, content, kind);
  const people = 'targets' in data ? data.targets : data.people;
  const { read, findings = [] } = data;
  return {
    ready: people.map(({ displayName }) => displayName),
    read,
    told: findings.map(({ row, severity, code }) => `${row} ${severity} ${code}`),
  };
}

describe('a file of people who exist', () => {
  it.each(['leavers', 'manyResets', 'assignments'] as const)(
    'leaves out a row that names another person than its account: %s',
    async (kind) => {
      const world = openWorld();
      const byMail = [
        'Name,Email',
        'Ada Lovelace,lea.marx@contoso.com',
        'Voss Tim,tim.voss@contoso.com',
        '"Smith, John",john.smith@contoso.com',
      ];
      expect(await summarize(world, byMail, kind)).toEqual({
        ready: ['Tim Voß', 'John Smith'],
        read: 3,
        told: ['2 error OTHER_PERSON'],
      });
      const byId = ['Name,Employee ID', 'Kurt Meier,1002', 'Ada Lovelace,1001', 'John Smith,1004'];
      expect(await summarize(world, byId, kind)).toEqual({
        ready: ['John Smith'],
        read: 3,
        told: ['2 error OTHER_PERSON', '3 error OTHER_PERSON'],
      });
    },
  );

  it('says both names, and compares first and last names and numbers', async () => {
    const world = openWorld();
    const { data } = await openFile(world, ['Name,Email', 'Ada Lovelace,lea.marx@contoso.com']);
    expect((data.findings ?? []).map(({ message }) => message)).toEqual([
      'The file says Ada Lovelace, but this is Lea Marx. Correct the row and send the file again.',
    ]);
    const names = [
      'First name,Last name,Email',
      'Eva,Marx,lea.marx@contoso.com',
      'Lea,Marx,tim.voss@contoso.com',
      'Ada,Lovelace,ada@contoso.com',
    ];
    expect(await summarize(world, names)).toMatchObject({
      ready: ['Lea Marx', 'Ada Lovelace'],
      told: ['3 error OTHER_PERSON', '2 warning OTHER_PERSON'],
    });
    const numbers = ['Email,Employee ID', 'lea.marx@contoso.com,1001', 'tim.voss@contoso.com,1003'];
    expect(await summarize(world, numbers)).toMatchObject({
      ready: ['Lea Marx'],
      told: ['3 error OTHER_PERSON'],
    });
  });

  it('of changes leaves such a row out, too, and warns where the name itself is to change', async () => {
    const world = openWorld();
    const lines = [
      'Name,Email,Job title',
      'Ada Lovelace,lea.marx@contoso.com,Countess',
      'Tim Voß,tim.voss@contoso.com,Lead',
      'John,,Boss',
    ];
    expect(await summarize(world, lines, 'manyChanges')).toMatchObject({
      ready: ['Tim Voß'],
      read: 3,
      told: expect.arrayContaining(['2 error OTHER_PERSON', '4 error MISSING']),
    });
    const renamed = ['Email,Display name', 'lea.marx@contoso.com,Ada Byron', 'tim.voss@contoso.com,Tim Roth'];
    expect(await summarize(world, renamed, 'manyChanges')).toMatchObject({
      ready: ['Lea Marx', 'Tim Voß'],
      told: expect.arrayContaining(['2 warning OTHER_PERSON']),
    });
  });

  it('says which letters of changes are a guess', async () => {
    const bytes = Buffer.from('Email;City\nlea.marx@contoso.com;Z\u00fcrich\n', 'latin1');
    const { data } = await openFile(openWorld(), bytes, 'manyChanges');
    expect((data.findings ?? []).map(({ message }) => message).join(' ')).toContain('as in Zürich.');
  });

  it.each(['leavers', 'manyResets'] as const)('tells rows without an address: %s', async (kind) => {
    const lines = [
      'Name,Email,Last day',
      'Lea Marx,lea.marx@contoso.com,',
      'Tim Voß,,',
      'John,john.smith@contoso.com,',
    ];
    expect(await summarize(openWorld(), lines, kind)).toEqual({
      ready: ['Lea Marx', 'John Smith'],
      read: 3,
      told: ['3 error MISSING'],
    });
  });

  it.each(['leavers', 'manyResets', 'assignments'] as const)(
    'leaves out rows that a filter of the workbook hides: %s',
    async (kind) => {
      const row = (at: number, hidden: string, cell: string) =>
        `<row r="${at}"${hidden}><c t="inlineStr"><is><t>${cell}</t></is></c></row>`;
      const sheetData = [
        row(1, '', 'User name'),
        row(2, '', 'lea.marx@contoso.com'),
        row(3, ' hidden="1"', 'tim.voss@contoso.com'),
      ].join('');
      const workbook = makeWorkbook({ sheets: [{ name: 'Sheet1', rows: [], sheetData }] });
      expect(await summarize(openWorld(), workbook, kind)).toEqual({
        ready: ['Lea Marx'],
        read: 2,
        told: ['3 error ROW_HIDDEN'],
      });
    },
  );
});

describe('a file of people who leave', () => {
  it('leaves out whom two rows give different days, or one row lets stay', async () => {
    const world = openWorld();
    const days = [
      'Email,Last day',
      'lea.marx@contoso.com,2026-12-31',
      'tim.voss@contoso.com,2026-12-31',
      'lea.marx@contoso.com,2027-06-30',
      'tim.voss@contoso.com,2026-12-31',
    ];
    expect(await summarize(world, days)).toEqual({
      ready: ['Tim Voß'],
      read: 4,
      told: ['2 error DUPLICATE', '4 error DUPLICATE', '5 warning DUPLICATE'],
    });
    const stays = [
      'Email,Status',
      'lea.marx@contoso.com,Leaving',
      'tim.voss@contoso.com,Leaving',
      'lea.marx@contoso.com,Rescinded',
    ];
    expect(await summarize(world, stays)).toEqual({
      ready: ['Tim Voß'],
      read: 3,
      told: ['2 error STAYS', '4 error STAYS'],
    });
  });

  it('never offboards whom to ask about it', async () => {
    const lines = [
      'Questions to,john.smith@contoso.com',
      'User name,Last day',
      'lea.marx@contoso.com,2027-12-31',
    ];
    expect(await summarize(openWorld(), lines)).toMatchObject({ ready: ['Lea Marx'], read: 1 });
  });

  it('has somebody asked what its days are, and offboards nobody before that', async () => {
    const world = openWorld();
    const { service, clock, store, policy } = world;
    const log = createTestLog();
    const auditRefusal = createRefusalAudit({ store, clock, log });
    const flows = createFlows({
      service,
      policy,
      auditRefusal,
      clock,
      ids: { next: (prefix) => `${prefix}_1` },
      log,
    });
    const lines = ['Email,Freigabe', 'lea.marx@contoso.com,31.12.2026', 'tim.voss@contoso.com,31.01.2027'];
    const ask = async () => {
      const draft = await openFile(world, lines);
      const { leavers } = service;
      const form = await leavers.load(OMAR, draft.id);
      const { problems } = await leavers.check(OMAR, draft.id, { ...form.data.values, zone: 'UTC' });
      expect(problems.map(({ message }) => message)).toEqual([
        'First say whether the dates in the file are when they leave.',
      ]);
      return draft.id;
    };
    const answer = async (action: string, id: string) => {
      const { version } = await service.leavers.load(OMAR, id);
      const reply = await flows.run(action, SPEAKER, PLACE, { id, version });
      return JSON.stringify(reply);
    };
    const yes = await ask();
    expect(await answer('leavers.datesYes', yes)).toContain('Freigabe: when they leave');
    const groups = service.leavers.read((await service.leavers.load(OMAR, yes)).data).groups;
    expect(groups.map(({ startsAt = 0 }) => new Date(startsAt).toISOString().slice(0, 10))).toEqual([
      '2026-12-31',
      '2027-01-31',
    ]);
    const no = await ask();
    expect(await answer('leavers.datesNo', no)).not.toContain('Freigabe');
    const { data } = await service.leavers.load(OMAR, no);
    expect(data.people.map(({ date }) => date)).toEqual([undefined, undefined]);
    expect(service.leavers.read(data).groups.map(({ startsAt }) => startsAt)).toEqual([undefined]);
  });
});

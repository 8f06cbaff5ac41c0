import { describe, expect, it } from 'vitest';
import { showResults } from '../../../src/flows/jobs/jobViews.ts';
import { headResults, summarizeResults } from '../../../src/flows/words.ts';
import type { IncomingFile } from '../../../src/service/incomingFile.ts';
import type { JobState } from '../../../src/service/jobs/shownJob.ts';
import { listLeftOut } from '../../../src/service/rosters/leftOut.ts';
import { E3 } from '../fakes/fakeDirectory.ts';
import { createWorld, OMAR, PLACE, type World } from '../fakes/world.ts';

const SETUP = { signIn: 'allowed', usageLocation: 'US', licenses: [], recipients: '', reason: '' };
const FILE = [
  'Username,Display name,Usage location',
  'kim.a@contoso.com,Kim A,',
  'kïm.b@contoso.com,Kim B,UK',
  'kim.c@contoso.com,Kim C,',
  'kim.d@contoso.com,,',
  'kim.e@contoso.com,Kim E,',
].join('\n');

function fileOf(content: string): IncomingFile {
  return {
    name: 'kims.csv',
    async open() {
      return (async function* () {
        yield Buffer.from(content);
      })();
    },
  };
}

function never(): never {
  throw new Error('There is none.');
}

/** Sets a file up as it is, and asks for everybody who is ready. */
async function submit(world: World, content = FILE) {
  const draft = await world.service.rosters.open(OMAR, PLACE, fileOf(content));
  const { draft: ready } = await world.service.rosters.setUp(OMAR, draft.id, SETUP);
  return world.service.approvals.submit({
    actor: OMAR,
    place: PLACE,
    requestId: ready.id,
    requestVersion: ready.version,
    kind: 'bulk',
    people: world.service.rosters.peopleOf(ready),
    leftOut: listLeftOut(ready.data.findings, ready.data.rows),
    settings: ready.data.settings ?? never(),
    fileName: ready.data.fileName,
  });
}

async function create(world: World, content = FILE): Promise<JobState> {
  const submitted = await submit(world, content);
  return 'job' in submitted ? world.finish(submitted.job.id) : never();
}

function say(state: JobState): { head: string; summary: string } {
  const view = showResults(state, 'Contoso');
  return { head: headResults(view).words, summary: summarizeResults(view) };
}

describe('C2: rows that were left out', () => {
  it('are counted and named in the results, each with its reason', async () => {
    const world = createWorld();
    world.tenant.hold('kim.e@contoso.com', 'Kim E');
    const state = await create(world);
    expect(say(state)).toEqual({
      head: '2 created, 3 left out',
      summary: '2 people created · 3 left out',
    });
    expect(showResults(state, 'Contoso').leftOut).toMatchObject([
      { row: 3, displayName: 'Kim B', userPrincipalName: 'kïm.b@contoso.com' },
      { row: 5, displayName: 'kim.d@contoso.com', reason: expect.stringContaining('missing') },
      { row: 6, displayName: 'Kim E', reason: expect.stringContaining('already exists') },
    ]);
  });

  it('stand in the results file, which can be sent again once they are right', async () => {
    const world = createWorld();
    const csv = world.service.jobs.writeResults(await create(world));
    const lines = csv.trim().split('\r\n');
    expect(lines).toHaveLength(6);
    expect(csv).toMatch(/^3,Kim B,kïm\.b@contoso\.com,,Left out,.*Accents/m);
    const again = await world.service.rosters.open(OMAR, PLACE, fileOf(csv.replace('kïm', 'kim')));
    expect(again.data.rows.map(({ person }) => person.displayName)).toEqual(['Kim B', undefined]);
  });

  it('and those who failed come back with all that the first file said of them', async () => {
    const world = createWorld();
    world.tenant.hold('boss@contoso.com', 'The Boss', { mail: 'boss@contoso.com' });
    world.tenant.groups = [
      { id: '11111111-1111-4111-8111-111111111111', displayName: 'Berlin office' },
      { id: '22222222-2222-4222-8222-222222222222', displayName: 'Ward 1; nights' },
    ];
    world.tenant.fateOf = ({ person }) => (person.displayName === 'Kim C' ? 'answered' : 'refused');
    const own = 'Office 365 E3,Berlin office|22222222-2222-4222-8222-222222222222,boss@contoso.com';
    const content = [
      'Username,Display name,City,Licenses,Groups,Manager,Usage location,Sign-in,Password recipients',
      `kim.a@contoso.com,Kim A,Bonn,${own},DE,Blocked,manager; hr@contoso.com`,
      `kïm.b@contoso.com,Kim B,Bonn,${own},DE,Blocked,manager; hr@contoso.com`,
      'kim.c@contoso.com,Kim C,Bonn,,,,,,',
      'kim.d@contoso.com,Kim D,Bonn,none,none,kim.c@contoso.com,,,',
    ].join('\n');
    const state = await create(world, content);
    expect(state.counts).toMatchObject({ created: 1, failed: 2 });

    world.tenant.fateOf = () => 'answered';
    const csv = world.service.jobs.writeResults(state).replace('kïm', 'kim');
    const again = await world.service.rosters.open(OMAR, PLACE, fileOf(csv));
    expect(again.data.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
    const whole = {
      person: { city: 'Bonn', usageLocation: 'DE' },
      accountEnabled: false,
      licenses: [E3.skuId],
      groups: world.tenant.groups,
      manager: { userPrincipalName: 'boss@contoso.com' },
      recipients: ['boss@contoso.com', 'hr@contoso.com'],
    };
    expect(again.data.rows).toMatchObject([
      { ...whole, person: { ...whole.person, displayName: 'Kim A' } },
      {
        person: { displayName: 'Kim D', city: 'Bonn' },
        accountEnabled: true,
        licenses: [],
        groups: [],
        manager: { userPrincipalName: 'kim.c@contoso.com' },
      },
      { ...whole, person: { ...whole.person, displayName: 'Kim B' } },
    ]);
  });

  it('are told beside those who failed, and after a stop', async () => {
    const world = createWorld();
    world.tenant.fateOf = ({ person }) => (person.displayName === 'Kim C' ? 'refused' : 'answered');
    expect(say(await create(world))).toEqual({
      head: 'Finished, but something still needs attention',
      summary: '2 people created · 1 failed · 2 left out',
    });
    const stopped = createWorld();
    stopped.tenant.fateOf = () => 'throttled';
    const submitted = await submit(stopped);
    const { job } = 'job' in submitted ? submitted : never();
    await stopped.service.jobs.stop(OMAR, job.id);
    const { head, summary } = say(await stopped.finish(job.id));
    expect(head).toBe('Stopped');
    expect(summary).toContain('2 left out');
  });

  it('are kept over a restart', async () => {
    const world = createWorld();
    const submitted = await submit(world);
    const { job } = 'job' in submitted ? submitted : never();
    world.restart();
    await world.service.resume();
    expect(say(await world.finish(job.id)).head).toBe('3 created, 2 left out');
  });

  it('are nobody when all were created, and in a job of the code of before', async () => {
    const world = createWorld();
    const state = await create(world, FILE.split('\n').slice(0, 2).join('\n'));
    expect(state.job).not.toHaveProperty('leftOut');
    expect(say(state)).toEqual({ head: 'Everyone was created', summary: '1 person created' });
  });
});

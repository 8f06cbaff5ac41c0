import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import type { RosterDraft } from '../../../src/service/drafts/draftData.ts';
import type { DraftRecord } from '../../../src/service/ports/drafts.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const SETUP = { signIn: 'allowed', usageLocation: 'US', licenses: [], recipients: '', reason: '' };
const CZECH = 'Username,Display name\njiří@contoso.com,Jiří Dvořák\npetr.novak@contoso.com,Petr Novák';
const EARLY = { code: 'NOT_YET', done: 'No one was created.' };

function open(world: World, bytes: Buffer, actor: Actor = OMAR): Promise<DraftRecord<RosterDraft>> {
  return world.service.rosters.open(actor, PLACE, {
    name: 'names.csv',
    async open() {
      return (async function* () {
        yield bytes;
      })();
    },
  });
}

const openCzech = (world: World) => open(world, iconv.encode(CZECH, 'win1250'));
const settings = { accountEnabled: true, usageLocation: 'US', licenses: [], recipients: [] };
const people = [
  {
    person: { userPrincipalName: 'petr.novak@contoso.com', displayName: 'Petr Novák' },
    accountEnabled: true,
    licenses: [],
  },
];
const requestOf = ({ id, version }: DraftRecord<RosterDraft>) =>
  ({
    actor: OMAR,
    place: PLACE,
    requestId: id,
    requestVersion: version,
    kind: 'bulk',
    people,
    settings,
  }) as const;

describe('F2: names that may be wrong', () => {
  it('stop everything but looking and cancelling until somebody said that they are right', async () => {
    const world = createWorld();
    const draft = await openCzech(world);
    expect(draft.data.names).toEqual({
      why: 'encoding',
      samples: ['Jiří Dvořák', 'Petr Novák'],
      agreed: false,
    });
    const tries = [
      world.service.rosters.takeSuggestions(OMAR, draft.id, draft.version),
      world.service.rosters.setUp(OMAR, draft.id, SETUP),
      world.service.rosters.restoreInstead(OMAR, PLACE, draft.id, draft.version, 2),
      world.service.approvals.submit(requestOf(draft)),
      world.service.jobs.accept(requestOf(draft)),
    ];
    for (const attempt of tries) await expect(attempt).rejects.toMatchObject(EARLY);
    expect(() => world.service.rosters.peopleOf(draft)).toThrow('No one has confirmed the names');
    expect(world.service.rosters.writeLog(draft)).toContain('Jiří Dvořák');
    await world.service.rosters.drop(OMAR, draft.id);
  });

  it('are created once somebody said so, on the newest message only, and the history says who', async () => {
    const world = createWorld();
    const draft = await openCzech(world);
    const agreed = await world.service.rosters.agreeToNames(OMAR, draft.id, draft.version);
    expect(agreed.version).toBeGreaterThan(draft.version);
    const old = world.service.rosters.agreeToNames(OMAR, draft.id, draft.version);
    await expect(old).rejects.toMatchObject({ code: 'VERSION_STALE' });
    const again = await world.service.rosters.agreeToNames(OMAR, draft.id, agreed.version);
    expect(again.version).toBe(agreed.version);

    const fixed = await world.service.rosters.takeSuggestions(OMAR, draft.id, agreed.version);
    expect(fixed.data.counts.ready).toBe(2);
    const { draft: ready } = await world.service.rosters.setUp(OMAR, draft.id, SETUP);
    const asked = { ...requestOf(ready), people: world.service.rosters.peopleOf(ready) };
    expect(asked.people).toHaveLength(2);
    const { job } = await world.service.jobs.accept(asked);
    expect(job.total).toBe(2);
    const entries = world.store.entries().filter(({ what }) => what === 'roster.names_agreed');
    expect(entries).toMatchObject([
      {
        actor: OMAR.id,
        outcome: 'done',
        subject: draft.id,
        detail: { fileName: 'names.csv', people: 2, why: 'encoding' },
      },
    ]);
  });

  it('are nobody else to say so of', async () => {
    const world = createWorld();
    const draft = await openCzech(world);
    const refused = world.service.rosters.agreeToNames(MIA, draft.id, draft.version);
    await expect(refused).rejects.toMatchObject({ code: 'NOT_YOURS' });
  });

  it('are asked for again when the file is attached again', async () => {
    const world = createWorld();
    const first = await openCzech(world);
    await world.service.rosters.agreeToNames(OMAR, first.id, first.version);
    const second = await openCzech(world);
    expect(second.data.replaces?.fileName).toBe('names.csv');
    expect(second.data.names?.agreed).toBe(false);
    await expect(world.service.rosters.setUp(OMAR, second.id, SETUP)).rejects.toMatchObject(EARLY);
  });

  it('are asked for after the columns that they stand in', async () => {
    const world = createWorld();
    const text = 'Name,E-mail\nJiří Dvořák,jiri@contoso.com';
    const draft = await open(world, iconv.encode(text, 'win1250'));
    const early = world.service.rosters.agreeToNames(OMAR, draft.id, draft.version);
    await expect(early).rejects.toMatchObject({ code: 'NOT_YET' });
    const mapped = await world.service.rosters.agreeToColumns(OMAR, draft.id, draft.version);
    await expect(world.service.rosters.setUp(OMAR, draft.id, SETUP)).rejects.toMatchObject(EARLY);
    await world.service.rosters.agreeToNames(OMAR, draft.id, mapped.version);
    const { draft: ready } = await world.service.rosters.setUp(OMAR, draft.id, SETUP);
    expect(world.service.rosters.peopleOf(ready)).toHaveLength(1);
  });

  it('in UTF-8 stop it too where they look garbled', async () => {
    const world = createWorld();
    const text = 'Username,Display name\nzoe@contoso.com,ZoÃ« MÃ¼ller';
    const draft = await open(world, Buffer.from(text));
    expect(draft.data.names).toEqual({ why: 'garbled', samples: ['Zoë Müller'], agreed: false });
    expect(draft.data.findings).toMatchObject([{ row: 1, code: 'ENCODING_TWICE', severity: 'warning' }]);
    expect(draft.data.counts).toMatchObject({ ready: 1 });
    await expect(world.service.rosters.setUp(OMAR, draft.id, SETUP)).rejects.toMatchObject(EARLY);
    const agreed = await world.service.rosters.agreeToNames(OMAR, draft.id, draft.version);
    expect(agreed.data.counts).toMatchObject({ ready: 1 });
    expect(agreed.data.rows.map(({ person }) => person.displayName)).toEqual(['Zoë Müller']);
  });

  it('are none where they are certain', async () => {
    const world = createWorld();
    const text = 'Username,Display name\nf@contoso.com,Frank O’Connor\nz@contoso.com,Zoë Müller';
    const draft = await open(world, iconv.encode(text, 'win1252'));
    expect(draft.data.names).toBeUndefined();
    const { draft: ready } = await world.service.rosters.setUp(OMAR, draft.id, SETUP);
    const names = world.service.rosters.peopleOf(ready).map(({ person }) => person.displayName);
    expect(names).toEqual(['Frank O’Connor', 'Zoë Müller']);
  });

  it('that version 0.1 read by a guess are read again', async () => {
    const world = createWorld();
    const draft = await openCzech(world);
    const { names: _unknown, ...before } = draft.data;
    await world.store.updateDraft(draft.id, draft.version, before);
    const refused = world.service.rosters.setUp(OMAR, draft.id, SETUP);
    await expect(refused).rejects.toMatchObject({
      ...EARLY,
      next: expect.stringMatching(/^Attach the file again/),
    });
  });
});

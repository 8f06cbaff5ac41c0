import { describe, expect, it } from 'vitest';
import type { AcceptRequest } from '../../../src/service/jobs/acceptRequest.ts';
import { createWorld, MIA, makePeople, OMAR, PLACE, SETTINGS, type World } from '../fakes/world.ts';

async function openRequest(world: World): Promise<AcceptRequest> {
  const draft = await world.clock.until(world.service.people.open(OMAR, PLACE, { givenName: 'Ada' }));
  return {
    actor: OMAR,
    place: PLACE,
    requestId: draft.id,
    requestVersion: draft.version,
    kind: 'one',
    people: makePeople(1).map((person) => ({ person, accountEnabled: true, licenses: [] })),
    settings: SETTINGS,
    reason: 'Ticket 4711',
  };
}

describe('accepting a request', () => {
  it('has names, operation ids and sealed passwords on disk before anybody is created', async () => {
    const world = createWorld();
    const job = await world.accept(3);
    expect(world.tenant.sent).toHaveLength(0);
    const rows = await world.store.kill().loadRows(job.id);
    expect(rows).toHaveLength(3);
    expect(new Set(rows.map(({ operationId }) => operationId)).size).toBe(3);
    for (const row of rows) expect(row.password.ciphertext).not.toBe('');
    expect(JSON.stringify(rows)).not.toContain('reveal');
  });

  it('makes one job of a double click, and of fifty at the same time', async () => {
    const world = createWorld();
    const request = await openRequest(world);
    const answers = await world.clock.until(
      Promise.all(Array.from({ length: 50 }, () => world.service.jobs.accept(request))),
    );
    expect(new Set(answers.map(({ job }) => job.id)).size).toBe(1);
    expect(answers.filter(({ existed }) => !existed)).toHaveLength(1);
    await world.finish(answers[0]?.job.id ?? '');
    expect((await world.service.jobs.accept(request)).existed).toBe(true);
    expect(world.tenant.sent).toHaveLength(1);
    expect(answers[0]?.job.id).toMatch(/^job_[A-Za-z0-9_-]{32}$/);
  });

  it('refuses an older version, and answers the same job for a newer one of the same form', async () => {
    const world = createWorld();
    const request = await openRequest(world);
    const { values } = (await world.service.people.load(OMAR, request.requestId)).data;
    await world.service.people.keep(OMAR, request.requestId, values, true);
    await expect(world.service.jobs.accept(request)).rejects.toMatchObject({ code: 'VERSION_STALE' });
    const { job } = await world.service.jobs.accept({ ...request, requestVersion: 2 });
    const again = await world.service.jobs.accept({ ...request, requestVersion: 3 });
    expect(again).toMatchObject({ existed: true, job: { id: job.id } });
  });

  it('lets a form that was changed after a failure become a new job', async () => {
    const world = createWorld();
    world.tenant.hold('person1@contoso.com', 'Somebody');
    const request = await openRequest(world);
    const { job } = await world.service.jobs.accept(request);
    expect((await world.finish(job.id)).counts.failed).toBe(1);
    const { values } = (await world.service.people.load(OMAR, request.requestId)).data;
    const { version } = await world.service.people.keep(OMAR, request.requestId, values, false);
    const person = { userPrincipalName: 'free@contoso.com', displayName: 'Free' };
    const people = [{ person, accountEnabled: true, licenses: [] }];
    const second = await world.service.jobs.accept({ ...request, requestVersion: version, people });
    expect(second.existed).toBe(false);
    expect((await world.finish(second.job.id)).counts.created).toBe(1);
  });

  it('keeps the ticket, the counts and the recipients in the audit', async () => {
    const world = createWorld();
    const request = await openRequest(world);
    const { job } = await world.service.jobs.accept(request);
    const [entry] = await world.store.readAudit({ subject: job.id, limit: 1 });
    expect(entry).toMatchObject({
      actor: 'omar',
      platform: 'slack',
      what: 'job.accepted',
      customer: 'contoso',
    });
    expect(entry?.detail).toMatchObject({ reason: 'Ticket 4711', people: 1, recipients: 'it@contoso.com' });
  });

  it('goes on with a request whose audit failed once the button is pressed again', async () => {
    const world = createWorld();
    const request = await openRequest(world);
    world.store.broken.audit = true;
    await expect(world.service.jobs.accept(request)).rejects.toMatchObject({
      done: 'No one was created yet.',
    });
    await expect(world.service.jobs.accept(request)).rejects.toMatchObject({ code: 'STORE_BROKEN' });
    await world.clock.advance(10_000);
    expect(world.tenant.sent).toHaveLength(0);
    world.store.broken.audit = false;
    const { job, existed } = await world.service.jobs.accept(request);
    expect(existed).toBe(true);
    expect((await world.finish(job.id)).counts.created).toBe(1);
  });

  it('turns the message it came from into the progress message', async () => {
    const world = createWorld();
    const request = await openRequest(world);
    const message = { platform: 'slack', conversationId: 'D0OMAR', messageId: '17.1' } as const;
    const { job } = await world.service.jobs.accept({ ...request, place: { ...PLACE, message }, message });
    expect(job.messages).toEqual([{ kind: 'progress', place: { ...PLACE, message }, settled: false }]);
    expect(job.place).toEqual(PLACE);
  });

  it.each([
    ['nobody', { people: [] }],
    [
      'a broken rule',
      {
        people: [
          {
            person: { userPrincipalName: 'ä@contoso.com', displayName: 'A' },
            accountEnabled: true,
            licenses: [],
          },
        ],
      },
    ],
    [
      'a license without a location',
      {
        people: [
          {
            person: { userPrincipalName: 'a@contoso.com', displayName: 'A' },
            accountEnabled: true,
            licenses: ['x'],
          },
        ],
      },
    ],
    [
      'the same name twice',
      {
        people: [...makePeople(1), ...makePeople(1)].map((person) => ({
          person,
          accountEnabled: true,
          licenses: [],
        })),
      },
    ],
    [
      'six recipients',
      { settings: { ...SETTINGS, recipients: 'abcdef'.split('').map((who) => `${who}@contoso.com`) } },
    ],
    [
      'a recipient with a line break',
      { settings: { ...SETTINGS, recipients: ['a@contoso.com\r\nBcc: <x@evil.com>'] } },
    ],
    ['a recipient elsewhere', { settings: { ...SETTINGS, recipients: ['a@elsewhere.com'] } }],
  ])('refuses %s, and nothing is kept', async (_, wrong) => {
    const world = createWorld({ recipientDomains: ['contoso.com'] });
    const request = await openRequest(world);
    await expect(world.service.jobs.accept({ ...request, ...wrong })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      done: 'No one was created.',
    });
    expect(await world.store.listJobs({ limit: 10 })).toEqual([]);
  });

  it('refuses more people than the policy allows', async () => {
    const world = createWorld({ maxRows: 3 });
    await expect(world.accept(4)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    expect((await world.run(3)).counts.created).toBe(3);
  });

  it("refuses somebody else's form, audited, and a form that is gone", async () => {
    const world = createWorld();
    const request = await openRequest(world);
    await expect(world.service.jobs.accept({ ...request, actor: MIA })).rejects.toMatchObject({
      code: 'NOT_YOURS',
    });
    expect(world.store.entries()).toMatchObject([{ actor: 'mia', outcome: 'refused' }]);
    await expect(world.service.jobs.accept({ ...request, requestId: 'draft_x' })).rejects.toMatchObject({
      code: 'DRAFT_GONE',
    });
    expect(await world.store.listJobs({ limit: 10 })).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const ADA = { userPrincipalName: 'ada@contoso.com', displayName: 'Ada Lovelace', usageLocation: 'US' };
const BOB = { userPrincipalName: 'bob@contoso.com', displayName: 'Bob', usageLocation: 'US' };
const GRACE_ID = '3f0d3b6e-5c3a-4d11-9a52-0a8c3a1b2c77';
const NAME = 'Ada@contoso.com';

/** All that is kept, but for the audit. */
async function everythingOf({ store }: World): Promise<string> {
  const jobs = await store.listJobs({ limit: 100 });
  const rows = await Promise.all(jobs.map(({ id }) => store.loadRows(id)));
  const drafts = await Promise.all(
    ['omar', 'mia'].flatMap((owner) =>
      (['person', 'roster'] as const).map((kind) => store.listDrafts({ owner, kind, limit: 100 })),
    ),
  );
  const kept = [jobs, rows, drafts, await store.listRequests({}), await store.listLinks({})];
  return JSON.stringify([kept, await store.listPresets('contoso')]).toLowerCase();
}

describe('forgetting one person', () => {
  it('deletes a job of theirs, what is theirs of others, forms and links, and leaves the others', async () => {
    const world = createWorld();
    const many = await world.run([ADA, { ...BOB }, { ...BOB, userPrincipalName: 'ada@contoso.com.au' }], {
      settings: { delivery: 'link', recipients: ['ada@contoso.com', 'it@contoso.com'] },
      each: (index) => (index === 1 ? { manager: { userPrincipalName: 'ada@contoso.com' } } : {}),
    });
    // Refused, because the name is taken by then.
    await world.run([ADA], { kind: 'one' });
    await world.service.people.open(OMAR, PLACE, { userName: 'ada@contoso.com' });
    expect(await everythingOf(world)).toMatch(/ada@contoso\.com"/);
    expect(await world.service.forgetting.find(OMAR, NAME)).toMatchObject({ jobs: 2, links: 1, forms: 1 });

    const { kept, receipt } = await world.service.forgetting.forget(OMAR, NAME);
    expect(kept).toMatchObject({ jobs: 2, links: 1, forms: 1 });
    const left = await everythingOf(world);
    expect(left).not.toMatch(/ada@contoso\.com"/);
    expect(left).not.toContain('lovelace');
    expect(left).toContain('ada@contoso.com.au');
    const { rows, counts } = (await world.service.jobs.read(many.job.id)) ?? {};
    expect(counts).toMatchObject({ total: 3, created: 3 });
    expect(rows?.[1]?.person).toMatchObject(BOB);

    const [entry] = await world.store.readAudit({ subject: receipt, limit: 1 });
    expect(entry).toMatchObject({ what: 'person.forgotten', actor: 'omar', detail: { jobs: 2, forms: 1 } });
    expect(JSON.stringify(entry)).not.toMatch(/ada@|lovelace/i);
    expect(await world.service.forgetting.find(OMAR, NAME)).toEqual({
      jobs: 0,
      requests: 0,
      forms: 0,
      links: 0,
      presets: 0,
      snapshots: 0,
    });
    // The account stays, and the others can still be shown and undone.
    expect(world.tenant.find('ada@contoso.com')).toBeDefined();
    expect((await world.service.jobs.claimPasswords(OMAR, many.job.id)).people).toHaveLength(2);
    await world.service.jobs.undo(OMAR, many.job.id);
    await world.clock.advance(10_000);
    expect([...world.tenant.accounts.keys()]).toEqual(['ada@contoso.com']);
  });

  it('deletes what people wrote about them, and what servers answered, and leaves what is about others', async () => {
    const world = createWorld();
    const response = '550 <ada@contoso.com>: unknown';
    world.mailer.outcomeOf = () => ({ status: 'refused', response });
    const { job } = await world.run([ADA, BOB]);
    const texts = { reason: 'For Ada Lovelace, see T-1', fileName: 'ada@contoso.com.csv' };
    await world.store.updateJob(job.id, (now) => ({ ...now, ...texts }));
    const other = await world.run([{ ...BOB, userPrincipalName: 'bob2@contoso.com' }]);
    await world.store.updateJob(other.job.id, (now) => ({ ...now, reason: 'As for ada@contoso.com.' }));
    expect(await everythingOf(world)).toContain('550 <ada');
    expect(await world.service.forgetting.forget(OMAR, NAME)).toMatchObject({ kept: { jobs: 2 } });
    expect(await everythingOf(world)).not.toMatch(/ada@contoso|lovelace/);
    await world.store.updateJob(job.id, (now) => ({ ...now, reason: 'For ada@contoso.com.au' }));
    await world.service.forgetting.forget(OMAR, NAME);
    expect(await world.store.loadJob(job.id)).toMatchObject({ reason: 'For ada@contoso.com.au' });
  });

  it('deletes a form with the file as it came, also of somebody who is not in the policy any more', async () => {
    const world = createWorld();
    const text = 'Name;User;Country\nAda Lovelace;ada@contoso.com;US\n';
    const file = {
      name: 'new.csv',
      async open() {
        return (async function* () {
          yield Buffer.from(text);
        })();
      },
    };
    const gone = { ...OMAR, id: 'gone' };
    const draft = await world.service.rosters.open(gone, PLACE, file);
    expect(await world.store.loadDraft(`${draft.id}-original`)).toBeDefined();
    expect(await world.service.forgetting.forget(OMAR, NAME)).toMatchObject({ kept: { forms: 1 } });
    expect(await world.store.loadDraft(draft.id)).toBeUndefined();
    expect(await world.store.loadDraft(`${draft.id}-original`)).toBeUndefined();
  });

  it('creates nobody again by Retry', async () => {
    const world = createWorld();
    world.tenant.fateOf = () => 'refused';
    const { job } = await world.run([ADA, BOB]);
    await world.service.forgetting.forget(OMAR, NAME);
    world.tenant.fateOf = () => 'answered';
    await world.service.jobs.retry(OMAR, job.id);
    await world.finish(job.id);
    expect([...world.tenant.accounts.keys()]).toEqual(['bob@contoso.com']);
  });

  it('deletes nothing while something is still to be done with them', async () => {
    const people = [OMAR, MIA].map(({ id, name, roles, userId }) => ({ id, name, roles, slack: userId }));
    const grace = { id: 'grace', name: 'Grace', roles: ['approver'], slack: 'U0GRACE', teams: GRACE_ID };
    const world = createWorld({
      people: [...people, grace],
      approvals: [{ name: 'All', by: { role: 'approver' } }],
    });
    const asked = await world.service.approvals.submit(await world.prepare([ADA], { kind: 'one' }));
    await expect(world.service.forgetting.forget(OMAR, NAME)).rejects.toMatchObject({ code: 'NOT_YET' });
    expect(await world.store.listRequests({})).toHaveLength(1);
    const { id } = 'request' in asked ? asked.request.request : { id: '' };
    await world.service.approvals.cancel(OMAR, id);
    await world.service.forgetting.forget(OMAR, NAME);
    expect(await world.store.listRequests({})).toEqual([]);
    const both = await world.service.approvals.submit(await world.prepare([ADA, BOB]));
    const requestId = 'request' in both ? both.request.request.id : '';
    const decider: Actor = { ...OMAR, id: 'grace', name: 'Grace', roles: ['approver'], userId: 'U0GRACE' };
    await world.service.approvals.decide(decider, requestId, 1, 'decline', 'Ada Lovelace is here already');
    await world.store.updateRequest(requestId, (now) => ({
      ...now,
      asked: { ...now.asked, reason: 'Ada Lovelace and Bob' },
    }));
    expect(await everythingOf(world)).toContain('lovelace is here');
    await world.service.forgetting.forget(OMAR, NAME);
    expect(await everythingOf(world)).not.toMatch(/ada@|lovelace/);

    const running = createWorld();
    await running.accept([ADA, BOB]);
    await expect(running.service.forgetting.forget(OMAR, NAME)).rejects.toMatchObject({ code: 'NOT_YET' });
  });

  it.each(['', 'ada', 'ada @contoso.com', '@contoso.com'])(
    'takes no part of an address: "%s"',
    async (text) => {
      const world = createWorld();
      await expect(world.service.forgetting.find(OMAR, text)).rejects.toMatchObject({
        code: 'INPUT_INVALID',
      });
    },
  );

  it('knows nothing of another customer', async () => {
    const world = createWorld();
    await world.run([ADA], { kind: 'one' });
    const elsewhere = { ...OMAR, customer: 'fabrikam' };
    expect(await world.service.forgetting.find(elsewhere, NAME)).toMatchObject({ jobs: 0 });
    await world.service.forgetting.forget(elsewhere, NAME);
    expect(await everythingOf(world)).toContain('ada@contoso.com');
  });
});

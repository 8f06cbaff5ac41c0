import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import type { ChangeValues } from '../../../src/service/changing/changeDraft.ts';
import { requestOfActs } from '../../../src/service/changing/changing.ts';
import { fail } from '../fakes/fakeDirectory.ts';
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
      (['person', 'roster'] as const).map((kind) => store.listDrafts({ owners: [owner], kind, limit: 100 })),
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
      names: 0,
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
      notes: ['Is Ada Lovelace not here yet?', 'Bob is new.'].map((text) => ({
        by: 'grace',
        name: 'Grace',
        platform: 'slack' as const,
        text,
        at: 1,
      })),
    }));
    expect(await everythingOf(world)).toContain('lovelace is here');
    await world.service.forgetting.forget(OMAR, NAME);
    expect(await everythingOf(world)).not.toMatch(/ada@|lovelace/);
    expect((await world.store.loadRequest(requestId))?.notes).toMatchObject([{ text: 'Bob is new.' }]);

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

describe('forgetting somebody who was renamed', () => {
  const KING = 'ada.king@contoso.com';

  function openWorld(): World {
    const world = createWorld();
    for (const { userPrincipalName, displayName } of [ADA, BOB]) {
      world.tenant.hold(userPrincipalName, displayName, { accountEnabled: true });
    }
    world.tenant.hold('boss@contoso.com', 'Boss');
    world.tenant.managers.set(idOf(world, BOB.userPrincipalName), idOf(world, ADA.userPrincipalName));
    return world;
  }

  const idOf = ({ tenant }: World, name: string) => tenant.find(name)?.id ?? '';
  const snapshotsOf = async ({ store }: World, objectId: string) =>
    (await store.listSnapshots({ objectId })).map(({ id }) => id);

  /** Changes somebody, so that how they were is kept. */
  async function edit(world: World, objectId: string, typed: Partial<ChangeValues>): Promise<void> {
    const { changes, jobs } = world.service;
    const { id, data } = await changes.open(OMAR, PLACE, objectId);
    const { draft } = await changes.check(OMAR, id, { ...data.values, ...typed });
    const { job } = await jobs.accept({
      actor: OMAR,
      place: PLACE,
      requestId: id,
      requestVersion: draft.version,
      kind: 'one',
      task: 'change',
      ...requestOfActs(draft.data),
    });
    await world.finish(job.id);
  }

  it('deletes what is kept under the name before, and who they were the manager of', async () => {
    const world = openWorld();
    const [ada, bob] = [ADA, BOB].map(({ userPrincipalName }) => idOf(world, userPrincipalName));
    if (ada === undefined || bob === undefined) throw new Error('They are not there.');
    await edit(world, bob, { manager: 'boss@contoso.com' });
    await edit(world, ada, { signIn: 'blocked' });
    await edit(world, ada, { userName: KING });
    const [kept = ''] = await snapshotsOf(world, bob);
    const { draft } = await world.service.putBacks.open(OMAR, PLACE, kept);
    expect(draft.data.acts).toEqual([{ kind: 'manager', manager: { id: ada, userPrincipalName: KING } }]);
    expect(await snapshotsOf(world, ada)).toHaveLength(2);
    expect(await everythingOf(world)).toContain('ada@contoso.com');

    // Two jobs changed them, and one says whom they were the manager of.
    const all = { jobs: 3, snapshots: 3 };
    expect(await world.service.forgetting.find(OMAR, KING)).toMatchObject(all);
    expect((await world.service.forgetting.forget(OMAR, KING)).kept).toMatchObject(all);
    expect(await snapshotsOf(world, ada)).toEqual([]);
    expect(await everythingOf(world)).not.toMatch(/ada@|ada\.king|lovelace/);
    const left = await world.service.forgetting.find(OMAR, KING);
    expect(Object.values(left).every((count) => count === 0)).toBe(true);

    // Nobody's manager is taken away for it.
    expect(await snapshotsOf(world, bob)).toEqual([kept]);
    await edit(world, bob, { signIn: 'blocked' });
    const again = await world.service.putBacks.open(OMAR, PLACE, kept);
    expect(again.draft.data).toMatchObject({
      acts: [{ kind: 'allow' }],
      cannot: ["The manager doesn't change: the data of the earlier manager has been deleted here."],
    });
  });

  it('deletes nothing of whoever did not get the name, or gave it up for somebody else since', async () => {
    const world = openWorld();
    const ada = idOf(world, ADA.userPrincipalName);
    world.tenant.actFateOf = () => ({ status: 'refused', error: fail('NAME_TAKEN', 'Somebody has it.') });
    await edit(world, ada, { userName: KING });
    await world.service.forgetting.forget(OMAR, KING);
    expect(await snapshotsOf(world, ada)).toHaveLength(1);

    world.tenant.actFateOf = () => ({ status: 'done' });
    await edit(world, ada, { userName: KING });
    await edit(world, ada, { userName: ADA.userPrincipalName });
    world.tenant.hold(KING, 'Another');
    await world.service.forgetting.forget(OMAR, KING);
    // The one that was taken while she had the name goes with it.
    expect(await snapshotsOf(world, ada)).toHaveLength(2);
  });
});

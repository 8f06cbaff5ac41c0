import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const DAY_MS = 86_400_000;
const E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const ADA_ID = 'b3a1d7c2-5555-4f6f-9d0e-555555555555';
const ADA = { userPrincipalName: 'ada@contoso.com', displayName: 'Ada', usageLocation: 'US' };
const PEOPLE = [
  { id: 'omar', name: 'Omar Haddad', slack: 'U0OMARHADD', roles: ['helpdesk', 'admin'] },
  { id: 'mia', name: 'Mia Meyer', slack: 'U0MIAMEYER', roles: ['helpdesk'] },
  {
    id: 'grace',
    name: 'Grace Okafor',
    slack: 'U0GRACEOKA',
    teams: 'a1b6b0f2-3333-4f6f-9d0e-333333333333',
    roles: ['approver'],
  },
  { id: 'eve', name: 'Eve Ross', slack: 'U0EVEROSS', roles: ['auditor'] },
];
const GRACE: Actor = {
  ...OMAR,
  id: 'grace',
  name: 'Grace Okafor',
  roles: ['approver'],
  userId: 'U0GRACEOKA',
};
const EVE: Actor = { ...OMAR, id: 'eve', name: 'Eve Ross', roles: ['auditor'], userId: 'U0EVEROSS' };
const ALL = { name: 'All', when: { licenses: ['SPE_E5'] }, by: { role: 'approver' } };

function openWorld(): World {
  const world = createWorld({ people: PEOPLE, approvals: [ALL] });
  world.tenant.licenses = world.tenant.licenses.map((license) => ({ ...license, total: 90, left: 90 }));
  return world;
}

type Prepared = Parameters<World['prepare']>;

async function ask(world: World, people: Prepared[0], more: Prepared[1] = {}): Promise<RequestRecord> {
  const asked = await world.service.approvals.submit(
    await world.prepare(people, { settings: { licenses: [E5] }, ...more }),
  );
  if (!('request' in asked)) throw new Error('This needed no approval.');
  return asked.request.request;
}

type Span = { from?: number; to?: number };

/** `request.asked done omar`, the newest first. */
async function read(world: World, about: string, { as = EVE, span = {} }: { as?: Actor; span?: Span } = {}) {
  const { entries } = await world.service.history.read(as, about, 100, span);
  return entries
    .filter(({ what }) => what !== 'history.read')
    .map(({ what, outcome, actor }) => `${what} ${outcome} ${actor}`);
}

describe("a person's history", () => {
  it('has who asked, who was refused and who decided, by their name and by the part before the @', async () => {
    const world = openWorld();
    const { id } = await ask(world, 2);
    await world.clock.advance(1_000);
    await expect(world.service.approvals.decide(MIA, id, 1, 'approve')).rejects.toThrow();
    await world.clock.advance(1_000);
    await world.service.approvals.decide(GRACE, id, 1, 'decline', 'Not needed.');
    const told = ['request.decided done grace', 'request.decided refused mia', 'request.asked done omar'];
    expect(await read(world, 'person1@contoso.com')).toEqual(told);
    expect(await read(world, 'Person2')).toEqual(told);
    expect(await read(world, 'person3')).toEqual([]);
    const all = world.store.entries().filter(({ subject }) => subject === id);
    expect(all.map(({ detail }) => detail?.task)).toEqual(['create', 'create', 'create']);
    // Long after the request itself is no longer kept.
    await world.store.dropRequest(id);
    expect(await read(world, 'person1@contoso.com')).toEqual(told);
  });

  it('has what falls into the time that is asked for, though whom it is for was said before', async () => {
    const world = openWorld();
    const { id } = await ask(world, 1);
    await world.clock.advance(DAY_MS);
    const from = world.clock.now();
    await world.service.approvals.cancel(OMAR, id);
    await world.store.dropRequest(id);
    expect(await read(world, 'person1', { span: { from } })).toEqual(['request.cancelled done omar']);
    expect(await read(world, 'person1', { span: { to: from } })).toEqual(['request.asked done omar']);
  });

  it('has requests under the name that the account had then, and none of whoever has that name now', async () => {
    const world = openWorld();
    const { id } = await ask(world, [ADA], { each: () => ({ objectId: ADA_ID }) });
    await world.store.dropRequest(id);
    const entry = { actor: 'omar', platform: 'system', customer: 'contoso', outcome: 'done' } as const;
    const renamed = { objectId: ADA_ID, to: 'ada.king@contoso.com' };
    const at = world.clock.now();
    await world.store.audit({
      ...entry,
      at,
      what: 'person.renamed',
      subject: ADA.userPrincipalName,
      detail: renamed,
    });
    expect(await read(world, 'ada.king')).toContain('request.asked done omar');
    await world.store.audit({
      ...entry,
      at,
      what: 'account.created',
      subject: 'bo@contoso.com',
      detail: { objectId: 'b' },
    });
    expect(await read(world, 'bo')).toEqual(['account.created done omar']);
  });

  it('names nobody of a large request in the audit, and finds it by what is kept of it, and by its job', async () => {
    const world = openWorld();
    const small = await ask(world, 25);
    const declined = await ask(world, 26);
    const carriedOut = await ask(world, 26);
    const namesOf = (id: string) =>
      world.store.entries().find(({ subject, what }) => subject === id && what === 'request.asked')?.detail
        ?.userNames;
    expect(String(namesOf(small.id)).split(' ')).toHaveLength(25);
    expect(namesOf(declined.id)).toBeUndefined();
    await world.service.approvals.cancel(OMAR, small.id);
    await world.service.approvals.decide(GRACE, declined.id, 1, 'decline');
    expect(await read(world, 'person26')).toEqual(
      expect.arrayContaining(['request.decided done grace', 'request.asked done omar']),
    );
    await world.service.approvals.decide(GRACE, carriedOut.id, 1, 'approve');
    const { jobId = '' } = (await world.store.loadRequest(carriedOut.id)) ?? {};
    await world.finish(jobId);
    await world.store.dropRequest(declined.id);
    await world.store.dropRequest(carriedOut.id);
    const told = (await read(world, 'person26')).filter((line) => line.startsWith('request.'));
    expect(told).toEqual(['request.decided done grace', 'request.asked done omar']);
  });

  it('has for helpdesk what they did or were refused themselves, and nothing of others', async () => {
    const world = openWorld();
    const { id } = await ask(world, 1);
    await expect(world.service.approvals.decide(MIA, id, 1, 'approve')).rejects.toThrow();
    await world.service.approvals.decide(GRACE, id, 1, 'decline');
    expect(await read(world, 'person1', { as: MIA })).toEqual(['request.decided refused mia']);
  });

  it('has nothing of a request for another customer with the same name', async () => {
    const world = openWorld();
    const request = await ask(world, 1);
    await world.store.saveRequest({ ...request, id: 'req_fabrikam', customer: 'fabrikam' });
    const entry = {
      at: 1,
      actor: 'omar',
      platform: 'slack',
      what: 'request.asked',
      outcome: 'done',
    } as const;
    await world.store.audit({ ...entry, customer: 'fabrikam', subject: 'req_fabrikam' });
    expect(await read(world, 'person1')).toEqual(['request.asked done omar']);
  });

  it('says which task was refused before anything was asked for', async () => {
    const world = openWorld();
    world.tenant.hold('omar@contoso.com', 'Omar Haddad', { accountEnabled: true });
    const own = world.tenant.find('omar@contoso.com')?.id ?? '';
    const omar = { ...OMAR, platform: 'teams', userId: own } as const;
    world.policy.people.splice(0, 1, { ...world.policy.people[0], teams: own } as never);
    await expect(world.service.leaving.open(omar, PLACE, own)).rejects.toThrow();
    await expect(world.service.changes.open(omar, PLACE, own)).rejects.toThrow();
    const refused = world.store.entries().filter(({ outcome }) => outcome === 'refused');
    expect(refused.map(({ what, detail }) => [what, detail?.task])).toEqual([
      ['person.changed', 'leave'],
      ['person.changed', 'change'],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/terms.ts';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';
import { createWorld, nameOf, OMAR, PLACE, type World } from '../fakes/world.ts';

const E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const HOUR_MS = 3_600_000;
/** Object ids. */
const OWN = 'a1b6b0f2-2222-4f6f-9d0e-222222222222';
const INES = 'a1b6b0f2-5555-4f6f-9d0e-555555555555';
const RUTH = 'a1b6b0f2-6666-4f6f-9d0e-666666666666';
const GRACE = 'a1b6b0f2-3333-4f6f-9d0e-333333333333';

const PEOPLE = [
  { id: 'omar', name: 'Omar Haddad', slack: 'U0OMARHADD', teams: OWN, roles: ['helpdesk', 'admin'] },
  { id: 'grace', name: 'Grace Okafor', slack: 'U0GRACEOKA', teams: GRACE, roles: ['approver'] },
];

function actorOf(objectId: string, name: string): Actor {
  return {
    id: `entra:${objectId}`,
    name,
    roles: [],
    customer: 'contoso',
    platform: 'teams',
    userId: objectId,
  };
}
const AS_INES = actorOf(INES, 'Ines Diaz');
const AS_RUTH = actorOf(RUTH, 'Ruth Moor');
const AS_GRACE: Actor = {
  id: 'grace',
  name: 'Grace Okafor',
  roles: ['approver'],
  customer: 'contoso',
  platform: 'slack',
  userId: 'U0GRACEOKA',
};

/** A tenant with two managers who are not in the policy, of whom Omar's, Ines, has opened the bot in Teams. */
async function openWorld(rule: object, people: object[] = PEOPLE): Promise<World> {
  const world = createWorld({ people, approvals: [{ name: 'Managers', ...rule }] });
  world.tenant.licenses = world.tenant.licenses.map((license) => ({ ...license, total: 50, left: 50 }));
  world.tenant.hold('omar@contoso.com', 'Omar Haddad', { id: OWN });
  world.tenant.hold('ines@contoso.com', 'Ines Diaz', { id: INES });
  world.tenant.hold('ruth@contoso.com', 'Ruth Moor', { id: RUTH });
  world.tenant.hold('grace@contoso.com', 'Grace Okafor', { id: GRACE });
  world.tenant.managers.set(OWN, INES);
  await openTeams(world, INES);
  return world;
}

const openTeams = (world: World, objectId: string) =>
  world.store.saveDirect('teams', objectId, { ...PLACE, platform: 'teams' });

const asRequester = { by: { manager: 'requester' } };
const asPerson = { by: { manager: 'person' } };

async function ask(world: World, managers: readonly (string | undefined)[] = [undefined]) {
  const asked = await world.service.approvals.submit(
    await world.prepare(managers.length, {
      settings: { licenses: [E5] },
      each: (index) => {
        const name = managers[index];
        if (name === undefined) return {};
        const id = world.tenant.find(`${name}@contoso.com`)?.id;
        return { manager: { userPrincipalName: `${name}@contoso.com`, ...(id === undefined ? {} : { id }) } };
      },
    }),
  );
  if (!('request' in asked)) throw new Error('This needed no approval.');
  return asked.request;
}

async function namesCreated(world: World, { id }: RequestRecord): Promise<string[]> {
  const { jobId } = (await world.store.loadRequest(id)) ?? {};
  return jobId === undefined ? [] : (await world.finish(jobId)).rows.map(nameOf);
}

describe('the manager of whoever asks', () => {
  it('is asked in Teams by object id, and their approval counts', async () => {
    const world = await openWorld(asRequester);
    const { request, approvers } = await ask(world);
    expect(approvers).toEqual(['Ines Diaz']);
    expect(request.copies.filter(({ as }) => as === 'approver')).toEqual([
      { to: AS_INES.id, as: 'approver', platform: 'teams', userId: INES },
    ]);
    expect(await world.service.approvals.findManager(INES.toUpperCase())).toMatchObject({ id: AS_INES.id });
    // D19: a stranger's word reads no request.
    const { listRequests } = world.store;
    world.store.listRequests = () => Promise.reject(new Error('all requests were read'));
    expect(await world.service.approvals.findManager(RUTH)).toBeUndefined();
    world.store.listRequests = listRequests;
    expect((await world.service.approvals.listWaiting(AS_INES)).toDecide).toHaveLength(1);
    await expect(world.service.approvals.decide(AS_RUTH, request.id, 1, 'approve')).rejects.toMatchObject({
      code: 'NOT_YOURS',
    });
    await world.service.approvals.decide(AS_INES, request.id, 1, 'approve');
    expect(await namesCreated(world, request)).toEqual(['person1@contoso.com']);
  });

  it('is reached in Slack only where the policy names them', async () => {
    const world = await openWorld(asRequester);
    world.tenant.managers.set(OWN, GRACE);
    const { request } = await ask(world);
    expect(request.approvers).toEqual(['grace']);
    expect(request.copies.slice(1)).toEqual([
      { to: 'grace', as: 'approver', platform: 'slack', userId: 'U0GRACEOKA' },
    ]);
    expect((await world.service.approvals.decide(AS_GRACE, request.id, 1, 'approve')).request.state).toBe(
      'approved',
    );
  });

  it.each([
    ['there is none', (world: World) => world.tenant.managers.clear(), /Omar Haddad has no manager/],
    [
      'they never opened Teams',
      (world: World) => world.tenant.managers.set(OWN, RUTH),
      /Ruth Moor can't be reached/,
    ],
    ['it is whoever asks', (world: World) => world.tenant.managers.set(OWN, OWN), /has no manager/],
  ])('stops the request when %s, or goes to the fallback', async (_why, change, words) => {
    const world = await openWorld(asRequester);
    change(world);
    await expect(ask(world)).rejects.toMatchObject({
      code: 'NO_APPROVER',
      message: expect.stringMatching(words),
    });
    expect(await world.store.listRequests({})).toEqual([]);
    const kind = await openWorld({ ...asRequester, fallback: { people: ['grace'] } });
    change(kind);
    const { request } = await ask(kind);
    expect(request.approvers).toContain('grace');
    expect((await kind.service.approvals.decide(AS_GRACE, request.id, 1, 'approve')).request.state).toBe(
      'approved',
    );
  });

  it('is nobody as long as the policy does not say which account asks', async () => {
    const [omar, grace] = PEOPLE;
    const { teams: _none, ...inSlack } = omar ?? {};
    const world = await openWorld(asRequester, [inSlack, grace ?? {}]);
    await expect(ask(world)).rejects.toThrow(/has no "teams" in policy.json/);
  });

  it('stops it when the directory does not answer', async () => {
    const world = await openWorld(asRequester);
    await world.service.facts.read('contoso');
    const request = await world.prepare(1, { settings: { licenses: [E5] } });
    world.tenant.away = true;
    await expect(world.service.approvals.submit(request)).rejects.toMatchObject({ code: 'DIRECTORY_DOWN' });
    expect(await world.store.listRequests({})).toEqual([]);
  });

  it('who has left may not decide any more, nor change it', async () => {
    const world = await openWorld(asRequester);
    const { request } = await ask(world, [undefined, undefined]);
    const ines = world.tenant.find('ines@contoso.com');
    if (ines !== undefined) ines.accountEnabled = false;
    const cut = { remove: [], leaveOut: ['person2@contoso.com'] };
    await expect(world.service.approvals.decide(AS_INES, request.id, 1, 'approve')).rejects.toThrow(
      /no longer active/,
    );
    await expect(world.service.approvals.change(AS_INES, request.id, 1, cut)).rejects.toThrow(
      /no longer active/,
    );
    const refused = world.store.entries().filter(({ outcome }) => outcome === 'refused');
    expect(refused.map(({ what, actor }) => [what, actor])).toEqual([
      ['request.decided', AS_INES.id],
      ['request.changed', AS_INES.id],
    ]);
    if (ines !== undefined) ines.accountEnabled = true;
    expect((await world.service.approvals.change(AS_INES, request.id, 1, cut)).request.state).toBe(
      'approved',
    );
  });

  it('may not decide once the rule does not ask managers any more', async () => {
    const world = await openWorld(asRequester);
    const { request } = await ask(world);
    const [rule] = world.policy.approvals;
    if (rule !== undefined) rule.by = { role: 'approver' };
    await expect(world.service.approvals.decide(AS_INES, request.id, 1, 'approve')).rejects.toMatchObject({
      code: 'NOT_YOURS',
    });
  });

  it('who turns out to be whoever asks may not decide', async () => {
    const world = await openWorld(asRequester);
    const { request } = await ask(world);
    const omar = world.policy.people.find(({ id }) => id === 'omar');
    if (omar !== undefined) omar.teams = INES;
    await expect(world.service.approvals.decide(AS_INES, request.id, 1, 'approve')).rejects.toMatchObject({
      code: 'NOT_YOURS',
    });
  });

  it('is reminded, and passed over to the fallback in time', async () => {
    const world = await openWorld({
      ...asRequester,
      fallback: { people: ['grace'] },
      remindAfterHours: 2,
      passOnAfterHours: 4,
    });
    const { request } = await ask(world);
    await world.clock.advance(2 * HOUR_MS);
    await world.service.approvals.expire();
    const copiesTo = async () => (await world.store.loadRequest(request.id))?.copies.map(({ to }) => to);
    expect(await copiesTo()).toEqual(['omar', AS_INES.id, AS_INES.id]);
    await world.clock.advance(2 * HOUR_MS);
    await world.service.approvals.expire();
    expect(await copiesTo()).toEqual(['omar', AS_INES.id, AS_INES.id, 'grace', 'omar']);
  });
});

describe('the manager of each person', () => {
  it('has to approve: one manager is not enough for the people of another', async () => {
    const world = await openWorld(asPerson);
    await openTeams(world, RUTH);
    const { request, approvers } = await ask(world, ['ines', 'ruth', 'ines']);
    expect(approvers).toEqual(['Ines Diaz', 'Ruth Moor']);
    expect(request.needed).toBe(2);
    expect((await world.service.approvals.decide(AS_INES, request.id, 1, 'approve')).request.state).toBe(
      'waiting',
    );
    expect((await world.service.approvals.decide(AS_RUTH, request.id, 1, 'approve')).request.state).toBe(
      'approved',
    );
    expect(await namesCreated(world, request)).toHaveLength(3);
  });

  it('has nothing to say any more once their people are left out', async () => {
    const world = await openWorld(asPerson);
    await openTeams(world, RUTH);
    const { request } = await ask(world, ['ines', 'ruth']);
    const cut = { remove: [], leaveOut: ['person2@contoso.com'] };
    const changed = await world.service.approvals.change(OMAR, request.id, 1, cut);
    expect(changed).toMatchObject({ approvers: ['Ines Diaz'], request: { needed: 1, version: 2 } });
    await expect(world.service.approvals.decide(AS_RUTH, request.id, 2, 'approve')).rejects.toMatchObject({
      code: 'NOT_YOURS',
    });
    expect((await world.service.approvals.decide(AS_INES, request.id, 2, 'approve')).request.state).toBe(
      'approved',
    );
  });

  it('approves nothing by leaving their own people out', async () => {
    const world = await openWorld(asPerson);
    await openTeams(world, RUTH);
    const { request } = await ask(world, ['ines', 'ruth']);
    const cut = { remove: [], leaveOut: ['person1@contoso.com'] };
    const changed = await world.service.approvals.change(AS_INES, request.id, 1, cut);
    expect(changed.request).toMatchObject({ state: 'waiting', needed: 1, decisions: [] });
    expect((await world.service.approvals.decide(AS_RUTH, request.id, 2, 'approve')).request.state).toBe(
      'approved',
    );
    expect(await namesCreated(world, request)).toEqual(['person2@contoso.com']);
  });

  it('is that of the directory for people who exist', async () => {
    const world = await openWorld(asPerson);
    world.tenant.hold('ada@contoso.com', 'Ada', { id: 'ada-id' });
    world.tenant.managers.set('ada-id', INES);
    const asked = await world.service.approvals.submit(
      await world.prepare(1, { settings: { licenses: [E5] }, each: () => ({ objectId: 'ada-id' }) }),
    );
    expect('request' in asked && asked.request.approvers).toEqual(['Ines Diaz']);
  });

  it('cannot be asked for somebody who has none: the fallback answers for them, or it stops', async () => {
    const world = await openWorld(asPerson);
    await expect(ask(world, ['ines', undefined])).rejects.toThrow(
      /Person 2 has no manager in the directory who can be asked/,
    );
    const kind = await openWorld({ ...asPerson, fallback: { role: 'approver' } });
    const { request } = await ask(kind, ['ines', undefined]);
    expect(request).toMatchObject({ needed: 2, approvers: [AS_INES.id, 'grace'] });
    expect((await kind.service.approvals.decide(AS_GRACE, request.id, 1, 'approve')).request.state).toBe(
      'waiting',
    );
    expect((await kind.service.approvals.decide(AS_INES, request.id, 1, 'approve')).request.state).toBe(
      'approved',
    );
  });
});

describe('D10: the manager of each person', () => {
  const KIM = {
    id: 'kim',
    name: 'Kim Park',
    slack: 'U0KIMPARK',
    teams: 'a1b6b0f2-9999-4f6f-9d0e-999999999999',
    roles: ['auditor'],
  };
  const AS_KIM: Actor = { ...AS_GRACE, id: 'kim', name: 'Kim Park', roles: ['auditor'], userId: 'U0KIMPARK' };
  const stateOf = async (world: World, actor: Actor, id: string, version = 1) =>
    (await world.service.approvals.decide(actor, id, version, 'approve')).request.state;

  async function openBoth(rule: object): Promise<World> {
    const world = await openWorld({ ...asPerson, ...rule }, [...PEOPLE, KIM]);
    await openTeams(world, RUTH);
    return world;
  }

  it('approves for their own, beside people whom the rule names: it is no matter of how many', async () => {
    const world = await openBoth({ by: { manager: 'person', people: ['grace'] } });
    const { request } = await ask(world, ['ines', 'ruth']);
    expect(await stateOf(world, AS_GRACE, request.id)).toBe('waiting');
    expect(await stateOf(world, AS_INES, request.id)).toBe('waiting');
    expect(await stateOf(world, AS_RUTH, request.id)).toBe('approved');
    expect(await namesCreated(world, request)).toHaveLength(2);
  });

  it('is not outvoted by two of the fallback, who answer for somebody without a manager', async () => {
    const world = await openBoth({ fallback: { people: ['grace', 'kim'] } });
    const { request } = await ask(world, ['ines', undefined]);
    expect(await stateOf(world, AS_GRACE, request.id)).toBe('waiting');
    expect(await stateOf(world, AS_KIM, request.id)).toBe('waiting');
    expect(await stateOf(world, AS_INES, request.id)).toBe('approved');
  });

  it('leaves nobody out whom only the fallback may answer for', async () => {
    const world = await openBoth({
      by: { manager: 'person', people: ['kim'] },
      fallback: { people: ['grace'] },
    });
    const { request } = await ask(world, ['ines', undefined]);
    expect(await stateOf(world, AS_INES, request.id)).toBe('waiting');
    expect(await stateOf(world, AS_KIM, request.id)).toBe('waiting');
    expect(await stateOf(world, AS_GRACE, request.id)).toBe('approved');
  });

  it('is answered for by the fallback once they were silent for too long, or cannot be reached', async () => {
    const late = await openBoth({ fallback: { people: ['grace'] }, passOnAfterHours: 4 });
    const { request } = await ask(late, ['ines', 'ruth']);
    expect(await stateOf(late, AS_INES, request.id)).toBe('waiting');
    await late.clock.advance(4 * HOUR_MS);
    await late.service.approvals.expire();
    expect(await stateOf(late, AS_GRACE, request.id)).toBe('approved');

    const far = await openWorld({ ...asPerson, fallback: { people: ['grace'] } });
    const asked = await ask(far, ['ines', 'ruth']);
    expect(await stateOf(far, AS_GRACE, asked.request.id)).toBe('waiting');
    expect(await stateOf(far, AS_INES, asked.request.id)).toBe('approved');
  });

  it('has to approve the rest as well when others were left out', async () => {
    const world = await openBoth({ by: { manager: 'person', people: ['grace', 'kim'] } });
    const { request } = await ask(world, ['ines', 'ruth', 'ines']);
    const cut = { remove: [], leaveOut: ['person3@contoso.com'] };
    const changed = await world.service.approvals.change(AS_INES, request.id, 1, cut);
    expect(changed.request.state).toBe('waiting');
    expect(await stateOf(world, AS_GRACE, request.id, 2)).toBe('waiting');
    expect(await stateOf(world, AS_RUTH, request.id, 2)).toBe('approved');
  });

  it('starts nothing that was approved by others, as the code of before did', async () => {
    const world = await openBoth({ by: { manager: 'person', people: ['grace'] } });
    const { request } = await ask(world, ['ines', 'ruth']);
    const own = { platform: 'slack', decision: 'approve', version: 1, hash: request.hash, at: 1 } as const;
    await world.store.updateRequest(request.id, (now) => ({
      ...now,
      state: 'approved',
      decisions: ['grace', AS_INES.id].map((by) => ({ ...own, by, name: by })),
    }));
    world.restart();
    await world.service.resume();
    expect((await world.store.loadRequest(request.id))?.problem).toMatchObject({ code: 'INPUT_INVALID' });
    expect(world.tenant.sent).toEqual([]);
  });
});

describe('a new password for the manager of whoever asks', () => {
  const codeOf = async (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: { code?: string }) => error.code,
    );
  const values = { recipients: '', delivery: 'show', reason: '' } as const;

  it('is refused, because it would let them approve what they ask for', async () => {
    const world = await openWorld(asRequester);
    expect(await codeOf(world.service.resets.open(OMAR, PLACE, INES))).toBe('FORBIDDEN');
    expect(await codeOf(world.service.resets.open(OMAR, PLACE, RUTH))).toBe('done');
    const refused = world.store.entries().filter(({ outcome }) => outcome === 'refused');
    expect(refused).toMatchObject([{ what: 'password.reset', actor: 'omar', detail: { objectId: INES } }]);
  });

  it('is refused while they are asked, also with a form that was opened before', async () => {
    const world = await openWorld(asPerson);
    const draft = await world.service.resets.open(OMAR, PLACE, INES);
    expect(await codeOf(world.service.resets.check(OMAR, draft.id, values))).toBe('done');
    const { request } = await ask(world, ['ines']);
    expect(await codeOf(world.service.resets.check(OMAR, draft.id, values))).toBe('FORBIDDEN');
    expect(await codeOf(world.service.resets.open(OMAR, PLACE, INES))).toBe('FORBIDDEN');
    await world.service.approvals.cancel(OMAR, request.id);
    expect(await codeOf(world.service.resets.open(OMAR, PLACE, INES))).toBe('done');
  });
});

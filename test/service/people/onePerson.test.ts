import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/domain/terms.ts';
import type { PersonFormValues } from '../../../src/service/drafts/draftData.ts';
import { E3, E5 } from '../fakes/fakeDirectory.ts';
import { createWorld, MIA, OMAR, PLACE, type World } from '../fakes/world.ts';

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

async function fillIn(world: World, values: Partial<PersonFormValues>) {
  const draft = await world.service.people.open(MIA, PLACE, {});
  return world.service.people.check(MIA, draft.id, { ...draft.data.values, ...values });
}

async function checkLocally(world: World, values: Partial<PersonFormValues>): Promise<Problem[]> {
  const draft = await world.service.people.open(MIA, PLACE, {});
  const facts = await world.service.facts.read('contoso');
  return world.service.people.checkLocally(facts, { ...draft.data.values, ...values });
}

function say(problems: readonly Problem[]): string[] {
  return problems.map(({ property, code, severity }) => `${property} ${code} ${severity}`);
}

describe('facts of a customer', () => {
  it('keep the domains people can be created in apart from the others', async () => {
    const facts = await createWorld().service.facts.read('contoso');
    expect(facts.domains.map(({ id }) => id)).toEqual(['contoso.com', 'contoso.onmicrosoft.com']);
    expect(facts.refusedDomains.map(({ id }) => id)).toEqual(['corp.contoso.com']);
    expect(facts.licenses.map(({ name }) => name)).toEqual(['Microsoft 365 E5', 'Office 365 E3']);
    expect(facts).toMatchObject({ name: 'Contoso', defaultUsageLocation: 'US', maxRows: 5000 });
  });

  it('show seats that went a few seconds later', async () => {
    const world = createWorld();
    await world.service.facts.read('contoso');
    world.tenant.licenses = [{ ...E3, left: 1 }];
    expect((await world.service.facts.read('contoso')).licenses).toHaveLength(2);
    await world.clock.advance(5_001);
    expect((await world.service.facts.read('contoso')).licenses).toMatchObject([{ left: 1 }]);
  });

  it('are the last known ones when the directory is down, so that an open form is not lost', async () => {
    const world = createWorld();
    const before = await world.service.facts.read('contoso');
    world.tenant.away = true;
    await world.clock.advance(10 * 60_000);
    expect(await world.service.facts.read('contoso')).toEqual(before);
    const other = createWorld();
    other.tenant.away = true;
    await expect(other.service.facts.read('contoso')).rejects.toMatchObject({ code: 'DIRECTORY_DOWN' });
  });
});

describe('how first passwords go out', () => {
  it('is the customer’s own way unless the form says otherwise', async () => {
    const world = createWorld({ passwordDelivery: 'link' });
    const { draft } = await fillIn(world, { displayName: 'Ada', recipients: 'it@contoso.com' });
    expect(draft.data.checked?.settings.delivery).toBe('link');
    const other = await fillIn(world, {
      displayName: 'Eve',
      recipients: 'it@contoso.com',
      delivery: 'password',
    });
    expect(other.draft.data.checked?.settings.delivery).toBe('password');
  });

  it('is no link where the server has no public address', async () => {
    const world = createWorld({ publicUrl: undefined });
    expect((await world.service.facts.read('contoso')).deliveries).toEqual(['password', 'show']);
    const problems = await checkLocally(world, { displayName: 'Ada', delivery: 'link' });
    expect(say(problems)).toEqual(['delivery INPUT_INVALID error']);
    expect(problems[0]?.message).toContain('PUBLIC_URL');
    expect(await checkLocally(createWorld(), { displayName: 'Ada', delivery: 'link' })).toEqual([]);
  });

  it('names no recipients when nothing is mailed', async () => {
    const world = createWorld();
    const values = { displayName: 'Ada', delivery: 'show' } as const;
    expect(say(await checkLocally(world, { ...values, recipients: 'it@contoso.com' }))).toEqual([
      'recipients INPUT_INVALID error',
    ]);
    expect(await checkLocally(world, values)).toEqual([]);
  });
});

describe('one person’s form', () => {
  it('opens with the customer’s defaults, and with what was given', async () => {
    const { service } = createWorld();
    const { data } = await service.people.open(MIA, PLACE, {
      givenName: 'Ada',
      domain: 'contoso.onmicrosoft.com',
    });
    expect(data.values).toMatchObject({
      givenName: 'Ada',
      domain: 'contoso.onmicrosoft.com',
      usageLocation: 'US',
      signIn: 'allowed',
      licenses: [],
    });
  });

  it('makes display name and user name of the name', async () => {
    const { draft, problems } = await fillIn(createWorld(), {
      givenName: ' Zoë ',
      surname: 'Müller',
      licenses: [E3.skuId],
      recipients: 'it@contoso.com; boss@contoso.com',
      signIn: 'blocked',
      contact: { jobTitle: 'Engineer', city: ' ' },
    });
    expect(problems).toEqual([]);
    expect(draft.data.checked?.person).toEqual({
      givenName: 'Zoë',
      surname: 'Müller',
      displayName: 'Zoë Müller',
      userPrincipalName: 'zoe.muller@contoso.com',
      usageLocation: 'US',
      jobTitle: 'Engineer',
    });
    expect(draft.data.checked?.settings).toEqual({
      accountEnabled: false,
      usageLocation: 'US',
      licenses: [E3.skuId],
      recipients: ['it@contoso.com', 'boss@contoso.com'],
      delivery: 'password',
    });
  });

  it('takes the domain of a whole address typed as user name', async () => {
    const { draft } = await fillIn(createWorld(), {
      displayName: 'Ada',
      userName: 'ada@contoso.onmicrosoft.com',
    });
    expect(draft.data.checked?.person.userPrincipalName).toBe('ada@contoso.onmicrosoft.com');
  });

  it.each<[string, Partial<PersonFormValues>, string[]]>([
    ['nothing at all', {}, ['userPrincipalName MISSING error', 'displayName MISSING error']],
    [
      'accents in the user name',
      { displayName: 'A', userName: 'zoë' },
      ['userPrincipalName USER_NAME_INVALID error'],
    ],
    [
      'a federated domain',
      { displayName: 'A', userName: 'a@corp.contoso.com' },
      ['userPrincipalName DOMAIN_FEDERATED error'],
    ],
    [
      'a foreign domain',
      { displayName: 'A', userName: 'a@gmail.com' },
      ['userPrincipalName DOMAIN_NOT_VERIFIED error'],
    ],
    [
      'a license without a location',
      { displayName: 'A', licenses: [E3.skuId], usageLocation: '' },
      ['usageLocation MISSING error'],
    ],
    ['a license nobody has', { displayName: 'A', licenses: ['x'] }, ['licenses LICENSE_UNKNOWN error']],
    [
      'six recipients',
      {
        displayName: 'A',
        recipients: 'a@contoso.com b@contoso.com c@contoso.com d@contoso.com e@contoso.com f@contoso.com',
      },
      ['recipients TOO_MANY_RECIPIENTS error'],
    ],
    [
      'too long a job title',
      { displayName: 'A', contact: { jobTitle: 'x'.repeat(129) } },
      ['jobTitle TOO_LONG error'],
    ],
  ])('refuses %s without asking the directory', async (_, values, expected) => {
    const world = createWorld();
    expect(say(await checkLocally(world, values))).toEqual(expected);
    const { draft, problems } = await fillIn(world, values);
    expect(say(problems)).toEqual(expected);
    expect(draft.data.checked).toBeUndefined();
    expect(world.tenant.asked).toEqual([]);
  });

  it('offers a free user name, itself looked up, for a typed one that is taken', async () => {
    const world = createWorld();
    world.tenant.hold('ada@contoso.com', 'Ada Lovelace');
    world.tenant.hold('ada.l@contoso.com', 'Ada Long');
    const { draft, problems } = await fillIn(world, { givenName: 'Ada', surname: 'Lima', userName: 'ada' });
    expect(problems).toMatchObject([
      {
        property: 'userPrincipalName',
        code: 'NAME_TAKEN',
        severity: 'error',
        message: 'ada@contoso.com is already in the directory: Ada Lovelace.',
        suggestion: 'ada.lima@contoso.com',
      },
    ]);
    expect(world.tenant.asked[0]).toContain('ada.lima@contoso.com');
    expect(draft.data.checked).toBeUndefined();
    expect(draft.data.values.userName).toBe('ada');
  });

  it('takes the first free one, with a note, when the user name was left empty', async () => {
    const world = createWorld();
    world.tenant.hold('ada.lima@contoso.com', 'Another Ada');
    world.tenant.hold('ada.lima2@contoso.com', 'Ada the Second', { deleted: true });
    const { draft, problems } = await fillIn(world, { givenName: 'Ada', surname: 'Lima' });
    expect(say(problems)).toEqual(['userPrincipalName NAME_CHOSEN note']);
    expect(draft.data.checked?.person.userPrincipalName).toBe('ada.lima3@contoso.com');
    expect(draft.data.checked?.notes).toEqual(problems);
  });

  it('warns that a deleted person had the user name, and lets it be used', async () => {
    const world = createWorld();
    world.tenant.hold('ada@contoso.com', 'Ada Lovelace', { deleted: true });
    const { draft, problems } = await fillIn(world, { displayName: 'Ada', userName: 'ada' });
    expect(say(problems)).toEqual(['userPrincipalName NAME_DELETED warning']);
    expect(draft.data.checked?.person.userPrincipalName).toBe('ada@contoso.com');
  });

  it('says whose name it was who could be restored instead, also where another name is made', async () => {
    const world = createWorld();
    world.tenant.hold('ada.lima@contoso.com', 'Ada Lima', { deleted: true });
    const { draft, problems } = await fillIn(world, { givenName: 'Ada', surname: 'Lima' });
    expect(problems.map(({ message }) => message).join()).toMatch(/^Ada Lima had ada.lima@.* was deleted/);
    expect(draft.data.checked?.restorable).toBe(world.tenant.find('ada.lima@contoso.com')?.id);
    const other = createWorld();
    other.tenant.hold('ada.lima@contoso.com', 'Ada Lima', { deleted: true, synced: true });
    const there = await fillIn(other, { givenName: 'Ada', surname: 'Lima' });
    expect(there.draft.data.checked?.restorable).toBeUndefined();
  });

  it('points at somebody with the same display name', async () => {
    const world = createWorld();
    world.tenant.hold('ada@contoso.com', 'Ada Lovelace');
    const { draft } = await fillIn(world, { displayName: 'Ada Lovelace', userName: 'ada2' });
    expect(draft.data.checked?.lookAlikes).toMatchObject([{ userPrincipalName: 'ada@contoso.com' }]);
  });

  it('refuses a license without seats, at the licenses', async () => {
    const { draft, problems } = await fillIn(createWorld(), {
      displayName: 'Ada',
      licenses: [E3.skuId, E5.skuId],
    });
    expect(problems).toMatchObject([
      { property: 'licenses', code: 'NO_SEATS', message: 'Microsoft 365 E5: no seats are left.' },
    ]);
    expect(draft.data.checked).toBeUndefined();
  });

  it('warns of seats that only a grace period leaves', async () => {
    const world = createWorld();
    world.tenant.licenses = [{ ...E3, total: 25, consumed: 21, left: 4, warning: 5 }];
    const { draft, problems } = await fillIn(world, { displayName: 'Ada', licenses: [E3.skuId] });
    expect(say(problems)).toEqual(['licenses GRACE_SEATS warning']);
    expect(draft.data.checked).toBeDefined();
  });

  it('forgets what was checked once a value changes', async () => {
    const world = createWorld();
    const { draft } = await fillIn(world, { displayName: 'Ada' });
    expect(draft.data.checked).toBeDefined();
    const kept = await world.service.people.keep(MIA, draft.id, draft.data.values, true);
    expect(kept.data).toEqual({ values: draft.data.values, showContact: true });
    expect(kept.version).toBe(draft.version + 1);
  });

  it('keeps every value of two changes at the same time', async () => {
    const world = createWorld();
    const { id, data } = await world.service.people.open(MIA, PLACE, {});
    await Promise.all(
      [true, false, true].map((shows) => world.service.people.keep(MIA, id, data.values, shows)),
    );
    expect((await world.service.people.load(MIA, id)).version).toBe(4);
  });

  it("is nobody else's, and goes after a week", async () => {
    const world = createWorld();
    const { id } = await world.service.people.open(MIA, PLACE, {});
    await expect(world.service.people.load(OMAR, id)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    expect(world.store.entries()).toMatchObject([{ actor: 'omar', outcome: 'refused', subject: id }]);
    await expect(world.service.rosters.load(MIA, id)).rejects.toMatchObject({ code: 'DRAFT_GONE' });
    await world.clock.advance(WEEK_MS - 1);
    expect((await world.service.people.load(MIA, id)).id).toBe(id);
    await world.clock.advance(1);
    await expect(world.service.people.load(MIA, id)).rejects.toMatchObject({
      code: 'DRAFT_GONE',
      next: expect.stringContaining('adduser'),
    });
  });
});

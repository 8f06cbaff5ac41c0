import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isGlobalAdmin } from '../../src/domain/adminRoles.ts';
import type { GroupClosure, Person } from '../../src/domain/terms.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { CreateIntent, CreateOutcome, Directory } from '../../src/service/ports/directory.ts';

/** Trouble for the next create, or for the next call of many creates as a whole. */
export type Trouble =
  | 'create throttled'
  | 'create lost before'
  | 'create lost after'
  | 'batch throttled'
  | 'batch lost after'
  | 'license throttled'
  | 'license lost after'
  | 'group throttled';

export type AdminWay =
  | 'over a unit'
  | 'eligible'
  | 'eligible by a group'
  | 'over a unit by a group'
  | 'eligible to join a group'
  | 'eligible to own a group';

/** A directory under test, and the world behind it. */
export interface DirectoryHarness {
  directory: Directory;
  world: {
    tenantId: string;
    managedDomain: string;
    federatedDomain: string;
    /** skuIds: with at least five seats left, with one left, with none, and not of this tenant. */
    licenses: { free: string; last: string; none: string; unknown: string };
    /** Somebody whom Rollcall did not create. */
    stranger: { userPrincipalName: string; displayName: string };
    /** Names of groups: two that take people, two groups of one name, and one closed for each reason. */
    groups: {
      open: readonly [string, string];
      twins: string;
      closed: Readonly<Record<GroupClosure, string>>;
    };
  };
  /** Gives somebody a directory role; or only over a unit, to be activated, or by way of a role-assignable group. */
  makeAdmin(objectId: string, role: string, how?: AdminWay): void;
  /** The app may not see who could join which groups. */
  hideJoinable(): void;
  /** The app may not see who has which roles. */
  hideRoles(): void;
  /** Everybody in this group gets a license with it. */
  licenseGroup(groupName: string, skuId: string): void;
  /** Puts one group into another, both by name. */
  nestGroup(outer: string, inner: string): void;
  /** Somebody comes from an on-premises Active Directory from now on. */
  sync(objectId: string): void;
  /** Says that the tenant may not know who signs in. */
  hideSignIns(): void;
  /** Deletes a live account, as an admin does. */
  deleteAccount(userPrincipalName: string): void;
  /** How many live accounts have this name. */
  countAccounts(userPrincipalName: string): number;
  /** Whether somebody is in exactly one group of this name. */
  isMember(groupName: string, objectId: string): boolean;
  /** Puts somebody into every group of this name, as an admin, a rule or a sync does. */
  join(groupName: string, objectId: string): void;
  /** As Outlook keeps it. */
  replyOf(objectId: string): string | undefined;
  /** Ways to sign in, the first of which is the default. */
  giveMethods(objectId: string, types: readonly string[]): void;
  countMethods(objectId: string): number;
  managerOf(objectId: string): string | undefined;
  banPassword(password: string): void;
  cause(trouble: Trouble): void;
  setDown(down: boolean): void;
  dispose(): Promise<void>;
}

/** An object id that nobody has. */
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

/** What every Directory must do, whatever it speaks to. */
export function describeDirectory(name: string, open: () => Promise<DirectoryHarness>): void {
  describe(`${name} as a directory`, () => {
    let harness: DirectoryHarness;
    let directory: Directory;

    beforeEach(async () => {
      harness = await open();
      ({ directory } = harness);
    });
    afterEach(() => harness.dispose());

    const nameOf = (localPart: string): string => `${localPart}@${harness.world.managedDomain}`;
    function intend(
      localPart: string,
      person: Partial<Person> = {},
      password = 'kfm4-x7pw-9ctr',
    ): CreateIntent {
      return {
        operationId: `op_${localPart}`,
        accountEnabled: true,
        password: new Secret(password),
        person: { userPrincipalName: nameOf(localPart), displayName: `Test ${localPart}`, ...person },
      };
    }
    async function createOne(intent: CreateIntent): Promise<CreateOutcome> {
      const [outcome] = await directory.createAccounts([intent], { priority: 'interactive' });
      if (outcome === undefined) throw new Error('no outcome');
      return outcome;
    }
    const namesOfRoles = async (objectId: string): Promise<string[]> =>
      (await directory.listAdminRoles(objectId)).map(({ name }) => name);

    async function createId(localPart: string, person: Partial<Person> = {}): Promise<string> {
      const outcome = await createOne(intend(localPart, person));
      if (outcome.status !== 'created') throw new Error(`${outcome.status}: ${outcome.error.message}`);
      return outcome.account.id;
    }

    const idOf = async (groupName: string): Promise<string> => {
      const [group] = await directory.listGroups([groupName]);
      if (group === undefined) throw new Error(`no group ${groupName}`);
      return group.id;
    };

    describe('creating', () => {
      it('makes an account that carries the operation id', async () => {
        const intent = intend('grace', { givenName: 'Grace', usageLocation: 'GB', employeeId: '42' });
        const outcome = await createOne({ ...intent, accountEnabled: false });
        expect(outcome).toMatchObject({
          status: 'created',
          account: { userPrincipalName: nameOf('grace'), displayName: 'Test grace', accountEnabled: false },
        });
        expect(await directory.lookUpAccount(nameOf('grace'))).toMatchObject({
          id: outcome.status === 'created' ? outcome.account.id : '',
          marker: 'op_grace',
          accountEnabled: false,
          usageLocation: 'GB',
          employeeId: '42',
          licenses: [],
          createdDateTime: expect.any(String),
        });
      });

      it('takes every property a person can have', async () => {
        const person = {
          mailNickname: 'full',
          givenName: 'Full',
          surname: 'Person',
          jobTitle: 'IT Manager',
          department: 'IT',
          officeLocation: '1/23',
          businessPhones: '+1 425 555 0100',
          mobilePhone: '+1 425 555 0101',
          faxNumber: '+1 425 555 0102',
          otherMails: 'full@example.org',
          streetAddress: '1 Microsoft way',
          city: 'Redmond',
          state: 'WA',
          postalCode: '98052',
          country: 'United States',
          employeeId: '7',
          usageLocation: 'US',
        };
        expect(await createOne(intend('full', person))).toMatchObject({ status: 'created' });
      });

      it('answers for 20 people in the order they were given', async () => {
        const intents = Array.from({ length: 20 }, (_, index) => intend(`p${index}`));
        intents[7] = intend('p7', { userPrincipalName: harness.world.stranger.userPrincipalName });
        const outcomes = await directory.createAccounts(intents);
        expect(outcomes).toHaveLength(20);
        for (const [index, outcome] of outcomes.entries()) {
          if (index === 7)
            expect(outcome).toMatchObject({ status: 'conflict', error: { code: 'NAME_TAKEN' } });
          else expect(outcome).toMatchObject({ account: { userPrincipalName: nameOf(`p${index}`) } });
        }
      });

      it("is a conflict for somebody else's name, whatever its case, who then shows no marker of ours", async () => {
        const { stranger } = harness.world;
        const userPrincipalName = stranger.userPrincipalName.toUpperCase();
        const outcome = await createOne(intend('x', { userPrincipalName }));
        expect(outcome).toMatchObject({ status: 'conflict', error: { code: 'NAME_TAKEN' } });
        const found = await directory.lookUpAccount(userPrincipalName);
        expect(found?.displayName).toBe(stranger.displayName);
        expect(found?.marker).toBeUndefined();
      });

      it('is a conflict for our own account, which can then be adopted by its marker', async () => {
        const id = await createId('grace');
        expect(await createOne(intend('grace'))).toMatchObject({ status: 'conflict' });
        expect(await directory.lookUpAccount(nameOf('grace'))).toMatchObject({ id, marker: 'op_grace' });
        expect(harness.countAccounts(nameOf('grace'))).toBe(1);
      });

      it('is in doubt after an answer was lost, and a look-up finds the marker', async () => {
        harness.cause('create lost after');
        const outcome = await createOne(intend('grace'));
        expect(outcome).toMatchObject({ status: 'doubt', error: { code: 'DIRECTORY_DOWN' } });
        expect(await directory.lookUpAccount(nameOf('grace'))).toMatchObject({ marker: 'op_grace' });
        expect(harness.countAccounts(nameOf('grace'))).toBe(1);
      });

      it('is in doubt after a request was lost, and a look-up finds nobody', async () => {
        harness.cause('create lost before');
        expect(await createOne(intend('grace'))).toMatchObject({ status: 'doubt' });
        expect(await directory.lookUpAccount(nameOf('grace'))).toBeUndefined();
        expect(harness.countAccounts(nameOf('grace'))).toBe(0);
        await createId('grace');
      });

      it('is in doubt for everybody in a batch whose answer was lost', async () => {
        harness.cause('batch lost after');
        const outcomes = await directory.createAccounts([intend('a'), intend('b'), intend('c')]);
        expect(outcomes.map(({ status }) => status)).toEqual(['doubt', 'doubt', 'doubt']);
        for (const localPart of ['a', 'b', 'c']) {
          expect(await directory.lookUpAccount(nameOf(localPart))).toMatchObject({
            marker: `op_${localPart}`,
          });
        }
      });

      it('waits for a throttled person, and creates the others', async () => {
        harness.cause('create throttled');
        const intents = [intend('a'), intend('b')];
        const outcomes = await directory.createAccounts(intents);
        expect(outcomes.map(({ status }) => status).sort()).toEqual(['created', 'later']);
        const later = outcomes.findIndex(({ status }) => status === 'later');
        expect(outcomes[later]).toMatchObject({ afterMs: 2000, error: { code: 'THROTTLED' } });
        expect(await createOne(intents[later] ?? intend('none'))).toMatchObject({ status: 'created' });
      });

      it('waits for a throttled batch, of which nothing was created', async () => {
        harness.cause('batch throttled');
        const outcomes = await directory.createAccounts([intend('a'), intend('b')]);
        expect(outcomes).toMatchObject([
          { status: 'later', error: { code: 'THROTTLED' } },
          { status: 'later', error: { code: 'THROTTLED' } },
        ]);
        expect(harness.countAccounts(nameOf('a'))).toBe(0);
        const again = await directory.createAccounts([intend('a'), intend('b')]);
        expect(again.map(({ status }) => status)).toEqual(['created', 'created']);
      });

      it('says when the password itself is refused, and takes another one', async () => {
        harness.banPassword('banned-9999');
        const outcome = await createOne(intend('grace', {}, 'banned-9999'));
        expect(outcome).toMatchObject({ status: 'passwordRefused', error: { code: 'PASSWORD_REFUSED' } });
        expect(harness.countAccounts(nameOf('grace'))).toBe(0);
        expect(await createOne(intend('grace'))).toMatchObject({ status: 'created' });
      });

      it('refuses a federated domain, a foreign one, and a bad user name, each with its reason', async () => {
        const outcomes = await directory.createAccounts([
          intend('a', { userPrincipalName: `a@${harness.world.federatedDomain}` }),
          intend('b', { userPrincipalName: 'b@not-ours.example' }),
          intend('c', { userPrincipalName: nameOf('zoë') }),
          intend('d', { usageLocation: 'usa' }),
          intend('e', { surname: 'x'.repeat(65) }),
        ]);
        expect(outcomes).toMatchObject([
          { status: 'refused', error: { code: 'DOMAIN_FEDERATED' } },
          { status: 'refused', error: { code: 'DOMAIN_NOT_VERIFIED' } },
          { status: 'refused', error: { code: 'USER_NAME_INVALID' } },
          { status: 'refused', error: { code: 'LOCATION_INVALID' } },
          {
            status: 'refused',
            error: { code: 'VALUE_INVALID', message: expect.stringContaining('surname') },
          },
        ]);
        for (const outcome of outcomes) {
          if (outcome.status === 'refused') expect(outcome.error.done).toBe('Nothing was created.');
        }
      });

      it('is never created and never refused while the directory is down', async () => {
        harness.setDown(true);
        const outcomes = [
          await createOne(intend('a')),
          ...(await directory.createAccounts([intend('b'), intend('c')])),
        ];
        for (const outcome of outcomes) {
          expect(['doubt', 'later']).toContain(outcome.status);
          expect(outcome).toMatchObject({ error: { code: 'DIRECTORY_DOWN' } });
        }
        harness.setDown(false);
        await createId('a');
      });
    });

    describe('names', () => {
      it('are taken by live accounts, whatever the case, and otherwise free', async () => {
        const { stranger } = harness.world;
        const asked = stranger.userPrincipalName.toUpperCase();
        const taken = await directory.findTaken([nameOf('free'), asked]);
        expect(taken).toMatchObject([
          { userPrincipalName: asked, by: { displayName: stranger.displayName }, deleted: false },
        ]);
      });

      it('are taken by deleted accounts, under the name they had', async () => {
        const id = await createId('gone');
        harness.deleteAccount(nameOf('gone'));
        const taken = await directory.findTaken([nameOf('gone'), nameOf('free')]);
        expect(taken).toMatchObject([
          { userPrincipalName: nameOf('gone'), by: { id, userPrincipalName: nameOf('gone') }, deleted: true },
        ]);
        expect(await directory.lookUpAccount(nameOf('gone'))).toBeUndefined();
      });

      it('of the deleted are listed as they were, with their licenses and when they were deleted', async () => {
        const id = await createId('gone');
        expect((await directory.listDeleted()).map((one) => one.id)).not.toContain(id);
        harness.deleteAccount(nameOf('gone'));
        const found = (await directory.listDeleted()).find((one) => one.id === id);
        expect(found).toMatchObject({ userPrincipalName: nameOf('gone'), held: [] });
        expect(Date.parse(found?.deletedDateTime ?? '')).not.toBeNaN();
      });

      it('are checked by the hundred', async () => {
        await createId('p299');
        const names = Array.from({ length: 350 }, (_, index) => nameOf(`p${index}`));
        const taken = await directory.findTaken(names);
        expect(taken.map(({ userPrincipalName }) => userPrincipalName)).toEqual([nameOf('p299')]);
      });

      it('are not called free while the directory is down', async () => {
        harness.setDown(true);
        await expect(directory.findTaken([nameOf('free')])).rejects.toMatchObject({ code: 'DIRECTORY_DOWN' });
        await expect(directory.lookUpAccount(nameOf('free'))).rejects.toMatchObject({
          code: 'DIRECTORY_DOWN',
        });
      });
    });

    describe('look-alikes', () => {
      it('share a display name or an employee id', async () => {
        const byName = await createId('one', { displayName: "Conan O'Brien" });
        const byId = await createId('two', { displayName: 'Somebody Else', employeeId: 'E-7' });
        await createId('three', { displayName: 'Nobody', employeeId: 'E-8' });
        const found = await directory.findLookAlikes({ displayName: "conan o'brien", employeeId: 'E-7' });
        expect(found.map(({ id }) => id).sort()).toEqual([byName, byId].sort());
      });

      it('are found for many people at once, each once', async () => {
        const byName = await createId('four', { displayName: 'Ann Ó Shea', employeeId: 'E-9' });
        const byId = await createId('five', { displayName: 'Somebody Else', employeeId: 'E-10' });
        const others = Array.from({ length: 40 }, (_, index) => ({ displayName: `Quite New ${index}` }));
        const asked = [...others, { displayName: 'ANN Ó SHEA', employeeId: 'E-9' }, { employeeId: 'E-10' }];
        const found = await directory.findLookAlikesOf(asked);
        expect(found.map(({ id }) => id).sort()).toEqual([byName, byId].sort());
        expect(await directory.findLookAlikesOf([{}])).toEqual([]);
      });

      it('are nobody for a new name', async () => {
        expect(await directory.findLookAlikes({ displayName: 'Quite New' })).toEqual([]);
      });
    });

    describe('people', () => {
      it('are found by the beginning of a name, a user name or a mail address', async () => {
        await createId('zelda.quinn', { displayName: 'Zelda Quinn', givenName: 'Zelda', surname: 'Quinn' });
        for (const text of ['zelda q', 'Quinn', nameOf('zelda.quinn'), 'ZELDA.']) {
          const found = await directory.findPeople(text, 5);
          expect(found.map(({ userPrincipalName }) => userPrincipalName)).toEqual([nameOf('zelda.quinn')]);
        }
        expect(await directory.findPeople("o'nobody", 5)).toEqual([]);
        expect(await directory.findPeople(' ', 5)).toEqual([]);
      });

      it('are found up to a number', async () => {
        for (const nth of [1, 2, 3]) await createId(`many${nth}`);
        expect(await directory.findPeople('many', 2)).toHaveLength(2);
      });

      it('have a profile with their licenses and services', async () => {
        const { free } = harness.world.licenses;
        const id = await createId('rosa', { usageLocation: 'US', jobTitle: 'Clerk', businessPhones: '+1 2' });
        await directory.assignLicenses([{ objectId: id, licenses: [free] }]);
        expect(await directory.readProfile(id)).toMatchObject({
          id,
          userPrincipalName: nameOf('rosa'),
          jobTitle: 'Clerk',
          businessPhones: '+1 2',
          usageLocation: 'US',
          held: [{ skuId: free, disabledPlans: [], inherited: false }],
          adminRoles: [],
        });
        const [plans] = await directory.listServicePlans(id);
        expect(plans).toMatchObject({ skuId: free });
        expect(plans?.plans.every(({ on, name }) => on && name !== '')).toBe(true);
      });

      it('have a manager, or none', async () => {
        const [own, manager] = [await createId('managed'), await createId('boss')];
        await directory.setManagers([{ objectId: own, managerId: manager }]);
        const managers = await directory.listManagers([own, manager, own, UNKNOWN]);
        expect([...managers.keys()]).toEqual([own]);
        expect(managers.get(own)).toMatchObject({ id: manager, userPrincipalName: nameOf('boss') });
        expect(await directory.listManagers([])).toEqual(new Map());
      });

      it('have no profile once they are gone', async () => {
        expect(await directory.readProfile(UNKNOWN)).toBeUndefined();
      });
    });

    describe('licenses', () => {
      const leftOf = async (skuId: string): Promise<number | undefined> =>
        (await directory.listLicenses()).find((license) => license.skuId === skuId)?.left;

      it('are listed with a product name and the seats left', async () => {
        const { free, none } = harness.world.licenses;
        const licenses = await directory.listLicenses();
        const listed = licenses.find(({ skuId }) => skuId === free);
        expect(listed?.name).toMatch(/^\w+ /);
        expect(listed?.left).toBe((listed?.total ?? 0) - (listed?.consumed ?? 0));
        expect(listed).toMatchObject({ assignable: true });
        expect(licenses.find(({ skuId }) => skuId === none)?.left).toBe(0);
      });

      it('are given all at once, count as seats, and may be given again', async () => {
        const { free, last } = harness.world.licenses;
        const objectId = await createId('grace', { usageLocation: 'US' });
        const before = await leftOf(free);
        for (let times = 0; times < 2; times += 1) {
          const outcomes = await directory.assignLicenses([{ objectId, licenses: [free, last] }]);
          expect(outcomes).toEqual([{ status: 'done' }]);
        }
        const found = await directory.lookUpAccount(nameOf('grace'));
        expect([...(found?.licenses ?? [])].sort()).toEqual([free, last].sort());
        expect(await leftOf(free)).toBe((before ?? 0) - 1);
        expect(await leftOf(last)).toBe(0);
      });

      it('are refused together when one has no seats', async () => {
        const { free, none } = harness.world.licenses;
        const objectId = await createId('grace', { usageLocation: 'US' });
        const outcomes = await directory.assignLicenses([{ objectId, licenses: [free, none] }]);
        expect(outcomes).toMatchObject([{ status: 'refused', error: { code: 'NO_SEATS' } }]);
        expect((await directory.lookUpAccount(nameOf('grace')))?.licenses).toEqual([]);
      });

      it('go to as many people as there are seats, and each hears about their own', async () => {
        const { last } = harness.world.licenses;
        const ids = [
          await createId('a', { usageLocation: 'US' }),
          await createId('b', { usageLocation: 'US' }),
        ];
        const outcomes = await directory.assignLicenses(
          ids.map((objectId) => ({ objectId, licenses: [last] })),
        );
        expect(outcomes.map(({ status }) => status).sort()).toEqual(['done', 'refused']);
        expect(outcomes.find(({ status }) => status === 'refused')).toMatchObject({
          error: { code: 'NO_SEATS' },
        });
      });

      it('wait for a usage location, which may only be late', async () => {
        const objectId = await createId('grace');
        const outcomes = await directory.assignLicenses([
          { objectId, licenses: [harness.world.licenses.free] },
        ]);
        expect(outcomes).toMatchObject([
          { status: 'later', afterMs: expect.any(Number), error: { code: 'LOCATION_INVALID' } },
        ]);
      });

      it('wait for an account that is not known yet', async () => {
        const objectId = '00000000-0000-4000-8000-000000000000';
        const outcomes = await directory.assignLicenses([
          { objectId, licenses: [harness.world.licenses.free] },
        ]);
        expect(outcomes).toMatchObject([{ status: 'later', error: { code: 'NOT_FOUND' } }]);
      });

      it('are refused when the tenant does not have them', async () => {
        const objectId = await createId('grace', { usageLocation: 'US' });
        const outcomes = await directory.assignLicenses([
          { objectId, licenses: [harness.world.licenses.unknown] },
        ]);
        expect(outcomes).toMatchObject([{ status: 'refused', error: { code: 'LICENSE_UNKNOWN' } }]);
      });

      it.each(['license throttled', 'license lost after'] as const)(
        'are tried later after: %s',
        async (trouble) => {
          const objectId = await createId('grace', { usageLocation: 'US' });
          const intent = { objectId, licenses: [harness.world.licenses.free] };
          harness.cause(trouble);
          expect(await directory.assignLicenses([intent])).toMatchObject([{ status: 'later' }]);
          expect(await directory.assignLicenses([intent])).toEqual([{ status: 'done' }]);
        },
      );

      it('are neither given nor refused while the directory is down', async () => {
        const objectId = await createId('grace', { usageLocation: 'US' });
        harness.setDown(true);
        const outcomes = await directory.assignLicenses([
          { objectId, licenses: [harness.world.licenses.free] },
        ]);
        expect(outcomes).toMatchObject([{ status: 'later', error: { code: 'DIRECTORY_DOWN' } }]);
        await expect(directory.listLicenses()).rejects.toMatchObject({ code: 'DIRECTORY_DOWN' });
      });
    });

    describe('changing what somebody has', () => {
      it('gives and takes licenses in one call, and switches services', async () => {
        const { free, last } = harness.world.licenses;
        const objectId = await createId('swap', { usageLocation: 'US' });
        await directory.assignLicenses([{ objectId, licenses: [free] }]);
        const [plans] = await directory.listServicePlans(objectId);
        const disabledPlans = plans?.plans.slice(0, 1).map(({ servicePlanId }) => servicePlanId) ?? [];
        const change = { objectId, add: [{ skuId: last, disabledPlans: [] }], remove: [free] };
        expect(await directory.changeLicenses([change])).toEqual([{ status: 'done' }]);
        expect((await directory.readHoldings(objectId))?.held.map(({ skuId }) => skuId)).toEqual([last]);
        const back = { objectId, add: [{ skuId: free, disabledPlans }], remove: [last] };
        expect(await directory.changeLicenses([back])).toEqual([{ status: 'done' }]);
        expect((await directory.readHoldings(objectId))?.held).toEqual([
          { skuId: free, disabledPlans, inherited: false },
        ]);
      });

      it('changes nothing when one half of a swap is refused', async () => {
        const { free, none } = harness.world.licenses;
        const objectId = await createId('half', { usageLocation: 'US' });
        await directory.assignLicenses([{ objectId, licenses: [free] }]);
        const change = { objectId, add: [{ skuId: none, disabledPlans: [] }], remove: [free] };
        expect(await directory.changeLicenses([change])).toMatchObject([
          { status: 'refused', error: { code: 'NO_SEATS' } },
        ]);
        const [found] = await directory.findHoldings([nameOf('HALF'), nameOf('nobody')]);
        expect(found?.held.map(({ skuId }) => skuId)).toEqual([free]);
      });

      it('sets a location', async () => {
        const objectId = await createId('nowhere');
        expect(await directory.setUsageLocation(objectId, 'DE')).toEqual({ status: 'done' });
        expect((await directory.readHoldings(objectId))?.usageLocation).toBe('DE');
      });

      it('sets a password, and says when that one is refused', async () => {
        const objectId = await createId('forgot');
        expect(await directory.setPassword(objectId, new Secret('kfm4-x7pw-9ctr'))).toEqual({
          status: 'done',
        });
        harness.banPassword('kfm4-x7pw-9ctz');
        expect(await directory.setPassword(objectId, new Secret('kfm4-x7pw-9ctz'))).toMatchObject({
          status: 'passwordRefused',
        });
      });

      it('tells when a password was set last, and nothing of an account that is not there', async () => {
        const objectId = await createId('again');
        const created = await directory.readPasswordChange(objectId);
        expect(created).toEqual(expect.any(Number));
        await new Promise((resolve) => setTimeout(resolve, 5));
        await directory.changePerson(objectId, { fields: { jobTitle: 'Nurse' } });
        expect(await directory.readPasswordChange(objectId)).toBe(created);
        await directory.setPassword(objectId, new Secret('kfm4-x7pw-9ctr'));
        expect(await directory.readPasswordChange(objectId)).toBeGreaterThan(created ?? Number.NaN);
        expect(await directory.readPasswordChange('00000000-0000-4000-8000-00000000dead')).toBeUndefined();
      });

      it('G1: leaves to Active Directory what it owns of a synced person, and says so by what was asked', async () => {
        const objectId = await createId('synced');
        const managerId = await createId('boss');
        expect(await directory.readHoldings(objectId)).not.toHaveProperty('synced');
        harness.sync(objectId);
        expect(await directory.readHoldings(objectId)).toMatchObject({ synced: true });
        expect(await directory.readProfile(objectId)).toMatchObject({ synced: true });
        const refused = {
          status: 'refused',
          error: { code: 'SYNCED', message: expect.not.stringContaining('group') },
        };
        const password = await directory.setPassword(objectId, new Secret('kfm4-x7pw-9ctr'));
        expect(password).toMatchObject({
          ...refused,
          error: { ...refused.error, done: "The password wasn't changed." },
        });
        expect(await directory.setManagers([{ objectId, managerId }])).toMatchObject([refused]);
        expect(await directory.setUsageLocation(objectId, 'DE')).toEqual({ status: 'done' });
        const add = [{ skuId: harness.world.licenses.free, disabledPlans: [] }];
        expect(await directory.changeLicenses([{ objectId, add, remove: [] }])).toEqual([{ status: 'done' }]);
      });

      it('is put off while the directory is down', async () => {
        const objectId = await createId('later');
        harness.setDown(true);
        const password = await directory.setPassword(objectId, new Secret('kfm4-x7pw-9ctr'));
        const [change] = await directory.changeLicenses([
          { objectId, add: [{ skuId: harness.world.licenses.free, disabledPlans: [] }], remove: [] },
        ]);
        expect([password.status, change?.status]).toEqual(['later', 'later']);
      });

      it('starts with knowing who holds an admin role', async () => {
        const objectId = await createId('plain');
        expect(await namesOfRoles(objectId)).toEqual([]);
        harness.makeAdmin(objectId, 'Helpdesk Administrator');
        expect(await namesOfRoles(objectId)).toEqual(['Helpdesk Administrator']);
      });

      it.each<AdminWay>([
        'over a unit',
        'eligible',
        'eligible by a group',
        'over a unit by a group',
        'eligible to join a group',
        'eligible to own a group',
      ])('D1: knows of admin roles that are %s', async (how) => {
        const objectId = await createId('eligible');
        const other = await createId('bystander');
        harness.makeAdmin(objectId, 'User Administrator', how);
        expect(await namesOfRoles(objectId)).toEqual(['User Administrator']);
        expect(await namesOfRoles(other)).toEqual([]);
      });

      it.each<AdminWay>(['eligible', 'eligible by a group', 'eligible to join a group'])(
        'D1: knows of a greater role that somebody active in a lesser one has by being %s',
        async (how) => {
          const objectId = await createId('rising');
          harness.makeAdmin(objectId, 'Helpdesk Administrator');
          harness.makeAdmin(objectId, 'Global Administrator', how);
          expect(await namesOfRoles(objectId)).toEqual(['Global Administrator', 'Helpdesk Administrator']);
        },
      );

      it.each<AdminWay | undefined>([undefined, 'over a unit', 'eligible'])(
        'item 7: tells a Global Administrator by the id of the role, whatever its name is (%s)',
        async (how) => {
          const renamed = await createId('renamed');
          const namesake = await createId('namesake');
          harness.makeAdmin(renamed, 'Company Administrator', how);
          harness.makeAdmin(namesake, 'Global Administrator (custom)', how);
          expect(isGlobalAdmin(await directory.listAdminRoles(renamed))).toBe(true);
          expect(isGlobalAdmin(await directory.listAdminRoles(namesake))).toBe(false);
        },
      );

      it('D1: takes nobody for an admin who could only join a group without a role', async () => {
        const objectId = await createId('joiner');
        harness.makeAdmin(objectId, '', 'eligible to join a group');
        expect(await namesOfRoles(objectId)).toEqual([]);
      });

      it('D1: knows the other admins where it may not see who could join a group', async () => {
        const joiner = await createId('joiner');
        const eligible = await createId('eligible');
        harness.makeAdmin(joiner, 'User Administrator', 'eligible to join a group');
        harness.makeAdmin(eligible, 'User Administrator', 'eligible');
        harness.hideJoinable();
        expect(await namesOfRoles(joiner)).toEqual([]);
        expect(await namesOfRoles(eligible)).toEqual(['User Administrator']);
      });

      it('D1: says which permission is missing where it may not see that', async () => {
        const objectId = await createId('hidden');
        harness.hideRoles();
        await expect(directory.listAdminRoles(objectId)).rejects.toMatchObject({
          code: 'FORBIDDEN',
          next: expect.stringContaining('RoleManagement.Read.Directory'),
        });
      });

      it('D1: takes a tenant without Entra ID P2 for one where nobody is eligible', async () => {
        const objectId = await createId('premium');
        harness.hideSignIns();
        expect(await namesOfRoles(objectId)).toEqual([]);
        harness.makeAdmin(objectId, 'User Administrator', 'over a unit');
        expect(await namesOfRoles(objectId)).toEqual(['User Administrator']);
      });
    });

    describe('people who hold a license', () => {
      it('are listed with what they hold, and nobody else is', async () => {
        const { free } = harness.world.licenses;
        const objectId = await createId('holder', { usageLocation: 'US' });
        await createId('other');
        await directory.assignLicenses([{ objectId, licenses: [free] }]);
        const holders = await directory.listHolders();
        expect(holders.find(({ id }) => id === objectId)?.licenses).toEqual([free]);
        expect(holders.every(({ licenses }) => licenses.length > 0)).toBe(true);
      });

      it('are not listed where the tenant may not know who signs in', async () => {
        harness.hideSignIns();
        await expect(directory.listHolders()).rejects.toMatchObject({ code: 'FORBIDDEN' });
      });
    });

    describe('the tenant', () => {
      it('has a name and an id', async () => {
        const organization = await directory.readOrganization();
        expect(organization.tenantId).toBe(harness.world.tenantId);
        expect(organization.displayName).not.toBe('');
      });

      it('has managed and federated domains, and one default', async () => {
        const domains = await directory.listDomains();
        const { managedDomain, federatedDomain } = harness.world;
        const typeOf = (id: string): string | undefined =>
          domains.find((domain) => domain.id === id)?.authenticationType;
        expect(typeOf(managedDomain)).toBe('Managed');
        expect(typeOf(federatedDomain)).toBe('Federated');
        expect(domains.filter(({ isDefault }) => isDefault)).toHaveLength(1);
      });
    });

    describe('deleting what was created', () => {
      it('takes accounts away, counts gone ones as done, and leaves others alone', async () => {
        const outcomes = await directory.createAccounts([intend('undo.one'), intend('undo.two')]);
        const ids = outcomes.map((outcome) => (outcome.status === 'created' ? outcome.account.id : ''));
        expect(await directory.deleteAccounts(ids)).toEqual([{ status: 'done' }, { status: 'done' }]);
        expect(harness.countAccounts(nameOf('undo.one'))).toBe(0);
        expect(await directory.deleteAccounts(ids.slice(0, 1))).toEqual([{ status: 'done' }]);
        expect(harness.countAccounts(harness.world.stranger.userPrincipalName)).toBe(1);
      });

      it('asks to come back later when the directory is down', async () => {
        const [outcome] = await directory.createAccounts([intend('undo.three')]);
        const id = outcome?.status === 'created' ? outcome.account.id : '';
        harness.setDown(true);
        expect(await directory.deleteAccounts([id])).toMatchObject([{ status: 'later' }]);
        harness.setDown(false);
        expect(harness.countAccounts(nameOf('undo.three'))).toBe(1);
      });
    });

    describe('groups', () => {
      it('say which licenses their members get, who then hold them by the group', async () => {
        const [first, second] = harness.world.groups.open;
        const { free } = harness.world.licenses;
        harness.licenseGroup(first, free);
        const [group] = await directory.listGroups([first]);
        expect(group?.licenses).toEqual([free]);
        expect((await directory.findGroups(first, 5))[0]?.licenses).toEqual([free]);
        expect((await directory.listGroups([second]))[0]?.licenses).toBeUndefined();
        const objectId = await createId('licensed');
        await directory.addToGroups([{ objectId, groupId: group?.id ?? '' }]);
        expect((await directory.readHoldings(objectId))?.held).toEqual([
          { skuId: free, disabledPlans: [], inherited: true },
        ]);
      });

      it('are found by name and by id, each once, whatever the case', async () => {
        const [first, second] = harness.world.groups.open;
        const id = await idOf(second);
        const groups = await directory.listGroups([
          first.toUpperCase(),
          id,
          id.toUpperCase(),
          'No such group',
          '',
        ]);
        expect(groups.map(({ displayName }) => displayName).sort()).toEqual([first, second].sort());
        expect(groups.every(({ closed }) => closed === undefined)).toBe(true);
      });

      it('tell who is in them, also by way of other groups', async () => {
        const [outer, inner] = harness.world.groups.open;
        const [outerId, innerId] = [await idOf(outer), await idOf(inner)];
        const [direct, nested, alone] = [await createId('in'), await createId('deep'), await createId('out')];
        await directory.addToGroups([
          { objectId: direct, groupId: outerId },
          { objectId: nested, groupId: innerId },
        ]);
        harness.nestGroup(outer, inner);
        const asked = [outerId.toUpperCase(), innerId, ...Array.from({ length: 25 }, () => UNKNOWN)];
        expect((await directory.findMemberships(nested, asked)).sort()).toEqual([outerId, innerId].sort());
        expect(await directory.findMemberships(direct, [outerId, innerId])).toEqual([outerId]);
        expect(await directory.findMemberships(alone, [outerId, innerId])).toEqual([]);
        expect(await directory.findMemberships(UNKNOWN, [outerId])).toEqual([]);
        expect(await directory.findMemberships(direct, [])).toEqual([]);
        expect(await directory.findGroupMemberships(innerId, [outerId, innerId])).toEqual([outerId]);
        expect(await directory.findGroupMemberships(UNKNOWN, [outerId])).toEqual([]);
        const members = await directory.listMembers(outerId, 200);
        expect(members?.map(({ id }) => id)).toEqual(expect.arrayContaining([direct, nested]));
        expect(members?.map(({ id }) => id)).not.toContain(alone);
        expect(await directory.listMembers(outerId, 1)).toHaveLength(1);
        expect(await directory.listMembers(UNKNOWN, 10)).toBeUndefined();
      });

      it('of one name are all told', async () => {
        const twins = await directory.listGroups([harness.world.groups.twins]);
        expect(twins).toHaveLength(2);
        expect(new Set(twins.map(({ id }) => id)).size).toBe(2);
      });

      it('say why nobody can be added to them', async () => {
        for (const [closed, groupName] of Object.entries(harness.world.groups.closed)) {
          expect(await directory.listGroups([groupName])).toMatchObject([{ closed }]);
        }
      });

      it('are found by the beginning of the name, up to a number', async () => {
        const [first] = harness.world.groups.open;
        const found = await directory.findGroups(first.slice(0, 5).toLowerCase(), 20);
        expect(found.map(({ displayName }) => displayName)).toContain(first);
        expect(await directory.findGroups('', 2)).toHaveLength(2);
      });

      it('take people, who may be added again', async () => {
        const [first, second] = harness.world.groups.open;
        const objectId = await createId('joiner');
        const intents = [
          { objectId, groupId: await idOf(first) },
          { objectId, groupId: await idOf(second) },
        ];
        expect(await directory.addToGroups(intents)).toEqual([{ status: 'done' }, { status: 'done' }]);
        expect(await directory.addToGroups(intents.slice(1))).toEqual([{ status: 'done' }]);
        expect([first, second].map((groupName) => harness.isMember(groupName, objectId))).toEqual([
          true,
          true,
        ]);
      });

      it('take many people in one call, whoever of them is in already or is not known yet', async () => {
        const [name] = harness.world.groups.open;
        const groupId = await idOf(name);
        const ids = await Promise.all(['one', 'two', 'three'].map((one) => createId(`together.${one}`)));
        const nobody = { objectId: 'ffffffff-0000-4000-8000-000000000000', groupId };
        const intents = ids.map((objectId) => ({ objectId, groupId }));
        expect(await directory.addToGroups(intents.slice(0, 2))).toEqual([
          { status: 'done' },
          { status: 'done' },
        ]);
        const outcomes = await directory.addToGroups([...intents, nobody]);
        expect(outcomes.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'later']);
        expect(ids.map((id) => harness.isMember(name, id))).toEqual([true, true, true]);
      });

      it('that are closed refuse, and the others of the same call do not', async () => {
        const { open, closed } = harness.world.groups;
        const objectId = await createId('outsider');
        for (const groupName of Object.values(closed)) {
          const groupId = await idOf(groupName);
          const outcomes = await directory.addToGroups([
            { objectId, groupId },
            { objectId, groupId: await idOf(open[0]) },
          ]);
          expect(outcomes).toMatchObject([{ status: 'refused' }, { status: 'done' }]);
          expect(harness.isMember(groupName, objectId)).toBe(false);
        }
      });

      it('wait for an account that is not known yet, and when they are throttled or away', async () => {
        const groupId = await idOf(harness.world.groups.open[0]);
        const unknown = { objectId: 'ffffffff-0000-4000-8000-000000000000', groupId };
        expect(await directory.addToGroups([unknown])).toMatchObject([{ status: 'later' }]);
        const objectId = await createId('late');
        harness.cause('group throttled');
        expect(await directory.addToGroups([{ objectId, groupId }])).toMatchObject([
          { status: 'later', error: { code: 'THROTTLED' } },
        ]);
        harness.setDown(true);
        expect(await directory.addToGroups([{ objectId, groupId }])).toMatchObject([
          { status: 'later', error: { code: 'DIRECTORY_DOWN' } },
        ]);
        harness.setDown(false);
        expect(harness.isMember(harness.world.groups.open[0], objectId)).toBe(false);
      });
    });

    describe('people who exist', () => {
      it('are read whole: fields, sign-in, manager and their own groups', async () => {
        const objectId = await createId('whole');
        const [name] = harness.world.groups.open;
        const closed = harness.world.groups.closed.dynamic;
        const managerId = await createId('whole.boss');
        await directory.addToGroups([{ objectId, groupId: await idOf(name) }]);
        await directory.setManagers([{ objectId, managerId }]);
        harness.join(closed, objectId);
        const fields = { jobTitle: 'Engineer', businessPhones: '555-0100', otherMails: 'ada@example.com' };
        expect(await directory.changePerson(objectId, { fields })).toEqual({ status: 'done' });
        const state = await directory.readState(objectId);
        expect(state).toMatchObject({ id: objectId, accountEnabled: true, held: [], fields });
        expect(state?.manager).toMatchObject({ id: managerId, userPrincipalName: nameOf('whole.boss') });
        expect(state?.groups?.map((group) => [group.displayName, group.closed])).toEqual([
          [name, undefined],
          [closed, 'dynamic'],
        ]);
        expect(await directory.readState(UNKNOWN)).toBeUndefined();
      });

      it('are changed, cleared, blocked and renamed, each repeatably', async () => {
        const objectId = await createId('changing');
        const change = { fields: { jobTitle: 'Lead', otherMails: 'a@example.com', city: 'Berlin' } };
        expect(await directory.changePerson(objectId, change)).toEqual({ status: 'done' });
        expect(await directory.changePerson(objectId, change)).toEqual({ status: 'done' });
        const cleared = { fields: { city: '', otherMails: '' }, accountEnabled: false };
        expect(await directory.changePerson(objectId, cleared)).toEqual({ status: 'done' });
        const userPrincipalName = nameOf('changed');
        expect(await directory.changePerson(objectId, { userPrincipalName })).toEqual({ status: 'done' });
        expect(await directory.changePerson(objectId, { userPrincipalName })).toEqual({ status: 'done' });
        const state = await directory.readState(objectId);
        expect(state).toMatchObject({ userPrincipalName, accountEnabled: false });
        expect(state?.fields).toMatchObject({ jobTitle: 'Lead' });
        expect(state?.fields).not.toHaveProperty('city');
        expect(state?.fields).not.toHaveProperty('otherMails');
      });

      it('2: keep every alternate mail address that they are to have', async () => {
        const objectId = await createId('mails');
        const otherMails = ['a@example.com', 'b@example.com'];
        const change = { fields: { otherMails: 'a@example.com' }, otherMails };
        expect(await directory.changePerson(objectId, change)).toEqual({ status: 'done' });
        const state = await directory.readState(objectId);
        expect(state).toMatchObject({ otherMails, fields: { otherMails: 'a@example.com' } });
      });

      it('are not renamed to a name that is taken or of a federated domain, and keep theirs', async () => {
        const objectId = await createId('renaming');
        const to = (userPrincipalName: string) => directory.changePerson(objectId, { userPrincipalName });
        expect(await to(harness.world.stranger.userPrincipalName)).toMatchObject({
          status: 'refused',
          error: { code: 'NAME_TAKEN' },
        });
        expect(await to(`ada@${harness.world.federatedDomain}`)).toMatchObject({ status: 'refused' });
        expect(await directory.readState(objectId)).toMatchObject({ userPrincipalName: nameOf('renaming') });
      });

      it('lose their manager and their groups, whether they had them or not', async () => {
        const objectId = await createId('losing');
        const managerId = await createId('losing.boss');
        const [name] = harness.world.groups.open;
        const groupId = await idOf(name);
        await directory.setManagers([{ objectId, managerId }]);
        await directory.addToGroups([{ objectId, groupId }]);
        for (let times = 0; times < 2; times += 1) {
          expect(await directory.clearManager(objectId)).toEqual({ status: 'done' });
          expect(await directory.removeFromGroups([{ objectId, groupId }])).toEqual([{ status: 'done' }]);
          expect(await directory.revokeSessions(objectId)).toEqual({ status: 'done' });
        }
        expect(harness.managerOf(objectId)).toBeUndefined();
        expect(harness.isMember(name, objectId)).toBe(false);
      });

      it('answer mail by themselves where they have a mailbox, and it is told where they have none', async () => {
        const [objectId, other] = [await createId('replying'), await createId('no.mailbox')];
        await directory.setUsageLocation(objectId, 'US');
        await directory.assignLicenses([{ objectId, licenses: [harness.world.licenses.free] }]);
        expect(await directory.setAutomaticReply(objectId, 'Gone <b>now</b>.\nAsk Bob.')).toEqual({
          status: 'done',
        });
        expect(harness.replyOf(objectId)).toBe('Gone &lt;b&gt;now&lt;/b&gt;.<br>Ask Bob.');
        expect(await directory.setAutomaticReply(other, 'Gone.')).toMatchObject({
          status: 'refused',
          error: { code: 'NOT_FOUND', message: expect.stringContaining('no mailbox') },
        });
      });

      it('lose every way to sign in but the password, the default one last', async () => {
        const objectId = await createId('methods');
        harness.giveMethods(objectId, ['phone', 'microsoftAuthenticator', 'fido2']);
        expect(await directory.removeSignInMethods(objectId)).toEqual({ status: 'done' });
        expect(harness.countMethods(objectId)).toBe(0);
        expect(await directory.removeSignInMethods(objectId)).toEqual({ status: 'done' });
      });

      it('lose with a group what came with it alone, and keep what they hold themselves', async () => {
        const [name] = harness.world.groups.open;
        const { free } = harness.world.licenses;
        harness.licenseGroup(name, free);
        const groupId = await idOf(name);
        const [inherits, holds] = [await createId('inherits'), await createId('holds')];
        await directory.setUsageLocation(holds, 'US');
        await directory.assignLicenses([{ objectId: holds, licenses: [free] }]);
        await directory.addToGroups([
          { objectId: inherits, groupId },
          { objectId: holds, groupId },
        ]);
        await directory.removeFromGroups([
          { objectId: inherits, groupId },
          { objectId: holds, groupId },
        ]);
        expect((await directory.readHoldings(inherits))?.held).toEqual([]);
        expect((await directory.readHoldings(holds))?.held).toMatchObject([
          { skuId: free, inherited: false },
        ]);
      });

      it('stay in a group that lets nobody out, and the reason is told', async () => {
        const objectId = await createId('staying');
        for (const name of Object.values(harness.world.groups.closed)) {
          harness.join(name, objectId);
          const intent = { objectId, groupId: await idOf(name) };
          expect(await directory.removeFromGroups([intent])).toMatchObject([{ status: 'refused' }]);
          expect(harness.isMember(name, objectId)).toBe(true);
        }
      });

      it('are put off while the directory is down', async () => {
        const objectId = await createId('down');
        harness.setDown(true);
        const later = { status: 'later', error: { code: 'DIRECTORY_DOWN' } };
        expect(await directory.changePerson(objectId, { accountEnabled: false })).toMatchObject(later);
        expect(await directory.clearManager(objectId)).toMatchObject(later);
        expect(await directory.revokeSessions(objectId)).toMatchObject(later);
        expect(await directory.removeFromGroups([{ objectId, groupId: UNKNOWN }])).toMatchObject([later]);
        harness.setDown(false);
      });
    });

    describe('managers', () => {
      it('are found by user name and by id, and are live accounts', async () => {
        const { userPrincipalName } = harness.world.stranger;
        const [found] = await directory.listAccounts([
          userPrincipalName.toUpperCase(),
          nameOf('nobody.here'),
        ]);
        expect(found?.userPrincipalName).toBe(userPrincipalName);
        expect(await directory.listAccounts([found?.id ?? ''])).toMatchObject([{ userPrincipalName }]);
        harness.deleteAccount(userPrincipalName);
        expect(await directory.listAccounts([userPrincipalName])).toEqual([]);
      });

      it('are set, and replaced', async () => {
        const [boss] = await directory.listAccounts([harness.world.stranger.userPrincipalName]);
        const [one, two] = [await createId('one'), await createId('two')];
        expect(await directory.setManagers([{ objectId: one, managerId: two }])).toEqual([
          { status: 'done' },
        ]);
        expect(harness.managerOf(one)).toBe(two);
        const managerId = boss?.id ?? '';
        const both = [
          { objectId: one, managerId },
          { objectId: two, managerId },
        ];
        expect(await directory.setManagers(both)).toEqual([{ status: 'done' }, { status: 'done' }]);
        expect([one, two].map((id) => harness.managerOf(id))).toEqual([managerId, managerId]);
      });

      it('wait for an account that is not known yet', async () => {
        const objectId = await createId('early');
        const managerId = 'ffffffff-0000-4000-8000-000000000000';
        expect(await directory.setManagers([{ objectId, managerId }])).toMatchObject([{ status: 'later' }]);
        expect(harness.managerOf(objectId)).toBeUndefined();
      });
    });
  });
}

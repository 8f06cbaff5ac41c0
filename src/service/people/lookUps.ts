import { RollcallError } from '../../domain/errors.ts';
import type { Account, Actor, Group, Profile } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { Facts } from '../facts/facts.ts';
import type { HeldPlans } from '../ports/directory.ts';
import { readActorNames } from '../roleGroups/lastNames.ts';
import { PERSON_WORDS } from './words.ts';

/** People offered for one search: what fits a message that can still be read. More are a reason to type more. */
export const MOST_PEOPLE = 10;

/** Somebody's card. */
export interface PersonCard {
  profile: Profile;
  /** Who had Rollcall create this account, and when (milliseconds); left out when it did not. */
  createdHere?: { by: string; at: number };
  /** How they were before some change is kept. */
  hasSnapshots: boolean;
  /** skuId → product name. */
  licenseNames: Readonly<Record<string, string>>;
}

/** What is looked up of people who exist. Methods throw what the directory throws. */
export interface LookUps {
  /** By the beginning of a name, user name or mail address; an exact user name is found alone. */
  findPeople(actor: Actor, text: string): Promise<{ people: readonly Account[]; more: boolean }>;
  /** Groups whose name begins like this and that people can be put into, by name; none where groups cannot be read. */
  findGroups(actor: Actor, text: string): Promise<readonly Group[]>;
  /** By object id; those who are not there (any more) are left out. */
  readPeople(actor: Actor, objectIds: readonly string[]): Promise<readonly Account[]>;
  /** Throws NOT_FOUND for somebody who is not there (any more). */
  readPerson(actor: Actor, objectId: string): Promise<PersonCard>;
  /** By license, with the services that are on and off. */
  readServicePlans(actor: Actor, objectId: string): Promise<readonly HeldPlans[]>;
}

export function describeGonePerson(): RollcallError {
  return new RollcallError('NOT_FOUND', PERSON_WORDS.gone.message, PERSON_WORDS.gone);
}

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store'>;

export function createLookUps({ policy, directoryFor, store }: Options, facts: Facts): LookUps {
  /** By object id: a user name can have belonged to somebody else before. */
  async function findCreation({ id, userPrincipalName }: Account): Promise<PersonCard['createdHere']> {
    const entries = await store.readAudit({ subject: userPrincipalName, limit: Number.MAX_SAFE_INTEGER });
    const entry = entries.find(({ what, detail }) => what === 'account.created' && detail?.objectId === id);
    if (entry === undefined) return undefined;
    const by = (await readActorNames({ policy, store })).nameOf(entry.actor) ?? entry.actor;
    return { by, at: entry.at };
  }

  return {
    async findPeople({ customer }, text) {
      const found = await directoryFor(customer).findPeople(text, MOST_PEOPLE + 1);
      const exact = found.find(
        ({ userPrincipalName }) => userPrincipalName.toLowerCase() === text.trim().toLowerCase(),
      );
      if (exact !== undefined) return { people: [exact], more: false };
      const people = found
        .slice(0, MOST_PEOPLE)
        .sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));
      return { people, more: found.length > MOST_PEOPLE };
    },
    findGroups: ({ customer }, text) => facts.findGroups(customer, text),
    async readPeople({ customer }, objectIds) {
      const directory = directoryFor(customer);
      const found = await Promise.all(objectIds.map((objectId) => directory.readHoldings(objectId)));
      return found.flatMap((one) => one ?? []);
    },
    async readPerson({ customer }, objectId) {
      const [profile, licenseNames] = await Promise.all([
        directoryFor(customer).readProfile(objectId),
        facts.licenseNames(customer),
      ]);
      if (profile === undefined) throw describeGonePerson();
      const [createdHere, snapshots] = await Promise.all([
        findCreation(profile),
        store.listSnapshots({ customer, objectId: profile.id }),
      ]);
      const hasSnapshots = snapshots.length > 0;
      return { profile, licenseNames, hasSnapshots, ...(createdHere === undefined ? {} : { createdHere }) };
    },
    readServicePlans: ({ customer }, objectId) => directoryFor(customer).listServicePlans(objectId),
  };
}

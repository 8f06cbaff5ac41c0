import { z } from 'zod';
import type { CustomerId } from '../domain/terms.ts';
import { trimEndOf } from '../domain/trimEnds.ts';
import type { Directory } from '../service/ports/directory.ts';
import type { Clock, Ids, Log } from '../service/ports/surroundings.ts';
import { createGraphClient } from './client/client.ts';
import { createExchange } from './client/exchange.ts';
import { createSendWrites } from './client/pacedWrites.ts';
import { needed } from './client/shapes.ts';
import { createWritePacer, type SharedLimit, type WritePacer } from './client/writePacer.ts';
import { addToGroups } from './groups/addToGroups.ts';
import { findMemberships } from './groups/findMemberships.ts';
import { findGroups, listGroups } from './groups/listGroups.ts';
import { listMembers } from './groups/listMembers.ts';
import { removeFromGroups } from './groups/removeFromGroups.ts';
import { assignLicenses } from './licenses/assignLicenses.ts';
import { changeLicenses } from './licenses/changeLicenses.ts';
import { listHolders } from './licenses/listHolders.ts';
import { listLicenses } from './licenses/listLicenses.ts';
import { listServicePlans } from './licenses/listServicePlans.ts';
import { findHoldings, readHoldings } from './licenses/readHoldings.ts';
import type { TokenSource } from './login/tokenSource.ts';
import { setPassword, setUsageLocation } from './people/changeAccount.ts';
import { changePerson, clearManager, revokeSessions } from './people/changePerson.ts';
import { createAccounts } from './people/createAccounts.ts';
import { deleteAccounts } from './people/deleteAccounts.ts';
import { findLookAlikes, findLookAlikesOf } from './people/findLookAlikes.ts';
import { findPeople } from './people/findPeople.ts';
import { findTaken } from './people/findTaken.ts';
import { listAccounts } from './people/listAccounts.ts';
import { listAdminRoles } from './people/listAdminRoles.ts';
import { listDeleted } from './people/listDeleted.ts';
import { listManagers } from './people/listManagers.ts';
import { lookUpAccount, type MarkerAttribute } from './people/lookUpAccount.ts';
import { makeAccessPass } from './people/makeAccessPass.ts';
import { readPasswordChange } from './people/readPasswordChange.ts';
import { readProfile } from './people/readProfile.ts';
import { readState } from './people/readState.ts';
import { removeSignInMethods } from './people/removeSignInMethods.ts';
import { restoreAccount } from './people/restoreAccount.ts';
import { setAutomaticReply } from './people/setAutomaticReply.ts';
import { setManagers } from './people/setManagers.ts';
import { listDomains } from './tenant/listDomains.ts';
import { readOrganization } from './tenant/readOrganization.ts';

export interface GraphDirectoryOptions {
  customer: CustomerId;
  /** Without the version. */
  graphUrl?: string;
  tokens: TokenSource;
  clock: Clock;
  ids: Ids;
  log: Log;
  /** Where the operation id of a create is kept on the account. */
  markerAttribute: MarkerAttribute;
  /** Object id of the administrative unit that people are created in; the app's role may reach no further. */
  administrativeUnit?: string | undefined;
  fetch?: typeof fetch;
  /** 0 ≤ n < 1, for the jitter of waits; nothing secret depends on it. */
  random?: () => number;
  /** Counts the writes of all processes. Left out: this one is alone. */
  limit?: SharedLimit;
  /** Paces the writes; Microsoft's limit when it is left out. */
  pacer?: WritePacer;
}

/** A Directory that can say whether it is ready. */
export interface GraphDirectory extends Directory {
  /** One try: throws RollcallError when Graph cannot be used now. */
  check(): Promise<void>;
  /** Writes that the tenant still allows, as far as this process knows. */
  quotaLeft(): number;
}

const GRAPH_URL = 'https://graph.microsoft.com';

/** A customer's directory over Microsoft Graph v1.0. */
export function createGraphDirectory(options: GraphDirectoryOptions): GraphDirectory {
  const { customer, graphUrl = GRAPH_URL, clock, markerAttribute, random = Math.random } = options;
  const { tokens, ids, log, fetch = globalThis.fetch, administrativeUnit } = options;
  const inUnit = administrativeUnit !== undefined;
  const { limit, pacer = createWritePacer(clock, random, limit) } = options;
  const base = trimEndOf(graphUrl, '/');
  const exchange = createExchange({ customer, tokens, clock, ids, log, fetch });
  const client = createGraphClient({ graphUrl, exchange, clock, random });
  const sendWrites = createSendWrites(client, pacer, clock, inUnit);
  // Microsoft (docs-contrib, throttling-identity-and-access): sign-in methods have a limit of their own, so that what
  // it says must not hold up the writes of a job.
  const ofPasses = limit && { ...limit, key: `${limit.key} sign-in methods` };
  const sendPasses = createSendWrites(client, createWritePacer(clock, random, ofPasses), clock, inUnit);
  return {
    customer,
    readOrganization: () => readOrganization(client),
    listDomains: () => listDomains(client),
    listLicenses: () => listLicenses(client),
    listHolders: () => listHolders(client),
    findTaken: (names) => findTaken(client, names),
    listDeleted: () => listDeleted(client),
    findPeople: (text, most) => findPeople(client, text, most),
    listManagers: (objectIds) => listManagers(client, objectIds),
    readProfile: (objectId) => readProfile(client, objectId),
    readState: (objectId) => readState(client, objectId),
    readHoldings: (objectId) => readHoldings(client, objectId),
    findHoldings: (names) => findHoldings(client, names),
    listAdminRoles: (objectId) => listAdminRoles(client, objectId),
    listServicePlans: (objectId) => listServicePlans(client, objectId),
    findLookAlikes: (person) => findLookAlikes(client, person),
    findLookAlikesOf: (people) => findLookAlikesOf(client, people),
    createAccounts: (intents, how = {}) =>
      createAccounts(sendWrites, { markerAttribute, administrativeUnit }, intents, how),
    lookUpAccount: (name) => lookUpAccount(client, markerAttribute, name),
    assignLicenses: (intents, how = {}) => assignLicenses(sendWrites, intents, how),
    findGroups: (text, most) => findGroups(client, text, most),
    listGroups: (namesOrIds) => listGroups(client, namesOrIds),
    findMemberships: (objectId, groupIds) => findMemberships(client, 'users', objectId, groupIds),
    findGroupMemberships: (groupId, groupIds) => findMemberships(client, 'groups', groupId, groupIds),
    listMembers: (groupId, most) => listMembers(client, groupId, most),
    listAccounts: (namesOrIds) => listAccounts(client, namesOrIds),
    addToGroups: (intents, how = {}) => addToGroups(sendWrites, base, intents, how),
    setManagers: (intents, how = {}) => setManagers(sendWrites, base, intents, how),
    changeLicenses: (changes, how = {}) => changeLicenses(sendWrites, changes, how),
    setUsageLocation: (objectId, location, how = {}) => setUsageLocation(sendWrites, objectId, location, how),
    changePerson: (objectId, change, how = {}) => changePerson(sendWrites, objectId, change, how),
    clearManager: (objectId, how = {}) => clearManager(sendWrites, objectId, how),
    revokeSessions: (objectId, how = {}) => revokeSessions(sendWrites, objectId, how),
    setAutomaticReply: (objectId, text, how = {}) => setAutomaticReply(sendWrites, objectId, text, how),
    removeSignInMethods: (objectId, how = {}) => removeSignInMethods(client, sendPasses, objectId, how),
    removeFromGroups: (intents, how = {}) => removeFromGroups(sendWrites, intents, how),
    setPassword: (objectId, password, how = {}) => setPassword(sendWrites, objectId, password, how),
    readPasswordChange: (objectId) => readPasswordChange(client, objectId),
    deleteAccounts: (objectIds, how = {}) => deleteAccounts(sendWrites, objectIds, how),
    restoreAccount: (objectId, how = {}) => restoreAccount(sendWrites, objectId, how),
    makeAccessPass: (objectId) => makeAccessPass(sendPasses, objectId),
    quotaMs: (writes) => pacer.quotaMs(writes),
    quotaLeft: () => pacer.quotaLeft(),
    async check() {
      await client.readPage('check', '/organization?$select=id', z.object({ id: needed }), 1);
    },
  };
}

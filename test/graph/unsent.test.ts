import { afterEach, describe, expect, it } from 'vitest';
import { createWritePacer, type Priority } from '../../src/graph/client/writePacer.ts';
import type { GraphDirectory } from '../../src/graph/createGraphDirectory.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { WriteOptions } from '../../src/service/ports/directory.ts';
import {
  createFakeClock,
  type GraphDouble,
  openTestDirectory,
  sampleIntent,
  startGraphDouble,
} from './graphDouble.ts';

let graph: GraphDouble;
afterEach(() => graph.stop());

const ID = '5b1c1a0e-0000-4000-8000-0000000000ab';
const SKU = '6fd2c87f-b296-42f0-b197-1e91e994b900';

/** Every write that a job or an undo waits in the queue for. */
const WRITES: Record<string, (directory: GraphDirectory, how: WriteOptions) => Promise<unknown>> = {
  createAccounts: (directory, how) => directory.createAccounts([sampleIntent('marker')], how),
  assignLicenses: (directory, how) => directory.assignLicenses([{ objectId: ID, licenses: [SKU] }], how),
  changeLicenses: (directory, how) =>
    directory.changeLicenses([{ objectId: ID, add: [], remove: [SKU] }], how),
  addToGroups: (directory, how) => directory.addToGroups([{ objectId: ID, groupId: SKU }], how),
  removeFromGroups: (directory, how) => directory.removeFromGroups([{ objectId: ID, groupId: SKU }], how),
  setManagers: (directory, how) => directory.setManagers([{ objectId: ID, managerId: SKU }], how),
  clearManager: (directory, how) => directory.clearManager(ID, how),
  setUsageLocation: (directory, how) => directory.setUsageLocation(ID, 'US', how),
  changePerson: (directory, how) => directory.changePerson(ID, { accountEnabled: false }, how),
  revokeSessions: (directory, how) => directory.revokeSessions(ID, how),
  setAutomaticReply: (directory, how) => directory.setAutomaticReply(ID, 'Gone.', how),
  removeSignInMethods: (directory, how) => directory.removeSignInMethods(ID, how),
  setPassword: (directory, how) => directory.setPassword(ID, new Secret('one of ours'), how),
  deleteAccounts: (directory, how) => directory.deleteAccounts([ID], how),
  restoreAccount: (directory, how) =>
    directory
      .restoreAccount(ID, how)
      .catch(({ code }) => ({ status: code === 'THROTTLED' ? 'later' : code })),
};
const METHODS = { value: [{ '@odata.type': '#microsoft.graph.phoneAuthenticationMethod', id: 'one' }] };

describe('T61: a write whose wait in the queue has ended', () => {
  it.each(Object.entries(WRITES))('is not sent, and may be later: %s', async (_name, write) => {
    graph = await startGraphDouble(() => ({ json: METHODS }));
    const outcomes = [
      await write(openTestDirectory(graph.url).directory, { signal: AbortSignal.abort() }),
    ].flat();
    expect(outcomes).toMatchObject([{ status: 'later' }]);
    expect(graph.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});

/** All but the one whose limit is another. */
const SHARED = Object.entries(WRITES).filter(([name]) => name !== 'removeSignInMethods');

describe("a write's place in the queue", () => {
  it.each(SHARED)('is that of the job it belongs to: %s', async (_name, write) => {
    graph = await startGraphDouble(() => ({ json: {} }));
    const taken: Priority[] = [];
    const pacer = createWritePacer(createFakeClock(), () => 1);
    const { directory } = openTestDirectory(graph.url, undefined, undefined, {
      pacer: {
        ...pacer,
        take(writes, priority, signal) {
          taken.push(priority);
          return pacer.take(writes, priority, signal);
        },
      },
    });
    await write(directory, { priority: 'bulk' });
    await write(directory, { priority: 'interactive' });
    expect(taken).toContain('bulk');
    expect(taken).toContain('interactive');
    expect(taken.indexOf('interactive')).toBeGreaterThan(taken.lastIndexOf('bulk'));
  });
});

import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createRetention } from '../../../src/service/audit/retention.ts';
import { createForgetting } from '../../../src/service/people/forgetting.ts';
import { createOneAtATime } from '../../../src/service/ports/oneAtATime.ts';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';
import { openLowdbStore } from '../../../src/store/openLowdbStore.ts';
import { removeFolder } from '../../composition/removeFolder.ts';
import { createFaultyFs } from '../../store/disk/faultyFs.ts';
import { createTestClock, createTestLog, masterKeys } from '../../store/sampleRecords.ts';
import { createWorld, OMAR, PLACE } from '../fakes/world.ts';

const ADA = { userPrincipalName: 'ada@contoso.com', displayName: 'Ada Lovelace', usageLocation: 'US' };
const BOB = { userPrincipalName: 'bob@contoso.com', displayName: 'Bob', usageLocation: 'US' };
const TELLS = /ada@contoso\.com|lovelace/i;

let folder = '';
afterEach(() => removeFolder(folder));

/** The files of the data folder in which somebody is named, but for the history, whose chain forgets nobody. */
async function filesThatTell(objectId: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = all.filter((one) => one.isFile() && !one.name.startsWith('audit'));
  const telling: string[] = [];
  for (const { parentPath, name } of files) {
    const text = await readFile(join(parentPath, name), 'utf8');
    if (TELLS.test(text) || text.includes(objectId)) telling.push(name);
  }
  return telling;
}

describe('T62: the data folder, once somebody was forgotten', () => {
  it('names them nowhere: not in what failed for others, nor in why a request came to nothing', async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-forget-'));
    const world = createWorld();
    const { job, rows } = await world.run([ADA, BOB]);
    const objectId = rows[0]?.objectId ?? '';
    const error = {
      code: 'NOT_FOUND',
      message: 'The account was created without a manager: ada@contoso.com does not exist.',
      next: 'Press Retry once Ada Lovelace has an account.',
    } as const;
    const others = rows.map((row, index) =>
      index === 1 ? { ...row, manager: { state: 'failed' as const, error } } : row,
    );
    const { actor, requestId, people, settings, kind } = await world.prepare([ADA, BOB]);
    const request: RequestRecord = {
      id: 'req_1',
      version: 1,
      state: 'approved',
      customer: actor.customer,
      requestedBy: { actorId: actor.id, name: actor.name, platform: 'slack', userId: actor.userId },
      place: PLACE,
      asked: { draftId: requestId, draftVersion: 1, kind, people, settings },
      hash: 'hash',
      rule: 'All',
      needed: 1,
      approvers: ['grace'],
      notCounted: ['Ada Lovelace created the account of Grace', 'Bob has no "teams" in policy.json'],
      decisions: [],
      copies: [],
      createdAt: 1,
      expiresAt: 2,
      closedAt: 2,
      problem: error,
    };
    const store = await openLowdbStore({
      folder,
      masterKeys,
      clock: createTestClock(),
      log: createTestLog(),
    });
    await store.accept(job, others);
    await store.saveRequest(request);
    expect(await filesThatTell(objectId)).not.toEqual([]);

    const forgetting = createForgetting(
      {
        ...{ ...world, store, randomInt: () => 0, ids: { next: (kind) => `${kind}_1` } },
        directoryFor: () => world.tenant.connect().directory,
      },
      createOneAtATime(),
      async () => undefined,
    );
    const { kept } = await forgetting.forget(OMAR, 'ada@contoso.com');
    expect(kept).toMatchObject({ jobs: 1, requests: 1 });
    const [, bob] = await store.loadRows(job.id);
    const { problem, notCounted } = (await store.loadRequest('req_1')) ?? {};
    await store.close();
    expect(await filesThatTell(objectId)).toEqual([]);
    // What happened to the others stays.
    expect(bob).toMatchObject({ person: BOB, manager: { state: 'failed', error: { code: 'NOT_FOUND' } } });
    expect(problem).toMatchObject({ code: 'NOT_FOUND', next: expect.stringContaining('Look the person up') });
    expect(notCounted).toEqual(['Bob has no "teams" in policy.json']);
  });

  it.each(['again', 'daily'])(
    'names them nowhere, though the disk failed between a job and its rows: %s',
    async (when) => {
      folder = await mkdtemp(join(tmpdir(), 'rollcall-forget-'));
      const world = createWorld();
      const { job, rows } = await world.run([ADA]);
      const fs = createFaultyFs();
      const [clock, log] = [createTestClock(), createTestLog()];
      const store = await openLowdbStore({ folder, masterKeys, clock, log, fs });
      await store.accept(job, rows);
      const forgetting = createForgetting(
        {
          ...{ ...world, store, randomInt: () => 0, ids: { next: (kind) => `${kind}_1` } },
          directoryFor: () => world.tenant.connect().directory,
        },
        createOneAtATime(),
        async () => undefined,
      );
      fs.before = ({ name, path }) => {
        if (name === 'rm' && path.endsWith(job.id)) throw new Error('The disk failed.');
      };
      await expect(forgetting.forget(OMAR, 'ada@contoso.com')).rejects.toMatchObject({
        code: 'STORE_BROKEN',
      });
      fs.before = undefined;
      expect(await store.loadJob(job.id)).toBeUndefined();
      expect(await filesThatTell(rows[0]?.objectId ?? '')).not.toEqual([]);
      if (when === 'again') await forgetting.forget(OMAR, 'ada@contoso.com');
      else await createRetention({ ...world, store, clock, log }).sweep();
      expect(await filesThatTell(rows[0]?.objectId ?? '')).toEqual([]);
      await store.close();
    },
  );
});

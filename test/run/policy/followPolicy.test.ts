import { readFileSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LiveConfig, readSettings } from '../../../src/config/config.ts';
import type { Policy } from '../../../src/domain/policy/policy.ts';
import type { NoticeView } from '../../../src/flows/views/parts.ts';
import { followPolicy } from '../../../src/run/policy/followPolicy.ts';
import { createLivePolicy, describeChange } from '../../../src/run/policy/livePolicy.ts';
import { createNewestPolicy, hashPolicy } from '../../../src/run/policy/newestPolicy.ts';
import { CAST, SLACK_TEAM_ID, TENANT_ID } from '../../../src/sandbox/contoso.ts';
import {
  createSolePolicies,
  judgePolicy,
  type KnownPolicy,
  keepNewest,
  type Policies,
} from '../../../src/service/ports/policies.ts';
import type { AuditEntry } from '../../../src/service/ports/records.ts';
import type { Clock } from '../../../src/service/ports/surroundings.ts';
import { removeFolder } from '../../composition/removeFolder.ts';
import { createManualClock } from '../../service/fakes/manualClock.ts';
import { createTestClock, createTestLog } from '../../store/sampleRecords.ts';

const written = {
  customers: [{ id: 'contoso', name: 'Contoso' }],
  people: [CAST.helpdesk, CAST.admin] as object[],
  slackTeams: [SLACK_TEAM_ID],
};
const LOOK_MS = 5;
const OTHER_TEAM = 'T0OTHER';
const OTHER_TENANT = '3f1c7a90-5b7e-4c55-9a54-7e0f3c1d8b22';
/** An app that is added to several workspaces. */
const ADDED_APP = { install: {} } as unknown as NonNullable<LiveConfig['slack']>;
let folder: string;
let file: string;
let env: Record<string, string>;
let following: { stop(): Promise<void> } | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-policy-'));
  file = join(folder, 'policy.json');
  env = {
    SLACK_SIGNING_SECRET: 'a'.repeat(32),
    SLACK_BOT_TOKEN: 'xoxb-1',
    AZURE_TENANT_ID: TENANT_ID,
    AZURE_CLIENT_ID: TENANT_ID,
    AZURE_CLIENT_SECRET: 'secret',
    SMTP_URL: 'smtp://127.0.0.1:25',
    MAIL_FROM: 'rollcall@contoso.com',
    POLICY_FILE: file,
  };
});
afterEach(async () => {
  await following?.stop();
  await removeFolder(folder);
});

async function follow(
  note?: unknown,
  policies = createSolePolicies(createTestClock()),
  more: Pick<LiveConfig, 'slack'> = {},
  reach: () => Promise<boolean> = async () => true,
  clock: Pick<Clock, 'now' | 'sleep'> = createTestClock(),
) {
  const text = JSON.stringify(written);
  await writeFile(file, text);
  const { policy } = readSettings(env, () => text).read;
  if (policy === undefined) throw new Error('The policy of the test is wrong.');
  const live = createLivePolicy(policy);
  const log = createTestLog();
  const told: NoticeView[] = [];
  const whats: string[] = [];
  const audited: AuditEntry[] = [];
  const notes: unknown[] = note === undefined ? [] : [note];
  const others = new Map<string, unknown>();
  const store = { holdKey: async () => 1, freeKey: async () => undefined };
  const newest = createNewestPolicy(policies, { store, clock });
  following = await followPolicy({
    newest,
    config: { policy, policyFile: file, ...more },
    live,
    env,
    readFile: (path) => {
      if (path !== file) throw new Error('Only the policy is a file here.');
      return readFileSync(path, 'utf8');
    },
    store: {
      audit: async (entry) => void audited.push(entry),
      loadNote: async (name) => (name === 'policy' ? notes.at(-1) : others.get(name)),
      saveNote: async (name, value) => void (name === 'policy' ? notes.push(value) : others.set(name, value)),
      async updateNote<Note>(name: string, change: (note: Note | undefined) => Note) {
        const changed = change(others.get(name) as Note | undefined);
        others.set(name, changed);
        return changed;
      },
    },
    async tellOnce(what, news) {
      whats.push(what);
      const view = news({ isForAll: true, actsFor: () => true });
      if (view !== undefined) told.push(view);
      return reach();
    },
    clock,
    log,
    everyMs: LOOK_MS,
  });
  return { policy: live.policy, check: newest.check, told, whats, audited, notes, others, log };
}

/** All at once: a machine that is busy may take longer than two looks between emptying a file and filling it. */
async function write(content: object | string): Promise<void> {
  const fresh = `${file}.fresh`;
  await writeFile(fresh, typeof content === 'string' ? content : JSON.stringify(content));
  await rename(fresh, file);
}
const namesOf = ({ people }: Policy) => people.map(({ id }) => id);
/** Long enough for many looks, if there were anything to see. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 40 * LOOK_MS));

describe('a policy file that is changed while Rollcall runs', () => {
  it('holds for whoever has the policy already, and the audit says what changed and whose file it is', async () => {
    const { policy, audited, told } = await follow();
    await write({ ...written, people: [CAST.helpdesk, CAST.manager], maxRows: 7 });
    await vi.waitFor(() => expect(namesOf(policy)).toEqual(['mia', 'grace']), { timeout: 10_000 });
    expect(policy.maxRows).toBe(7);
    expect(audited).toEqual([
      expect.objectContaining({
        what: 'policy.changed',
        outcome: 'done',
        detail: {
          changed: 'people (+grace -omar), maxRows',
          written: expect.stringMatching(/^\d{4}-/),
          fileOwner: process.getuid?.(),
          sha256: expect.stringMatching(/^[0-9a-f]{12}$/),
        },
      }),
    ]);
    expect(told).toEqual([]);
  });

  it.each([
    ['has a trailing comma', JSON.stringify(written).replace(/}$/, ',}'), 'this comma has nothing behind it'],
    ['has an unknown key', JSON.stringify({ ...written, maxRow: 7 }), '"maxRow" isn\'t a known key'],
    [
      'no longer goes with the environment',
      JSON.stringify({ ...written, slackTeams: [] }),
      'slackTeams: name your',
    ],
  ])('keeps the old one when the new one %s, and tells where, once', async (_what, text, said) => {
    const { policy, told, audited, log } = await follow();
    await write(text);
    await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 10_000 });
    await aWhile();
    expect(told).toHaveLength(1);
    expect(told[0]?.text.join('\n')).toContain(said);
    expect(told[0]?.text.join('\n')).not.toContain(folder);
    expect(log.events.filter(({ event }) => event === 'policy.refused')).toHaveLength(1);
    expect([namesOf(policy), audited]).toEqual([['mia', 'omar'], []]);
    await write({ ...written, maxRows: 9 });
    await vi.waitFor(() => expect(policy.maxRows).toBe(9), { timeout: 10_000 });
  });

  it('is no news when it says the same in another form, nor when it was never touched', async () => {
    const { audited, told } = await follow();
    await write(`\uFEFF${JSON.stringify({ $schema: undefined, ...written }, null, 4)}`);
    await aWhile();
    expect([audited, told]).toEqual([[], []]);
  });

  it('is called the same wherever the same text is as wrong, and otherwise when another one is', async () => {
    const one = await follow();
    await write('{');
    await vi.waitFor(() => expect(one.whats).toHaveLength(1), { timeout: 10_000 });
    await following?.stop();
    const elsewhere = join(folder, 'elsewhere.json');
    file = elsewhere;
    env.POLICY_FILE = elsewhere;
    const other = await follow();
    await write('{');
    await vi.waitFor(() => expect(other.whats).toHaveLength(1), { timeout: 10_000 });
    await write('[');
    await vi.waitFor(() => expect(other.whats).toHaveLength(2), { timeout: 10_000 });
    expect(other.whats[0]).toBe(one.whats[0]);
    expect(other.whats[1]).not.toBe(one.whats[0]);
  });

  it.each([
    [
      'is told when another Slack workspace is the first, which ids without one are of',
      [OTHER_TEAM, SLACK_TEAM_ID],
      true,
    ],
    ['is no such news when a workspace is added at the end', [SLACK_TEAM_ID, OTHER_TEAM], false],
  ])('%s', async (_what, slackTeams, isTold) => {
    const { policy, told } = await follow(undefined, undefined, { slack: ADDED_APP });
    await write({ ...written, slackTeams });
    await vi.waitFor(() => expect(policy.slackTeams).toEqual(slackTeams), { timeout: 10_000 });
    expect(told.map(({ title }) => title)).toEqual(
      isTold ? ['The first Slack workspace in the policy changed'] : [],
    );
  });

  it.each([
    ['answers nothing', () => new Promise<boolean>(() => undefined)],
    ['is broken', () => Promise.reject(new Error('The chat is broken.'))],
    ['reaches nobody', async () => false],
  ])(
    'holds, also at a start, although the chat that is to say which workspace is the first %s',
    async (_what, reach) => {
      const slackTeams = [OTHER_TEAM, SLACK_TEAM_ID];
      const before = readSettings(env, () => JSON.stringify({ ...written, slackTeams })).read.policy;
      const { whats, check, notes } = await follow(before, undefined, { slack: ADDED_APP }, reach);
      expect(whats).toEqual([expect.stringContaining(`first team ${OTHER_TEAM}`)]);
      await check();
      expect(notes).toHaveLength(2);
    },
  );

  it('is told each minute that it is wrong until somebody was reached, and holds without that once it is mended', async () => {
    const clock = createManualClock();
    let isAway = true;
    const { policy, whats, log } = await follow(undefined, undefined, {}, async () => !isAway, clock);
    await write('{');
    await vi.waitFor(() => expect(whats).toHaveLength(1), { timeout: 10_000 });
    await clock.advance(60_000);
    expect(whats).toHaveLength(2);
    isAway = false;
    await clock.advance(60_000);
    await clock.advance(10 * 60_000);
    expect(whats).toEqual(Array(3).fill(whats[0]));
    isAway = true;
    await write('[');
    await vi.waitFor(() => expect(whats).toHaveLength(4), { timeout: 10_000 });
    await write({ ...written, maxRows: 9 });
    await vi.waitFor(() => expect(policy.maxRows).toBe(9), { timeout: 10_000 });
    await clock.advance(10 * 60_000);
    expect(whats).toHaveLength(4);
    expect(log.events.filter(({ event }) => event === 'policy.refused')).toHaveLength(2);
  });

  it('is told where it stays older than what others had, and holds once none of these is alive, after it was audited', async () => {
    const clock = createManualClock();
    const others = { hash: 'of others', since: 0, aliveAt: clock.now() };
    let known: KnownPolicy[] = [{ hash: hashPolicy(JSON.stringify(written)), since: 0 }, others];
    const policies: Policies = {
      held: async () => known.at(-1),
      judge: async (hash, from, silentSince) => judgePolicy(known, hash, from, silentSince),
      async hold(hash, from, silentSince) {
        const age = judgePolicy(known, hash, from, silentSince);
        if (age === 'newest') known = [...known, keepNewest(known, hash, from, clock.now())];
        return age;
      },
      noteAlive: async () => undefined,
    };
    const before = { ...written, maxRows: 7 };
    const { told, check, audited, log } = await follow(before, policies, {}, undefined, clock);
    const events = () => log.events.map(({ event }) => event);
    expect(events()).toEqual(['policy.behind']);
    for (let look = 0; look < 20; look += 1) {
      others.aliveAt = clock.now();
      await clock.advance(30_000);
    }
    expect(told.map(({ title }) => title)).toEqual([
      'A policy file is older than the one that was used before',
    ]);
    expect(audited).toEqual([]);
    await expect(check()).rejects.toMatchObject({ code: 'POLICY_BEHIND' });
    await clock.advance(4 * 60_000);
    await expect(check()).rejects.toMatchObject({ code: 'POLICY_BEHIND' });
    await clock.advance(2 * 60_000);
    await expect(check()).resolves.toBeUndefined();
    expect(audited).toMatchObject([
      { what: 'policy.changed', detail: { changed: expect.stringContaining('maxRows') } },
    ]);
    expect(events()).toEqual(['policy.behind', 'policy.changed', 'policy.stands_in']);
  });

  it('is taken although the chat that is to say that the one before is wrong answers nothing', async () => {
    const { policy, whats } = await follow(undefined, undefined, {}, () => new Promise(() => undefined));
    await write('{');
    await vi.waitFor(() => expect(whats).toHaveLength(1), { timeout: 10_000 });
    await write({ ...written, maxRows: 9 });
    await vi.waitFor(() => expect(policy.maxRows).toBe(9), { timeout: 10_000 });
  });

  it('is told when it is gone, and the old one holds', async () => {
    const { policy, told } = await follow();
    await rm(file);
    await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 10_000 });
    expect(told[0]?.text.join('\n')).toContain("can't be read");
    expect(namesOf(policy)).toEqual(['mia', 'omar']);
  });
});

describe('a policy file that was changed while Rollcall was stopped', () => {
  it('is in the audit from the next start on, once', async () => {
    const { policy } = readSettings(env, () => JSON.stringify({ ...written, people: [CAST.helpdesk] })).read;
    const { audited, notes, log } = await follow(policy);
    await vi.waitFor(() => expect(notes).toHaveLength(2), { timeout: 10_000 });
    expect(audited).toEqual([
      expect.objectContaining({
        what: 'policy.changed_while_stopped',
        detail: expect.objectContaining({ changed: 'people (+omar)', fileOwner: process.getuid?.() }),
      }),
    ]);
    await following?.stop();
    const again = await follow(JSON.parse(JSON.stringify(notes.at(-1))));
    await following?.stop();
    expect([again.audited, again.notes.length]).toEqual([[], 1]);
    expect(log.events.map(({ event }) => event)).toContain('policy.changed_while_stopped');
  });

  it('keeps what a customer was called that was taken out meanwhile', async () => {
    const { policy } = readSettings(env, () => JSON.stringify(written)).read;
    const fabrikam = { id: 'fabrikam', name: 'Fabrikam', tenantId: OTHER_TENANT };
    const [contoso] = policy?.customers ?? [];
    const before = { ...policy, customers: [{ ...contoso, tenantId: TENANT_ID }, fabrikam] };
    const { others } = await follow(before);
    expect(others.get('customersGone')).toEqual([{ id: 'fabrikam', name: 'Fabrikam' }]);
    await following?.stop();
    expect((await follow(policy)).others.size).toBe(0);
  });

  it('is no news at the first start of all, and is told without its keys when an older version wrote them', async () => {
    const first = await follow();
    await following?.stop();
    expect([first.audited, first.notes.length]).toEqual([[], 1]);
    const older = await follow({ people: 'of another kind' });
    await following?.stop();
    expect(older.audited.map(({ detail }) => detail?.changed)).toEqual(['unknown']);
  });
});

describe('what changed in a policy', () => {
  it('names keys, and people and customers by id', async () => {
    const { policy } = readSettings(env, () => JSON.stringify(written)).read;
    if (policy === undefined) throw new Error('The policy of the test is wrong.');
    const [mia, omar] = policy.people;
    if (mia === undefined || omar === undefined) throw new Error('There are two people.');
    expect(describeChange(policy, { ...policy, people: [omar, mia] })).toBe('people (in another order)');
    expect(describeChange(policy, { ...policy, people: [{ ...mia, roles: ['admin'] }, omar] })).toBe(
      'people (~mia)',
    );
    expect(describeChange(policy, { ...policy, askForAccess: 'Mia' })).toBe('askForAccess');
  });
});

import { readFileSync } from 'node:fs';
import { mkdtemp, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readSettings } from '../../../src/config/config.ts';
import { followPolicy } from '../../../src/run/policy/followPolicy.ts';
import { createLivePolicy } from '../../../src/run/policy/livePolicy.ts';
import { CAST, SLACK_TEAM_ID, TENANT_ID } from '../../../src/sandbox/contoso.ts';
import { removeFolder } from '../../composition/removeFolder.ts';
import { createManualClock } from '../../service/fakes/manualClock.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const written = {
  customers: [{ id: 'contoso', name: 'Contoso' }],
  people: [CAST.helpdesk, CAST.admin],
  slackTeams: [SLACK_TEAM_ID],
};
let folder: string;
let file: string;
let following: { stop(): Promise<void> } | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-policy-'));
  file = join(folder, 'policy.json');
});
afterEach(async () => {
  await following?.stop();
  await removeFolder(folder);
});

/** An instance that goes by the file, whose follow-up fails as long as `state` says so. */
async function follow() {
  const text = JSON.stringify(written);
  await writeFile(file, text);
  const env = {
    ...{ SLACK_SIGNING_SECRET: 'a'.repeat(32), SLACK_BOT_TOKEN: 'xoxb-1' },
    ...{ AZURE_TENANT_ID: TENANT_ID, AZURE_CLIENT_ID: TENANT_ID, AZURE_CLIENT_SECRET: 'secret' },
    ...{ SMTP_URL: 'smtp://127.0.0.1:25', MAIL_FROM: 'rollcall@contoso.com', POLICY_FILE: file },
  };
  const { policy } = readSettings(env, () => text).read;
  if (policy === undefined) throw new Error('The policy of the test is wrong.');
  const live = createLivePolicy(policy);
  const log = createTestLog();
  const clock = createManualClock();
  const state = { fails: false, isBehind: false, holdsAgain: false, tries: 0, followed: 0 };
  following = await followPolicy({
    config: { policy, policyFile: file },
    ...{ live, env, clock, log },
    readFile: (path) => readFileSync(path, 'utf8'),
    newest: {
      async take(_text, before) {
        if (state.isBehind && !state.holdsAgain) return 'older';
        state.isBehind = false;
        await before();
        return 'newest';
      },
      isBehind: async () => state.isBehind,
      noteAlive: async () => undefined,
      findLeft: async () => undefined,
    },
    store: {
      audit: async () => undefined,
      loadNote: async () => undefined,
      saveNote: async () => undefined,
      updateNote: async (_name, change) => change(undefined) as never,
    },
    tellOnce: async () => true,
    async changed() {
      state.tries += 1;
      if (state.fails) throw new Error('The database is away.');
      state.followed += 1;
    },
    everyMs: 5,
  });
  const countOf = (wanted: string) => log.events.filter(({ event }) => event === wanted).length;
  return { policy: live.policy, clock, state, countOf };
}

async function write(content: object): Promise<void> {
  await writeFile(`${file}.fresh`, JSON.stringify(content));
  await rename(`${file}.fresh`, file);
}
const LONG = { timeout: 10_000 };

it('a policy that holds is said to hold, where what follows from it fails, and that is tried until it is done', async () => {
  const { policy, state, countOf } = await follow();
  state.fails = true;
  await write({ ...written, maxRows: 7 });
  await vi.waitFor(() => expect(state.tries).toBeGreaterThan(2), LONG);
  expect([policy.maxRows, countOf('policy.not_taken'), countOf('policy.not_followed')]).toEqual([7, 0, 1]);
  state.fails = false;
  await vi.waitFor(() => expect(state.followed).toBe(1), LONG);
  // The next one is said anew.
  state.fails = true;
  await write({ ...written, maxRows: 8 });
  await vi.waitFor(() => expect(countOf('policy.not_followed')).toBe(2), LONG);
});

it('what follows is done once for each text, and not at the start', async () => {
  const { policy, clock, state } = await follow();
  expect(state.tries).toBe(0);
  await write({ ...written, maxRows: 7 });
  await vi.waitFor(() => expect(policy.maxRows).toBe(7), LONG);
  await vi.waitFor(() => expect(state.followed).toBe(1), LONG);
  await clock.advance(5 * 60_000);
  expect(state.tries).toBe(1);
});

it('an older file that stands in is followed as well, and again where that fails', async () => {
  const { policy, clock, state, countOf } = await follow();
  Object.assign(state, { isBehind: true, fails: true });
  await write({ ...written, maxRows: 7 });
  await vi.waitFor(() => expect(countOf('policy.behind')).toBe(1), LONG);
  await clock.advance(60_000);
  expect([policy.maxRows, state.tries]).toEqual([5_000, 0]);
  state.holdsAgain = true;
  await clock.advance(90_000);
  expect([policy.maxRows, state.tries, countOf('policy.not_followed')]).toEqual([7, 3, 1]);
  state.fails = false;
  await clock.advance(90_000);
  expect([state.tries, state.followed]).toEqual([4, 1]);
});

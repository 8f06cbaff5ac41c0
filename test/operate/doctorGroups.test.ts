import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { examineAll } from '../../src/operate/doctor/examineAll.ts';
import { type CheckName, printFinding } from '../../src/operate/doctor/finding.ts';
import { CAST } from '../../src/sandbox/contoso.ts';
import { createSealer } from '../../src/secrets/sealing.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { parseMasterKeys } from '../../src/store/keyFile.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { startStrangers } from './strangers.ts';

const ENTRA = '6f3b2c8e-0000-4c1d-9e7f-00000000000';
let folder: string;
let strangers: Awaited<ReturnType<typeof startStrangers>>;
let before: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-doctor-'));
  strangers = await startStrangers();
  before = strangers.slack.switches.scopes;
});
beforeEach(() => {
  strangers.slack.switches.scopes = before;
  strangers.slack.switches.grid = undefined;
  strangers.slack.switches.otherApp = undefined;
  strangers.slack.world.userGroups.clear();
});
afterAll(async () => {
  await strangers.stop();
  await removeFolder(folder);
});

/** What one check prints, with this changed in the policy and the environment. */
async function look(check: CheckName, change: object, more: Record<string, string> = {}): Promise<string> {
  const file = join(folder, 'policy.json');
  await writeFile(file, JSON.stringify({ ...strangers.policy, ...change }));
  const dataDir = join(folder, 'data');
  const env = { ...strangers.env, POLICY_FILE: file, DATA_DIR: dataDir, PUBLIC_URL: 'https://x', ...more };
  const found = await examineAll(env, (path) => readFileSync(path, 'utf8'), { checks: [check], dataDir });
  return found.map(printFinding).join('\n');
}

const OAUTH = { SLACK_BOT_TOKEN: '', SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'secret' };

/** Has Rollcall installed in a workspace or an organization, with the token that Slack knows, until the test is over. */
async function install(id: string, more: object = {}): Promise<void> {
  const keys = parseMasterKeys(strangers.env.SECRET_KEY ?? '');
  if (keys === undefined) throw new Error('no key');
  const sealer = createSealer(keys);
  const key = sealer.newJobKey(`slack:${id}`);
  const record = {
    ...{ id, name: 'Group', botId: 'B', botUserId: 'U', scopes: [], installedAt: 1, ...more },
    ...{ key, token: sealer.seal(key, id, 'token', new Secret(strangers.slackKeys.botToken)) },
  };
  await mkdir(join(folder, 'data'), { recursive: true });
  const file = join(folder, 'data/installations.json');
  await writeFile(file, JSON.stringify({ schema: 1, installations: [record] }));
  onTestFinished(() => rm(file, { force: true }));
}

describe('the doctor and groups that give roles', () => {
  it('asks Microsoft who is in each Entra group: one with people, one without, one that is not there', async () => {
    const { state } = strangers.graph;
    const [someone] = state.users.keys();
    const [seed] = state.groups;
    if (someone === undefined || seed === undefined) throw new Error('The tenant is empty.');
    const made = [someone, undefined].map((member, index) => ({
      ...{ ...seed, id: `${ENTRA}${index}`, displayName: `Group ${index}` },
      members: new Set(member === undefined ? [] : [member]),
    }));
    state.groups.push(...made);
    const groups = ['full', 'empty', 'gone'].map((id, index) => ({
      ...{ id, name: id.toUpperCase(), entra: `${ENTRA}${index}`, roles: ['helpdesk'] },
    }));
    const said = await look('graph', { groups });
    state.groups.splice(-2);
    expect(said).toContain('✓ graph    groups: Microsoft tells who is in "full" (FULL).');
    expect(said).toContain('! graph    groups: No one is in "empty" (EMPTY)');
    expect(said).toContain(`✗ graph    groups: There is no group ${ENTRA}2 in this tenant, so "gone"`);
  });

  it('asks Slack by the workspace that a group is in, and says how to name it, for an app of an organization', async () => {
    const { slack, slackKeys } = strangers;
    slack.switches.scopes = [...before, 'usergroups:read', 'users:read'];
    slack.switches.grid = { enterpriseId: 'E0GROUP', userTeamId: 'T0B', isOrgWide: true };
    slack.world.userGroups.set('S0HD', { name: 'Helpdesk', users: new Set() });
    const group = { name: 'Helpdesk', roles: ['helpdesk'] };
    const groups = ['S0HD', `${slackKeys.teamId}/S0HD`, 'T0ELSEWHERE/S0HD'].map((id, index) => ({
      ...{ ...group, id: `g${index}`, slack: id },
    }));
    const said = await look('slack', { groups, slackTeams: ['E0GROUP'] });
    expect(said).toMatch(/who is in "g0".*: missing_argument\.\n.*as in "T012AB3CD\/S012AB3CD"/);
    expect(said).toContain('✓ slack    groups: Slack tells who is in "g1" (Helpdesk).');
    expect(said).toMatch(
      /who is in "g2".*: team_access_not_granted\.\n.*add the app to the group's workspace/,
    );
  });
});

describe('the doctor and Slack groups elsewhere', () => {
  const group = (slack: string) => ({ groups: [{ id: 'hd', name: 'Helpdesk', slack, roles: ['helpdesk'] }] });

  it('names one in a workspace that the one token does not reach', async () => {
    const { slackKeys } = strangers;
    const slackTeams = [slackKeys.teamId, 'T0SECOND'];
    const said = await look('slack', { slackTeams, ...group('T0SECOND/S0HD') });
    expect(said).toContain(
      `✗ slack    groups: "hd" (Helpdesk) is in another Slack workspace, T0SECOND, which SLACK_BOT_TOKEN doesn't reach`,
    );
  });

  it('leaves one in doubt that may be in a workspace of another organization', async () => {
    const { slack } = strangers;
    await install('E0GROUP', { enterpriseId: 'E0GROUP' });
    slack.switches.scopes = [...before, 'usergroups:read', 'users:read'];
    slack.switches.grid = { enterpriseId: 'E0GROUP', userTeamId: 'T0B', isOrgWide: true };
    const two = { slackTeams: ['E0GROUP', 'E0OTHER'], ...group('T0OTHER/S0HD') };
    expect(await look('slack', two, OAUTH)).toMatch(
      /! slack .*groups: "hd" \(Helpdesk\) is in a workspace, T0OTHER, that Rollcall isn't in for E0GROUP/,
    );
    const one = { slackTeams: ['E0GROUP'], ...group('T0OTHER/S0HD') };
    expect(await look('slack', one, OAUTH)).toMatch(/✗ slack .*who is in "hd".*: team_access_not_granted/);
  });
});

describe('the doctor and Slack apps', () => {
  it('notices an app-level token of another app, where the bot may tell its own, and says where it may not', async () => {
    const { slack, slackKeys } = strangers;
    const socket = { SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: slackKeys.appToken };
    const found = await look('slack', {}, socket);
    expect(found).toMatch(
      /! slack {4}The Slack ids in the policy, and whether SLACK_APP_TOKEN and SLACK_BOT_TOKEN are of one app, can't be checked without the scope users:read, which Rollcall itself doesn't need\.\n.*slack\.otherApp in the log/,
    );
    expect(found.match(/! slack/g)).toHaveLength(1);
    slack.switches.scopes = [...before, 'users:read'];
    expect(await look('slack', {}, socket)).not.toMatch(/another answers|are of one app/);
    slack.switches.otherApp = 'A0OTHER';
    expect(await look('slack', {}, socket)).toContain(
      '✗ slack    SLACK_APP_TOKEN is of the app A0ROLLCALL, and SLACK_BOT_TOKEN of A0OTHER',
    );
  });

  it('notices it where workspaces are added, too, by what was kept then', async () => {
    const { slackKeys } = strangers;
    const socket = { ...OAUTH, SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: slackKeys.appToken };
    const change = { slackTeams: [slackKeys.teamId] };
    await install(slackKeys.teamId, { appId: 'A0ROLLCALL' });
    expect(await look('slack', change, socket)).not.toMatch(/another answers|are of one app/);
    await install(slackKeys.teamId, { appId: 'A0OTHER' });
    expect(await look('slack', change, socket)).toContain(
      '✗ slack    SLACK_APP_TOKEN is of the app A0ROLLCALL, and SLACK_CLIENT_ID of A0OTHER',
    );
  });

  it.each([
    ['the right ones', '1.2', 'secret', '✓ slack    Slack accepts the client ID and client secret.'],
    ['the ID of no app', '9.9', 'secret', "✗ slack    Slack doesn't know SLACK_CLIENT_ID"],
    ['the secret of another app', '1.2', 'wrong', "✗ slack    SLACK_CLIENT_SECRET isn't the one of that app"],
  ])('tries the client ID and secret: %s', async (_what, id, secret, expected) => {
    const app = { ...OAUTH, SLACK_CLIENT_ID: id, SLACK_CLIENT_SECRET: secret };
    expect(await look('slack', { slackTeams: ['T0MISSING'] }, app)).toContain(expected);
  });

  it('says what to open without an address, too', async () => {
    const said = await look('slack', { slackTeams: ['T0MISSING'] }, { ...OAUTH, PUBLIC_URL: '' });
    expect(said).toContain('the address of Rollcall with /slack/install at its end, once PUBLIC_URL is set');
    expect(said).not.toContain('undefined');
  });

  it('has scopes that a group needs added, and not a manifest pasted that lacks them', async () => {
    const groups = [{ id: 'g', name: 'Helpdesk', slack: 'S0HD', roles: ['helpdesk'] }];
    const said = await look('slack', { groups });
    expect(said).toMatch(
      /✗ slack {4}The scope usergroups:read is missing.*\n.*Add it under Bot Token Scopes/,
    );
    expect(said).not.toContain('manifests/slack.json');
    expect(said).not.toContain("doesn't need");
  });

  it('says which organization a workspace has joined since Rollcall was installed there', async () => {
    const { slack, slackKeys } = strangers;
    await install(slackKeys.teamId);
    const change = { slackTeams: [slackKeys.teamId] };
    expect(await look('slack', change, OAUTH)).toContain('✓ slack    Installed in Group (T0STRANGER).');
    slack.switches.grid = { enterpriseId: 'E0GROUP', userTeamId: slackKeys.teamId, isOrgWide: false };
    expect(await look('slack', change, OAUTH)).toContain(
      '✓ slack    Installed in Group (T0STRANGER), of the Enterprise Grid E0GROUP.',
    );
  });

  it('says in which workspaces of an organization the app is, its groups, and when it is in none', async () => {
    const { slack, slackKeys } = strangers;
    await install('E0GROUP', { enterpriseId: 'E0GROUP' });
    slack.switches.scopes = [...before, 'usergroups:read', 'users:read'];
    slack.world.userGroups.set('S0HD', { name: 'Helpdesk', users: new Set() });
    const grid = { enterpriseId: 'E0GROUP', userTeamId: 'T0B', isOrgWide: true };
    slack.switches.grid = grid;
    const groups = [{ id: 'hd', name: 'Helpdesk', slack: `${slackKeys.teamId}/S0HD`, roles: ['helpdesk'] }];
    const change = { groups, slackTeams: ['E0GROUP'] };
    const there = await look('slack', change, OAUTH);
    slack.switches.grid = { ...grid, isAddedNowhere: true };
    const nowhere = await look('slack', change, OAUTH);
    const withOthers = (others: number) => {
      slack.switches.grid = { ...grid, others };
      return look('slack', change, OAUTH);
    };
    expect(await withOthers(2)).toContain(
      'added to Contoso (T0STRANGER), Workspace 1 (T0OTHER1), and Workspace 2 (',
    );
    expect(await withOthers(10)).toContain('Workspace 9 (T0OTHER9), and one other.');
    expect(await withOthers(120)).toContain('Workspace 9 (T0OTHER9), and 111 others.');
    expect(await withOthers(1_500)).toContain('Workspace 9 (T0OTHER9), and more than 990 others.');
    expect(there).toMatch(/✓ slack .*organization Group \(E0GROUP\), and added to .*\(T/);
    expect(there).toContain('✓ slack    groups: Slack tells who is in "hd" (Helpdesk).');
    expect(nowhere).toMatch(/✗ slack .*isn't in any of its workspaces yet/);
  });

  describe('names whoever the policy knows by an id from before the Enterprise Grid, with the one of now', () => {
    const [mia, omar] = [CAST.helpdesk, CAST.admin];
    const FORMER = 'U0MIABEFORE';
    const others = [omar, CAST.manager];
    const people = [{ ...mia, slack: FORMER }, ...others];
    const named = new RegExp(
      `✗ slack .*people: "mia" .* has the Slack id ${FORMER}, .* Grid E0GROUP\\. .* ${mia.slack} now[^]*Replace it with "${mia.slack}" in that entry`,
    );
    const gridOf = (isOrgWide: boolean) => ({
      ...{ enterpriseId: 'E0GROUP', userTeamId: strangers.slackKeys.teamId, isOrgWide },
      formerIds: { [FORMER]: mia.slack },
    });

    it('with the token of one workspace', async () => {
      const { slack } = strangers;
      slack.calls.length = 0;
      expect(await look('slack', {})).not.toContain('Enterprise Grid');
      expect(slack.calls.map(({ method }) => method)).not.toContain('migration.exchange');
      slack.switches.grid = gridOf(false);
      slack.switches.scopes = [...before, 'users:read'];
      const said = await look('slack', { people });
      expect(said).toMatch(named);
      expect(said).not.toContain(omar.slack);
      // Slack takes the old id for the person in calls.
      expect(said).toContain('✓ slack    Everyone in the policy who has a Slack id is in the workspace.');
      expect(await look('slack', {})).not.toContain('✗');
    });

    it('in a workspace that was added, by its id', async () => {
      const { slack, slackKeys } = strangers;
      await install(slackKeys.teamId);
      slack.switches.grid = gridOf(false);
      const own = { ...mia, slack: `${slackKeys.teamId}/${FORMER}` };
      const slackTeams = ['T0FIRST', slackKeys.teamId];
      const said = await look('slack', { people: [own, ...others], slackTeams }, OAUTH);
      expect(said).toContain(`Replace it with "${slackKeys.teamId}/${mia.slack}" in that entry`);
    });

    it('where the app is installed for all of it, in whichever workspace they were', async () => {
      const { slack } = strangers;
      await install('E0GROUP', { enterpriseId: 'E0GROUP' });
      slack.switches.grid = { ...gridOf(true), others: 2 };
      expect(await look('slack', { people, slackTeams: ['E0GROUP'] }, OAUTH)).toMatch(named);
    });

    it('and says so where Slack doesn’t tell', async () => {
      const { slack } = strangers;
      slack.switches.grid = gridOf(false);
      slack.fail({ method: 'migration.exchange', times: 1, error: 'internal_error' });
      expect(await look('slack', { people })).toContain(
        "! slack    Slack didn't say whether the policy has ids from before the Enterprise Grid E0GROUP (internal_error).",
      );
    });
  });
});

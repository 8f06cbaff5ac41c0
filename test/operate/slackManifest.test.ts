import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeSlackManifest } from '../../src/operate/setup/slackManifest.ts';
import { namesSlackGroup } from '../../src/operate/setup/writePolicy.ts';

const URL_OF_OURS = 'https://rollcall.contoso.com';
const base = JSON.parse(readFileSync(new URL('../../manifests/slack.json', import.meta.url), 'utf8'));

/** Every address in it, by where it is. */
function listAddresses(value: unknown, at = ''): string[] {
  if (typeof value === 'string')
    return value.includes('://') || value.includes('${') ? [`${at}=${value}`] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => listAddresses(inner, `${at}/${key}`));
}

/** What has to be the same in each way. */
const common = ({ features, oauth_config: oauth, settings }: typeof base) => ({
  commands: features.slash_commands.map(({ url: _url, ...rest }: { url?: string }) => rest),
  shortcuts: features.shortcuts,
  scopes: oauth.scopes,
  events: settings.event_subscriptions.bot_events,
  isInteractive: settings.interactivity.is_enabled,
});

describe('the manifest that setup hands over', () => {
  it('sends everything to the public address, where Slack calls it', () => {
    const made = JSON.parse(writeSlackManifest({ isSocket: false, hasWorkspaces: false }, URL_OF_OURS));
    expect(common(made)).toEqual(common(base));
    expect(made.settings.socket_mode_enabled).toBe(false);
    const addresses = listAddresses(made);
    expect(addresses).toHaveLength(8);
    expect(addresses.filter((one) => !one.endsWith(`=${URL_OF_OURS}/slack/events`))).toEqual([]);
  });

  it('names no address at all with a socket, and switches Socket Mode on', () => {
    const made = JSON.parse(writeSlackManifest({ isSocket: true, hasWorkspaces: false }));
    expect(common(made)).toEqual(common(base));
    expect(made.settings.socket_mode_enabled).toBe(true);
    expect(listAddresses(made)).toEqual([]);
  });

  it('names the page to return to where workspaces are added, with a socket, too', () => {
    const page = `/oauth_config/redirect_urls/0=${URL_OF_OURS}/slack/oauth_redirect`;
    const http = JSON.parse(writeSlackManifest({ isSocket: false, hasWorkspaces: true }, URL_OF_OURS));
    expect(listAddresses(http)).toContain(page);
    expect(listAddresses(http)).toHaveLength(9);
    const socket = JSON.parse(writeSlackManifest({ isSocket: true, hasWorkspaces: true }, URL_OF_OURS));
    expect(listAddresses(socket)).toEqual([page]);
    expect(common(socket)).toEqual(common(base));
  });

  it('asks for the scopes that a Slack group needs, only where one gives roles', () => {
    const scopesOf = (readsGroups: boolean) =>
      JSON.parse(writeSlackManifest({ isSocket: true, hasWorkspaces: false, readsGroups })).oauth_config
        .scopes.bot;
    expect(scopesOf(false)).toEqual(base.oauth_config.scopes.bot);
    expect(scopesOf(true)).toEqual([...base.oauth_config.scopes.bot, 'usergroups:read', 'users:read']);
  });

  it.each([
    ['a Slack group', '{ "groups": [{ "id": "a", "entra": "x" }, { "id": "b", "slack": "S0HD" }] }', true],
    [
      'a Slack group behind the mark of an editor',
      '\uFEFF{ "groups": [{ "id": "b", "slack": "S0HD" }] }',
      true,
    ],
    ['groups of Microsoft Entra alone', '{ "groups": [{ "id": "a", "entra": "x" }] }', false],
    ['no groups', '{}', false],
    ['what is no policy', '[', false],
  ])('goes by the policy that is there, with %s', async (_what, text, expected) => {
    const folder = await mkdtemp(join(tmpdir(), 'rollcall-setup-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'policy.json');
    expect(namesSlackGroup(file)).toBe(false);
    await writeFile(file, text);
    expect(namesSlackGroup(file)).toBe(expected);
  });

  it('is not made with a hole where the address belongs', () => {
    expect(() => writeSlackManifest({ isSocket: false, hasWorkspaces: false })).toThrow('PUBLIC_URL');
    expect(() => writeSlackManifest({ isSocket: true, hasWorkspaces: true })).toThrow('PUBLIC_URL');
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BOT_SCOPES } from '../../src/slack/workspaces/scopes.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = readFileSync(`${root}manifests/slack.json`, 'utf8');
const manifest = JSON.parse(text);
const sources = readdirSync(`${root}src/slack`, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(`${root}src/slack/${name}`, 'utf8'))
  .join('\n');

/** Slack: the scopes that each method's page asks of a bot token. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  'auth.revoke': [],
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.open': ['im:write'],
  'files.info': ['files:read'],
  filesUploadV2: ['files:write'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
};

/** Slack: what is asked with the token of the app, whose scope is chosen where that is made, and not in the manifest. */
const OF_THE_APP: readonly string[] = ['apps.connections.open'];

/** The same of methods that only a policy with Slack groups asks for; whoever writes one adds the scopes. */
const GROUP_SCOPES: Readonly<Record<string, string>> = {
  'usergroups.users.list': 'usergroups:read',
  'users.info': 'users:read',
};

/** Slack: the scopes that events and features need. */
const FEATURE_SCOPES: Readonly<Record<string, readonly string[]>> = {
  'message.im': ['im:history'],
  app_home_opened: [],
  app_uninstalled: [],
  tokens_revoked: [],
  slash_commands: ['commands'],
  shortcuts: ['commands'],
};

/** Web API methods that the room calls, as its source spells them. */
function methodsInUse(): string[] {
  const called = sources.matchAll(/\bclient\s*\.\s*((?:[a-z]+\s*\.\s*){0,2}[a-zA-Z0-9]+)\s*\(/g);
  return [...new Set([...called].map((match) => (match[1] ?? '').replace(/\s/g, '')))].sort();
}

describe('the Slack manifest', () => {
  it('knows the scope of every method that the source calls', () => {
    expect(methodsInUse()).toEqual(
      [...Object.keys(SCOPES), ...Object.keys(GROUP_SCOPES), ...OF_THE_APP].sort(),
    );
    const page = readFileSync(`${root}manifests/policy.md`, 'utf8');
    for (const scope of Object.values(GROUP_SCOPES)) expect(page).toContain(`\`${scope}\``);
  });

  it('asks for exactly the scopes in use', () => {
    const needed = new Set([
      ...methodsInUse()
        .filter((method) => !Object.hasOwn(GROUP_SCOPES, method) && !OF_THE_APP.includes(method))
        .flatMap((method) => SCOPES[method] ?? ['?']),
      ...manifest.settings.event_subscriptions.bot_events.flatMap(
        (event: string) => FEATURE_SCOPES[event] ?? ['?'],
      ),
      ...(manifest.features.slash_commands.length > 0 ? (FEATURE_SCOPES.slash_commands ?? []) : []),
      ...(manifest.features.shortcuts.length > 0 ? (FEATURE_SCOPES.shortcuts ?? []) : []),
    ]);
    expect(manifest.oauth_config.scopes).toEqual({ bot: [...needed].sort() });
  });

  it('asks for the same where workspaces are added', () => {
    expect([...BOT_SCOPES]).toEqual(manifest.oauth_config.scopes.bot);
    expect(manifest.oauth_config.redirect_urls).toEqual(['${PUBLIC_URL}/slack/oauth_redirect']);
  });

  it('subscribes to the events that are handled, and no others', () => {
    const route = /switch \(args\.event\.type\) \{.*?\n {4}\}/s.exec(sources)?.[0] ?? '';
    const handled = [...route.matchAll(/case '([a-z_]+)'/g)].map((match) => match[1]);
    const subscribed = manifest.settings.event_subscriptions.bot_events.map(
      (event: string) => event.split('.')[0],
    );
    expect(subscribed).toEqual(handled);
  });

  it('names the shortcuts that the source answers', () => {
    for (const { callback_id } of manifest.features.shortcuts) expect(sources).toContain(`'${callback_id}'`);
  });

  it('offers the five commands with a description each', () => {
    const commands = manifest.features.slash_commands;
    expect(commands.map(({ command }: { command: string }) => command)).toEqual([
      '/adduser',
      '/addusers',
      '/licenses',
      '/user',
      '/offboard',
    ]);
    for (const { description } of commands) expect(description.length).toBeGreaterThan(10);
  });

  it('lets people write to the bot', () => {
    expect(manifest.features.app_home).toMatchObject({
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
  });

  it('sends everything to one address once PUBLIC_URL is put in', () => {
    const filled = text.replaceAll('${PUBLIC_URL}', 'https://rollcall.example.com');
    const urls = [...filled.matchAll(/"(?:request_)?url": "([^"]+)"/g)].map((match) => match[1]);
    expect(urls).toHaveLength(7);
    expect(new Set(urls)).toEqual(new Set(['https://rollcall.example.com/slack/events']));
    expect(filled).not.toContain('${');
  });

  // Slack: app manifest schema 1.0.0 (slackapi/manifest-schema).
  it('keeps to the lengths that Slack allows', () => {
    const { display_information: shown, features } = manifest;
    expect(shown.name.length).toBeLessThanOrEqual(35);
    expect(shown.description.length).toBeLessThanOrEqual(140);
    expect(shown.long_description.length).toBeGreaterThanOrEqual(175);
    expect(shown.long_description.length).toBeLessThanOrEqual(4_000);
    expect(features.bot_user.display_name.length).toBeLessThanOrEqual(80);
    for (const { name, description, callback_id } of features.shortcuts) {
      expect(name.length).toBeLessThanOrEqual(24);
      expect(description.length).toBeLessThanOrEqual(150);
      expect(callback_id.length).toBeLessThanOrEqual(255);
    }
    for (const { command, description, usage_hint = 'x' } of features.slash_commands) {
      expect(command).toMatch(/^\/[a-z]{1,31}$/);
      expect(description.length).toBeLessThanOrEqual(2_000);
      expect(usage_hint.length).toBeLessThanOrEqual(1_000);
    }
  });
});

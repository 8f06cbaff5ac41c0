import { readFileSync } from 'node:fs';
import { USER_GROUP_SCOPES } from '../../slack/workspaces/scopes.ts';
import type { SlackNeeds } from './slackWay.ts';

interface Manifest {
  features: { slash_commands: readonly { url?: string }[] };
  oauth_config: { redirect_urls?: readonly string[]; scopes: { bot: readonly string[] } };
  settings: {
    event_subscriptions: { request_url?: string };
    interactivity: { request_url?: string; message_menu_options_url?: string };
    socket_mode_enabled: boolean;
  };
}

function withoutUrl<Part extends { url?: string }>({ url: _url, ...rest }: Part) {
  return rest;
}

/** Slack: "App manifest reference": with `socket_mode_enabled`, addresses for requests are not needed. */
function sendThroughSocket<Given extends Manifest>(manifest: Given) {
  const { features, settings } = manifest;
  const { request_url: _events, ...events } = settings.event_subscriptions;
  const { request_url: _clicks, message_menu_options_url: _menus, ...interactivity } = settings.interactivity;
  return {
    ...manifest,
    features: { ...features, slash_commands: features.slash_commands.map(withoutUrl) },
    settings: {
      ...settings,
      event_subscriptions: events,
      interactivity,
      socket_mode_enabled: true,
    },
  };
}

/**
 * manifests/slack.json as one way needs it: with the address filled in, without addresses where Slack sends through a socket,
 * with a page to return to only where workspaces are added, and with what a Slack group needs that gives roles. As JSON on one line. `publicUrl` without a slash at its end;
 * only a socket for one workspace does without.
 *
 * @throws Error where an address is needed and there is none
 */
export function writeSlackManifest(needs: SlackNeeds, publicUrl?: string): string {
  const text = readFileSync(new URL('../../../manifests/slack.json', import.meta.url), 'utf8');
  const { oauth_config: oauth, ...rest }: Manifest = JSON.parse(text);
  const { redirect_urls, ...others } = oauth;
  const scopes =
    needs.readsGroups === true ? { bot: [...oauth.scopes.bot, ...USER_GROUP_SCOPES].sort() } : oauth.scopes;
  const kept: Manifest = {
    ...rest,
    oauth_config: { ...(needs.hasWorkspaces ? { redirect_urls } : {}), ...others, scopes },
  };
  const chosen = JSON.stringify(needs.isSocket ? sendThroughSocket(kept) : kept);
  const hole = '$' + '{PUBLIC_URL}';
  if (publicUrl === undefined && chosen.includes(hole)) throw new Error('This manifest needs PUBLIC_URL.');
  return chosen.replaceAll(hole, publicUrl ?? '');
}

import { randomBytes } from 'node:crypto';
import { installedIn, ORGANIZATION } from '../grid.ts';
import type { Json } from '../wire.ts';
import { appOfToken, type World } from '../world.ts';

/** The app, as its own pages at Slack have it. */
export interface SlackApp {
  clientId: string;
  clientSecret: string;
  /** Its redirect URLs. Slack: "Installing with OAuth": what is asked for has to begin with one of them. */
  redirectUrl: string;
  /** Token rotation is on: tokens last so long, and come with a refresh token. Slack, "Using token rotation": 12 hours. */
  rotatesAfterMs?: number;
}

/** A code that whoever adds the app brings back, and what it is good for. */
interface Code {
  world: World;
  user: string;
  redirectUri: string;
  scopes: string;
  until: number;
  used: boolean;
}

/** Slack, "Installing with OAuth": a code expires after ten minutes. */
const CODE_MS = 10 * 60_000;

/** Codes, tokens and refresh tokens of the app in every workspace. */
export interface Grants {
  /** Somebody allows the app in a workspace. */
  makeCode(world: World, user: string, redirectUri: string, scopes: string): string;
  /** `oauth.v2.access`, for a code or for a refresh token. */
  access(args: Json): Json;
  /** How often a refresh token was exchanged. */
  readonly renewals: number;
}

function draw(prefix: string): string {
  return `${prefix}-${randomBytes(18).toString('hex')}`;
}

/** What the app was granted, under Slack's own names (oauth.v2.access, responses). */
function describeGrant(world: World, scopes: string): Json {
  const { grid } = world.switches;
  const isOrgWide = grid?.isOrgWide === true;
  return {
    token_type: 'bot',
    scope: scopes,
    bot_user_id: world.botUserId,
    app_id: appOfToken(world),
    team: isOrgWide ? null : { id: world.teamId, name: world.name },
    enterprise: grid === undefined ? null : { id: grid.enterpriseId, name: ORGANIZATION },
    is_enterprise_install: isOrgWide,
  };
}

export function createGrants(app: SlackApp): Grants {
  const codes = new Map<string, Code>();
  const refreshTokens = new Map<string, { world: World; scopes: string }>();
  let renewals = 0;

  function grant(world: World, scopes: string): Json {
    const { rotatesAfterMs } = app;
    const token = draw(rotatesAfterMs === undefined ? 'xoxb' : 'xoxe.xoxb-1');
    const until = rotatesAfterMs === undefined ? {} : { until: world.now() + rotatesAfterMs };
    world.tokens.set(token, until);
    if (rotatesAfterMs === undefined) return { access_token: token };
    const refreshToken = draw('xoxe-1');
    refreshTokens.set(refreshToken, { world, scopes });
    return {
      access_token: token,
      refresh_token: refreshToken,
      expires_in: Math.floor(rotatesAfterMs / 1_000),
    };
  }

  function exchange({ code: given, redirect_uri: redirectUri }: Json): Json {
    const code = codes.get(String(given));
    if (code === undefined || code.world.now() > code.until) return { error: 'invalid_code' };
    if (code.used) return { error: 'code_already_used' };
    if (redirectUri !== code.redirectUri) return { error: 'bad_redirect_uri' };
    code.used = true;
    const { world, scopes, user } = code;
    // A token of an installation before is worth nothing any more, unless it is the same one of the same scopes.
    for (const token of world.tokens.values()) token.gone = 'token_revoked';
    world.installed.add(installedIn(world));
    return { ...describeGrant(world, scopes), authed_user: { id: user }, ...grant(world, scopes) };
  }

  /** Slack, "Using token rotation": a refresh token is revoked once it was used; the token before lasts until its time. */
  function renew({ refresh_token: given }: Json): Json {
    const known = refreshTokens.get(String(given));
    if (known === undefined || known.world.installed.size === 0) return { error: 'invalid_refresh_token' };
    refreshTokens.delete(String(given));
    renewals += 1;
    return { ...describeGrant(known.world, known.scopes), ...grant(known.world, known.scopes) };
  }

  return {
    makeCode(world, user, redirectUri, scopes) {
      const code = draw('code');
      const until = world.now() + CODE_MS;
      codes.set(code, { world, user, redirectUri, scopes, until, used: false });
      return code;
    },
    access(args) {
      if (args.client_id !== app.clientId) return { error: 'invalid_client_id' };
      if (args.client_secret !== app.clientSecret) return { error: 'bad_client_secret' };
      if (args.grant_type === 'refresh_token') return renew(args);
      return args.grant_type === undefined || args.grant_type === 'authorization_code'
        ? exchange(args)
        : { error: 'invalid_grant_type' };
    },
    get renewals() {
      return renewals;
    },
  };
}

import express, { type Request, type Response, Router } from 'express';
import { readCallArgs } from '../callArgs.ts';
import { nameInstalledIn } from '../grid.ts';
import type { LoopbackSlack } from '../server.ts';
import type { Json } from '../wire.ts';
import type { World } from '../world.ts';
import { createGrants, type Grants, type SlackApp } from './grants.ts';

/** Several workspaces, and the app that is added to them. */
export interface LoopbackWorkspaces {
  /** All routes of Slack: each call goes to the workspace whose token it carries. */
  routes: Router;
  grants: Grants;
}

const asked = (request: Request, name: string): string => {
  const value = request.query[name];
  return typeof value === 'string' ? value : '';
};

/** What Slack's page says before anybody can allow anything. Slack: "Installing with OAuth", error responses. */
function objectTo(app: SlackApp, request: Request): string | undefined {
  if (asked(request, 'client_id') !== app.clientId) return 'invalid_client_id';
  if (!asked(request, 'redirect_uri').startsWith(app.redirectUrl)) return 'bad_redirect_uri';
  return asked(request, 'scope') === '' ? 'invalid_scope' : undefined;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Slack's page on which somebody chooses a workspace and allows the app. */
function writeAuthorizePage(worlds: readonly World[], request: Request): string {
  const query = request.originalUrl.split('?')[1] ?? '';
  const link = (more: string, words: string) =>
    `<p><a href="allow?${escapeHtml(query)}&amp;${more}">${escapeHtml(words)}</a></p>`;
  const rows = worlds.map((world) =>
    link(`team=${world.teamId}`, `Allow Rollcall in ${nameInstalledIn(world)}`),
  );
  return `<!doctype html><title>Slack</title><h1>Rollcall wants to access Slack</h1>
<p>It may: ${escapeHtml(asked(request, 'scope'))}</p>${rows.join('')}${link('cancel=1', 'Cancel')}`;
}

/** Back to the app, with a code or with what went wrong. */
function sendBack(request: Request, response: Response, found: Readonly<Record<string, string>>): void {
  const back = new URL(asked(request, 'redirect_uri'));
  for (const [name, value] of Object.entries({ ...found, state: asked(request, 'state') })) {
    back.searchParams.set(name, value);
  }
  response.redirect(302, back.href);
}

/** `Basic`, which Slack prefers, or in the body. */
function credentialsOf(request: Request): Json {
  const [, basic] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  if (basic === undefined) return {};
  const [id, secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { client_id: id, client_secret: secret };
}

function answerAccess(grants: Grants, request: Request, response: Response): void {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const read = readCallArgs(request.headers['content-type'] ?? '', body);
  const answer =
    'error' in read ? { error: read.error } : grants.access({ ...read.args, ...credentialsOf(request) });
  response.json({ ok: !('error' in answer), ...answer });
}

/** Whose a call is: by its token, or by the id of what it asks for. */
function findWorkspace(all: readonly LoopbackSlack[], request: Request): LoopbackSlack | undefined {
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  const id = request.path.split('/')[3] ?? '';
  return (
    all.find(({ world }) => world.tokens.has(token)) ??
    all.find(({ world }) => world.uploads.has(id) || world.responseUrls.has(id) || world.state.files.has(id))
  );
}

/** The workspaces' routes, with Slack's page for adding the app, `oauth.v2.access`, and rotation. */
export function createLoopbackWorkspaces(app: SlackApp, all: readonly LoopbackSlack[]): LoopbackWorkspaces {
  const grants = createGrants(app);
  const worlds = all.map(({ world }) => world);
  const routes = Router();
  routes.get('/slack/oauth/v2/authorize', (request, response) => {
    const objection = objectTo(app, request);
    if (objection !== undefined) response.status(400).send(escapeHtml(objection));
    else response.send(writeAuthorizePage(worlds, request));
  });
  routes.get('/slack/oauth/v2/allow', (request, response) => {
    const world = worlds.find(({ teamId }) => teamId === asked(request, 'team'));
    if (objectTo(app, request) !== undefined) response.status(400).end();
    else if (asked(request, 'cancel') === '1') sendBack(request, response, { error: 'access_denied' });
    else if (world === undefined) response.status(404).end();
    else {
      const user = world.people[0]?.slack ?? '';
      const code = grants.makeCode(world, user, asked(request, 'redirect_uri'), asked(request, 'scope'));
      sendBack(request, response, { code });
    }
  });
  routes.post(
    '/slack/api/oauth.v2.access',
    express.raw({ type: () => true, limit: '1mb' }),
    (request, response) => answerAccess(grants, request, response),
  );
  routes.use((request, response, next) => {
    if (!request.path.startsWith('/slack/')) return next();
    return (findWorkspace(all, request) ?? all[0])?.routes(request, response, next);
  });
  return { routes, grants };
}

import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import express, { type ErrorRequestHandler, type Response, Router } from 'express';
import { NotThere } from '../notThere.ts';
import { describeSetting } from '../slackSetting.ts';
import { printMasked } from '../wireLog.ts';
import { ACTS } from './acts.ts';
import { writeDocument } from './document.ts';
import { refuseStrangers } from './guard.ts';
import { writeSample } from './samples.ts';
import { describeStage, findPerson, listPeople, type Stage } from './seen.ts';
import { STYLE } from './style.ts';

/** The built browser code, also when the sandbox itself runs from source. */
const PAGE = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../../dist/sandbox/page/' : '../page/', import.meta.url),
);
const CARDS = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js');

/** Nothing but this program's own scripts and styles; the page needs no more. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; frame-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Soon enough to look live; the tenant and the mailbox tell nobody when they change. */
const LOOK_EVERY_MS = 300;

/** A file that the bot has sent: by its id in Slack, by its place in the person's OneDrive in Teams. */
function findFile(stage: Stage, chat: string, key: string, personId: unknown) {
  if (chat === 'slack') {
    const all = [stage.slack, ...stage.workspaces];
    return all.map(({ state }) => state.files.get(key)).find((file) => file !== undefined);
  }
  const { teams } = findPerson(personId);
  return teams === undefined ? undefined : stage.teams.as(teams).files()[Number(key)];
}

function followChanges(stage: Stage, response: Response, personId: unknown): void {
  const person = findPerson(personId);
  response.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  let last = '';
  const look = () => {
    const now = JSON.stringify(describeStage(stage, person));
    if (now === last) return;
    last = now;
    response.write(`data: ${now}\n\n`);
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  response.on('close', () => clearInterval(timer));
  look();
}

/** Whether the tenant has this user name, or had it: deleted people keep theirs for 30 days. */
function knows({ graph }: Stage, userName: string): boolean {
  const { users, deleted } = graph.state;
  const all = [...users.values(), ...deleted.values()].map(({ userPrincipalName }) => userPrincipalName);
  return all.some((each) => each.toLowerCase().endsWith(userName));
}

/** What an open page is told when everything starts over; it loads itself again. */
const OVER = 'event: over\ndata: {}\n\n';

/** What went wrong, in a sentence for whoever uses the page. */
function explain(error: unknown): string {
  if (error instanceof NotThere)
    return 'That has changed in the meantime. Look at it again, then press what is there.';
  return error instanceof Error ? error.message : 'That did not work.';
}

/** Express itself would print the stack where Rollcall's address stands, and answer with a page. */
const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error);
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 400;
  response.status(status).json({ error: explain(error) });
};

/**
 * The page at `/`, its code at `/page/`, and below `/try/` what it does; for this machine only. `close` tells the open
 * pages that these services are gone.
 */
export function createTryRoutes(stage: Stage): { routes: Router; close(): void } {
  const routes = Router();
  const open = new Set<Response>();
  const page = writeDocument({
    isSeveral: stage.instances !== undefined,
    people: listPeople(stage),
    setting: describeSetting({
      socket: stage.slack.switches.socketMode,
      workspaces: stage.workspaces.length > 0,
      grid: stage.slack.switches.grid !== undefined,
      groups: stage.slack.userGroups.size > 0,
      ...stage.directories.names(),
    }),
  }).replace('{began}', randomUUID());
  routes.use(['/try', '/page'], refuseStrangers);
  routes.get('/', refuseStrangers, (_request, response) => {
    response.set({ 'content-security-policy': POLICY, 'cache-control': 'no-store' }).type('html').send(page);
  });
  routes.get('/page/page.css', (_request, response) => void response.type('css').send(STYLE));
  routes.get('/page/adaptivecards.js', (_request, response) => response.sendFile(CARDS));
  routes.use('/page', express.static(PAGE, { index: false }));
  routes.get('/try/samples/:name', (request, response) => {
    const sample = writeSample(request.params.name, (userName) => knows(stage, userName));
    if (sample === undefined) response.status(404).json({ error: 'There is no such sample.' });
    else response.type('csv').send(sample);
  });
  routes.get('/try/exchanges/:id', (request, response) => {
    const found = stage.wire.exchanges.find(({ id }) => id === Number(request.params.id));
    if (found === undefined) {
      response.status(404).json({ error: 'That request is too old to be kept.' });
      return;
    }
    const current = [...stage.graph.state.users.values()].map(({ password }) => password);
    const print = (value: unknown) => printMasked(value, new Set([...current, ...stage.wire.passwords]));
    response.json({ request: print(found.request), answer: print(found.answer) });
  });
  routes.get('/try/files/:chat/:key', (request, response) => {
    const { chat, key } = request.params;
    const file = findFile(stage, chat, key, request.query.person);
    if (file === undefined) response.status(404).json({ error: 'There is no such file.' });
    else response.attachment(file.name).type('csv').send(file.content);
  });
  routes.get('/try/state', (request, response) => {
    response.json(describeStage(stage, findPerson(request.query.person)));
  });
  routes.get('/try/events', (request, response) => {
    open.add(response);
    response.on('close', () => open.delete(response));
    followChanges(stage, response, request.query.person);
  });
  // Slack takes files of 10 MB at most in a window; base64 makes a third more of them.
  routes.post('/try/*act', express.json({ limit: '15mb' }), async (request, response) => {
    const name = [request.params.act].flat().join('/');
    const act = ACTS[name];
    if (act === undefined || !request.is('json')) {
      response.status(404).json({ error: 'The sandbox cannot do that.' });
      return;
    }
    try {
      // Nobody answers what is written before Rollcall is where it belongs.
      if (name.includes('/')) await stage.begun?.();
      response.json((await act(stage, request.body)) ?? {});
    } catch (error) {
      response.status(400).json({ error: explain(error) });
    }
  });
  routes.use(['/try', '/page'], answerError);
  return {
    routes,
    close() {
      for (const response of open) response.end(OVER);
    },
  };
}

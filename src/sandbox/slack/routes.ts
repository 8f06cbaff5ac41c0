import express, { type Request, type Response, Router } from 'express';
import { checkToken, createMethodCalls } from './methodCalls.ts';
import { readMultipart } from './multipart.ts';
import { handleResponseUrl } from './responseUrls.ts';
import type { SocketMode } from './socket/socketMode.ts';
import type { World } from './world.ts';

/** What a browser would get instead of the file: Slack answers 200 with its sign-in page. */
const LOGIN_PAGE =
  '<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in to Contoso</body></html>';

function sendFile(world: World, request: Request, response: Response): void {
  const file = world.state.files.get(String(request.params.id));
  if (checkToken(world, request) !== 'right') response.type('text/html').send(LOGIN_PAGE);
  else if (file === undefined) response.status(404).end();
  else response.type(file.mimetype).send(file.content);
}

/** The other name of this machine: another host to a client that follows redirects, and the same server. */
function otherHost(baseUrl: string): string {
  const url = new URL(baseUrl);
  url.hostname = url.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
  return url.origin;
}

/** A file, or on a Grid the way to it: files.slack.com leads to files-origin.slack.com, which wants the token again. */
function answerDownload(world: World, request: Request, response: Response): void {
  if (world.switches.redirectedDownloads && checkToken(world, request) === 'right') {
    const { id } = request.params;
    response.redirect(302, `${otherHost(world.baseUrl)}/slack/files-origin/${String(id)}/file`);
  } else sendFile(world, request, response);
}

/** Takes the bytes of a promised file, raw or as the first file of a form. */
function takeUpload(world: World, request: Request, response: Response): void {
  const id = String(request.params.id);
  const upload = world.uploads.get(id);
  if (upload === undefined) {
    response.status(404).send('not found');
    return;
  }
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const parts = readMultipart(request.headers['content-type'] ?? '', body);
  const content = parts === undefined ? body : parts.find(({ fileName }) => fileName !== undefined)?.content;
  if (content === undefined || content.length === 0) {
    response.status(400).send('no file');
    return;
  }
  if (content.length !== upload.length) {
    const problems = [`${upload.length} bytes were promised and ${content.length} came`];
    world.violations.push({ where: `upload of ${upload.name}`, problems });
  }
  upload.content = content;
  response.send(`OK - ${content.length}`);
}

/** `/slack/api/:method`, `/slack/files/…`, `/slack/upload/:id`, `/slack/response/:id`. */
export function createRoutes(world: World, sockets: Pick<SocketMode, 'open'>): Router {
  const routes = Router();
  const handleMethod = createMethodCalls(world, sockets);
  routes.use('/slack', (request, _response, next) => {
    if (world.switches.down) request.socket.destroy();
    else next();
  });
  routes.post(
    '/slack/api/:method',
    express.raw({ type: () => true, limit: '5mb' }),
    (request, response, next) => {
      handleMethod(request, response).catch(next);
    },
  );
  routes.get('/slack/files/:id/{*rest}', (request, response) => answerDownload(world, request, response));
  routes.get('/slack/files-origin/:id/{*rest}', (request, response) => sendFile(world, request, response));
  routes.post('/slack/upload/:id', express.raw({ type: () => true, limit: '50mb' }), (request, response) =>
    takeUpload(world, request, response),
  );
  routes.post('/slack/response/:id', express.json({ limit: '1mb' }), (request, response) =>
    handleResponseUrl(world, request, response),
  );
  return routes;
}

import { setTimeout as sleep } from 'node:timers/promises';
import express, { type Request, type Response, Router } from 'express';
import { checkMessage } from './blockKit/checkMessage.ts';
import { METHODS, type MethodAnswer } from './methods.ts';
import type { Block, Json } from './wire.ts';
import type { World } from './world.ts';

/** What a browser would get instead of the file: Slack answers 200 with its sign-in page. */
const LOGIN_PAGE =
  '<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in to Contoso</body></html>';

/** Slack: a response_url can be used 5 times. */
const RESPONSE_USES = 5;

/** Slack's clients send objects as JSON inside of a form. */
function readArgs(request: Request): Json {
  const body = (request.body ?? {}) as Json;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      if (typeof value !== 'string' || !/^[[{]/.test(value)) return [name, value];
      try {
        return [name, JSON.parse(value)];
      } catch {
        return [name, value];
      }
    }),
  );
}

function hasToken(world: World, request: Request): 'yes' | 'none' | 'wrong' {
  const header = request.headers.authorization ?? '';
  if (header === `Bearer ${world.botToken}`) return 'yes';
  return header === '' ? 'none' : 'wrong';
}

function callMethod(world: World, method: string, args: Json): MethodAnswer {
  const known = METHODS[method];
  return known === undefined ? { error: 'unknown_method' } : known(world, args);
}

async function handleMethod(world: World, request: Request, response: Response): Promise<void> {
  const method = String(request.params.method);
  if (world.switches.latencyMs > 0) await sleep(world.switches.latencyMs);
  if (world.switches.down) return void request.socket.destroy();
  const fault = world.faults.find((each) => each.method === method && each.times > 0);
  if (fault !== undefined) {
    fault.times -= 1;
    if (fault.retryAfterSeconds !== undefined) response.set('Retry-After', String(fault.retryAfterSeconds));
    return void response.status(fault.status ?? 200).json({ ok: false, error: fault.error ?? 'ratelimited' });
  }
  const token = hasToken(world, request);
  const answer: MethodAnswer =
    token === 'yes'
      ? callMethod(world, method, readArgs(request))
      : { error: token === 'none' ? 'not_authed' : 'invalid_auth' };
  const failed = typeof answer.error === 'string';
  world.calls.push({ method, ok: !failed });
  if (world.calls.length > 5_000) world.calls.shift();
  const { messages, ...rest } = answer;
  response.json({
    ok: !failed,
    ...rest,
    ...(messages === undefined ? {} : { response_metadata: { messages } }),
  });
}

/** The file inside of a multipart upload, or the bytes as they are. */
function readUpload(type: string, body: Buffer): Buffer {
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  if (boundary === undefined) return body;
  const text = body.toString('latin1');
  const parts = text.split(`--${boundary}`).slice(1, -1);
  const file = parts.find((part) => /filename=/.test(part)) ?? parts[0] ?? '';
  return Buffer.from(file.slice(file.indexOf('\r\n\r\n') + 4, -2), 'latin1');
}

function handleResponseUrl(world: World, request: Request, response: Response): void {
  const known = world.responseUrls.get(String(request.params.id));
  if (known === undefined || known.uses >= RESPONSE_USES || world.now() > known.until) {
    response.status(404).json({ ok: false, error: 'expired_url' });
    return;
  }
  known.uses += 1;
  const body = request.body as Json;
  const problems =
    body.delete_original === true ? [] : checkMessage({ text: body.text, blocks: body.blocks });
  if (problems.length > 0) {
    world.violations.push({ where: 'response_url', problems });
    response.status(400).json({ ok: false, error: 'invalid_blocks' });
    return;
  }
  const message = world.state.channels.get(known.channel)?.messages.find(({ ts }) => ts === known.ts);
  if ((body.replace_original === true || body.delete_original === true) && message !== undefined) {
    message.blocks = (body.blocks as Block[] | undefined) ?? [];
    message.text = String(body.text ?? '');
    message.edits += 1;
  } else {
    world.state.ephemerals.push({
      user: known.user,
      channel: known.channel,
      text: String(body.text ?? ''),
      blocks: (body.blocks as Block[] | undefined) ?? [],
    });
  }
  world.changed();
  response.json({ ok: true });
}

/** `/slack/api/:method`, `/slack/files/…`, `/slack/upload/:id`, `/slack/response/:id`. */
export function createRoutes(world: World): Router {
  const routes = Router();
  routes.post(
    '/slack/api/:method',
    express.urlencoded({ extended: false, limit: '5mb' }),
    express.json({ limit: '5mb' }),
    (request, response, next) => {
      handleMethod(world, request, response).catch(next);
    },
  );
  routes.get('/slack/files/:id/{*rest}', (request, response) => {
    const file = world.state.files.get(request.params.id);
    if (hasToken(world, request) !== 'yes') response.type('text/html').send(LOGIN_PAGE);
    else if (file === undefined) response.status(404).end();
    else response.type(file.mimetype).send(file.content);
  });
  routes.post('/slack/upload/:id', express.raw({ type: () => true, limit: '50mb' }), (request, response) => {
    const file = world.state.files.get(request.params.id);
    if (file === undefined) return void response.status(404).end();
    file.content = readUpload(request.headers['content-type'] ?? '', request.body as Buffer);
    response.send(`OK - ${file.content.length}`);
  });
  routes.post('/slack/response/:id', express.json({ limit: '1mb' }), (request, response) => {
    handleResponseUrl(world, request, response);
  });
  return routes;
}

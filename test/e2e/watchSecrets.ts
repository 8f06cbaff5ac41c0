import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import type { SandboxOptions } from '../../src/sandbox/services.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { recordWrites } from './recordWrites.ts';
import { holds } from './spellings.ts';

/** A sandbox whose bot is watched: everything it writes is kept, and searched for secrets when its tests are over. */
export interface WatchedSandbox {
  readonly sandbox: Sandbox;
  /** The lines of the bot's log, at its chattiest unless the test wants less. */
  readonly lines: readonly string[];
  /** Stops the bot. One line for each place that holds a secret it should not: none is good. */
  findLeaks(): Promise<string[]>;
  /** Windows and cards that showed a first password and may: proof that the search sees what is written. */
  readonly shown: readonly string[];
  /** What the bot showed to the services to be let in. */
  readonly accessTokens: ReadonlySet<string>;
  /** What it wrote to files at any time, once the search is done: proof that the search sees it. */
  readonly written: string;
}

/** One thing the bot wrote. */
interface Written {
  where: string;
  text: string;
}

const LINK_TOKEN = /\/p\/([\w-]{43})/g;

/** A window in Slack; a card in Teams that takes the place of a loading card, and says that it will empty itself. */
function mayShow({ where, text }: Written): boolean {
  if (/^POST \/slack\/api\/views\.(open|push|update)$/.test(where)) return true;
  return (
    /^PUT \/teams\/connector\/v3\/conversations\/[^/]+\/activities\//.test(where) &&
    text.includes('This card clears itself after')
  );
}

/** The whole path: Express takes the mounted part off `url`. */
function pathOf(request: IncomingMessage & { originalUrl?: string }): string {
  return (request.originalUrl ?? request.url ?? '').split('?')[0] ?? '';
}

/** None of a folder that is not there: with a database nothing makes one. */
function everyFile(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? everyFile(path) : [path];
  });
}

/**
 * What comes to the chats' loopbacks, which run in this process: byte for byte, uploads included. `tokens` gets what
 * the bot shows to any service to be let in.
 */
function recordRequests(received: Map<IncomingMessage, Buffer[]>, tokens: Set<string>): () => void {
  const push = IncomingMessage.prototype.push;
  IncomingMessage.prototype.push = function record(this: IncomingMessage, chunk: unknown, encoding) {
    const [, token] = /^Bearer (.+)$/.exec(this.headers.authorization ?? '') ?? [];
    if (token !== undefined) tokens.add(token);
    if (
      typeof this.method === 'string' &&
      Buffer.isBuffer(chunk) &&
      /^\/(slack|teams)\//.test(pathOf(this))
    ) {
      const chunks = received.get(this);
      if (chunks === undefined) received.set(this, [chunk]);
      else chunks.push(chunk);
    }
    return push.call(this, chunk, encoding);
  };
  return () => {
    IncomingMessage.prototype.push = push;
  };
}

function tokensIn(texts: readonly string[]): string[] {
  const tokens = texts.flatMap((text) => [...text.matchAll(LINK_TOKEN)].map(([, token = '']) => token));
  return [...new Set(tokens)];
}

function search(places: readonly Written[], what: string, secrets: readonly string[]): string[] {
  return places.flatMap(({ where, text }) => {
    const found = secrets.filter((secret) => secret !== '' && holds(text, secret)).length;
    return found === 0 ? [] : [`${where} holds ${found} × ${what}`];
  });
}

/** See {@link WatchedSandbox}. The bot is not started yet. */
export async function createWatchedSandbox(options: SandboxOptions = {}): Promise<WatchedSandbox> {
  const lines: string[] = [];
  const answers: Written[] = [];
  const shown = new Set<string>();
  const received = new Map<IncomingMessage, Buffer[]>();
  const writes = recordWrites(options.env?.NODE_OPTIONS);
  const sandbox = await createSandbox({
    ...options,
    env: { LOG_LEVEL: 'debug', ...options.env, ...writes.env },
    onBotLine(line) {
      lines.push(line);
      options.onBotLine?.(line);
    },
  });
  const accessTokens = new Set<string>();
  const unhook = recordRequests(received, accessTokens);
  const { note } = sandbox.wire;
  sandbox.wire.note = (exchange) => {
    if (exchange.asker === 'service') {
      const { service, what, answer } = exchange;
      answers.push({ where: `the answer to ${service} ${what}`, text: JSON.stringify(answer ?? '') });
    }
    note(exchange);
  };

  return {
    sandbox,
    lines,
    accessTokens,
    get written() {
      return writes.read();
    },
    get shown() {
      return [...shown];
    },
    async findLeaks() {
      await sandbox.bot.stop();
      unhook();
      const requests = [...received].map(([request, chunks]) => ({
        where: `${request.method} ${pathOf(request)}`,
        text: Buffer.concat(chunks).toString('utf8'),
      }));
      const windows = requests.filter(mayShow);
      const files = everyFile(sandbox.dataDir).map((path) => ({
        where: path.slice(sandbox.dataDir.length + 1),
        text: readFileSync(path, 'utf8'),
      }));
      const everWritten = { where: 'what was written to files at any time', text: writes.read() };
      const kept = [{ where: 'the log', text: lines.join('\n') }, ...files, everWritten];
      const all = [...kept, ...requests.filter((request) => !mayShow(request)), ...answers];
      const passwords = [...sandbox.wire.passwords];
      for (const { where, text } of windows) {
        if (passwords.some((password) => holds(text, password))) shown.add(where);
      }
      const mails = sandbox.mail.mails.flatMap(({ text, html }) => [text, html]);
      const tokens = tokensIn([...mails, ...windows.map(({ text }) => text.replaceAll('%2F', '/'))]);
      return [
        ...search(all, 'a first password', passwords),
        ...search(all, 'the token of a link', tokens),
        ...search(kept, 'a key of the bot', sandbox.keys),
        ...search(kept, 'an access token', [...accessTokens]),
      ];
    },
  };
}

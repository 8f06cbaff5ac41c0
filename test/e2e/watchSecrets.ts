import { readdirSync, readFileSync, statSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { holds } from './spellings.ts';

/** Everything that one bot writes, kept to be searched for secrets when its tests are over. */
export interface SecretWatch {
  /** What the bot logs, at its chattiest. */
  line(text: string): void;
  /** From now on what the bot answers is kept, too. */
  attach(sandbox: Sandbox): void;
  /** Call it when the bot has stopped. One line for each place that holds a secret it should not: none is good. */
  findLeaks(sandbox: Sandbox): string[];
  /** Places that held a first password and may: proof that the search sees what is written. */
  readonly allowed: readonly string[];
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
    text.includes('This card empties itself after')
  );
}

/** The whole path: Express takes the mounted part off `url`. */
function pathOf(request: IncomingMessage & { originalUrl?: string }): string {
  return (request.originalUrl ?? request.url ?? '').split('?')[0] ?? '';
}

function everyFile(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? everyFile(path) : [path];
  });
}

/** What comes to the chats' loopbacks, which run in this process: byte for byte, uploads included. */
function recordRequests(received: Map<IncomingMessage, Buffer[]>): () => void {
  const push = IncomingMessage.prototype.push;
  IncomingMessage.prototype.push = function record(this: IncomingMessage, chunk: unknown, encoding) {
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
  return texts.flatMap((text) => [...text.matchAll(LINK_TOKEN)].map(([, token = '']) => token));
}

export function watchSecrets(): SecretWatch {
  const lines: string[] = [];
  const answers: Written[] = [];
  const allowed: string[] = [];
  const received = new Map<IncomingMessage, Buffer[]>();
  const unhook = recordRequests(received);

  return {
    allowed,
    line: (text) => void lines.push(text),
    attach({ wire }) {
      const { note } = wire;
      wire.note = (exchange) => {
        if (exchange.asker === 'service') {
          const { service, what, answer } = exchange;
          answers.push({ where: `the answer to ${service} ${what}`, text: JSON.stringify(answer ?? '') });
        }
        note(exchange);
      };
    },
    findLeaks(sandbox) {
      unhook();
      const requests = [...received].map(([request, chunks]) => ({
        where: `${request.method} ${pathOf(request)}`,
        text: Buffer.concat(chunks).toString('utf8'),
      }));
      const shown = requests.filter(mayShow);
      const kept: Written[] = [
        { where: 'the log', text: lines.join('\n') },
        ...everyFile(sandbox.dataDir).map((path) => ({
          where: path.slice(sandbox.dataDir.length + 1),
          text: readFileSync(path, 'utf8'),
        })),
      ];
      const said = [...requests.filter((request) => !mayShow(request)), ...answers];
      const passwords = [...sandbox.wire.passwords];
      const mails = sandbox.mail.mails.flatMap(({ text, html }) => [text, html]);
      const tokens = tokensIn([...mails, ...shown.map(({ text }) => text.replaceAll('%2F', '/'))]);
      allowed.push(
        ...shown
          .filter(({ text }) => passwords.some((password) => holds(text, password)))
          .map(({ where }) => where),
      );
      const search = (places: readonly Written[], what: string, secrets: readonly string[]) =>
        places.flatMap(({ where, text }) => {
          const found = secrets.filter((secret) => secret !== '' && holds(text, secret)).length;
          return found === 0 ? [] : [`${where} holds ${found} × ${what}`];
        });
      return [
        ...search([...kept, ...said], 'a first password', passwords),
        ...search([...kept, ...said], 'the token of a link', [...new Set(tokens)]),
        ...search(kept, 'a key of the bot', sandbox.keys),
      ];
    },
  };
}

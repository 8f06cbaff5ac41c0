import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { LiveConfig } from '../../config/config.ts';
import { answerWord, WORD_HEADER } from '../../web/oneTimeWord.ts';
import { type Answered, ask } from './ask.ts';
import { type Finding, reportOn } from './finding.ts';

const { ok, unsure, wrong } = reportOn('address');

/** What a proxy has to forward; `/slack` and `/api` only where that chat is set up. */
function pathsOf({ slack, teams }: Partial<LiveConfig>): string[] {
  return [
    ...(slack === undefined ? [] : ['/slack/events']),
    ...(teams === undefined ? [] : ['/api/messages']),
    '/p/doctor',
  ];
}

/** Where a process of this machine is reached that listens on this address. */
function localHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/** Stands in for Rollcall while it does not run; undefined where something has the port already. */
function listen(port: number, host: string): Promise<Server | undefined> {
  const server = createServer((request, response) => {
    const answer = answerWord(request.headers[WORD_HEADER]);
    response.writeHead(answer === undefined ? 503 : 200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(answer ?? { error: "Rollcall isn't running" }));
  });
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(port, host, () => resolve(server));
  });
}

/** What a Rollcall said to the word; undefined where it was none. */
function wordOf(answered: Answered | string): string | undefined {
  if (typeof answered === 'string' || answered.status !== 200) return undefined;
  const { rollcall } = (answered.body ?? {}) as { rollcall?: unknown };
  return typeof rollcall === 'string' ? rollcall : undefined;
}

function describeAnswer(answered: Answered | string): string {
  if (typeof answered === 'string') return `there is no answer (${answered})`;
  if (wordOf(answered) !== undefined) return 'another Rollcall answers';
  if (answered.status >= 300 && answered.status < 400) return 'it leads to another address';
  return `a page that isn't Rollcall's answers (HTTP ${answered.status})`;
}

/**
 * Calls Rollcall by its public address with a one-time word, which nothing but Rollcall gives back as it should. While it
 * does not run, the doctor listens in its place for these moments.
 */
export async function examineAddress(read: Partial<LiveConfig>): Promise<Finding[]> {
  const { publicUrl, host = '127.0.0.1', port = 0 } = read;
  if (publicUrl === undefined) {
    return [
      unsure(
        "PUBLIC_URL isn't set, so there are no one-time links for passwords, and Rollcall can't check how Slack and Teams reach this machine.",
        'Set PUBLIC_URL to the https address of the proxy in front of Rollcall.',
      ),
    ];
  }
  const standIn = await listen(port, host);
  try {
    const headers = { [WORD_HEADER]: randomBytes(16).toString('base64url') };
    const expected = wordOf(await ask(`http://${localHost(host)}:${port}/p/doctor`, { headers }));
    if (expected === undefined) {
      return [
        wrong(
          `Something other than Rollcall is listening on port ${port} of ${host}.`,
          'Stop it, or set PORT to another port, also in the proxy.',
        ),
      ];
    }
    const paths = pathsOf(read);
    const answers = await Promise.all(paths.map((path) => ask(`${publicUrl}${path}`, { headers })));
    const failed = paths.flatMap((path, index) => {
      const answered = answers[index] ?? 'no answer';
      return wordOf(answered) === expected ? [] : [{ path, answered }];
    });
    if (failed.length === 0) {
      return [
        ok(
          `${publicUrl} leads here (${paths.join(', ')})${standIn === undefined ? '' : ', once Rollcall runs'}. This was tested from this machine only, so others may still not reach it.`,
        ),
      ];
    }
    return failed.map(({ path, answered }) =>
      wrong(
        `${publicUrl}${path} doesn't lead here: ${describeAnswer(answered)}.`,
        `Check that the name points to your proxy, and that the proxy forwards ${path} unchanged to port ${port}. If only this machine can't reach its own public address, try from outside.`,
      ),
    );
  } finally {
    standIn?.close();
    standIn?.closeAllConnections();
  }
}

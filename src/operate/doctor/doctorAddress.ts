import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { LiveConfig } from '../../config/config.ts';
import { createProveWord, isSameProof, type ProveWord } from '../../secrets/proveWord.ts';
import { Secret } from '../../secrets/secret.ts';
import { findKeyFile } from '../../store/keyFile.ts';
import { answerWord, digestBody, WORD_HEADER } from '../../web/oneTimeWord.ts';
import { type Answered, ask } from './ask.ts';
import { type Finding, reportOn } from './finding.ts';

const { ok, unsure, wrong } = reportOn('address');

/** What a proxy has to forward, and how. */
interface Probe {
  path: string;
  /** Has to arrive byte for byte: Slack signs it, and spells much of it as no proxy would. */
  sent?: { type: string; body: string };
}

const FORM = { type: 'application/x-www-form-urlencoded', body: 'text=%2fuser+Zo%c3%ab&empty=&text=a%20b;c' };
const JSON_BODY = { type: 'application/json; charset=utf-8', body: '{"b":1.0, "a":"\\u00e9 é", "b":[ ]}\n' };

/** `/slack` and `/api` only where that chat calls this server: with a socket Slack doesn't. */
function probesOf(read: Partial<LiveConfig>): Probe[] {
  const { slack, teams } = read;
  const isCalled = slack !== undefined && 'signingSecret' in slack.door;
  return [
    ...(isCalled ? [{ path: '/slack/events', sent: FORM }] : []),
    ...(slack?.install === undefined ? [] : [{ path: '/slack/install' }]),
    ...(teams === undefined ? [] : [{ path: '/api/messages', sent: JSON_BODY }]),
    ...(hasSeveral(read) ? [{ path: '/consent' }] : []),
    { path: '/p/doctor' },
  ];
}

function hasSeveral({ policy }: Partial<LiveConfig>): boolean {
  return (policy?.customers.length ?? 0) > 1;
}

/** Microsoft sends nobody back to an address that the app doesn't name, and no permission of Rollcall's shows which it does. */
function noteRedirect(read: Partial<LiveConfig>, publicUrl: string): Finding[] {
  if (!hasSeveral(read)) return [];
  return [
    ok(
      `Admins of new customers are sent back to ${publicUrl}/consent once they have consented. Rollcall can't see whether that is one of the app's redirect URIs: look under entra.microsoft.com → App registrations → the app → Authentication → Web.`,
    ),
  ];
}

/** Where a process of this machine is reached that listens on this address. */
function localHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/**
 * As this installation does, so that another instance, on another machine, gives the same answer. Where it has no key yet, or
 * one that it refuses to start with, there is no other instance.
 */
async function findProof({ masterKeys, dataDir }: Partial<LiveConfig>): Promise<ProveWord> {
  const kept =
    masterKeys ?? (dataDir === undefined ? undefined : await findKeyFile(dataDir).catch(() => undefined));
  return createProveWord(kept ?? { current: 1, keys: new Map([[1, new Secret(randomBytes(32))]]) });
}

/** Stands in for Rollcall while it does not run here; undefined where something has the port already. */
function listen(port: number, host: string, prove: ProveWord): Promise<Server | undefined> {
  const server = createServer(async (request, response) => {
    const answer = await answerWord(request, prove);
    response.writeHead(answer === undefined ? 503 : 200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(answer ?? { error: "Rollcall isn't running" }));
  });
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(port, host, () => resolve(server));
  });
}

/** How a Rollcall proved the word; undefined where it was none. */
function proofOf(answered: Answered | string): string | undefined {
  if (typeof answered === 'string' || answered.status !== 200) return undefined;
  const { rollcall } = (answered.body ?? {}) as { rollcall?: unknown };
  return typeof rollcall === 'string' && rollcall !== '' ? rollcall : undefined;
}

function describeAnswer(answered: Answered | string): string {
  if (typeof answered === 'string') return `there is no answer (${answered})`;
  if (proofOf(answered) !== undefined) return 'another Rollcall answers';
  if (answered.status >= 300 && answered.status < 400) return 'it leads to another address';
  return `a page that isn't Rollcall's answers (HTTP ${answered.status})`;
}

/** Whether the body arrived as it was sent. A Rollcall of before does not say. */
function isUnchanged({ sent }: Probe, answered: Answered | string): boolean {
  if (sent === undefined || typeof answered === 'string') return true;
  const { body } = (answered.body ?? {}) as { body?: unknown };
  return body === undefined || body === digestBody(sent.body);
}

/** Calls an address with the word, and with what a chat would send there. */
function askWith(word: string, url: string, { path, sent }: Probe): Promise<Answered | string> {
  const headers = { [WORD_HEADER]: word };
  if (sent === undefined) return ask(`${url}${path}`, { headers });
  const { type, body } = sent;
  return ask(`${url}${path}`, { method: 'POST', headers: { ...headers, 'Content-Type': type }, body });
}

/**
 * Calls Rollcall by its public address with a one-time word, which nothing but an instance of this installation gives back as
 * it should: what listens here says what that is. While nothing does, the doctor listens in its place for these moments.
 *
 * @param needsAddress whether a chat calls this server, where setup knows that before its credentials are there
 */
export async function examineAddress(read: Partial<LiveConfig>, needsAddress?: boolean): Promise<Finding[]> {
  const { publicUrl, host = '127.0.0.1', port = 0 } = read;
  if (publicUrl === undefined) {
    const { policy: _customers, ...chats } = read;
    if (!(needsAddress ?? (read.slack === undefined || probesOf(chats).length > 1))) {
      return [
        ok(
          "PUBLIC_URL isn't set. Slack doesn't need it, as everything comes through the socket; only one-time links for passwords do.",
        ),
      ];
    }
    return [
      unsure(
        "PUBLIC_URL isn't set, so there are no one-time links for passwords, and Rollcall can't check how Slack and Teams reach this machine.",
        'Set PUBLIC_URL to the https address of the proxy in front of Rollcall.',
      ),
    ];
  }
  const standIn = await listen(port, host, await findProof(read));
  try {
    const word = randomBytes(16).toString('base64url');
    const expected = proofOf(await askWith(word, `http://${localHost(host)}:${port}`, { path: '/p/doctor' }));
    if (expected === undefined) {
      return [
        wrong(
          `Something other than Rollcall is listening on port ${port} of ${host}.`,
          'Stop it, or set PORT to another port, also in the proxy.',
        ),
      ];
    }
    const answers = await Promise.all(
      probesOf(read).map(async (probe) => ({ probe, answered: await askWith(word, publicUrl, probe) })),
    );
    const paths = answers.map(({ probe }) => probe.path);
    const failed = answers.filter(({ answered }) => !isSameProof(proofOf(answered) ?? '', expected));
    const changed = answers.filter((one) => !failed.includes(one) && !isUnchanged(one.probe, one.answered));
    if (failed.length + changed.length === 0) {
      return [
        ok(
          `${publicUrl} leads here (${paths.join(', ')})${standIn === undefined ? '' : ', once Rollcall runs'}. This was tested from this machine only, so others may still not reach it.`,
        ),
        ...noteRedirect(read, publicUrl),
      ];
    }
    return [
      ...failed.map(({ probe: { path }, answered }) =>
        wrong(
          `${publicUrl}${path} doesn't lead here: ${describeAnswer(answered)}.`,
          `Check that the name points to your proxy, and that the proxy forwards ${path} unchanged to port ${port}. If only this machine can't reach its own public address, try from outside.`,
        ),
      ),
      ...changed.map(({ probe: { path } }) =>
        wrong(
          `${publicUrl}${path} leads here, but something on the way changes what is sent, so Slack's signatures don't match and its requests are refused.`,
          `Let the proxy, or a firewall in front of it, pass the body of requests to ${path} on byte for byte.`,
        ),
      ),
    ];
  } finally {
    standIn?.close();
    standIn?.closeAllConnections();
  }
}

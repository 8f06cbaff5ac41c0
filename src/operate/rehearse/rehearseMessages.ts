import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LiveConfig } from '../../config/config.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { splitSlackId } from '../../domain/slackId.ts';
import type { Place } from '../../domain/terms.ts';
import { parseSender } from '../../mail/address.ts';
import { Secret } from '../../secrets/secret.ts';
import { signInBot } from '../doctor/doctorTeams.ts';
import { type Finding, forOperator, reportOn } from '../doctor/finding.ts';
import { openMailer } from '../doctor/openMailer.ts';
import { readInstallations } from '../doctor/slack/readInstallations.ts';
import { createRecorder, type Recorder } from './recorder.ts';

const { ok, unsure, wrong } = reportOn('rehearse');
type Human = Policy['people'][number];
const TEXT = 'Rollcall is rehearsing (npm run doctor -- --rehearse). This message is deleted right away.';
/** As long as a call of a chat may take; whoever rehearses waits. */
const WITHIN_MS = 15_000;

/** Findings, and what was said on the way where there was something to record. */
export interface Rehearsed {
  findings: Finding[];
  recorder?: Recorder;
}

interface Sent {
  status: number;
  body: Record<string, unknown>;
}

async function send(recorder: Recorder, url: string, init: RequestInit): Promise<Sent> {
  const response = await recorder.fetch(url, { ...init, signal: AbortSignal.timeout(WITHIN_MS) });
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  return { status: response.status, body };
}

/** The token of a workspace that was added at /slack/install. */
async function findToken(read: Partial<LiveConfig>, team: string | undefined) {
  const installed = await readInstallations(read).catch(() => []);
  return installed.find(({ record }) => record.id === team)?.token;
}

/** One message to this person in Slack, which is deleted again. */
export async function rehearseSlack(
  read: Partial<LiveConfig>,
  { apiUrl, ...config }: NonNullable<LiveConfig['slack']>,
  slackId: string,
): Promise<Rehearsed> {
  const { team = read.policy?.slackTeams[0], user: userId } = splitSlackId(slackId);
  const botToken = config.botToken ?? (await findToken(read, team));
  if (botToken === undefined) {
    const said = `Left out: a message in Slack. Rollcall isn't installed in ${team}.`;
    return { findings: [unsure(said, 'Run npm run doctor -- slack.')] };
  }
  const recorder = createRecorder('slack', apiUrl, new Map([[userId, '{mia}']]));
  const call = async (what: string, method: string, args: Record<string, string>) => {
    const headers = { Authorization: `Bearer ${botToken.reveal()}` };
    const init = { method: 'POST', headers, body: new URLSearchParams(args) };
    const { body } = await send(recorder, `${apiUrl}${method}`, init);
    recorder.keep(what);
    if (body.ok === true) return body;
    throw new Error(`${method} answers ${String(body.error)}`);
  };
  let left: string | undefined;
  try {
    const opened = await call('opens a conversation', 'conversations.open', { users: userId });
    const channel = String((opened.channel as { id?: unknown } | undefined)?.id);
    recorder.name(channel, 'channel');
    const posted = await call('posts', 'chat.postMessage', { channel, text: TEXT });
    const ts = String(posted.ts);
    recorder.name(ts, 'message');
    left = `the message ${ts} in ${channel}`;
    await call('deletes what it posted', 'chat.delete', { channel, ts });
    return { findings: [ok('Posted one message in Slack, and deleted it.')], recorder };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const what = left === undefined ? "Slack didn't accept the message" : `Left behind in Slack: ${left}`;
    return { findings: [wrong(`${what}: ${why}.`, 'Run npm run doctor -- slack.')], recorder };
  }
}

/** Where this person writes to Rollcall in Teams, as its data folder has it. Only reads. */
function findPlace(dataDir: string, userId: string): Place | undefined {
  try {
    const { directs } = JSON.parse(readFileSync(join(dataDir, 'directs.json'), 'utf8'));
    return (directs as Record<string, Place>)[`teams:${userId}`];
  } catch {
    return undefined;
  }
}

/** One message to this person in Teams, which is deleted again. */
export async function rehearseTeams(
  read: Partial<LiveConfig>,
  config: NonNullable<LiveConfig['teams']>,
  userId: string,
): Promise<Rehearsed> {
  const { route, conversationId = '' } = findPlace(read.dataDir ?? '', userId) ?? {};
  if (route?.serviceUrl === undefined) {
    return {
      findings: [
        unsure(
          "Left out: a message in Teams. You haven't written to Rollcall there yet, so it doesn't know where.",
          'Write help to Rollcall in Teams, and run this again.',
        ),
      ],
    };
  }
  const base = route.serviceUrl.replace(/\/$/, '');
  const chat = encodeURIComponent(conversationId);
  const recorder = createRecorder(
    'teams',
    base,
    new Map([
      [chat, '{chat}'],
      [conversationId, '{chat}'],
    ]),
  );
  const signedIn = await signInBot(read, config);
  if (signedIn instanceof RollcallError)
    return { findings: [wrong(signedIn.message, forOperator(signedIn.next))] };
  const headers = {
    Authorization: `Bearer ${signedIn.token.reveal()}`,
    'Content-Type': 'application/json',
  };
  let left: string | undefined;
  try {
    const path = `${base}/v3/conversations/${chat}/activities`;
    const activity = JSON.stringify({ type: 'message', text: TEXT });
    const posted = await send(recorder, path, { method: 'POST', headers, body: activity });
    recorder.keep('posts');
    if (posted.status >= 300) throw new Error(`HTTP ${posted.status}`);
    const id = String(posted.body.id);
    recorder.name(id, 'message');
    left = `the message ${id}`;
    const deleted = await send(recorder, `${path}/${encodeURIComponent(id)}`, { method: 'DELETE', headers });
    recorder.keep('deletes what it posted');
    if (deleted.status >= 300) throw new Error(`HTTP ${deleted.status}`);
    return { findings: [ok('Posted one message in Teams, and deleted it.')], recorder };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const what = left === undefined ? "Teams didn't accept the message" : `Left behind in Teams: ${left}`;
    return { findings: [wrong(`${what}: ${why}.`, 'Run npm run doctor -- teams.')], recorder };
  }
}

/** One mail with a link that opens nothing: the page behind it says so, which is all that is to be seen. */
export async function rehearseMail(
  { mail, publicUrl }: Partial<LiveConfig>,
  to: string | undefined,
): Promise<Finding[]> {
  if (mail === undefined) return [];
  if (to === undefined) {
    return [unsure('Left out: an email with a link.', 'Say where to: --mail-to you@example.com')];
  }
  if (publicUrl === undefined) {
    return [
      unsure(
        'Left out: an email with a link, because there are no links without PUBLIC_URL.',
        'Set PUBLIC_URL.',
      ),
    ];
  }
  const link = `${publicUrl}/p/rehearsal-${randomBytes(16).toString('base64url')}`;
  const text = `Rollcall is rehearsing. First passwords would reach you with a link such as this one: ${link}\nOpen it: Rollcall answers that the link doesn't work. If you see that page, emailed links reach Rollcall.`;
  const mailer = openMailer(mail);
  try {
    const from = parseSender(mail.from)?.address ?? mail.from;
    const outcome = await mailer.send({
      to,
      subject: 'Rollcall: rehearsal',
      text: new Secret(text),
      html: new Secret(`<p>${text.replace(link, `<a href="${link}">${link}</a>`)}</p>`),
      messageId: `rehearsal-${randomUUID()}@${from.split('@')[1] ?? 'rollcall'}`,
    });
    return outcome.status === 'accepted'
      ? [
          ok(
            `The mail server accepted one email with a link to ${to}. An email can't be taken back: delete it.`,
          ),
        ]
      : [
          wrong(
            `The mail server didn't accept the email: ${outcome.response}`,
            'Run npm run doctor -- mail.',
          ),
        ];
  } finally {
    mailer.close();
  }
}

/** Each chat in which whoever runs this is known; the policy says who that may be. */
export function findRunner(policy: Policy | undefined, id: string | undefined): Human | Finding {
  const admins = (policy?.people ?? []).filter((one) => id === one.id || one.roles.includes('admin'));
  const chosen = id === undefined ? admins : admins.filter((one) => one.id === id);
  const [runner, another] = chosen;
  if (runner !== undefined && another === undefined) return runner;
  const names = admins.map((one) => one.id).join(', ');
  return unsure(
    "Left out: messages in the chats. Rollcall can't tell who is running this.",
    names === ''
      ? 'Name an admin in the policy.'
      : `Say who you are in the policy: --for ID, one of ${names}.`,
  );
}

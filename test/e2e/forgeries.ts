import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { policySchema } from '../../src/domain/policy/policy.ts';
import type { Action } from '../../src/flows/action.ts';
import type { FlowContext } from '../../src/flows/context.ts';
import { listActions } from '../../src/flows/createFlows.ts';
import { CAST, SLACK_TEAM_ID, sandboxPolicy } from '../../src/sandbox/contoso.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';

/** The list is read, and nothing of it pressed here. */
const neverRun = () => Promise.reject(new Error('Nothing is run for the list.'));

type Json = Record<string, unknown>;

/** Somebody with a client of their own: their ids in both chats. */
export interface Attacker {
  slack: string;
  teams: string;
}

/** Every action of the code, with the fields that its form sends. A new one is in it without anybody's doing. */
export function listForged(): { id: string; answers: Action['answers']; fields: string[] }[] {
  const context = { service: {}, policy: policySchema.parse(sandboxPolicy()), clock: { now: () => 0 } };
  return listActions(context as unknown as FlowContext, neverRun).map(({ id, answers, input }) => {
    const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as {
      properties?: { fields?: { properties?: Json } };
    };
    return { id, answers, fields: Object.keys(schema.properties?.fields?.properties ?? {}) };
  });
}

let count = 0;
/** Different each time, as ids of Slack's views and times of its clicks are. */
function next(): string {
  count += 1;
  return `${Date.now()}.${count}`;
}

function body(payload: Json): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

function describeSlack(type: string, { slack }: Attacker): Json {
  return {
    type,
    token: 'legacy',
    team: { id: SLACK_TEAM_ID, domain: 'contoso' },
    user: { id: slack, name: 'forger', team_id: SLACK_TEAM_ID },
    api_app_id: 'A0ROLLCALL',
    trigger_id: next(),
  };
}

/** A modal as its person's client might send it, whatever was shown. */
export function forgeView(callbackId: unknown, metadata: unknown, values: unknown): Json {
  const id = `V${next()}`;
  return {
    id,
    type: 'modal',
    callback_id: callbackId,
    private_metadata: metadata,
    hash: next(),
    root_view_id: id,
    previous_view_id: null,
    blocks: [],
    state: { values },
  };
}

/** Fields as Slack keeps what is typed. */
export function typed(fields: Json): Json {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, { [name]: { type: 'plain_text_input', value } }]),
  );
}

/** Signs and sends; what was answered as text, with its status. */
export async function sendSlack({ slack }: Pick<Sandbox, 'slack'>, payload: Json): Promise<string> {
  const { status, body: said } = await slack.deliver('/slack/events', body(payload));
  return `${status} ${said}`;
}

export function submission(who: Attacker, view: Json): Json {
  return { ...describeSlack('view_submission', who), view, response_urls: [] };
}

/** Where a message is said to stand. */
interface Spot {
  channel: string;
  ts: string;
}

function describeSpot({ channel, ts }: Spot): Json {
  return {
    channel: { id: channel, name: 'forged' },
    message: { type: 'message', ts, text: '', blocks: [] },
    message_ts: ts,
  };
}

/** A button of a message. */
export function click(who: Attacker, action: string, value: Json, at: Spot): Json {
  const press = { type: 'button', action_id: action, block_id: 'b', action_ts: next() };
  return {
    ...describeSlack('block_actions', who),
    ...describeSpot(at),
    actions: [{ ...press, value: JSON.stringify(value) }],
  };
}

/** A choice in the menu of a message. */
export function shortcut(who: Attacker, callbackId: string, at: Spot): Json {
  const chosen = { callback_id: callbackId, action_ts: next() };
  return { ...describeSlack('message_action', who), ...describeSpot(at), ...chosen };
}

/** Whose activities are the pattern for those of somebody whom Teams' loopback does not know. */
const KNOWN = CAST.helpdesk.teams;

/** What Teams' connector hands on for a client: any name, any value; `over` is laid over the whole activity. */
export async function sendTeams({ teams }: Sandbox, who: Attacker, over: Json): Promise<string> {
  const isKnown = teams.state.personOf(who.teams) !== undefined;
  const pattern = teams.activity(isKnown ? who.teams : KNOWN, { type: 'invoke' });
  const stranger = {
    from: { id: `29:${who.teams}`, name: 'Forger', aadObjectId: who.teams },
    conversation: { ...pattern.conversation, id: `a:${who.teams}` },
  };
  const { status, body: said } = await teams.ask({ ...pattern, ...(isKnown ? {} : stranger), ...over });
  return `${status} ${JSON.stringify(said ?? '')}`;
}

export const dialog = (verb: unknown, data: Json): Json => ({
  name: 'task/submit',
  value: { data: { ...data, verb }, context: { theme: 'default' } },
});

export const cardAction = (verb: unknown, data: unknown): Json => ({
  name: 'adaptiveCard/action',
  value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
});

export const consent = (context: unknown, uploadInfo: unknown): Json => ({
  name: 'fileConsent/invoke',
  value: { type: 'fileUpload', action: 'accept', context, uploadInfo },
});

/** Runs it for each, some at a time. */
export async function forEachOf<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const walk = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: 8 }, walk));
}

/** An address that nobody should be led to. */
export async function listenElsewhere() {
  let count = 0;
  const server = createServer((_request, response) => {
    count += 1;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => {
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`, asked: () => count };
}

/** What somebody could not understand: our own failure, or something that is no text. Ids can hold any letters. */
export const SENSELESS = /inside Rollcall|\[object|>undefined|(?<![\w-])NaN(?![\w-])/;

/** Where text belongs, and what a client of its own might send there. */
export const HOSTILE: readonly unknown[] = [
  null,
  7,
  -1e308,
  true,
  ['a', 1],
  {},
  { toString: 'x', valueOf: 1 },
  '__proto__',
  'constructor',
  '\u0000\ud800',
  'x'.repeat(11_000),
  Array.from({ length: 500 }).reduce((inner: unknown) => [inner], 'deep'),
];

/** Not answered, or not in a way that people understand. */
export function isSenseless(said: string): boolean {
  return !said.startsWith('200') || SENSELESS.test(said);
}

/** What Teams hands on for a client, with this in each place of it. */
export function listInvokes(value: unknown): Json[] {
  return [
    cardAction(value, value),
    cardAction('help.show', value),
    dialog(value, {}),
    consent(value, value),
    consent({ action: 'template.send', id: 'blank', version: value, name: value }, { uploadUrl: value }),
    { name: 'composeExtension/fetchTask', value: { commandId: value } },
    { name: 'application/search', value: { queryText: value, dataset: value } },
    { name: value, value },
  ];
}

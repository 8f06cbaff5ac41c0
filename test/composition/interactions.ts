import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CAST, SLACK_TEAM_ID } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { createEverybody } from './createEverybody.ts';

type Slack = Sandbox['slack'];

/** Each so manieth is a whole command, as many as Slack's limit for views.open allows. The others are choices in a form. */
const COMMAND_EVERY = 200;

/** How many of so many interactions are whole commands. */
export function countCommands(interactions: number): number {
  return Math.ceil(interactions / COMMAND_EVERY);
}

/** One choice in a form, as the body of Slack's request. */
function makeChoice(): string {
  const user = { id: CAST.admin.slack, team_id: SLACK_TEAM_ID, name: 'omar' };
  const now = String(Date.now() / 1_000);
  const payload = {
    type: 'block_actions',
    user,
    team: { id: SLACK_TEAM_ID, domain: 'contoso' },
    trigger_id: randomUUID(),
    container: { type: 'message', message_ts: '1.0', channel_id: 'D0OMARHADD' },
    channel: { id: 'D0OMARHADD', name: 'directmessage' },
    message: { ts: '1.0', text: '' },
    response_url: 'http://127.0.0.1:9/none',
    actions: [
      {
        type: 'static_select',
        action_id: 'usageLocation',
        block_id: 'usageLocation',
        action_ts: now,
        selected_option: { text: { type: 'plain_text', text: 'Germany' }, value: 'DE' },
      },
    ],
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

/** How one interaction was answered. Status 0: not at all. */
export interface Ack {
  ms: number;
  status: number;
}

/**
 * Sends interactions at their times, whether the ones before were answered or not. `onAck` hears of each answer;
 * resolves when all are answered. Throws the first thing that `send`, `onCommand` or `onAck` threw, at the end.
 */
export async function sendInteractions(options: {
  perSecond: number;
  seconds: number;
  send(body: string): Promise<number>;
  onCommand(): Promise<unknown>;
  onAck(ack: Ack): void;
}): Promise<void> {
  const { perSecond, seconds, send, onCommand, onAck } = options;
  const pending = new Set<Promise<void>>();
  const errors: unknown[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const dueIn = startedAt + (index * 1_000) / perSecond - performance.now();
    if (dueIn > 0) await sleep(dueIn);
    const sentAt = performance.now();
    const interaction =
      index % COMMAND_EVERY === 0
        ? onCommand()
        : send(makeChoice()).then((status) => onAck({ ms: performance.now() - sentAt, status }));
    const answered: Promise<void> = interaction.then(
      () => void pending.delete(answered),
      (error) => {
        pending.delete(answered);
        errors.push(error);
      },
    );
    pending.add(answered);
  }
  await Promise.all(pending);
  if (errors.length > 0) throw errors[0];
}

/** Sends a file, sets it up without licenses, and starts. */
export async function startLoadedJob(slack: Slack, people: number): Promise<void> {
  const omar = slack.as(CAST.admin.slack);
  const rows = Array.from({ length: people }, (_, index) => `load${index}@contoso.com,,,Load ${index}`);
  const content = ['Username,First name,Last name,Display name', ...rows].join('\r\n');
  await omar.say('', { files: [{ name: 'load.csv', content }] });
  const ready = await omar.waitForMessage((message) => textOf(message).includes('ready'), 60_000);
  await createEverybody(omar, ready);
}

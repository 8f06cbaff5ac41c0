import { fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CAST, SLACK_TEAM_ID } from '../../src/sandbox/contoso.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { textOf } from '../../src/sandbox/slack/textOf.ts';
import { medianOf, percentileOf, printLine } from './numbers.ts';

const PER_SECOND = 200;
const SECONDS = 6;
const RUNS = 5;
/** Its first 3,000 creates take seconds; from then on it is paced, and lasts longer than the bench. */
const PEOPLE_IN_JOB = 5_000;
/** Each so manieth is a whole command, as many as Slack's limit for views.open allows. The others are choices in a form. */
const COMMAND_EVERY = 200;

type Slack = Sandbox['slack'];

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

/** Sends interactions at their times, whether the ones before were answered or not. Milliseconds to each answer. */
async function load(
  send: (body: string) => Promise<number>,
  onCommand: () => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  const sent: Promise<unknown>[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < PER_SECOND * SECONDS; index += 1) {
    const dueIn = startedAt + (index * 1_000) / PER_SECOND - performance.now();
    if (dueIn > 0) await sleep(dueIn);
    if (index % COMMAND_EVERY === 0) {
      sent.push(onCommand());
      continue;
    }
    const sentAt = performance.now();
    sent.push(
      send(makeChoice()).then((status) => {
        times.push(performance.now() - sentAt);
        if (status !== 200) throw new Error(`An interaction was answered with ${status}.`);
      }),
    );
  }
  await Promise.all(sent);
  return times;
}

async function startBareBolt(secret: string) {
  const child = fork(fileURLToPath(new URL('bareBolt.js', import.meta.url)), [secret]);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

/** The listener's 99th percentile in each run, in milliseconds. */
async function measureBare(slack: Slack, botUrl: string): Promise<number[]> {
  const secret = randomBytes(16).toString('hex');
  const bare = await startBareBolt(secret);
  slack.setBotUrl(bare.url);
  const send = async (body: string) => (await slack.deliver('/slack/events', body, { secret })).status;
  const all: number[] = [];
  // The first run is for compiling.
  for (let run = 0; run <= RUNS; run += 1) {
    const times = await load(send, () => send(makeChoice()));
    if (run > 0) all.push(percentileOf(times, 0.99));
  }
  await bare.stop();
  slack.setBotUrl(botUrl);
  return all;
}

/** Sends a file, sets it up without licenses, and starts. */
async function startJob(slack: Slack): Promise<void> {
  const omar = slack.as(CAST.admin.slack);
  const rows = Array.from(
    { length: PEOPLE_IN_JOB },
    (_, index) => `load${index}@contoso.com,,,Load ${index}`,
  );
  const content = ['Username,First name,Last name,Display name', ...rows].join('\r\n');
  await omar.say('', { files: [{ name: 'load.csv', content }] });
  const ready = await omar.waitForMessage((message) => textOf(message).includes('ready'), 60_000);
  await omar.click(ready, 'addusers.setup');
  await omar.waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
  omar.fill({ usageLocation: 'DE', recipients: 'it@contoso.com' });
  await omar.submit();
  await omar.waitForModal((view) => view.callback_id === 'addusers.start');
  await omar.submit();
}

/** How soon Slack gets its acknowledgement while a job runs, against a bare Bolt listener on a quiet machine. */
export async function benchAck(): Promise<void> {
  const sandbox = await createSandbox();
  try {
    const { slack, bot, graph } = sandbox;
    const baseline = await measureBare(slack, bot.url);
    await bot.start();
    await startJob(slack);
    const send = async (body: string) => (await slack.deliver('/slack/events', body)).status;
    const mia = slack.as(CAST.helpdesk.slack);
    const ours: number[] = [];
    for (let run = 0; run <= RUNS; run += 1) {
      const times = await load(send, () => mia.command('/adduser'));
      if (run > 0) ours.push(percentileOf(times, 0.99));
    }
    const created = [...graph.state.users.values()].filter(({ displayName }) =>
      displayName.startsWith('Load'),
    );
    if (created.length === 0 || created.length >= PEOPLE_IN_JOB) throw new Error('No job ran meanwhile.');
    const [seconds, baselineSeconds] = [medianOf(ours) / 1_000, medianOf(baseline) / 1_000];
    printLine({
      bench: 'ack',
      n: RUNS * PER_SECOND * SECONDS,
      seconds,
      baselineSeconds,
      ratio: seconds / baselineSeconds,
      perSecond: PER_SECOND,
    });
  } finally {
    await sandbox.stop();
  }
}

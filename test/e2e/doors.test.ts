import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CAST, SLACK_TEAM_ID } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();

function command(team = SLACK_TEAM_ID): string {
  return new URLSearchParams({
    command: '/adduser',
    text: '',
    user_id: CAST.helpdesk.slack,
    team_id: team,
    channel_id: 'C1',
    trigger_id: 'none',
    response_url: `${setUp.sandbox.url}/slack/response/none`,
  }).toString();
}

describe('Slack requests', () => {
  it.each([
    ['signed with another secret', { secret: 'somebody-elses-secret' }],
    ['without a signature', { headers: { 'x-slack-signature': '' } }],
    ['with a signature of another version', { headers: { 'x-slack-signature': 'v1=00' } }],
    ['six minutes old', { timestampOffsetSec: -360 }],
    ['six minutes in the future', { timestampOffsetSec: 360 }],
  ])('%s are refused', async (_name, options) => {
    const answer = await setUp.sandbox.slack.deliver('/slack/events', command(), options);
    expect(answer.status).toBe(401);
    setUp.expectsTrouble();
  });

  it('from another workspace reach nothing', async () => {
    const before = setUp.sandbox.graph.requests.length;
    await setUp.sandbox.slack.deliver('/slack/events', command('T0FOREIGN'));
    await sleep(300);
    expect(setUp.sandbox.graph.requests.length).toBe(before);
    setUp.expectsTrouble();
  });
});

describe('Teams requests', () => {
  it('without a token, for another bot or from another tenant are refused', async () => {
    const { teams } = setUp.sandbox;
    const activity = teams.activity(CAST.helpdesk.teams, { text: 'adduser' });
    expect(await teams.deliver(activity, { token: null })).toBe(401);
    expect(await teams.deliver(activity, { claims: { aud: 'another-bot' } })).toBe(401);
    const foreign = teams.activity(CAST.helpdesk.teams, {
      text: 'adduser',
      channelData: { tenant: { id: '00000000-0000-4000-8000-00000000000f' } },
    });
    expect(await teams.deliver(foreign)).toBe(403);
    const { serviceUrl: _gone, ...lost } = activity;
    expect(await teams.deliver(lost)).toBe(403);
  });
});

describe('health', () => {
  it('is alive and ready, and shows numbers', async () => {
    const { url } = setUp.sandbox.bot;
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const mia = setUp.sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('adduser');
    await mia.waitForMessage((message) => textOf(message).includes('Add one person'));
    const numbers = await (await fetch(setUp.sandbox.metricsUrl)).text();
    expect(numbers).toContain('rollcall_jobs{state="running"} 0');
    expect(numbers).toContain('rollcall_may_act 1');
    expect(numbers).toContain('rollcall_graph_quota_left{customer="contoso"} 3000');
    expect(numbers).toMatch(/rollcall_build_info\{version="\d+\.\d+\.\d+"\} 1/);
    expect(numbers).toMatch(/rollcall_chat_requests_total\{platform="teams",outcome="done"\} [1-9]/);
    expect(numbers).toMatch(/rollcall_graph_requests_total\{op="GET domains",status="200"\} [1-9]/);
  });
});

describe('D4: numbers', () => {
  it('are not on the port that Slack, Teams and strangers reach', async () => {
    expect((await fetch(`${setUp.sandbox.bot.url}/metrics`)).status).toBe(404);
  });

  it('asked for 3,000 times on each of twelve connections, unread, do not fill the memory', async () => {
    const port = Number(new URL(setUp.sandbox.metricsUrl).port);
    const readMemory = async () => {
      const text = await (await fetch(setUp.sandbox.metricsUrl)).text();
      return Number(/^process_resident_memory_bytes (\d+)/m.exec(text)?.[1]) / 1_048_576;
    };
    const before = await readMemory();
    const request = 'GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(3_000);
    const sockets = Array.from({ length: 12 }, () => {
      const socket = connect(port, '127.0.0.1', () => socket.write(request));
      socket.on('error', () => undefined);
      return socket.pause();
    });
    await sleep(2_000);
    const after = await readMemory();
    for (const socket of sockets) socket.destroy();
    // It was 966 MB; what else the process does in two seconds takes some dozens.
    expect(after - before).toBeLessThan(200);
  }, 30_000);
});

describe('D11: what opens a one-time link', () => {
  it.each(['/p/', '/P/', '//p/', '/%70/', '/p//'])('is in no line of the log: %s', async (start) => {
    const { sandbox, watched } = setUp;
    const token = 'Canary-0123456789-0123456789-0123456789-abcd';
    for (const end of ['%', '%E0%A4%A', '', '?%', '/%']) {
      await fetch(`${sandbox.bot.url}${start}${token}${end}`).catch(() => undefined);
    }
    await sleep(100);
    expect(watched.lines.filter((line) => line.includes('Canary'))).toEqual([]);
  });
});

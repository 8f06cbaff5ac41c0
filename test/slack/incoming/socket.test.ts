import { WebSocket } from 'undici';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { CAST } from '../../../src/sandbox/contoso.ts';
import { isSocketAddress } from '../../../src/slack/socket/openUrl.ts';
import { createMemory, expectNoComplaints, SLOW_MS, startRoom } from '../startRoom.ts';

const SAID = {
  type: 'message',
  view: { kind: 'notice', tone: 'info', title: 'Done.', text: [], buttons: [] },
} as const;

const startSocketRoom = (options: Partial<Parameters<typeof startRoom>[0]> = {}) =>
  startRoom({ socket: true, reply: () => SAID as never, ...options });

describe('the socket to Slack', () => {
  it('takes what Slack sends, and nothing over HTTP', async () => {
    const { slack, mia, calls, botUrl, room } = await startSocketRoom();
    await mia.command('/user', 'ada');
    await mia.say('help');
    await expect.poll(() => calls.map(({ action }) => action).sort()).toEqual(['help.show', 'user.find']);
    const forged = await fetch(`${botUrl}/slack/events`, { method: 'POST', body: 'command=/user' });
    expect(forged.status).toBe(404);
    await room.check();
    expectNoComplaints(slack);
  });

  it('opens the next one before the old one goes, so that nobody notices', async () => {
    let searches = 0;
    const { slack } = await startSocketRoom({
      search() {
        searches += 1;
        return [];
      },
      slack: { connectionSeconds: 3, warningMs: 2_500, closingMs: 200 },
    });
    const answers: number[] = [];
    const until = Date.now() + 8_000;
    while (Date.now() < until) {
      answers.push((await slack.send('options', suggestionBody())).status);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(searches).toBe(answers.length);
    expect(slack.calls.filter(({ method }) => method === 'apps.connections.open').length).toBeGreaterThan(2);
    expectNoComplaints(slack);
  });

  it('answers by the old socket what came by it, when Slack asks for another', async () => {
    const { slack, mia } = await startSocketRoom({
      search: slowly,
      slack: { closingMs: 3_000 },
    });
    const answered = slack.send('options', suggestionBody());
    slack.sockets.disconnect('refresh_requested');
    expect((await answered).status).toBe(200);
    await expect.poll(() => slack.sockets.count).toBe(1);
    expect((await mia.command('/user')).shown).toBeUndefined();
  });

  it('comes back when the line is cut, and says in between that it is closed', async () => {
    const { slack, mia, room, calls } = await startSocketRoom();
    slack.sockets.cut();
    expect((await mia.command('/user')).shown).toBe('/user failed with the error "dispatch_failed"');
    const door = () =>
      room.check().then(
        () => 'open',
        ({ code }) => code,
      );
    await expect.poll(door).toBe('CHAT_DOWN');
    await expect.poll(() => slack.sockets.count).toBe(1);
    await room.check();
    expect((await mia.command('/user')).shown).toBeUndefined();
    await expect.poll(() => calls.length).toBe(1);
  });

  it('keeps trying while Slack gives no socket', async () => {
    const { slack, lines } = await startSocketRoom();
    slack.fail({ method: 'apps.connections.open', times: 2, error: 'internal_error' });
    slack.sockets.cut();
    await expect.poll(() => slack.sockets.count, { timeout: 15_000 }).toBe(1);
    expect(lines.filter((line) => line.startsWith('slack.socketFailed'))).toHaveLength(2);
  });

  it('finds out that a line is dead that still looks open', async () => {
    const { slack } = await startSocketRoom();
    slack.sockets.fallSilent();
    expect(slack.sockets.count).toBe(0);
    await expect.poll(() => slack.sockets.count, { timeout: 30_000 }).toBe(1);
  }, 40_000);

  it('does once what is delivered twice', async () => {
    const { slack, mia, calls } = await startSocketRoom({ slack: { twice: true } });
    expect((await mia.command('/user', 'ada')).shown).toBeUndefined();
    await mia.say('help');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(calls.map(({ action }) => action).sort()).toEqual(['help.show', 'user.find']);
    await slack.redeliver();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(calls).toHaveLength(2);
  });

  it('says nothing to the second of two whose answer says what happens next, which an empty one would overtake', async () => {
    const sent = vi.spyOn(WebSocket.prototype, 'send');
    onTestFinished(() => sent.mockRestore());
    const { slack, lines } = await startSocketRoom({ search: () => [], slack: { twice: true } });
    const replayed = () => lines.filter((line) => line.startsWith('slack.replayed')).length;
    expect((await slack.send('options', suggestionBody())).body).toContain('options');
    await expect.poll(replayed).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(sent).toHaveBeenCalledTimes(1);
    await slack.as(CAST.helpdesk.slack).command('/user', 'ada');
    await expect.poll(replayed).toBe(2);
    await expect.poll(() => sent.mock.calls.length).toBe(3);
  });

  it('does once what was acknowledged on a line that was cut', async () => {
    const { slack, mia, calls } = await startSocketRoom({ slack: { ackWithinMs: 500 } });
    slack.switches.cutAfterSending = true;
    const said = mia.say('help');
    await expect.poll(() => slack.sockets.count).toBe(0);
    slack.switches.cutAfterSending = false;
    await said;
    await expect.poll(() => slack.sockets.count).toBe(1);
    await slack.redeliver();
    await expect.poll(() => calls.length).toBe(1);
    await slack.redeliver();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(calls).toHaveLength(1);
  });

  it('answers a command in words where nobody can keep that it came, and carries it out once somebody can', async () => {
    const { store } = createMemory();
    const { seen } = store;
    store.seen = () => Promise.reject(new Error('refused'));
    const { mia, calls } = await startSocketRoom({ room: { store } });
    await mia.command('/user', 'ada');
    expect(mia.ephemerals().at(-1)?.text).toContain("Rollcall can't reach its records right now.");
    expect(calls).toEqual([]);
    store.seen = seen;
    await mia.command('/user', 'ada');
    await expect.poll(() => calls.length).toBe(1);
  });

  it('acknowledges a slow form in time', async () => {
    const { slack, mia } = await startSocketRoom({
      reply: async () => {
        await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
        return SAID as never;
      },
    });
    expect((await mia.command('/user')).shown).toBeUndefined();
    expectNoComplaints(slack);
  });

  it.each([['missing_scope', { appScopes: ['authorizations:read'] }, 'connections:write']])(
    'does not start with a token that opens no socket: %s',
    async (_word, slack, said) => {
      await expect(startSocketRoom({ slack })).rejects.toMatchObject({
        code: 'CREDENTIALS_REFUSED',
        message: expect.stringContaining(said),
      });
    },
  );

  it('says when Socket Mode is switched off, and tries again later', async () => {
    const { slack, lines } = await startSocketRoom();
    slack.switches.socketMode = false;
    slack.sockets.disconnect('link_disabled');
    await expect.poll(() => lines.some((line) => line.includes('Socket Mode is switched off'))).toBe(true);
    expect(slack.calls.filter(({ method }) => method === 'apps.connections.open')).toHaveLength(1);
  });

  it('finishes its answers before it closes', async () => {
    const { slack, room } = await startSocketRoom({
      search: slowly,
    });
    const answered = slack.send('options', suggestionBody());
    await new Promise((resolve) => setTimeout(resolve, 20));
    await room.stop();
    expect((await answered).status).toBe(200);
    await expect.poll(() => slack.sockets.count).toBe(0);
  });

  it('answers at a stop also what comes while it waits, and does nothing that it could not answer', async () => {
    let searches = 0;
    const { slack, room } = await startSocketRoom({
      search: (() => {
        searches += 1;
        return new Promise((resolve) => setTimeout(() => resolve([]), 1_000));
      }) as never,
    });
    const first = slack.send('options', suggestionBody());
    await expect.poll(() => searches).toBe(1);
    const stopped = room.stop();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const second = slack.send('options', suggestionBody());
    await stopped;
    const third = slack.send('options', suggestionBody());
    expect((await first).status).toBe(200);
    expect((await second).status).toBe(200);
    expect((await third).status).toBe(0);
    expect(searches).toBe(2);
  });

  it.each([
    ['wss://wss-primary.slack.com/link/?ticket=1', true],
    ['wss://wss.slack-gov.com/link/?ticket=1', true],
    ['wss://wss.slack.com.example.com/link/', false],
    ['wss://notslack.com/link/', false],
    ['ws://wss.slack.com/link/', false],
    ['https://wss.slack.com/link/', false],
    ['', false],
  ])('takes %s from Slack: %s', (address, expected) => {
    expect(isSocketAddress(address, 'https://slack.com/api/')).toBe(expected);
  });
});

/** The search of a directory that takes a second. */
const slowly = (async () => {
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return [];
}) as never;

/** Somebody types into a menu that searches. */
function suggestionBody(): string {
  const payload = {
    type: 'block_suggestion',
    user: { id: CAST.helpdesk.slack, team_id: 'T0CONTOSO' },
    team: { id: 'T0CONTOSO', domain: 'contoso' },
    action_id: 'groups',
    block_id: 'groups',
    value: 'sales',
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

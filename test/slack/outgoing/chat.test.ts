import type { WebClient } from '@slack/web-api';
import { WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import type { MessageRef, Place } from '../../../src/domain/terms.ts';
import type { NoticeView } from '../../../src/flows/views/parts.ts';
import { Secret } from '../../../src/secrets/secret.ts';
import { createMemoryQuota } from '../../../src/service/ports/quota.ts';
import type { Clock } from '../../../src/service/ports/surroundings.ts';
import { createBoltLog } from '../../../src/slack/boltLog.ts';
import { createCalls } from '../../../src/slack/outgoing/calls.ts';
import { createChat } from '../../../src/slack/outgoing/chat.ts';
import { createLines, createMemory } from '../startRoom.ts';

/** Time that passes only by sleeping. */
function createTestClock(): Clock {
  let now = 1_000_000;
  return {
    now: () => now,
    async sleep(ms) {
      const until = now + ms;
      await Promise.resolve();
      now = Math.max(now, until);
    },
  };
}

function say(title: string): NoticeView {
  return { kind: 'notice', tone: 'info', title, text: [], buttons: [] };
}

interface Sent {
  /** Whose token it went out with. */
  team: string;
  method: string;
  at: number;
  channel: string;
  said: string;
}

function refused(error: string): WebAPIPlatformError {
  return new WebAPIPlatformError({ ok: false, error });
}

/** The chat over a client that fails as told, and what was sent when. */
function startChat(failures: { method: string; error: unknown }[] = []) {
  const clock = createTestClock();
  const sent: Sent[] = [];
  const { log } = createLines();
  const { store, directs } = createMemory();
  const send = (method: string, team: string) => async (args: Record<string, unknown>) => {
    const index = failures.findIndex((failure) => failure.method === method);
    const said = /"text":"([a-z0-9 ]+)","style"/.exec(JSON.stringify(args.blocks))?.[1] ?? '';
    sent.push({ method, team, at: clock.now(), channel: String(args.channel ?? args.users), said });
    if (index >= 0) throw failures.splice(index, 1)[0]?.error;
    return { ok: true, ts: `ts${sent.length}`, channel: { id: 'D9' } };
  };
  const clientOf = (team: string) =>
    ({
      chat: { postMessage: send('post', team), update: send('update', team) },
      conversations: { open: send('open', team) },
    }) as unknown as WebClient;
  const chat = createChat({
    workspaces: {
      get: async (mark) => ({
        ...{ id: mark ?? 'T1', botId: 'B1', botUserId: 'U1', client: clientOf(mark ?? 'T1') },
        ...(mark === undefined ? {} : { mark }),
        calls: createCalls(clock, log, () => false),
        token: async () => new Secret('xoxb-test'),
        home: () => ({ teams: [] }),
        apps: { received: () => undefined, sent: () => undefined },
        lookUpOrganization: async () => true,
      }),
    },
    store,
    clock,
    quota: createMemoryQuota(clock),
  });
  return { chat, sent, directs };
}

const place = (conversationId: string): Place => ({
  platform: 'slack',
  workspace: 'T1',
  conversationId,
  kind: 'direct',
});
const ref = (messageId: string): MessageRef => ({ platform: 'slack', conversationId: 'D1', messageId });

describe('posting', () => {
  it('keeps a second between messages of one channel, and holds up no other', async () => {
    const { chat, sent } = startChat();
    const start = 1_000_000;
    await Promise.all([
      chat.post(place('D1'), say('a')),
      chat.post(place('D1'), say('b')),
      chat.post(place('D2'), say('c')),
    ]);
    const times = Object.fromEntries(sent.map(({ said, at }) => [said, at - start]));
    expect(times.a).toBe(0);
    expect(times.b).toBeGreaterThanOrEqual(1_000);
    expect(sent.map(({ said }) => said).indexOf('c')).toBeLessThan(2);
  });

  it('waits as long as Slack says and posts then', async () => {
    const { chat, sent } = startChat([{ method: 'post', error: new WebAPIRateLimitedError(7) }]);
    await chat.post(place('D1'), say('a'));
    expect(sent).toHaveLength(2);
    expect((sent[1]?.at ?? 0) - (sent[0]?.at ?? 0)).toBeGreaterThanOrEqual(7_000);
  });

  it('repeats a message that may have arrived once, because twice is better than never', async () => {
    const error = new WebAPIRequestError(new Error('reset'));
    const { chat, sent } = startChat([
      { method: 'post', error },
      { method: 'post', error },
    ]);
    await expect(chat.post(place('D1'), say('a'))).rejects.toBe(error);
    expect(sent).toHaveLength(2);
    await chat.post(place('D1'), say('b'));
    expect(sent).toHaveLength(3);
  });
});

describe('updating', () => {
  it('sends only the newest of several views, and tells everybody when it is shown', async () => {
    const { chat, sent } = startChat();
    await Promise.all(['a', 'b', 'c'].map((title) => chat.update(ref('1'), say(title))));
    expect(sent.map(({ said }) => said)).toEqual(['c']);
  });

  it('keeps 1.2 seconds between updates of the workspace', async () => {
    const { chat, sent } = startChat();
    await Promise.all(['1', '2', '3'].map((id) => chat.update(ref(id), say(id))));
    const gaps = sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0));
    expect(gaps.every((gap) => gap >= 1_200)).toBe(true);
    expect(sent.map(({ said }) => said)).toEqual(['1', '2', '3']);
  });

  it.each(['message_not_found', 'edit_window_closed', 'cant_update_message'])(
    'posts anew after %s and answers where the message is now',
    async (error) => {
      const { chat, sent } = startChat([{ method: 'update', error: refused(error) }]);
      const where = await chat.update(ref('1'), say('a'));
      expect(sent.map(({ method, channel }) => [method, channel])).toEqual([
        ['update', 'D1'],
        ['post', 'D1'],
      ]);
      expect(where.messageId).toBe('ts2');
    },
  );

  it('is repeated after a reset, because an update twice is one update', async () => {
    const { chat, sent } = startChat([
      { method: 'update', error: new WebAPIRequestError(new Error('reset')) },
    ]);
    await chat.update(ref('1'), say('a'));
    expect(sent.map(({ method }) => method)).toEqual(['update', 'update']);
  });

  it('fails for any other reason, and goes on with the next', async () => {
    const error = refused('is_archived');
    const { chat, sent } = startChat([{ method: 'update', error }]);
    await expect(chat.update(ref('1'), say('a'))).rejects.toBe(error);
    await chat.update(ref('1'), say('b'));
    expect(sent.map(({ said }) => said)).toEqual(['a', 'b']);
  });
});

describe('S6: what passes at Slack', () => {
  it.each(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'])(
    '%s is asked again: twice of an update, and once of a new message',
    async (error) => {
      const { chat, sent } = startChat([
        { method: 'update', error: refused(error) },
        { method: 'update', error: refused(error) },
        { method: 'post', error: refused(error) },
      ]);
      await chat.update(ref('1'), say('a'));
      await chat.post(place('D1'), say('b'));
      expect(sent.map(({ method }) => method)).toEqual(['update', 'update', 'update', 'post', 'post']);
    },
  );

  it('is not asked for ever', async () => {
    const failures = Array.from({ length: 3 }, () => ({
      method: 'update',
      error: refused('internal_error'),
    }));
    const { chat, sent } = startChat(failures);
    await expect(chat.update(ref('1'), say('a'))).rejects.toThrow();
    expect(sent).toHaveLength(3);
  });

  it('a limit that Slack answers with 200 is waited for', async () => {
    const { chat, sent } = startChat([{ method: 'post', error: refused('ratelimited') }]);
    await chat.post(place('D1'), say('a'));
    expect((sent[1]?.at ?? 0) - (sent[0]?.at ?? 0)).toBeGreaterThanOrEqual(5_000);
  });
});

describe('S5: a conversation that is gone', () => {
  const owned = { platform: 'slack', workspace: 'T1', conversationId: 'D0DEAD', kind: 'direct' } as const;

  it('is opened anew once, remembered, and the message posted there', async () => {
    const { chat, sent, directs } = startChat([{ method: 'post', error: refused('channel_not_found') }]);
    directs.set('U1', owned);
    const where = await chat.post(await chat.openDirect('U1'), say('a'), 'U1');
    expect(sent.map(({ method, channel }) => [method, channel])).toEqual([
      ['post', 'D0DEAD'],
      ['open', 'U1'],
      ['post', 'D9'],
    ]);
    expect(where.conversationId).toBe('D9');
    expect(directs.get('U1')?.conversationId).toBe('D9');
  });

  it('gets no update, but the message anew in the one that is there', async () => {
    const error = refused('channel_not_found');
    const { chat, sent } = startChat([
      { method: 'update', error },
      { method: 'post', error },
    ]);
    const where = await chat.update({ ...ref('1'), conversationId: 'D0DEAD' }, say('a'), 'U1');
    expect(sent.map(({ method }) => method)).toEqual(['update', 'post', 'open', 'post']);
    expect(where.conversationId).toBe('D9');
  });

  it('is not looked for again when Slack names the same, or when nobody knows whose it is', async () => {
    const error = refused('channel_not_found');
    const { chat, sent } = startChat([
      { method: 'post', error },
      { method: 'post', error },
    ]);
    await expect(chat.post({ ...owned, conversationId: 'D9' }, say('a'), 'U1')).rejects.toBe(error);
    await expect(chat.post(owned, say('a'))).rejects.toBe(error);
    expect(sent.map(({ method }) => method)).toEqual(['post', 'open', 'post']);
  });
});

describe('a person’s own chat', () => {
  it('is asked for once', async () => {
    const { chat, sent, directs } = startChat();
    const opened = await chat.openDirect('U1');
    expect(await chat.openDirect('U1')).toEqual(opened);
    expect(opened).toEqual({ platform: 'slack', workspace: 'T1', conversationId: 'D9', kind: 'direct' });
    expect(sent).toHaveLength(1);
    expect(directs.get('U1')).toEqual(opened);
  });

  it('that cannot be is a clear error', async () => {
    const { chat } = startChat([{ method: 'open', error: refused('user_disabled') }]);
    await expect(chat.openDirect('U1')).rejects.toMatchObject({ code: 'NOT_HERE' });
  });
});

describe('the libraries’ log', () => {
  it('never carries what was sent or answered', () => {
    const { lines, log } = createLines();
    const logger = createBoltLog(log);
    logger.debug('http request body: {"text":"canary"}');
    logger.info('canary');
    logger.warn({ text: 'canary' });
    logger.error(Object.assign(new Error('canary'), { code: 'slack_error', data: 'canary' }));
    logger.error('Failed to do something');
    expect(lines.join('\n')).not.toContain('canary');
    expect(lines).toEqual([
      'slack.library {"said":"object"}',
      'slack.library {"said":"Error slack_error"}',
      'slack.library {"said":"Failed to do something"}',
    ]);
  });
});

describe('several workspaces', () => {
  it('each hear with their own token what belongs to them, whatever ids they share', async () => {
    const { chat, sent, directs } = startChat();
    const direct = await chat.openDirect('T2/U1');
    expect(direct).toMatchObject({ workspace: 'T2', conversationId: 'D9', route: { team: 'T2' } });
    const posted = await chat.post(direct, say('posted'), 'T2/U1');
    expect(posted.route).toEqual({ team: 'T2' });
    await chat.update(posted, say('updated'), 'T2/U1');
    await chat.openDirect('U1');
    await chat.update(ref('1.1'), say('of before'));
    expect(sent.map(({ method, team }) => `${method} ${team}`)).toEqual([
      'open T2',
      'post T2',
      'update T2',
      'open T1',
      'update T1',
    ]);
    expect(sent[0]?.channel).toBe('U1');
    expect([...directs.keys()]).toEqual(['T2/U1', 'U1']);
  });

  it('have their conversations opened anew with their own token', async () => {
    const gone = refused('channel_not_found');
    const { chat, sent } = startChat([{ method: 'post', error: gone }]);
    const dead = { ...place('D0DEAD'), route: { team: 'T2' } };
    expect(await chat.post(dead, say('again'), 'T2/U1')).toMatchObject({ route: { team: 'T2' } });
    expect(new Set(sent.map(({ team }) => team))).toEqual(new Set(['T2']));
  });
});

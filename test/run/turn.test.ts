import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Place } from '../../src/domain/terms.ts';
import type { NoticeView } from '../../src/flows/views/parts.ts';
import { fenceFetch } from '../../src/run/fence.ts';
import { CAST } from '../../src/sandbox/contoso.ts';
import { fenceFs } from '../../src/store/disk/fenceFs.ts';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { uploadFile } from '../../src/teams/incoming/files.ts';
import { createWeb } from '../../src/web/createWeb.ts';
import { createScaledClock } from '../bench/scaledClock.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { openTestMailer, sampleMail, startSmtpDouble } from '../mail/smtpDouble.ts';
import { startRoom as startSlackRoom } from '../slack/startRoom.ts';
import {
  createTestClock,
  createTestLog,
  masterKeys,
  sampleDraft,
  sampleEntry,
} from '../store/sampleRecords.ts';
import { startRoom as startTeamsRoom } from '../teams/startRoom.ts';
import { createTestTurn } from '../testTurn.ts';

/** Long enough for a call on this machine, if there were one. */
const A_WHILE_MS = 150;
const HELLO: NoticeView = { kind: 'notice', tone: 'info', title: 'Hello', text: [], buttons: [] };

/** What was begun so far. */
type Count = () => number;

async function startDoor(): Promise<{ url: string; asked: Count }> {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-turn-'));
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** Each port with one effect: how to bring it about, and how often it was begun. */
const PORTS: Record<
  string,
  (turn: ReturnType<typeof createTestTurn>) => Promise<{ act: () => Promise<unknown>; begun: Count }>
> = {
  'Graph and its login': async (turn) => {
    const { url, asked } = await startDoor();
    return { act: () => fenceFetch(turn)(url, { method: 'POST' }), begun: asked };
  },
  mail: async (turn) => {
    const server = await startSmtpDouble();
    onTestFinished(() => server.stop());
    const { mailer } = openTestMailer(server.port, { turn });
    onTestFinished(() => mailer.close());
    return { act: () => mailer.send(sampleMail()), begun: server.connections };
  },
  Slack: async (turn) => {
    const { room, slack } = await startSlackRoom({
      reply: () => ({ type: 'message', view: HELLO }),
      room: { turn },
    });
    const started = slack.calls.length;
    const act = async () => room.chat.post(await room.chat.openDirect(CAST.helpdesk.slack), HELLO);
    return { act, begun: () => slack.calls.length - started };
  },
  Teams: async (turn) => {
    const { room, teams, directs } = await startTeamsRoom({
      reply: () => ({ type: 'message', view: HELLO }),
      room: { turn },
    });
    const mia = teams.as(CAST.helpdesk.teams);
    await mia.say('help');
    await mia.waitForMessage(() => true);
    const place = directs.get(CAST.helpdesk.teams) as Place;
    const started = teams.calls.length;
    return { act: () => room.chat.post(place, HELLO), begun: () => teams.calls.length - started };
  },
  'a new conversation in Teams': async (turn) => {
    const { room, teams, directs } = await startTeamsRoom({
      reply: () => ({ type: 'message', view: HELLO }),
      room: { turn },
    });
    const mia = teams.as(CAST.helpdesk.teams);
    await mia.say('help');
    await mia.waitForMessage(() => true);
    directs.clear();
    const started = teams.calls.length;
    return {
      act: () => room.chat.openDirect(CAST.helpdesk.teams),
      begun: () => teams.calls.length - started,
    };
  },
  'a file for Teams': async (turn) => {
    const { url, asked } = await startDoor();
    const clock = createScaledClock(50);
    return { act: () => uploadFile(url, Buffer.from('x'), { fileHosts: [url], turn, clock }), begun: asked };
  },
  'an answer to a request': async (turn) => {
    const web = createWeb({
      host: '127.0.0.1',
      port: 0,
      turn,
      proveWord: String,
      log: createTestLog(),
      checks: {},
    });
    let asked = 0;
    web.app.get('/asked', (_request, response) => {
      asked += 1;
      response.end();
    });
    const { port } = await web.listen();
    onTestFinished(() => web.close());
    return {
      act: async () => {
        const { ok } = await fetch(`http://127.0.0.1:${port}/asked`);
        if (!ok) throw new Error('refused');
      },
      begun: () => asked,
    };
  },
};

describe.each(Object.entries(PORTS))('D5: %s', (name, prepare) => {
  it('is begun only while the process may act', async () => {
    const turn = createTestTurn();
    const { act, begun } = await prepare(turn);
    turn.isOurs = false;
    const acting = act();
    await wait(A_WHILE_MS);
    expect(begun()).toBe(0);
    turn.isOurs = true;
    await acting;
    expect(begun()).toBeGreaterThan(0);
  });

  it('is not begun any more once the turn is lost', async () => {
    const turn = createTestTurn();
    const { act, begun } = await prepare(turn);
    turn.lose();
    const outcome = await act().catch(() => 'failed');
    if (name !== 'mail') expect(outcome).toBe('failed');
    else expect(outcome).toMatchObject({ status: 'unreachable' });
    expect(begun()).toBe(0);
  });
});

describe('D5: the data folder', () => {
  it.each(['open', 'mkdir', 'rename', 'link', 'copyFile', 'rm', 'chmod'] as const)(
    'is not changed by %s while the process may not act',
    async (call) => {
      const turn = createTestTurn();
      const inner = vi.fn(async () => ({}));
      const fs = fenceFs({ [call]: inner } as never, turn, () => false);
      turn.isOurs = false;
      const calling = (fs[call] as (...args: unknown[]) => Promise<unknown>)('a', 'wx');
      await wait(A_WHILE_MS);
      expect(inner).not.toHaveBeenCalled();
      turn.isOurs = true;
      await calling;
      expect(inner).toHaveBeenCalledOnce();
    },
  );

  it.each(['writeFile', 'truncate'] as const)('is not changed by %s of an open file either', async (call) => {
    const turn = createTestTurn();
    const inner = vi.fn(async () => undefined);
    const fs = fenceFs({ open: async () => ({ [call]: inner }) } as never, turn, () => false);
    const file = await fs.open('a', 'wx');
    turn.lose();
    await expect((file[call] as (data: unknown) => Promise<void>)(0)).rejects.toThrow('taken over');
    expect(inner).not.toHaveBeenCalled();
  });

  it('holds nothing new from a store whose lock another took, and a closing store leaves it alone', async () => {
    const folder = await makeFolder();
    const store = await openLowdbStore({
      folder,
      masterKeys,
      clock: createTestClock(),
      log: createTestLog(),
    });
    await store.audit(sampleEntry(1));
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: 1, host: 'elsewhere', token: 'theirs' }));
    await vi.waitFor(() => expect(store.turn.signal.aborted).toBe(true), { timeout: 8_000 });
    const audit = await readFile(join(folder, 'audit.jsonl'), 'utf8');
    const locked = { code: 'STORE_LOCKED' };
    await expect(store.audit(sampleEntry(2))).rejects.toMatchObject(locked);
    await expect(store.saveDraft(sampleDraft('draft_1', Date.now() + 60_000))).rejects.toMatchObject(locked);
    await store.close().catch(() => undefined);
    expect(await readFile(join(folder, 'audit.jsonl'), 'utf8')).toBe(audit);
    expect(await readdir(join(folder, 'drafts'))).toEqual([]);
    expect(await readFile(join(folder, 'lock'), 'utf8')).toContain('theirs');
  }, 20_000);
});

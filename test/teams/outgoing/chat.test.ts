import { describe, expect, it } from 'vitest';
import type { NoticeView } from '../../../src/flows/views/parts.ts';
import { CAST } from '../../../src/sandbox/contoso.ts';
import { textOf } from '../../../src/sandbox/teams/textOf.ts';
import { createScaledClock } from '../../bench/scaledClock.ts';
import { startRoom } from '../startRoom.ts';

const MIA = CAST.helpdesk.teams;

function notice(title: string): NoticeView {
  return { kind: 'notice', tone: 'info', title, text: [], buttons: [] };
}

/** A room that has written "Working on it" to Mia. */
async function startChat(speed = 50) {
  const room = await startRoom({
    reply: () => ({ type: 'message', view: notice('Help') }),
    room: { clock: createScaledClock(speed) },
  });
  room.teams.switches.rateLimit = false;
  const mia = room.teams.as(MIA);
  await mia.say('help');
  await mia.waitForMessage((each) => textOf(each).includes('Help'));
  const { chat } = room.room;
  const ref = await chat.post(await chat.openDirect(MIA), notice('Working on it'));
  const shows = (words: string) => mia.messages().filter((each) => textOf(each).includes(words));
  return { ...room, mia, chat, ref, shows };
}

describe('T6: a message that Teams says is gone', () => {
  it.each([403, 404] as const)('is updated in place when %i was said in passing', async (status) => {
    const { teams, chat, ref, shows } = await startChat();
    teams.fail({ method: 'PUT', status, times: 2 });
    expect(await chat.update(ref, notice('Done'))).toEqual(ref);
    expect(shows('Done').map(({ id }) => id)).toEqual([ref.messageId]);
  });

  it('is posted anew when that is all that is ever said', async () => {
    const { teams, chat, ref, shows } = await startChat();
    teams.switches.liveMessages = 404;
    const anew = await chat.update(ref, notice('Done'));
    expect(anew.messageId).not.toBe(ref.messageId);
    expect(shows('Done').map(({ id }) => id)).toEqual([anew.messageId]);
  });

  it('says later that it goes on below, when it was there after all', async () => {
    const { teams, mia, chat, ref, shows } = await startChat(1_000);
    teams.switches.liveMessages = 404;
    await chat.update(ref, notice('Done'));
    teams.switches.liveMessages = 'ok';
    await mia.waitForMessage((each) => each.id === ref.messageId && textOf(each).includes('newer message'));
    expect(shows('Working on it')).toEqual([]);
  });
});

describe('T5: what Teams wants to be tried again', () => {
  it.each([429, 412, 502, 504])('is tried again for an update after %i', async (status) => {
    const { teams, chat, ref, shows } = await startChat();
    teams.fail({ method: 'PUT', status, times: 3 });
    await chat.update(ref, notice('Done'));
    expect(shows('Done')).toHaveLength(1);
  });

  it.each([429, 412])('is tried again for a new message after %i', async (status) => {
    const { teams, chat, shows } = await startChat();
    teams.fail({ method: 'POST', status, times: 3 });
    await chat.post(await chat.openDirect(MIA), notice('Done'));
    expect(shows('Done')).toHaveLength(1);
  });

  it.each([502, 504])('is an answer that somebody waits for, once more after %i', async (status) => {
    const { teams, mia, shows } = await startChat();
    teams.fail({ method: 'POST', status });
    await mia.say('help');
    await expect.poll(() => shows('Help')).toHaveLength(2);
  });

  it.each([403, 404])('is an answer, once more after %i, which Teams says in passing too', async (status) => {
    const { teams, mia, shows } = await startChat();
    teams.fail({ method: 'POST', status });
    await mia.say('help');
    await expect.poll(() => shows('Help'), { timeout: 10_000 }).toHaveLength(2);
  });

  it('waits as long as Teams says, in seconds or until a date', async () => {
    for (const retryAfter of [3, () => new Date(Date.now() + 3_000).toUTCString()]) {
      const waits: number[] = [];
      const scaled = createScaledClock(50);
      const clock = {
        now: () => Date.now(),
        sleep: (ms: number, signal?: AbortSignal) => {
          waits.push(ms);
          return scaled.sleep(ms, signal);
        },
      };
      const room = await startRoom({
        reply: () => ({ type: 'message', view: notice('Help') }),
        room: { clock },
      });
      const told = typeof retryAfter === 'number' ? retryAfter : retryAfter();
      room.teams.fail({ method: 'POST', status: 429, retryAfter: told });
      await room.teams.as(MIA).say('help');
      await room.teams.as(MIA).waitForMessage((each) => textOf(each).includes('Help'));
      expect(waits.some((ms) => ms > 1_500 && ms <= 3_000)).toBe(true);
      expect(waits).not.toContain(2_000);
    }
  });

  it('is no message of notify, which may have arrived and which notify sends again itself', async () => {
    const { teams, chat, shows } = await startChat();
    teams.fail({ method: 'POST', status: 502, after: true });
    await expect(chat.post(await chat.openDirect(MIA), notice('Done'))).rejects.toMatchObject({
      statusCode: 502,
    });
    expect(shows('Done')).toHaveLength(1);
  });

  it.each([412, 502])('is the opening of a 1:1 chat after %i', async (status) => {
    const { teams, chat, directs } = await startChat();
    directs.clear();
    teams.fail({ method: 'POST', path: /^\/v3\/conversations$/, status, times: 2 });
    expect(await chat.openDirect(MIA)).toMatchObject({ kind: 'direct' });
  });
});

import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/flows/reply.ts';
import type { NoticeView } from '../../../src/flows/views/parts.ts';
import { CAST } from '../../../src/sandbox/contoso.ts';
import { textOf } from '../../../src/sandbox/teams/textOf.ts';
import { createScaledClock } from '../../bench/scaledClock.ts';
import { sampleViews } from '../../views/sampleViews.ts';
import { startRoom } from '../startRoom.ts';

const MIA = CAST.helpdesk.teams;
const POST = /^\/v3\/conversations\/[^/]+\/activities/;
const NOT_TAKEN = "Teams didn't accept the answer";
const NO_DIRECT = "Teams doesn't let Rollcall open it";
const patient = { timeout: 10_000 };

function notice(title: string): NoticeView {
  return { kind: 'notice', tone: 'info', title, text: [], buttons: [] };
}

/** A room that answers in words, as soon as the reply is there. */
async function start(
  reply: () => Reply | Promise<Reply> = () => ({ type: 'message', view: notice('Help') }),
) {
  const clock = createScaledClock(50);
  const room = await startRoom({ reply, room: { clock } });
  room.teams.switches.rateLimit = false;
  const mia = room.teams.as(MIA);
  const shows = (words: string) => mia.messages().filter((each) => textOf(each).includes(words));
  return { ...room, mia, clock, shows, chat: room.room.chat };
}

/** A reply that comes after the sign of life. */
function slowly(room: { clock: ReturnType<typeof createScaledClock> }, reply: Reply): Promise<Reply> {
  return room.clock.sleep(4_000).then(() => reply);
}

describe('T5: an answer while Teams fails in passing', () => {
  it.each([500, 503, 'reset'] as const)('comes all the same after %s', async (status) => {
    const { teams, mia, shows } = await start();
    teams.fail({ method: 'POST', path: POST, status, times: 2 });
    await mia.say('help');
    await expect.poll(() => shows('Help'), patient).toHaveLength(1);
  });

  it('is said not to have been taken, when that goes on', async () => {
    const { teams, mia, shows } = await start();
    teams.fail({ method: 'POST', path: POST, status: 500, times: 4 });
    await mia.say('help');
    const said = await mia.waitForMessage((each) => textOf(each).includes(NOT_TAKEN));
    expect(textOf(said)).toContain('ask again');
    expect(shows('Help')).toEqual([]);
  });
});

describe('T6: the id of a 1:1 chat that is another by now', () => {
  it('is asked for anew, and remembered, for an answer asked for elsewhere', async () => {
    const { teams, mia, directs, shows } = await start();
    await mia.say('help');
    await expect.poll(() => shows('Help')).toHaveLength(1);
    const before = directs.get(MIA)?.conversationId;
    teams.state.moveDirect(MIA);
    await mia.say('help', { conversation: 'channel' });
    await expect.poll(() => shows('Help'), patient).toHaveLength(1);
    expect(directs.get(MIA)?.conversationId).toBe(teams.state.personal(MIA).id);
    expect(directs.get(MIA)?.conversationId).not.toBe(before);
  });

  it('is asked for anew for a new message of a job or an approval, and for an old one', async () => {
    const { teams, mia, chat, shows } = await start();
    await mia.say('help');
    await expect.poll(() => shows('Help')).toHaveLength(1);
    const place = await chat.openDirect(MIA);
    const ref = await chat.post(place, notice('Working on it'), MIA);
    teams.state.moveDirect(MIA);
    await chat.post(place, notice('Approve this'), MIA);
    await chat.update(ref, notice('Done'), MIA);
    expect([...shows('Approve this'), ...shows('Done')]).toHaveLength(2);
  });

  it('is not asked for where nobody says whose it is', async () => {
    const { teams, mia, chat, shows } = await start();
    await mia.say('help');
    await expect.poll(() => shows('Help')).toHaveLength(1);
    const place = await chat.openDirect(MIA);
    teams.state.moveDirect(MIA);
    await expect(chat.post(place, notice('Approve this'))).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe('T8: somebody who has taken Rollcall away again', () => {
  it.each(['group', 'channel'] as const)('is told where they asked, in a %s', async (kind) => {
    const { mia, shows, directs, teams } = await start();
    await mia.say('help');
    await expect.poll(() => shows('Help')).toHaveLength(1);
    // Nobody told Rollcall: it was not running then.
    const person = teams.state.personOf(MIA);
    if (person !== undefined) person.installed = false;
    await mia.say('help', { conversation: kind });
    await mia.waitForMessage((each) => textOf(each).includes(NO_DIRECT), 10_000, kind);
    expect(directs.has(MIA)).toBe(false);
  });

  it('is forgotten as soon as Teams says so, and known again after they come back', async () => {
    const { mia, shows, directs } = await start();
    await mia.say('help');
    await expect.poll(() => shows('Help')).toHaveLength(1);
    await mia.uninstall();
    await expect.poll(() => directs.has(MIA)).toBe(false);
    await mia.install();
    await expect.poll(() => directs.has(MIA)).toBe(true);
  });
});

describe('A card that Teams does not take', () => {
  const results = sampleViews('Ada', 40).results;

  it('is sent once more with shorter lists', async () => {
    const { teams, mia, shows } = await start(() => ({ type: 'message', view: results }));
    await mia.say('help');
    await expect.poll(() => mia.cards(), patient).toHaveLength(1);
    const [whole] = mia.cards();
    teams.switches.largestCardBytes = JSON.stringify(whole?.card).length - 1;
    await mia.say('help');
    await expect.poll(() => mia.cards(), patient).toHaveLength(2);
    expect(JSON.stringify(mia.cards()[1]?.card).length).toBeLessThan(JSON.stringify(whole?.card).length);
    expect(shows(NOT_TAKEN)).toEqual([]);
  });

  it.each([400, 413])('is sent as text in the end, after %i', async (status) => {
    const { teams, mia } = await start(() => ({ type: 'message', view: results }));
    teams.fail({ method: 'POST', path: POST, status, times: 2 });
    await mia.say('help');
    const said = await mia.waitForMessage((each) => textOf(each).includes("didn't accept the card"));
    expect(said.card).toBeUndefined();
    expect(textOf(said)).toContain('Ada');
    expect(textOf(said)).toContain('Type help');
  });

  it('leaves nobody with "Working on it"', async () => {
    const { teams, mia, chat, shows } = await start();
    await mia.say('help');
    await expect.poll(() => shows('Help')).toHaveLength(1);
    const ref = await chat.post(await chat.openDirect(MIA), notice('Working on it'), MIA);
    teams.fail({ method: 'PUT', status: 413, times: 1 });
    expect(await chat.update(ref, sampleViews('Ada', 2).personResult, MIA)).toEqual(ref);
    expect(shows('Working on it')).toEqual([]);
    expect(shows('Ada')).toHaveLength(1);
  });
});

describe('D23: the sign of life that an answer cannot take the place of', () => {
  it('goes, and the answer stands below', async () => {
    const help: Reply = { type: 'message', view: notice('Found') };
    const room = await start(() => slowly(room, help));
    room.teams.fail({ method: 'PUT', status: 500, times: 4 });
    await room.mia.say('user ada');
    await expect.poll(() => room.shows('Found'), patient).toHaveLength(1);
    await expect.poll(() => room.shows('One moment'), patient).toEqual([]);
  });
});

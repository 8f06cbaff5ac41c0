import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { View } from '../../../src/flows/views.ts';
import { CAST } from '../../../src/sandbox/contoso.ts';
import { textOf } from '../../../src/sandbox/teams/textOf.ts';
import { Secret } from '../../../src/secrets/secret.ts';
import { createScaledClock } from '../../bench/scaledClock.ts';
import { startRoom } from '../startRoom.ts';

const MIA = CAST.helpdesk.teams;
const PASSWORD = 'abcd-efgh';
const GONE = 'are now gone';
const MAY_STAND = 'may still be in this chat';
const HOUR = 3_600_000;

const view: View = {
  kind: 'passwords',
  people: [{ displayName: 'Ada', userPrincipalName: 'ada@contoso.com', password: new Secret(PASSWORD) }],
  more: 0,
  showSeconds: 300,
};
const about = { actor: 'mia', customer: 'contoso', job: 'job_1' };

/** Mia sees a password; an hour passes in a real second or less. */
async function showPassword(speed = 10_000) {
  const clock = createScaledClock(speed);
  const room = await startRoom({
    reply: () => ({ type: 'private', about, claim: async () => ({ view, release: async () => {} }) }),
    room: { clock },
  });
  const mia = room.teams.as(MIA);
  // Every hour here is more sends than Teams allows in a second.
  room.teams.switches.rateLimit = false;
  await mia.say('help');
  const card = await mia.waitForMessage((each) => textOf(each).includes(PASSWORD));
  const seen = () => mia.messages().map(textOf).join('\n');
  return { ...room, mia, card, clock, seen };
}

describe('T1: a card with passwords that Teams does not let go', () => {
  it.each([403, 404, 412, 502] as const)('is emptied once Teams takes it again after %i', async (status) => {
    const { teams, mia, card, shown, clock, audits } = await showPassword();
    teams.switches.liveMessages = status;
    const from = clock.now();
    await expect.poll(() => clock.now() - from, { timeout: 10_000 }).toBeGreaterThan(2 * HOUR);
    expect(shown).toHaveLength(1);
    expect(textOf(mia.messages().find(({ id }) => id === card.id))).toContain(PASSWORD);
    teams.switches.liveMessages = 'ok';
    await mia.waitForMessage((each) => each.id === card.id && textOf(each).includes(GONE));
    await expect.poll(() => shown).toEqual([]);
    expect(audits).toEqual([]);
  });

  it('is deleted where it cannot be emptied for hours', async () => {
    const { teams, mia, card, shown, clock, audits, seen } = await showPassword(20_000);
    const from = clock.now();
    teams.fail({ method: 'PUT', status: 404, times: 100 });
    await expect.poll(() => shown, { timeout: 10_000 }).toEqual([]);
    expect(clock.now() - from).toBeGreaterThan(5 * HOUR);
    expect(mia.messages().map(({ id }) => id)).not.toContain(card.id);
    expect(seen()).not.toContain(MAY_STAND);
    expect(audits).toEqual([]);
  });

  it('is given up in the end: the audit has it, and the person is told to delete it by hand', async () => {
    const { teams, mia, shown, audits } = await showPassword(20_000);
    teams.switches.liveMessages = 403;
    const told = await mia.waitForMessage((each) => textOf(each).includes(MAY_STAND), 10_000);
    expect(textOf(told)).toMatch(/Delete that message yourself/);
    await expect.poll(() => shown).toEqual([]);
    expect(audits).toMatchObject([
      {
        actor: 'mia',
        customer: 'contoso',
        subject: 'job_1',
        what: 'passwords.not_emptied',
        outcome: 'failed',
        where: expect.any(String),
      },
    ]);
  });

  it('is told as soon as Teams takes the last word, and audited once', async () => {
    const { teams, mia, shown, audits } = await showPassword(20_000);
    teams.switches.liveMessages = 403;
    teams.fail({ method: 'POST', path: /activities/, status: 500, times: 8 });
    await mia.waitForMessage((each) => textOf(each).includes(MAY_STAND), 15_000);
    await expect.poll(() => shown).toEqual([]);
    expect(audits).toHaveLength(1);
  });

  it('is not audited again after a restart, only told', async () => {
    const { teams, mia, room, shown, comeBack, audits } = await showPassword(1);
    const [{ ref } = { ref: undefined }] = shown;
    teams.switches.liveMessages = 403;
    await room.stop();
    if (ref === undefined) throw new Error('nothing was noted');
    shown.splice(0, shown.length, { ref, emptyAt: Date.now() - 1_000, tries: 9, audited: true });
    await comeBack(createScaledClock(1_000));
    await mia.waitForMessage((each) => textOf(each).includes(MAY_STAND), 10_000);
    expect(audits).toEqual([]);
  });

  it('is not forgotten before the audit has it', async () => {
    const clock = createScaledClock(20_000);
    const room = await startRoom({
      reply: () => ({ type: 'private', about, claim: async () => ({ view, release: async () => {} }) }),
      room: { clock },
      audit: () => Promise.reject(new Error('the disk is full')),
    });
    const mia = room.teams.as(MIA);
    await mia.say('help');
    await mia.waitForMessage((each) => textOf(each).includes(PASSWORD));
    room.teams.switches.liveMessages = 404;
    const from = clock.now();
    await expect.poll(() => clock.now() - from, { timeout: 10_000 }).toBeGreaterThan(12 * HOUR);
    expect(room.shown).toHaveLength(1);
    expect(mia.messages().map(textOf).join()).not.toContain(MAY_STAND);
  });

  it('goes on where it was after a restart', async () => {
    const { teams, mia, card, room, shown, comeBack } = await showPassword(2_000);
    teams.switches.liveMessages = 404;
    await expect.poll(() => shown[0]?.tries ?? 0, { timeout: 10_000 }).toBeGreaterThan(2);
    await room.stop();
    expect(shown).toMatchObject([{ ref: { messageId: card.id }, tries: expect.any(Number), about }]);
    teams.switches.liveMessages = 'ok';
    await comeBack(24 * HOUR);
    await mia.waitForMessage((each) => each.id === card.id && textOf(each).includes(GONE));
    await expect.poll(() => shown).toEqual([]);
  });

  it('of a record from before, without tries, is emptied as well', async () => {
    const { mia, card, room, shown, comeBack } = await showPassword(1);
    const [{ ref } = { ref: undefined }] = shown;
    await room.stop();
    expect(ref).toBeDefined();
    if (ref === undefined) return;
    shown.splice(0, shown.length, { ref, emptyAt: Date.now() - 1_000 });
    await comeBack(0);
    await mia.waitForMessage((each) => each.id === card.id && textOf(each).includes(GONE));
  });
});

describe('a card with passwords of another instance', () => {
  const shared = { lookForLeftMs: 1_000 };

  it('is left alone while that one lives, and when this one ends', async () => {
    const { mia, card, shown, comeBack, seen } = await showPassword(1);
    const other = await comeBack(createScaledClock(1), shared);
    await delay(100);
    await other.stop();
    expect(textOf(mia.messages().find(({ id }) => id === card.id))).toContain(PASSWORD);
    expect(seen()).not.toContain(GONE);
    expect(shown).toHaveLength(1);
  });

  it.each([
    ['it is late', -31_000],
    ['its record says to show it for days', 24 * HOUR],
  ])('is emptied by whoever lives once %s', async (_when, fromNow) => {
    const { teams, mia, card, room, shown, comeBack } = await showPassword(1);
    teams.switches.liveMessages = 404;
    await room.stop();
    teams.switches.liveMessages = 'ok';
    const [left] = shown;
    if (left === undefined) throw new Error('nothing was noted');
    const clock = createScaledClock(500);
    shown.splice(0, shown.length, { ...left, emptyAt: clock.now() + fromNow });
    await comeBack(clock, shared);
    await mia.waitForMessage((each) => each.id === card.id && textOf(each).includes(GONE));
    await expect.poll(() => shown).toEqual([]);
  });
});

describe('D16: a record that says to show passwords for days', () => {
  it('shows them no longer than the longest time', async () => {
    const { teams, mia, card, room, shown, comeBack } = await showPassword(1);
    teams.switches.liveMessages = 404;
    await room.stop();
    teams.switches.liveMessages = 'ok';
    const [{ ref } = { ref: undefined }] = shown;
    if (ref === undefined) throw new Error('nothing was noted');
    const clock = createScaledClock(500);
    shown.splice(0, shown.length, { ref, emptyAt: clock.now() + 24 * HOUR });
    const from = clock.now();
    await comeBack(clock);
    await mia.waitForMessage((each) => each.id === card.id && textOf(each).includes(GONE));
    expect(clock.now() - from).toBeGreaterThan(200_000);
    expect(clock.now() - from).toBeLessThan(HOUR);
  });
});

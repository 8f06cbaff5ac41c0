import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import { createStandings } from '../../../src/service/customers/standings.ts';
import { createTroubles, type LoginNews } from '../../../src/service/customers/troubles.ts';
import type { Directory } from '../../../src/service/ports/directory.ts';
import { createManualClock } from '../fakes/manualClock.ts';
import { createMemoryStore } from '../fakes/memoryStore.ts';

const HOUR_MS = 3_600_000;
const refusal = (number: string) =>
  new RollcallError('CREDENTIALS_REFUSED', `AADSTS${number}`, { next: 'Ask.', detail: { number } });
/** No consent. */
const GONE = refusal('7000229');
const DOWN = new RollcallError('DIRECTORY_DOWN', 'No answer.', { next: 'Wait.' });

/** Two instances with the same records. */
function open() {
  const clock = createManualClock();
  const store = createMemoryStore(clock);
  const [one, other] = [createTroubles({ store, clock }), createTroubles({ store, clock })];
  return { clock, store, one, other };
}

const aboutOf = (news: LoginNews | 'later' | undefined) => (typeof news === 'object' ? news.about : news);

/** Whoever noted it has told it, or reached nobody. */
async function say(noted: Promise<LoginNews | 'later' | undefined>, isTold = true) {
  const news = await noted;
  if (typeof news === 'object') await news.noteTold(isTold);
  return aboutOf(news);
}

describe('a tenant that refuses Rollcall', () => {
  it('is told once, by whichever instance notices it, until it was mended', async () => {
    const { one, other, clock } = open();
    const both = await Promise.all([one.noteLogin('a', GONE), other.noteLogin('a', GONE)]);
    expect(both.map(aboutOf)).toEqual(['customer', 'later']);
    await say(Promise.resolve(both[0]));
    await clock.advance(2 * HOUR_MS);
    expect(await one.noteLogin('a', GONE)).toBeUndefined();
    const back = await Promise.all([one, other].map((each) => each.noteLogin('a', undefined)));
    expect(back.map(aboutOf)).toEqual(['back', 'later']);
    await say(Promise.resolve(back[0]));
    expect(await other.noteLogin('a', undefined)).toBeUndefined();
    // Also within the hour: admins have heard meanwhile that all is well.
    expect(await say(other.noteLogin('a', GONE))).toBe('customer');
    expect(await say(one.noteLogin('a', undefined))).toBe('back');
  });

  it('is told by whoever meets it next where nobody was reached, or the one that was telling it died', async () => {
    const { one, other, store, clock } = open();
    expect(await say(one.noteLogin('a', GONE), false)).toBe('customer');
    expect(aboutOf(await other.noteLogin('a', GONE))).toBe('customer');
    // It dies.
    await clock.advance(60_000);
    expect(await one.noteLogin('a', GONE)).toBe('later');
    await clock.advance(61_000);
    expect(await say(one.noteLogin('a', GONE))).toBe('customer');
    expect(await other.noteLogin('a', GONE)).toBeUndefined();
    // As a version before left it.
    const { untold: _told, ...kept } = (await one.load('a')) ?? {};
    expect(kept).toMatchObject({ code: 'CREDENTIALS_REFUSED' });
    await store.saveNote('customerTrouble_b', kept);
    expect(await other.noteLogin('b', GONE)).toBeUndefined();
  });

  it('is also told where somebody saw it on the list of customers first', async () => {
    const { one } = open();
    await one.note('a', GONE);
    expect(await say(one.noteLogin('a', GONE))).toBe('customer');
  });

  it('is told once for all customers where Rollcall’s own secret is refused', async () => {
    const { one } = open();
    expect(await say(one.noteLogin('a', refusal('7000222')))).toBe('house');
    expect(await one.noteLogin('b', refusal('7000222'))).toBeUndefined();
    expect(await one.noteLogin('b', undefined)).toBeUndefined();
  });

  it('is told again within the hour where it was mended while the first time was being told', async () => {
    const { one, other } = open();
    const first = one.noteLogin('a', GONE);
    await first;
    expect(await say(other.noteLogin('a', undefined))).toBe('back');
    await say(first);
    expect(await say(other.noteLogin('a', GONE))).toBe('customer');
  });

  it('is still to be told where another one was being told until then', async () => {
    const { one, other, clock } = open();
    const first = one.noteLogin('a', GONE);
    await first;
    await clock.advance(1_000);
    expect(await say(other.noteLogin('a', undefined))).toBe('back');
    expect(await say(other.noteLogin('a', GONE), false)).toBe('customer');
    await say(first);
    expect(await say(other.noteLogin('a', GONE))).toBe('customer');
    expect(await one.noteLogin('a', GONE)).toBeUndefined();
  });

  it('stays what its admin has to mend, and is not told twice, while something else keeps it from answering', async () => {
    const { one, other, clock } = open();
    await say(one.noteLogin('a', GONE), false);
    expect(await other.note('a', DOWN)).toMatchObject({
      code: 'DIRECTORY_DOWN',
      ofTenant: true,
      untold: true,
    });
    expect(await say(one.noteLogin('a', GONE))).toBe('customer');
    await other.note('a', DOWN);
    await clock.advance(2 * HOUR_MS);
    expect(await say(one.noteLogin('a', GONE))).toBeUndefined();
    await other.note('a', DOWN);
    expect(await say(one.noteLogin('a', undefined))).toBe('back');
    // Nobody has to mend what only doesn't answer.
    expect(await other.note('a', DOWN)).not.toHaveProperty('ofTenant');
    expect(await say(one.noteLogin('a', undefined))).toBeUndefined();
  });
});

describe('a tenant that lets Rollcall in again', () => {
  it('is told later where nobody was reached, and once somebody was, no more', async () => {
    const { one, other, clock } = open();
    await say(one.noteLogin('a', GONE));
    expect(await say(one.noteLogin('a', undefined), false)).toBe('back');
    expect(await one.load('a')).toBeUndefined();
    expect(await other.noteLogin('a', undefined)).toBe('later');
    await clock.advance(2 * 60_000);
    expect(await say(other.noteLogin('a', undefined))).toBe('back');
    await clock.advance(2 * HOUR_MS);
    expect(await one.noteLogin('a', undefined)).toBeUndefined();
  });

  it('is told by the next process where the one that was telling it died', async () => {
    const { one, clock, store } = open();
    await say(one.noteLogin('a', GONE));
    expect(aboutOf(await one.noteLogin('a', undefined))).toBe('back');
    await clock.advance(2 * 60_000);
    const next = createTroubles({ store, clock });
    expect(await say(next.noteLogin('a', undefined))).toBe('back');
  });

  it('is told, and the next refusal too, though the one that was telling it died', async () => {
    const { one, other } = open();
    await say(one.noteLogin('a', GONE));
    expect(aboutOf(await one.noteLogin('a', undefined))).toBe('back');
    expect(await say(other.noteLogin('a', GONE))).toBe('customer');
  });

  it('is also told where the list of customers saw it first', async () => {
    const { one, other, clock, store } = open();
    const policy = { customers: [{ id: 'a', name: 'A' }] } as never;
    const directoryFor = () => ({ listLicenses: async () => [] }) as unknown as Directory;
    const checks = { last: async () => undefined };
    const standings = createStandings({ policy, directoryFor, store, clock }, other, checks);
    await say(one.noteLogin('a', GONE));
    expect((await clock.until(standings.list(['a'])))[0]).not.toHaveProperty('trouble');
    expect(await one.load('a')).toBeUndefined();
    expect(await say(one.noteLogin('a', undefined))).toBe('back');
    expect(await say(other.noteLogin('a', undefined))).toBeUndefined();
  });

  it('is told once where a consent and a call meet it', async () => {
    const { one, other, clock } = open();
    await say(one.noteLogin('a', GONE));
    const since = (await one.load('a'))?.since ?? 0;
    expect(await say(one.noteLogin('a', undefined), false)).toBe('back');
    // Another one has it for now.
    expect(await other.noteBack('a', 'draft_1', since)).toBeUndefined();
    await clock.advance(2 * 60_000);
    const back = other.noteBack('a', since, since);
    expect(await say(back)).toBe('back');
    expect(await one.noteLogin('a', undefined)).toBeUndefined();
    expect(await other.noteBack('a', since, since)).toBeUndefined();
  });
});

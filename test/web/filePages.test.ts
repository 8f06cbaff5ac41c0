import { afterEach, describe, expect, it, vi } from 'vitest';
import { createWeb, type Web } from '../../src/web/createWeb.ts';
import { mountFilePages } from '../../src/web/filePages.ts';
import { createWorld, MIA, OMAR } from '../service/fakes/world.ts';
import { createTestLog } from '../store/sampleRecords.ts';
import { always } from '../testTurn.ts';

const webs: Web[] = [];
afterEach(async () => {
  for (const web of webs.splice(0)) await web.close();
});

async function start(name = 'results.csv', bytes = Buffer.from('Zoë\r\n')) {
  const log = createTestLog();
  const world = createWorld();
  const { clock, service } = world;
  const web = createWeb({ host: '127.0.0.1', port: 0, turn: always, proveWord: String, log, checks: {} });
  webs.push(web);
  mountFilePages(web.app, { handouts: service.handouts, clock, log });
  const { port } = await web.listen();
  const again = { action: 'job.csv', id: 'job_1' };
  const url = await service.handouts.give(MIA, { name, contentType: 'text/csv', bytes, again });
  return { world, at: `http://127.0.0.1:${port}/f/`, token: url?.split('/f/')[1] ?? '' };
}

describe('T7: the page of a file', () => {
  it('hands nothing out to whoever only looks, and looks the same for every address', async () => {
    const { at, token } = await start();
    const pages = await Promise.all([token, 'x'].map(async (one) => (await fetch(at + one)).text()));
    expect(new Set(pages).size).toBe(1);
    expect(pages[0]).toContain('<form method="post"');
    expect((await fetch(at + token, { method: 'POST' })).status).toBe(200);
  });

  it('hands the file out once, as a file that nobody keeps', async () => {
    const { at, token } = await start();
    const got = await fetch(at + token, { method: 'POST' });
    expect(await got.text()).toBe('Zoë\r\n');
    expect(Object.fromEntries(got.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="results.csv"; filename*=UTF-8''results.csv`,
      'cache-control': 'no-store, max-age=0',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex, nofollow, noarchive',
    });
    const again = await fetch(at + token, { method: 'POST' });
    expect([again.status, await again.text()]).toEqual([
      404,
      expect.stringContaining('There is nothing to download here'),
    ]);
  });

  it.each([
    [
      'Müller "x"\r\nSet-Cookie: a=b.csv',
      /^attachment; filename="M_ller__x___Set-Cookie__a_b.csv"; filename\*=UTF-8''M%C3%BCller/,
    ],
    ['half\ud83d.csv', /filename="half_.csv"; filename\*=UTF-8''half_.csv$/],
    ["it's (1).csv", /filename\*=UTF-8''it_s%20_1_.csv$/],
  ])('takes the name %j for a name', async (name, header) => {
    const { at, token } = await start(name);
    const got = await fetch(at + token, { method: 'POST' });
    expect(got.headers.get('content-disposition')).toMatch(header);
    expect(got.headers.get('set-cookie')).toBeNull();
  });

  it('T61: opens later in a pause', async () => {
    const { world, at, token } = await start();
    await world.service.brake.pause(OMAR);
    const refused = await fetch(at + token, { method: 'POST' });
    expect([refused.status, await refused.text()]).toEqual([
      503,
      expect.stringContaining('your link still works'),
    ]);
    await world.service.brake.goOn(OMAR);
    expect((await fetch(at + token, { method: 'POST' })).status).toBe(200);
  });

  it('T28: keeps nothing of what went out whole, and what did not for another try', async () => {
    const { world, at, token } = await start('large.csv', Buffer.alloc(10_000_000, 'a'));
    const leaving = new AbortController();
    const cut = await fetch(at + token, { method: 'POST', signal: leaving.signal });
    expect(await world.service.handouts.isOpen(token)).toBe(false);
    leaving.abort();
    await expect(cut.text()).rejects.toThrow();
    await vi.waitFor(async () => expect(await world.service.handouts.isOpen(token)).toBe(true), 10_000);
    const whole = await fetch(at + token, { method: 'POST' });
    expect((await whole.text()).length).toBe(10_000_000);
    expect((await fetch(at + token, { method: 'POST' })).status).toBe(404);
  });

  it('takes no body, and lets an address try twenty times', async () => {
    const { at, token } = await start();
    expect((await fetch(at + token, { method: 'POST', body: 'x'.repeat(2_000) })).status).toBe(413);
    const statuses = new Set<number>();
    for (let count = 0; count < 21; count += 1) {
      statuses.add((await fetch(`${at}none`, { method: 'POST' })).status);
    }
    expect([...statuses]).toEqual([404, 429]);
    expect((await fetch(at + token, { method: 'POST' })).status).toBe(200);
  });
});

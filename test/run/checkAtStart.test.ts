import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NewsReader } from '../../src/flows/operating/adminNews.ts';
import type { NoticeView } from '../../src/flows/views/parts.ts';
import { checkAtStart } from '../../src/run/checkAtStart.ts';
import { clock } from '../../src/run/surroundings.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { startStrangers } from '../operate/strangers.ts';
import { createTestLog } from '../store/sampleRecords.ts';

let folder: string;
let strangers: Awaited<ReturnType<typeof startStrangers>>;
let notes: Map<string, unknown>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-start-'));
  strangers = await startStrangers();
  await writeFile(join(folder, 'policy.json'), JSON.stringify(strangers.policy));
});
afterAll(async () => {
  await strangers.stop();
  await removeFolder(folder);
});
beforeEach(() => {
  notes = new Map();
});

/** One start with this changed in the environment: what admins were told, and what the log says is wrong. */
async function start(
  change: Record<string, string> = {},
  stopping = new AbortController().signal,
  reader: NewsReader = { isForAll: true, actsFor: () => true },
  isReached = true,
) {
  const told: NoticeView[] = [];
  const log = createTestLog();
  await checkAtStart({
    env: { ...strangers.env, POLICY_FILE: join(folder, 'policy.json'), ...change },
    dataDir: join(folder, 'data'),
    store: {
      loadNote: async (name) => notes.get(name),
      saveNote: async (name, value) => void notes.set(name, value),
    },
    async tellOnce(_what, news) {
      const view = news(reader);
      if (view !== undefined && isReached) told.push(view);
      return isReached;
    },
    clock,
    log,
    stopping,
  });
  const wrong = log.events.filter(({ event }) => event === 'start.wrong');
  return { told: told.map(({ text }) => text.join('\n')), wrong: wrong.length, log };
}

const REFUSED = { SMTP_URL: 'smtp://127.0.0.1:1' };

describe('the checks at start', () => {
  it('tell nobody anything where nothing is wrong, and change nothing', async () => {
    const { told, wrong, log } = await start();
    expect([told, wrong]).toEqual([[], 0]);
    expect(log.events.map(({ event }) => event)).toContain('start.unsure');
    expect(strangers.graph.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(strangers.mail.mails).toEqual([]);
  });

  it('tell what is wrong and what to do in the log each time, and to admins once, until something else is', async () => {
    const first = await start(REFUSED);
    expect(first.told).toEqual([expect.stringMatching(/ECONNREFUSED[\s\S]*Check host and port in SMTP_URL/)]);
    expect(await start(REFUSED)).toMatchObject({ told: [], wrong: 1 });
    const more = await start({ ...REFUSED, SLACK_BOT_TOKEN: 'xoxb-1-2' });
    expect(more.told).toEqual([expect.stringContaining("Slack doesn't know this bot token")]);
    expect(await start(REFUSED)).toMatchObject({ told: [], wrong: 1 });
    expect(await start()).toMatchObject({ told: [], wrong: 0 });
    expect((await start(REFUSED)).told).toHaveLength(1);
  });

  it('tell it again at the next start where nobody was reached', async () => {
    const away = () => start(REFUSED, undefined, undefined, false);
    expect(await away()).toMatchObject({ told: [], wrong: 1 });
    expect(await away()).toMatchObject({ told: [], wrong: 1 });
    expect((await start(REFUSED)).told).toHaveLength(1);
    expect(await start(REFUSED)).toMatchObject({ told: [], wrong: 1 });
  });

  it('tell of a customer’s directory those alone who act for it', async () => {
    const { customers, ...rest } = strangers.policy;
    const [own = { id: '', name: '' }] = customers;
    const tenantId = strangers.tenantId;
    const other = { id: 'fabrikam', name: 'Fabrikam', tenantId: '0f0f0f0f-1111-4222-8333-444444444444' };
    const file = join(folder, 'two.json');
    await writeFile(file, JSON.stringify({ ...rest, customers: [{ ...own, tenantId }, other] }));
    const actsFor = (...ids: string[]): NewsReader => ({
      isForAll: ids.length > 1,
      actsFor: (id) => ids.includes(id),
    });
    const seenBy = async (reader: NewsReader) => {
      notes.clear();
      return (await start({ POLICY_FILE: file }, undefined, reader)).told.join();
    };
    expect(await seenBy(actsFor(own.id))).toBe('');
    expect(await seenBy(actsFor('fabrikam'))).toContain('Fabrikam: ');
    expect(await seenBy(actsFor(own.id, 'fabrikam'))).toContain('Fabrikam: ');
  });

  it('say nothing once Rollcall stops', async () => {
    const { told, log } = await start(REFUSED, AbortSignal.abort());
    expect([told, log.events]).toEqual([[], []]);
  });
});

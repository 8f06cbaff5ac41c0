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

/** As soon as it is looked at again what no admin could be told; nothing else waits for so long. */
const AGAIN_MS = 5 * 60_000;

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
  isReached = () => true,
  /** Runs before each look after the first. */
  betweenLooks = async () => {},
) {
  const told: NoticeView[] = [];
  const log = createTestLog();
  const sleep: typeof clock.sleep = (ms, signal) =>
    ms < AGAIN_MS ? clock.sleep(ms, signal) : betweenLooks();
  await checkAtStart({
    env: { ...strangers.env, POLICY_FILE: join(folder, 'policy.json'), ...change },
    dataDir: join(folder, 'data'),
    store: {
      loadNote: async (name) => notes.get(name),
      saveNote: async (name, value) => void notes.set(name, value),
    },
    async tellOnce(_what, news) {
      const view = news(reader);
      const isTold = isReached();
      if (view !== undefined && isTold) told.push(view);
      return isTold;
    },
    clock: { ...clock, sleep },
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

  it('tell it again at the next start where nobody was reached until this one ended', async () => {
    const away = () => {
      const stopping = new AbortController();
      return start(
        REFUSED,
        stopping.signal,
        undefined,
        () => false,
        async () => stopping.abort(),
      );
    };
    expect(await away()).toMatchObject({ told: [], wrong: 1 });
    expect(await away()).toMatchObject({ told: [], wrong: 1 });
    expect((await start(REFUSED)).told).toHaveLength(1);
    expect(await start(REFUSED)).toMatchObject({ told: [], wrong: 1 });
  });

  it('tell it without another start, once somebody is reached', async () => {
    let looks = 1;
    const late = await start(
      REFUSED,
      undefined,
      undefined,
      () => looks === 3,
      async () => {
        looks += 1;
      },
    );
    expect(looks).toBe(3);
    expect(late.told).toEqual([expect.stringContaining('SMTP_URL')]);
    expect(await start(REFUSED)).toMatchObject({ told: [], wrong: 1 });
  });

  it('tell nobody of what was mended before anybody was reached', async () => {
    let looks = 1;
    const policy = join(folder, 'policy.json');
    const right = JSON.stringify(strangers.policy);
    const [own, ...others] = strangers.policy.customers;
    const wrong = JSON.stringify({
      ...strangers.policy,
      customers: [{ ...own, tenantId: '0f0f0f0f-1111-4222-8333-444444444444' }, ...others],
    });
    await writeFile(policy, wrong);
    const { told } = await start(
      {},
      undefined,
      undefined,
      () => looks > 1,
      async () => {
        looks += 1;
        await writeFile(policy, right);
      },
    );
    expect([looks, told]).toEqual([2, []]);
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

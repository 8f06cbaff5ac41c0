import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CAST } from '../../../src/sandbox/contoso.ts';
import { ENTERPRISE, useGraph } from '../graph/useGraph.ts';
import { startSlack } from '../slack/startSlack.ts';
import { APP_ID, createStage, type Stage, TENANT } from '../teams/fakeBot.ts';
import { type Answered, compareShapes, errorOf, valueAt } from './compareAnswers.ts';

/** See test/fixtures/exchanges/README.md. */
interface ExchangeFile {
  service: 'graph' | 'slack' | 'teams';
  source: string;
  exchanges: {
    what: string;
    request: { method: string; path?: string; body?: unknown };
    answer: Answered & { retryAfter?: number };
    keep?: Record<string, string>;
    compare?: 'within';
    but?: string[];
    switches?: Record<string, unknown>;
  }[];
}

type Exchange = ExchangeFile['exchanges'][number];

/** A loopback, and what its names stand for. */
interface Played {
  names: Record<string, string>;
  switches: object;
  ask(request: Exchange['request']): Promise<Answered>;
}

const FOLDER = new URL('../../fixtures/exchanges/', import.meta.url);
const FILES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name, JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as ExchangeFile] as const);
const PASSWORD = 'Kfm4-x7pw-9ctr';

/** Puts what names stand for in their place. */
function fillIn<T>(value: T, names: Record<string, string>): T {
  const text = JSON.stringify(value).replace(/\{(\w+)\}/g, (whole, name: string) => names[name] ?? whole);
  return JSON.parse(text) as T;
}

async function playAll(file: ExchangeFile, played: Played): Promise<void> {
  for (const { what, request, answer, keep = {}, compare, but = [], switches = {} } of file.exchanges) {
    Object.assign(played.switches, switches);
    const answered = await played.ask(fillIn(request, played.names));
    expect([answered.status, errorOf(answered)], what).toEqual([answer.status, errorOf(answer)]);
    const problems = compareShapes(answer.body, answered.body, { within: compare === 'within', but });
    expect(problems, what).toEqual([]);
    for (const [name, path] of Object.entries(keep)) played.names[name] = valueAt(answered.body, path);
  }
}

const filesOf = (service: ExchangeFile['service']) => FILES.filter(([, file]) => file.service === service);

describe('the loopback Graph answers as was recorded (point 7 of what the services do)', () => {
  const use = useGraph();
  const idOf = (name: string) => use.it.graph.state.findUser(name)?.id ?? '';

  it.each(filesOf('graph'))('%s', async (_, file) => {
    const { graph, call } = use.it;
    await playAll(file, {
      names: {
        ada: idOf('ada@contoso.com'),
        mia: idOf('mia.meyer@contoso.com'),
        synced: idOf('rosalind.franklin@corp.contoso.com'),
        group: graph.state.groups.find(({ displayName }) => displayName === 'Engineering')?.id ?? '',
        sku: ENTERPRISE,
        password: PASSWORD,
      },
      switches: {
        set forbidden(paths: string) {
          graph.switches.forbidden = new RegExp(paths);
        },
        set noPremium(on: boolean) {
          graph.switches.noPremium = on;
        },
      },
      ask: ({ method, path = '', body }) => call(method, path, body),
    });
  });
});

describe('the loopback Slack answers as was recorded', () => {
  it.each(filesOf('slack'))('%s', async (_, file) => {
    const slack = await startSlack();
    await playAll(file, {
      names: { mia: CAST.helpdesk.slack, trigger: await slack.trigger() },
      switches: slack.slack.switches,
      ask: ({ method, body }) => slack.call(method, body as Record<string, unknown>),
    });
  });
});

describe('the loopback Teams answers as was recorded', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await createStage();
  });
  afterEach(() => stage.stop());

  it.each(filesOf('teams'))('%s', async (_, file) => {
    const chat = stage.teams.state.personal(CAST.helpdesk.teams).id;
    const { body } = await stage.call('GET', `/v3/conversations/${encodeURIComponent(chat)}/members`);
    await playAll(file, {
      names: {
        chat: encodeURIComponent(chat),
        member: valueAt(body, '0.id'),
        tenant: TENANT,
        app: APP_ID,
      },
      switches: stage.teams.switches,
      async ask({ method, path = '', body: sent }) {
        const answered = await stage.call(method, path, sent);
        return { status: answered.status, body: answered.body };
      },
    });
  });
});

describe('every record', () => {
  it.each(FILES)('%s says where it comes from, and holds no name of anybody', (_, { source, exchanges }) => {
    expect(source.length).toBeGreaterThan(20);
    expect(exchanges.length).toBeGreaterThan(0);
    const addresses = JSON.stringify(exchanges).match(/[\w.+-]+@[\w.-]+/g) ?? [];
    expect(addresses.filter((one) => !/@(contoso\.com|odata\.\w+)$/.test(one))).toEqual([]);
  });
});

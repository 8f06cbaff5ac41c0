import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CAST } from '../../../src/sandbox/contoso.ts';
import { ENTERPRISE, useGraph } from '../graph/useGraph.ts';
import { startSlack } from '../slack/startSlack.ts';
import { APP_ID, createStage, type Stage, TENANT } from '../teams/fakeBot.ts';
import { valueAt } from './compareAnswers.ts';
import { type ExchangeFile, PASSWORD, playAll } from './playAll.ts';

const FOLDER = new URL('../../fixtures/exchanges/', import.meta.url);
const FILES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name, JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as ExchangeFile] as const);
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

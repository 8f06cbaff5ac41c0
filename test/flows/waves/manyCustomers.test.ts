import { describe, expect, it } from 'vitest';
import { policySchema } from '../../../src/domain/policy/policy.ts';
import { showRest, showWave } from '../../../src/flows/waves/waveViews.ts';
import type { WaveState } from '../../../src/service/waves/waves.ts';
import { renderMessage as inSlack } from '../../../src/slack/views/render.ts';
import { renderCard as inTeams } from '../../../src/teams/views/render.ts';

const MANY = 120;
const IDS = Array.from({ length: MANY }, (_, index) => `customer-${index}`);
const policy = policySchema.parse({
  customers: IDS.map((id, index) => ({
    id,
    name: `Customer No. ${index} of a partner with very many of them.`,
    tenantId: `2f1c7a90-5b7e-4c55-9a54-${String(index).padStart(12, '0')}`,
  })),
  people: [{ id: 'omar', name: 'Omar', slack: 'U0OMAR', roles: ['admin'] }],
});

/** Each with a failure that takes many words. */
const state = {
  wave: {
    ...{ id: 'wave_1', version: 3, kind: 'wave', owner: 'omar', customer: 'customer-0' },
    data: { fileName: 'starters.csv', lines: [], strays: [], state: 'stopped', people: 1_200 },
  },
  lines: IDS.map((customer) => ({
    ...{ customer, standing: 'failed', draftId: `draft_${customer}`, request: { id: `req_${customer}` } },
    problem: {
      code: 'DIRECTORY_DOWN',
      message: 'The reason takes many words. '.repeat(8),
      next: 'Try again.',
    },
  })),
} as unknown as WaveState;

describe.each([
  ['Slack', (view: ReturnType<typeof showWave>) => JSON.stringify(inSlack(view))],
  ['Teams', (view: ReturnType<typeof showWave>) => JSON.stringify(inTeams(view))],
] as const)('a file for very many customers in %s', (_chat, render) => {
  it('shows every one of them, in as many messages as it takes', () => {
    const seen: string[] = [];
    let text = render(showWave(policy, state, IDS));
    for (let messages = 1; messages < MANY; messages++) {
      seen.push(...[...text.matchAll(/wave_1 (customer-\d+)/g)].map(([, id = '']) => id));
      const rest = /"wave_1 (\d+)"/.exec(text)?.[1] ?? /wave_1 (\d+)\b(?!-)/.exec(text)?.[1];
      if (rest === undefined) break;
      // What is left off is what stands behind those that show.
      expect(Number(rest)).toBe(MANY - new Set(seen).size);
      const view = showRest(policy, state, IDS, Number(rest), new Map());
      expect(view.title).toMatch(new RegExp(`^Customers ${MANY - Number(rest) + 1} to \\d+ of ${MANY}$`));
      text = render(view);
    }
    expect([...new Set(seen)]).toEqual(IDS);
  });
});

describe('a file for very many customers that is being created', () => {
  it('shows what needs somebody first, then what runs, and whoever waits for a turn behind that', () => {
    const standings = ['done', 'held', 'running', 'held', 'asked', 'failed', 'done'] as const;
    const lines = standings.map((standing, index) => ({
      ...{ customer: `customer-${index}`, standing, draftId: `draft_${index}`, request: undefined },
      ...(standing === 'done' ? { counts: { total: 10, created: 10, partly: 0, failed: 0 } } : {}),
    }));
    const { wave } = state;
    const running = { wave: { ...wave, data: { ...wave.data, state: 'running', people: 70 } }, lines };
    const view = showWave(policy, running as unknown as WaveState, IDS);
    expect(view.title).toBe('Creating 70 people for 7 customers: 20 created');
    expect(view.lines.map(({ name }) => /No\. (\d+)/.exec(name)?.[1])).toEqual([
      '5',
      '4',
      '2',
      '1',
      '3',
      '0',
      '6',
    ]);
  });
});

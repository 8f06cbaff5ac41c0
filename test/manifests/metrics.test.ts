import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createMetrics } from '../../src/web/metrics.ts';
import { ROW_RESULTS } from '../../src/web/series.ts';
import { createTestLog } from '../store/sampleRecords.ts';

interface Panel {
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets: { expr: string }[];
}
interface Rule {
  alert: string;
  expr: string;
  for?: string;
  labels: { severity: string };
  annotations: { summary: string; next: string };
}

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../manifests/${path}`, import.meta.url)), 'utf8');
const page = read('metrics.md');
const dashboard: { panels: Panel[] } = JSON.parse(read('grafana/rollcall.json'));
const rules: Rule[] = parse(read('prometheus/alerts.yml')).groups.flatMap(
  ({ rules: own }: { rules: Rule[] }) => own,
);

const registry = new Registry();
createMetrics({
  registry,
  version: '1.2.3',
  log: createTestLog(),
  readings: {
    jobs: async () => ({ byState: {}, oldestSeconds: 0 }),
    approvals: async () => ({ waiting: 0, oldestSeconds: 0 }),
    quotaLeft: () => ({}),
    mayAct: () => true,
    isPaused: () => false,
    directories: async () => ({ contoso: true }),
  },
});
const metrics = await registry.getMetricsAsJSON();
const own = metrics.map(({ name }) => name).filter((name) => name.startsWith('rollcall_'));
/** As Prometheus stores them: a histogram is three. */
const series = new Set(
  metrics.flatMap(({ name, type }) =>
    String(type) === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  ),
);
const namesIn = (text: string) =>
  [...text.matchAll(/\b(?:rollcall|nodejs|process)_\w+/g)].map(([name]) => name);

describe('the metrics', () => {
  it('are named as Prometheus recommends', () => {
    expect(own.length).toBeGreaterThan(14);
    for (const { name, type } of metrics.filter((one) => own.includes(one.name))) {
      expect(name).toMatch(/^[a-z][a-z_]*[a-z]$/);
      expect(name.endsWith('_total'), name).toBe(String(type) === 'counter');
      if (String(type) === 'histogram') expect(name).toMatch(/_seconds$/);
    }
  });

  it('are all on their page, which names no other', () => {
    const named = [...page.matchAll(/`(rollcall_\w+)`/g)].map(([, name]) => name);
    expect(named.sort()).toEqual([...own].sort());
  });
});

describe('the page of metrics', () => {
  it('says what can come of a row', () => {
    const [row = ''] = page.split('\n').filter((line) => line.startsWith('| `rollcall_rows_total`'));
    for (const result of ROW_RESULTS) {
      // Of some it says once that each has a second one.
      const name =
        /^(changed|renamed|reset|restored|deleted|offboarded|put_back)_failed$/.exec(result)?.[1] ?? result;
      expect(row, result).toMatch(new RegExp(`\\b${name}\\b`));
    }
  });
});

describe('the dashboard', () => {
  const used = dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => namesIn(expr)));

  it('asks only for metrics that there are, and for each of ours', () => {
    expect(used.filter((name) => !series.has(name))).toEqual([]);
    expect(own.filter((name) => !used.some((one) => one.startsWith(name)))).toEqual([]);
  });

  it('shows panels beside one another', () => {
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)} ${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { gridPos } of dashboard.panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });
});

describe('the alerts', () => {
  it('ask only for metrics that there are', () => {
    const used = rules.flatMap(({ expr }) => namesIn(expr));
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((name) => !series.has(name))).toEqual([]);
  });

  it('see the first failures: each counter they look at is there with 0 from the start', async () => {
    const text = await registry.metrics();
    const looked = rules.flatMap(({ expr }) => [...expr.matchAll(/(rollcall_\w+_total)(?:\{([^}]*)\})?/g)]);
    expect(looked.length).toBeGreaterThan(5);
    for (const [asked, name = '', matchers = ''] of looked) {
      const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`));
      const wanted = [...matchers.matchAll(/(\w+)=(~?)"([^"]*)"/g)].map(([, label, isPattern, value = '']) =>
        isPattern === ''
          ? new RegExp(`[{,]${label}="${value.replace(/\W/g, '\\$&')}"`)
          : new RegExp(`[{,]${label}="(?:${value})"`),
      );
      const found = lines.filter((line) => wanted.every((one) => one.test(line)));
      expect(found.length, asked).toBeGreaterThan(0);
      for (const line of found) expect(line).toMatch(/ 0$/);
    }
  });

  it('hear of an instance that is gone, of a pause, and of a stall that one scrape sees', () => {
    const ruleOf = (name: string) => rules.find(({ alert }) => alert === name);
    expect(ruleOf('RollcallInstanceGone')?.expr).toBe('up{job="rollcall"} == 0');
    expect(page).toContain('job_name: rollcall\n');
    expect(ruleOf('RollcallPaused')?.expr).toContain('rollcall_paused');
    // prom-client begins this one anew with each scrape, so that it is never high for long.
    const stalls = rules.filter(({ expr }) => expr.includes('nodejs_eventloop_lag_max_seconds'));
    expect(stalls).toHaveLength(1);
    for (const { expr, for: lasting } of stalls) {
      expect(expr).toMatch(/max_over_time\(nodejs_eventloop_lag_max_seconds\[\d+m\]\)/);
      expect(lasting).toBeUndefined();
    }
  });

  it('say what is wrong and what to do first, in sentences', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { alert, labels, annotations } of rules) {
      expect(labels.severity, alert).toMatch(/^(critical|warning|info)$/);
      expect(annotations.summary, alert).toMatch(/^("|[A-Z{]).*\.$/);
      expect(annotations.next, alert).toMatch(/^[A-Z].*\.$/);
    }
  });
});

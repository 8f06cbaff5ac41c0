import { describe, expect, it } from 'vitest';
import { cleanFields } from '../../src/run/logging/logFields.ts';
import { measureFetch, measureLogin, measureStore } from '../../src/run/measure.ts';
import { ACT_AUDIT } from '../../src/service/jobs/steps/actAudit.ts';
import type { AuditEntry } from '../../src/service/ports/records.ts';
import { createMetrics } from '../../src/web/metrics.ts';
import { createMemoryStore } from '../service/fakes/memoryStore.ts';
import { createTestLog } from '../store/sampleRecords.ts';

const clock = { now: () => 0, sleep: async () => undefined };

function open() {
  const log = createTestLog();
  const { metrics, registry } = createMetrics({ log });
  const store = measureStore(createMemoryStore(clock), () => metrics, log);
  const audit = (what: string, outcome: AuditEntry['outcome'] = 'done', subject = 'ada@contoso.com') =>
    store.audit({ at: 0, actor: 'omar', platform: 'slack', what, outcome, subject });
  /** Label values of a counter's series that were counted in, as `a b` → times. */
  async function read(name: string): Promise<Record<string, number>> {
    const { values = [] } = (await registry.getSingleMetric(name)?.get()) ?? {};
    return Object.fromEntries(
      values
        .filter(({ value }) => value > 0)
        .map(({ labels, value }) => [Object.values(labels).join(' '), value]),
    );
  }
  return { metrics, log, audit, read };
}

describe('steps of rows', () => {
  // What steps, undo, and the repair of a lost create say in the audit.
  const STEPS = [
    ...Object.values(ACT_AUDIT),
    ...['account.created', 'license.assigned', 'group.joined', 'manager.set', 'password.reset'],
    ...['account.deleted', 'license.restored'],
  ];

  it.each(STEPS)(
    '%s counts when it is done and when it failed, and not when it was refused',
    async (what) => {
      const { audit, read } = open();
      await audit(what);
      const done = await read('rollcall_rows_total');
      expect(Object.values(done)).toEqual([1]);
      await audit(what, 'failed');
      const both = await read('rollcall_rows_total');
      const [failed = ''] = Object.keys(both).filter((result) => !(result in done));
      expect(failed).toMatch(/failed$/);
      await audit(what, 'refused');
      expect(await read('rollcall_rows_total')).toEqual(both);
    },
  );

  it('count their failures under what failed', async () => {
    const { audit, read } = open();
    for (const what of ['account.failed', 'license.failed', 'group.failed', 'manager.failed']) {
      await audit(what, 'failed');
    }
    expect(await read('rollcall_rows_total')).toEqual({
      failed: 1,
      license_failed: 1,
      group_failed: 1,
      manager_failed: 1,
    });
  });
});

describe('steps of a request', () => {
  it('are logged with its id, which every line of it has in words that stay', async () => {
    const { audit, log } = open();
    await audit('request.asked', 'done', 'req_1f0c');
    await audit('person.changed');
    const fields = { reqId: 'req_1f0c', what: 'request.asked', outcome: 'done' };
    expect(log.events).toEqual([{ event: 'request.noted', fields }]);
    expect(cleanFields(fields)).toEqual(fields);
  });
});

describe('requests to Graph', () => {
  const answer =
    (body: unknown, status = 200) =>
    async () =>
      new Response(JSON.stringify(body), { status });
  const send = (fetch: typeof globalThis.fetch, path: string, body?: unknown) =>
    fetch(`http://graph/v1.0${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  it('count the items of a batch by their own answers, and hand its answer on whole', async () => {
    const { metrics, read } = open();
    const responses = [
      { id: '2', status: 429 },
      { id: '1', status: 201, body: { id: 'x' } },
    ];
    const requests = ['1', '2', '3'].map((id) => ({ id, method: 'POST', url: '/users', body: {} }));
    const measured = measureFetch(answer({ responses }), () => metrics, 'contoso');
    expect(await (await send(measured, '/$batch', { requests })).json()).toEqual({ responses });
    expect(await read('rollcall_graph_requests_total')).toEqual({
      'POST $batch 200': 1,
      'POST users 201': 1,
      'POST users 429': 1,
      'POST users 0': 1,
    });
    expect(await read('rollcall_customer_graph_requests_total')).toEqual({
      'contoso answered': 2,
      'contoso throttled': 1,
      'contoso failed': 1,
    });
  });

  it('hand on what is no answer to a batch', async () => {
    const { metrics, read } = open();
    const measured = measureFetch(
      async () => new Response('<html>'),
      () => metrics,
      'contoso',
    );
    expect(await (await send(measured, '/$batch', { requests: [] })).text()).toBe('<html>');
    expect(await read('rollcall_graph_requests_total')).toEqual({ 'POST $batch 200': 1 });
  });

  it('are called by what of Graph they are about, never by whom', async () => {
    const { metrics, read } = open();
    const measured = measureFetch(answer({}), () => metrics, 'contoso');
    const paths = {
      '/organization?$select=id': 'GET organization',
      '/users/groups@contoso.com/manager': 'GET users',
      '/groups/1f0c/transitiveMembers/microsoft.graph.user': 'GET groups',
      '/directory/deletedItems/microsoft.graph.user': 'GET deletedItems',
      '/roleManagement/directory/roleAssignments': 'GET roles',
      '/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances': 'GET roles',
      '/ada@contoso.com': 'GET other',
    };
    for (const path of Object.keys(paths)) await send(measured, path);
    const ops = Object.values(paths).map((op) => `${op} 200`);
    expect(Object.keys(await read('rollcall_graph_requests_total')).sort()).toEqual([...new Set(ops)].sort());
  });

  it('count the login that was refused, and the one that no one answered', async () => {
    const { metrics, read } = open();
    const refused = measureLogin(answer({ error: 'invalid_client' }, 401), () => metrics, 'contoso');
    await send(refused, '/contoso/oauth2/v2.0/token', {});
    const away = measureLogin(
      () => Promise.reject(new TypeError('fetch failed')),
      () => metrics,
      'contoso',
    );
    await expect(send(away, '/contoso/oauth2/v2.0/token', {})).rejects.toThrow('fetch failed');
    expect(await read('rollcall_graph_requests_total')).toEqual({ 'POST login 401': 1, 'POST login 0': 1 });
  });
});

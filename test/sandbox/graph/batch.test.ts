import { describe, expect, it } from 'vitest';
import { ENTERPRISE, item, person, type Reply, useGraph } from './useGraph.ts';

const use = useGraph();
const reads = (count: number) =>
  Array.from({ length: count }, (_, index) => item(String(index), 'GET', '/domains'));
const create = (id: string) => item(id, 'POST', '/users', person(`p${id}`));

// biome-ignore lint/suspicious/noExplicitAny: items of every shape.
function byId({ body }: Reply): Record<string, any> {
  return Object.fromEntries(body.responses.map((one: { id: string }) => [one.id, one]));
}

describe('a batch', () => {
  it('of 20 is answered item by item, one of 21 is refused', async () => {
    const { status, body } = await use.it.batch(reads(20));
    expect(status).toBe(200);
    expect(body.responses).toHaveLength(20);
    expect((await use.it.batch(reads(21))).body.error.message).toContain('maximum value of 20');
  });

  it.each([
    ['no items', []],
    ['an item without an id', [{ method: 'GET', url: '/domains' }]],
    ['ids that differ in case only', [item('a', 'GET', '/domains'), item('A', 'GET', '/domains')]],
    ['a dependency that is not there', [{ ...item('a', 'GET', '/domains'), dependsOn: ['z'] }]],
    ['an item that is nothing', [null]],
  ])('with %s is refused as a whole', async (_, requests) => {
    expect(await use.it.batch(requests)).toMatchObject({
      status: 400,
      body: { error: { code: 'BadRequest' } },
    });
  });

  it.each([
    ['an absolute url', item('1', 'GET', 'https://graph.microsoft.com/v1.0/domains')],
    ['the version in the url', item('1', 'GET', '/v1.0/domains')],
    ['a body without Content-Type', { ...create('1'), headers: {} }],
    ['a batch inside', item('1', 'POST', '/$batch', { requests: [] })],
    ['a percent sign that means nothing', item('1', 'GET', '/users/%zz')],
  ])('refuses only the item with %s', async (_, bad) => {
    const answers = byId(
      await use.it.batch([bad, { ...create('2'), headers: { 'content-TYPE': 'application/json' } }]),
    );
    expect(answers['1']).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } });
    expect(answers['2'].status).toBe(201);
  });

  it('does not go on after a failed dependency', async () => {
    const waiting = (id: string, other: string) => ({ ...create(id), dependsOn: [other] });
    const bad = item('bad', 'POST', '/users', person('ada'));
    const answers = byId(
      await use.it.batch([bad, create('1'), waiting('2', 'bad'), waiting('3', '2'), waiting('4', '1')]),
    );
    const statuses = ['bad', '1', '2', '3', '4'].map((id) => answers[id].status);
    expect(statuses).toEqual([400, 201, 424, 424, 201]);
    expect(use.it.graph.state.findUser('p2@contoso.com')).toBeUndefined();
  });

  it('clashes over the licenses of one user, unless one waits for the other', async () => {
    const id = await use.it.create('grace', { usageLocation: 'US' });
    const body = { addLicenses: [{ skuId: ENTERPRISE }], removeLicenses: [] };
    const [one, two] = ['1', '2'].map((each) => item(each, 'POST', `/users/${id}/assignLicense`, body));
    const clash = byId(await use.it.batch([one, two]));
    expect(clash['1'].status).toBe(200);
    expect(clash['2']).toMatchObject({
      status: 409,
      body: { error: { code: 'Directory_ConcurrencyViolation' } },
    });
    const inTurn = byId(await use.it.batch([one, { ...two, dependsOn: ['1'] }]));
    expect([inTurn['1'].status, inTurn['2'].status]).toEqual([200, 200]);
  });

  it('echoes the client-request-id in the errors of items', async () => {
    const requests = [item('1', 'GET', '/users/nobody')];
    const reply = await use.it.call('POST', '/$batch', { requests }, { 'client-request-id': 'mine' });
    expect(byId(reply)['1'].body.error.innerError['client-request-id']).toBe('mine');
  });
});

describe('faults of items', () => {
  it.each([
    ['reset-before', false],
    ['reset-after', true],
  ] as const)('%s answers 504; the user exists: %s', async (kind, exists) => {
    use.it.graph.fail({ match: { path: /^\/users$/ }, times: 1, kind });
    const answers = byId(await use.it.batch([create('1'), create('2')]));
    expect([answers['1'].status, answers['2'].status]).toEqual([504, 201]);
    expect(use.it.graph.state.findUser('p1@contoso.com') !== undefined).toBe(exists);
  });

  it('throttle some, with a Retry-After of their own', async () => {
    use.it.graph.fail({
      match: { path: /^\/users$/ },
      times: 1,
      kind: 'status',
      status: 429,
      retryAfter: 0.249,
    });
    const answers = byId(await use.it.batch([create('1'), create('2')]));
    expect(answers['1']).toMatchObject({
      status: 429,
      headers: { 'Retry-After': '0.249' },
      body: { error: { code: 'TooManyRequests' } },
    });
    expect(answers['2'].status).toBe(201);
  });
});

describe('faults of the whole batch', () => {
  it.each([
    ['reset-before', false],
    ['reset-after', true],
  ] as const)('%s breaks the connection; the users exist: %s', async (kind, exists) => {
    use.it.graph.fail({ match: { path: /^\/\$batch$/ }, times: 1, kind });
    await expect(use.it.batch([create('1')])).rejects.toThrow();
    expect(use.it.graph.state.findUser('p1@contoso.com') !== undefined).toBe(exists);
    expect(byId(await use.it.batch([create('2')]))['2'].status).toBe(201);
  });

  it('429 does nothing, and says when to come back', async () => {
    use.it.graph.fail({ match: { path: /batch/g }, times: 1, kind: 'status', status: 429, retryAfter: 7 });
    const { status, headers } = await use.it.batch([create('1')]);
    expect([status, headers.get('retry-after')]).toEqual([429, '7']);
    expect(use.it.graph.state.findUser('p1@contoso.com')).toBeUndefined();
  });
});

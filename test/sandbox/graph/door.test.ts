import { describe, expect, it } from 'vitest';
import { item, person, useGraph } from './useGraph.ts';

const use = useGraph();

describe('who may call', () => {
  it('is whoever has a token', async () => {
    const refused = await use.it.call('GET', '/domains', undefined, { authorization: 'Bearer old' });
    expect(refused).toMatchObject({ status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } });
    expect(refused.headers.get('www-authenticate')).toContain('Bearer');
    expect((await use.it.call('GET', '/domains')).status).toBe(200);
  });

  it('may lack a permission, alone and in a batch', async () => {
    use.it.graph.switches.forbidden = /^\/subscribedSkus/;
    const error = {
      code: 'Authorization_RequestDenied',
      message: 'Insufficient privileges to complete the operation.',
    };
    expect(await use.it.call('GET', '/subscribedSkus')).toMatchObject({ status: 403, body: { error } });
    const { body } = await use.it.batch([item('1', 'GET', '/subscribedSkus')]);
    expect(body.responses[0]).toMatchObject({ status: 403, body: { error } });
    expect((await use.it.call('GET', '/domains')).status).toBe(200);
  });
});

describe('a request', () => {
  it('gets its client-request-id back, in the error too', async () => {
    const { headers, body } = await use.it.call('GET', '/users/nobody', undefined, {
      'client-request-id': 'mine',
    });
    expect(headers.get('client-request-id')).toBe('mine');
    expect(body.error.innerError).toMatchObject({
      'client-request-id': 'mine',
      'request-id': headers.get('request-id'),
    });
    expect((await use.it.call('GET', '/domains')).headers.get('client-request-id')).toMatch(
      /^[0-9a-f-]{36}$/,
    );
  });

  it.each([
    ['bad JSON', '{"displayName":', {}],
    ['a JSON text', '"x"', {}],
    ['a list', '[]', {}],
    ['another Content-Type', JSON.stringify(person('x')), { 'content-type': 'text/plain' }],
  ])('with %s is refused in JSON', async (_, body, headers) => {
    expect(await use.it.call('POST', '/users', body, headers)).toMatchObject({
      status: 400,
      body: { error: { code: 'BadRequest', message: expect.stringContaining('Unable to read JSON') } },
    });
    expect((await use.it.call('POST', '/users', person('x'))).status).toBe(201);
  });

  it('of more than 4 MB is refused in JSON', async () => {
    const { status, body } = await use.it.call(
      'POST',
      '/users',
      person('x', { city: 'x'.repeat(4_200_000) }),
    );
    expect([status, body.error.code]).toEqual([413, 'RequestEntityTooLarge']);
  });

  it.each([
    ['GET', '/me', 400],
    ['GET', '/users/ada@contoso.com/photo', 400],
    ['GET', '/users/ada@contoso.com/manager', 200],
    ['GET', '/users/grace.okafor@contoso.com/manager', 404],
    ['GET', '/users/%zz', 400],
    ['GET', '/constructor', 400],
    ['GET', '/subscribedSkus/1', 400],
    ['PUT', '/users', 405],
    ['POST', '/domains', 405],
    ['GET', '/$batch', 405],
    ['GET', '/users/ada@contoso.com', 200],
  ])('%s %s answers %i', async (method, path, status) => {
    expect((await use.it.call(method, path)).status).toBe(status);
  });

  it('is written down without its body', async () => {
    await use.it.call('GET', '/users/nobody?$select=id');
    expect(use.it.graph.requests).toEqual([
      { method: 'GET', path: '/users/nobody?$select=id', status: 404, ms: expect.any(Number) },
    ]);
  });
});

describe('trouble', () => {
  it('drops every connection while Graph is down', async () => {
    use.it.graph.switches.down = true;
    await expect(use.it.call('GET', '/domains')).rejects.toThrow();
    use.it.graph.switches.down = false;
    expect((await use.it.call('GET', '/domains')).status).toBe(200);
    expect(use.it.graph.requests.map(({ status }) => status)).toEqual([0, 200]);
  });

  it.each([
    ['reset-before', 0],
    ['reset-after', 1],
  ] as const)('%s leaves %i users behind', async (kind, count) => {
    use.it.graph.fail({ match: { method: 'POST' }, times: 1, kind });
    expect((await use.it.call('GET', '/domains')).status).toBe(200);
    await expect(use.it.call('POST', '/users', person('x'))).rejects.toThrow();
    const found = use.it.graph.state.findUser('x@contoso.com');
    expect(found === undefined ? 0 : 1).toBe(count);
  });

  it.each([
    [503, 'ServiceUnavailable'],
    [504, 'GatewayTimeout'],
    [409, 'Directory_ConcurrencyViolation'],
    [401, 'InvalidAuthenticationToken'],
    [418, 'UnknownError'],
  ])('%i comes as often as asked for', async (status, code) => {
    use.it.graph.fail({ times: 2, kind: 'status', status, retryAfter: 3 });
    for (let times = 0; times < 2; times += 1) {
      const reply = await use.it.call('GET', '/domains');
      expect([reply.status, reply.body.error.code, reply.headers.get('retry-after')]).toEqual([
        status,
        code,
        '3',
      ]);
    }
    expect((await use.it.call('GET', '/domains')).status).toBe(200);
  });

  it('429 looks like the directory, and has no Retry-After unless asked for', async () => {
    use.it.graph.fail({ times: 1, kind: 'status', status: 429 });
    const { headers, body } = await use.it.call('GET', '/domains');
    expect(headers.get('retry-after')).toBeNull();
    expect(headers.get('x-ms-throttle-scope')).toMatch(/^Tenant_Application\/ReadWrite\/[^/]+\/[^/]+$/);
    expect(body.error).toMatchObject({
      code: 'TooManyRequests',
      message: expect.stringContaining('under category:aadgraph.app.tenant'),
      innerError: { code: '429', status: '429', message: 'Please retry after' },
    });
  });
});

describe('the quota', () => {
  const write = () => use.it.call('PATCH', '/users/ada@contoso.com', { city: 'London' });
  async function writeMany(count: number): Promise<number[]> {
    const statuses: number[] = [];
    for (let times = 0; times < count; times += 1) statuses.push((await write()).status);
    return statuses;
  }

  it('of a bucket refills bit by bit; reads are free', async () => {
    Object.assign(use.it.graph.switches, { quota: 'bucket', quotaWrites: 5, quotaMs: 10_000 });
    expect(await writeMany(6)).toEqual([204, 204, 204, 204, 204, 429]);
    expect((await use.it.call('GET', '/users')).status).toBe(200);
    const refused = await write();
    expect(refused.headers.get('retry-after')).toBe('2');
    use.it.pass(2_000);
    expect(await writeMany(2)).toEqual([204, 429]);
  });

  it('of a window refills at its end', async () => {
    Object.assign(use.it.graph.switches, { quota: 'window', quotaWrites: 5, quotaMs: 10_000 });
    expect(await writeMany(6)).toEqual([204, 204, 204, 204, 204, 429]);
    use.it.pass(4_000);
    expect((await write()).headers.get('retry-after')).toBe('6');
    use.it.pass(6_000);
    expect(await writeMany(6)).toEqual([204, 204, 204, 204, 204, 429]);
  });

  it('tells its share above 0.8 only', async () => {
    Object.assign(use.it.graph.switches, { quota: 'bucket', quotaWrites: 10, quotaMs: 100_000 });
    const shares: (string | null)[] = [];
    for (let times = 0; times < 11; times += 1) {
      shares.push((await write()).headers.get('x-ms-throttle-limit-percentage'));
    }
    expect(shares).toEqual([...Array(8).fill(null), '0.90', '1.00', '1.00']);
  });

  it('counts each item of a batch, and not the batch', async () => {
    Object.assign(use.it.graph.switches, { quota: 'window', quotaWrites: 3, quotaMs: 10_000 });
    const items = ['1', '2', '3', '4'].map((id) => item(id, 'POST', '/users', person(`p${id}`)));
    const { status, body } = await use.it.batch(items);
    expect(status).toBe(200);
    const last = body.responses.find(({ id }: { id: string }) => id === '4');
    expect(last).toMatchObject({
      status: 429,
      headers: { 'Retry-After': '10', 'x-ms-throttle-limit-percentage': '1.00' },
      body: { error: { code: 'TooManyRequests' } },
    });
    expect(body.responses.filter((one: { status: number }) => one.status === 201)).toHaveLength(3);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import {
  type DoubleAnswer,
  type GraphDouble,
  graphError,
  openTestDirectory,
  type ReceivedCall,
  sampleIntent,
  startGraphDouble,
} from '../graphDouble.ts';

let graph: GraphDouble;
afterEach(() => graph.stop());

async function open(answer: (call: ReceivedCall, count: number) => DoubleAnswer) {
  graph = await startGraphDouble(answer);
  return openTestDirectory(graph.url);
}

const created = (body: { userPrincipalName: string; displayName: string }): DoubleAnswer => ({
  status: 201,
  json: { id: `id-${body.userPrincipalName}`, ...body, passwordProfile: undefined },
});

describe('what a batch refuses', () => {
  it('is in the log, each with its place in the batch and what Microsoft calls it', async () => {
    const { directory, log } = await open(({ body }, count) =>
      body.requests === undefined
        ? created(body)
        : {
            headers: { 'request-id': 'of-the-batch' },
            json: {
              responses: body.requests.map(({ id, body: user }, index) =>
                count === 1 && index === 1
                  ? {
                      id,
                      status: 429,
                      headers: { 'Retry-After': '1' },
                      body: graphError('TooManyRequests', 'Slow down.'),
                    }
                  : { id, status: 201, body: created(user).json },
              ),
            },
          },
    );
    await directory.createAccounts([sampleIntent('ada'), sampleIntent('bob'), sampleIntent('cy')], {
      priority: 'bulk',
    });
    const refused = log.lines.filter((line) => line.includes('"item"'));
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatch(/^graph\.answered .*"op":"createAccounts".*"item":"2","status":429/);
    expect(refused[0]).toContain('"code":"TooManyRequests","requestId":"req-1"');
    expect(log.lines.join()).not.toContain('canary');
  });
});

describe('creating one person', () => {
  it('posts the person as Graph wants it, and nothing that is empty', async () => {
    const { directory } = await open(({ body }) => created(body));
    const intent = sampleIntent('ada', {
      givenName: 'Ada',
      surname: '',
      businessPhones: '+1 555',
      otherMails: 'ada@example.org',
      usageLocation: 'GB',
      employeeId: '7',
    });
    const [outcome] = await directory.createAccounts([intent], { priority: 'interactive' });
    expect(graph.calls[0]).toMatchObject({ method: 'POST', path: '/v1.0/users' });
    expect(graph.calls[0]?.body).toEqual({
      userPrincipalName: 'ada@contoso.com',
      displayName: 'Person ada',
      mailNickname: 'ada',
      accountEnabled: true,
      givenName: 'Ada',
      businessPhones: ['+1 555'],
      otherMails: ['ada@example.org'],
      usageLocation: 'GB',
      employeeId: '7',
      passwordProfile: { forceChangePasswordNextSignIn: true, password: 'canary-ada-9x' },
      onPremisesExtensionAttributes: { extensionAttribute15: 'op_ada' },
    });
    expect(outcome).toEqual({
      status: 'created',
      account: {
        id: 'id-ada@contoso.com',
        userPrincipalName: 'ada@contoso.com',
        displayName: 'Person ada',
        accountEnabled: true,
        usageLocation: 'GB',
        employeeId: '7',
      },
    });
  });

  it.each([
    ["o'neil", "o'neil"],
    ['.dot', 'dot'],
    ['a(b)c', 'abc'],
    ['zoë', 'zo'],
    ['"', 'user'],
    ['x'.repeat(70), 'x'.repeat(64)],
  ])('makes a legal mail nickname of %s', async (name, nickname) => {
    const { directory } = await open(({ body }) => created(body));
    await directory.createAccounts([sampleIntent(name)]);
    expect(graph.calls[0]?.body.mailNickname).toBe(nickname);
  });

  it('keeps a mail nickname that was given', async () => {
    const { directory } = await open(({ body }) => created(body));
    await directory.createAccounts([sampleIntent('ada', { mailNickname: 'countess' })]);
    expect(graph.calls[0]?.body.mailNickname).toBe('countess');
  });

  it.each<[string, DoubleAnswer, string, string]>([
    [
      'a conflict',
      { status: 400, json: graphError('x', '', [{ code: 'ObjectConflict' }]) },
      'conflict',
      'NAME_TAKEN',
    ],
    [
      'a refused password',
      { status: 400, json: graphError('x', 'does not comply: password complexity requirements') },
      'passwordRefused',
      'PASSWORD_REFUSED',
    ],
    [
      'a refusal',
      { status: 403, json: graphError('Authorization_RequestDenied', '') },
      'refused',
      'FORBIDDEN',
    ],
    [
      'an unknown address',
      { status: 404, json: graphError('Request_ResourceNotFound', '') },
      'refused',
      'NOT_FOUND',
    ],
    ['throttling', { status: 429 }, 'later', 'THROTTLED'],
    [
      'values that may be taken a moment later (G9)',
      {
        status: 400,
        json: graphError('Request_BadRequest', 'One or more property values specified are invalid.'),
      },
      'later',
      'VALUE_INVALID',
    ],
    [
      "the directory's own throttling",
      { status: 503, json: graphError('Request_ThrottledTemporarily', '') },
      'later',
      'THROTTLED',
    ],
    [
      'a clash',
      { status: 409, json: graphError('Directory_ConcurrencyViolation', '') },
      'later',
      'CONCURRENT_WRITE',
    ],
    ['an outage', { status: 503, raw: '<html>unavailable</html>' }, 'doubt', 'DIRECTORY_DOWN'],
    ['a reset', { reset: true }, 'doubt', 'DIRECTORY_DOWN'],
    ['a torn answer', { status: 201, tear: true, json: { id: 'x'.repeat(500) } }, 'doubt', 'DIRECTORY_DOWN'],
    ['an answer that is no JSON', { status: 201, raw: 'created!' }, 'doubt', 'DIRECTORY_DOWN'],
    ['an answer without an id', { status: 201, json: {} }, 'doubt', 'DIRECTORY_DOWN'],
    ['an answer that is empty', { status: 201 }, 'doubt', 'DIRECTORY_DOWN'],
    ['a redirect', { status: 307, headers: { location: '/v1.0/users' } }, 'doubt', 'DIRECTORY_DOWN'],
  ])('answers %s and sends it once', async (_what, answer, status, code) => {
    const { directory } = await open(() => answer);
    const [outcome] = await directory.createAccounts([sampleIntent('ada')]);
    expect(outcome).toMatchObject({ status, error: { code } });
    expect(graph.calls).toHaveLength(1);
  });

  it('says that nothing was created where that is sure, and not where it is not', async () => {
    const answers = [{ status: 403 }, { status: 500 }];
    const { directory } = await open((_call, count) => answers[count - 1] ?? {});
    const [refused] = await directory.createAccounts([sampleIntent('ada')]);
    const [doubtful] = await directory.createAccounts([sampleIntent('ada')]);
    expect(refused).toMatchObject({ error: { done: 'Nothing was created.' } });
    expect(doubtful).toMatchObject({ error: { done: expect.stringContaining('may have been created') } });
  });

  it('waits as long as Graph asks, decimals included', async () => {
    const { directory } = await open(() => ({ status: 429, headers: { 'Retry-After': '1.249' } }));
    const [outcome] = await directory.createAccounts([sampleIntent('ada')]);
    expect(outcome).toMatchObject({ status: 'later', afterMs: 1249 });
  });

  it('knows that nothing was sent to a server that is not there', async () => {
    const { directory } = await open(() => ({}));
    await graph.stop();
    const [outcome] = await directory.createAccounts([sampleIntent('ada')]);
    expect(outcome).toMatchObject({
      status: 'later',
      error: { code: 'DIRECTORY_DOWN', done: 'Nothing was created.' },
    });
  });

  it.each<[string, unknown, string]>([
    ['a refused connection', { code: 'ECONNREFUSED', syscall: 'connect' }, 'later'],
    ['an unknown host', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'later'],
    ['a connection that took too long', { code: 'UND_ERR_CONNECT_TIMEOUT' }, 'later'],
    ['an unreachable host', { code: 'EHOSTUNREACH', syscall: 'connect' }, 'later'],
    ['a host that became unreachable', { code: 'EHOSTUNREACH', syscall: 'read' }, 'doubt'],
    ['a reset', { code: 'ECONNRESET', syscall: 'read' }, 'doubt'],
    ['a silent connection', { code: 'ETIMEDOUT', syscall: 'read' }, 'doubt'],
    ['a closed connection', { code: 'UND_ERR_SOCKET' }, 'doubt'],
    ['something unheard of', {}, 'doubt'],
  ])('says of %s whether the create can have happened', async (_what, fields, status) => {
    graph = await startGraphDouble(() => ({}));
    const cause = Object.assign(new Error('broken'), fields);
    const several = new AggregateError([cause, cause], 'broken twice');
    for (const one of [cause, several]) {
      const fetch = () => Promise.reject(new TypeError('fetch failed', { cause: one }));
      const { directory } = openTestDirectory(graph.url, undefined, fetch);
      expect(await directory.createAccounts([sampleIntent('ada')])).toMatchObject([{ status }]);
    }
  });

  it('is in doubt when no answer comes in time', async () => {
    graph = await startGraphDouble(() => ({}));
    const fetch = () => Promise.reject(new DOMException('The operation timed out', 'TimeoutError'));
    const { directory, log } = openTestDirectory(graph.url, undefined, fetch);
    expect(await directory.createAccounts([sampleIntent('ada')])).toMatchObject([{ status: 'doubt' }]);
    expect(log.lines[0]).toContain('"reason":"TimeoutError"');
  });

  it('gets a new token once when Graph refuses the old one', async () => {
    const { directory } = await open(({ body }, count) =>
      count === 1 ? { status: 401, json: graphError('InvalidAuthenticationToken', '') } : created(body),
    );
    const [outcome] = await directory.createAccounts([sampleIntent('ada')]);
    expect(outcome).toMatchObject({ status: 'created' });
    expect(graph.calls.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  it('gives up when Graph refuses the new token as well', async () => {
    const { directory } = await open(() => ({ status: 401 }));
    const [outcome] = await directory.createAccounts([sampleIntent('ada')]);
    expect(outcome).toMatchObject({ status: 'refused', error: { code: 'CREDENTIALS_REFUSED' } });
    expect(graph.calls).toHaveLength(2);
  });

  it('sends nothing without a token: refused for good, or later when the login is down', async () => {
    graph = await startGraphDouble(() => ({}));
    for (const [code, status] of [
      ['CREDENTIALS_REFUSED', 'refused'],
      ['DIRECTORY_DOWN', 'later'],
    ] as const) {
      const error = new RollcallError(code, 'No token.', { next: 'Set it.' });
      const tokens = {
        get: () => Promise.reject(error),
        forget: () => undefined,
        renew: () => Promise.reject(new Error()),
      };
      const { directory } = openTestDirectory(graph.url, tokens);
      const [outcome] = await directory.createAccounts([sampleIntent('ada')]);
      expect(outcome).toMatchObject({ status, error: { code, done: 'Nothing was created.' } });
    }
    expect(graph.calls).toHaveLength(0);
  });

  it('keeps passwords and names out of the log and out of errors', async () => {
    const { directory, log } = await open((_call, count) =>
      count === 1 ? { reset: true } : { status: 500 },
    );
    const outcomes = [
      ...(await directory.createAccounts([sampleIntent('ada')])),
      ...(await directory.createAccounts([sampleIntent('ada')])),
    ];
    const seen = outcomes.map((outcome) => {
      if (outcome.status === 'created') throw new Error('created');
      const { message, next, done, stack, cause, detail } = outcome.error;
      return [message, next, done, stack, JSON.stringify(detail), String(cause)].join('\n');
    });
    expect(log.lines).toHaveLength(2);
    expect([...seen, ...log.lines].join('\n')).not.toMatch(/canary|ada@|token-1/);
  });
});

describe('creating many people', () => {
  it('answers no intents without a call', async () => {
    const { directory } = await open(() => ({}));
    expect(await directory.createAccounts([])).toEqual([]);
    expect(graph.calls).toHaveLength(0);
  });

  it('sends one batch, and finds each answer by its id, in any order and any case of headers', async () => {
    const { directory, log } = await open(({ body }) => ({
      json: {
        responses: [
          { id: '3', status: 429, headers: { 'RETRY-AFTER': '7' }, body: graphError('TooManyRequests', '') },
          {
            id: '2',
            status: 400,
            body: graphError('x', '', [{ code: 'ObjectConflict', target: 'userPrincipalName' }]),
          },
          { id: '1', status: 201, headers: {}, body: { id: 'id-1', ...body.requests[0]?.body } },
          { id: '5', status: 500 },
        ],
      },
    }));
    const outcomes = await directory.createAccounts(
      ['a', 'b', 'c', 'd', 'e'].map((name) => sampleIntent(name)),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['created', 'conflict', 'later', 'doubt', 'doubt']);
    expect(outcomes[2]).toMatchObject({ afterMs: 7000 });
    expect(graph.calls).toHaveLength(1);
    expect(graph.calls[0]).toMatchObject({ path: '/v1.0/$batch' });
    const requests = graph.calls[0]?.body.requests ?? [];
    expect(requests).toHaveLength(5);
    expect(requests[1]).toMatchObject({
      id: '2',
      method: 'POST',
      url: '/users',
      headers: { 'Content-Type': 'application/json' },
      body: { userPrincipalName: 'b@contoso.com' },
    });
    expect(log.lines.join()).not.toMatch(/canary|@contoso/);
  });

  it('lets every throttled item wait as long as the one that waits longest', async () => {
    const { directory } = await open(() => ({
      json: {
        responses: [
          { id: '1', status: 429, headers: { 'Retry-After': '2' } },
          { id: '2', status: 429, headers: { 'Retry-After': '9' } },
        ],
      },
    }));
    const outcomes = await directory.createAccounts([sampleIntent('a'), sampleIntent('b')]);
    expect(outcomes).toMatchObject([{ afterMs: 9000 }, { afterMs: 9000 }]);
  });

  it.each<[string, DoubleAnswer, string]>([
    ['a lost envelope', { reset: true }, 'doubt'],
    ['a server error for the envelope', { status: 502, raw: 'bad gateway' }, 'doubt'],
    ['an envelope without answers', { json: {} }, 'doubt'],
    ['a torn envelope', { tear: true, json: { responses: [], padding: 'x'.repeat(500) } }, 'doubt'],
    ['a throttled envelope', { status: 429, headers: { 'Retry-After': '3' } }, 'later'],
    ['a malformed envelope', { status: 400, json: graphError('BadRequest', 'Duplicate ids.') }, 'refused'],
  ])('says the same of every person for %s, and sends it once', async (_what, answer, status) => {
    const { directory } = await open(() => answer);
    const outcomes = await directory.createAccounts([sampleIntent('a'), sampleIntent('b')]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual([status, status]);
    expect(graph.calls).toHaveLength(1);
  });

  it('never puts more than 20 into one batch', async () => {
    const { directory } = await open(({ body, path }) =>
      path.endsWith('$batch')
        ? {
            json: {
              responses: body.requests.map((one) => ({
                id: one.id,
                status: 201,
                body: { id: `id-${one.id}`, ...one.body },
              })),
            },
          }
        : created(body),
    );
    const intents = Array.from({ length: 21 }, (_, index) => sampleIntent(`p${index}`));
    const outcomes = await directory.createAccounts(intents);
    expect(outcomes.every(({ status }) => status === 'created')).toBe(true);
    expect(graph.calls.map(({ path }) => path)).toEqual(['/v1.0/$batch', '/v1.0/users']);
  });

  it('keeps its connections for one call after another', async () => {
    const { directory } = await open(({ body }) => created(body));
    for (let count = 0; count < 10; count += 1) await directory.createAccounts([sampleIntent('a')]);
    expect(graph.connections.size).toBeLessThan(4);
  });
});

describe('creating people in an administrative unit', () => {
  const UNIT = '0f6a9b7e-3c1d-4c4e-9a51-6f2f6f3b8a11';
  async function openInUnit(answer: (call: ReceivedCall, count: number) => DoubleAnswer) {
    graph = await startGraphDouble(answer);
    return openTestDirectory(graph.url, undefined, undefined, { administrativeUnit: UNIT });
  }

  it('posts each to the members of the unit, with its type, alone and in a batch', async () => {
    const { directory } = await openInUnit(({ body, path }) =>
      path.endsWith('$batch')
        ? {
            json: {
              responses: body.requests.map((one) => ({
                id: one.id,
                status: 201,
                body: { id: `id-${one.id}`, ...one.body },
              })),
            },
          }
        : created(body),
    );
    const [one] = await directory.createAccounts([sampleIntent('a')]);
    const many = await directory.createAccounts([sampleIntent('b'), sampleIntent('c')]);
    expect([one, ...many].map((outcome) => outcome?.status)).toEqual(['created', 'created', 'created']);
    const members = `/directory/administrativeUnits/${UNIT}/members`;
    expect(graph.calls[0]).toMatchObject({
      path: `/v1.0${members}`,
      body: {
        '@odata.type': '#microsoft.graph.user',
        userPrincipalName: 'a@contoso.com',
        onPremisesExtensionAttributes: { extensionAttribute15: 'op_a' },
      },
    });
    const requests = graph.calls[1]?.body.requests as unknown as { url: string }[];
    expect(requests.map(({ url }) => url)).toEqual([members, members]);
  });

  it.each([
    [
      403,
      'Authorization_RequestDenied',
      'refused',
      "isn't allowed to create people in the administrative unit",
    ],
    [
      404,
      'Request_ResourceNotFound',
      'refused',
      "administrative unit named in Rollcall's policy doesn't exist",
    ],
    [409, 'Directory_ConcurrencyViolation', 'later', ''],
    [503, 'ServiceUnavailable', 'doubt', ''],
  ])('says of %i %s what it means there', async (status, code, outcome, said) => {
    const { directory } = await openInUnit(() => ({ status, json: graphError(code, 'no') }));
    const [found] = await directory.createAccounts([sampleIntent('a')]);
    expect(found).toMatchObject({ status: outcome, error: { message: expect.stringContaining(said) } });
  });

  it('says of whoever is outside that they are, waits for whoever is new, and takes a missing pass for no missing unit', async () => {
    const { directory } = await openInUnit(({ path }) =>
      path.includes('temporaryAccessPass')
        ? { status: 404, json: graphError('Request_ResourceNotFound', 'no') }
        : { status: 403, json: graphError('Authorization_RequestDenied', 'Insufficient privileges') },
    );
    const changed = await directory.changePerson('id-1', { fields: { department: 'IT' } });
    expect(changed).toMatchObject({
      status: 'refused',
      error: { message: 'Rollcall may change only the people and groups in its administrative unit.' },
    });
    const [licensed] = await directory.assignLicenses([{ objectId: 'id-1', licenses: [UNIT] }]);
    expect(licensed?.status).toBe('later');
    await expect(directory.makeAccessPass('id-1')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('names a restricted unit, whatever the app is limited to', async () => {
    const { directory } = await open(() => ({
      status: 403,
      json: graphError(
        'Authorization_RequestDenied',
        'Insufficient privileges to complete the operation. Target object is a member of a restricted management administrative unit and can only be modified by administrators scoped to that administrative unit.',
      ),
    }));
    const changed = await directory.changePerson('id-1', { fields: { department: 'IT' } });
    expect(changed).toMatchObject({
      status: 'refused',
      error: { message: expect.stringContaining('restricted administrative unit') },
    });
  });
});

describe('the pace of writes', () => {
  it('waits after throttling before the next write', async () => {
    const { directory, clock } = await open(({ body }, count) =>
      count === 1 ? { status: 429, headers: { 'Retry-After': '11' } } : created(body),
    );
    await directory.createAccounts([sampleIntent('a')]);
    await directory.createAccounts([sampleIntent('a')]);
    expect(clock.slept).toEqual([11_000]);
  });

  it('slows down when Graph says how much of the limit is used', async () => {
    const { directory, clock } = await open(({ body }) => ({
      ...created(body),
      headers: { 'x-ms-throttle-limit-percentage': '1.2' },
    }));
    await directory.createAccounts([sampleIntent('a')], { priority: 'interactive' });
    await directory.createAccounts([sampleIntent('b')], { priority: 'interactive' });
    // 3,000 writes in 150 s are one every 50 ms.
    expect(clock.slept).toEqual([50]);
  });
});

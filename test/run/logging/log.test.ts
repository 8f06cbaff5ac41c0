import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { RollcallError } from '../../../src/domain/errors.ts';
import { createLog } from '../../../src/run/logging/log.ts';
import { Secret } from '../../../src/secrets/secret.ts';
import { compileSource } from '../../compileSource.ts';

const CANARY = 'Canary-7f3K9xQ2';

function createRecorder(level: 'debug' | 'info' | 'warn' | 'error' = 'debug') {
  const lines: string[] = [];
  const log = createLog({ level, stream: { write: (line) => void lines.push(line) } });
  return {
    log,
    lines,
    /** The only line so far. */
    only(): Record<string, unknown> {
      expect(lines).toHaveLength(1);
      return JSON.parse(lines[0] ?? '');
    },
  };
}

describe('the log', () => {
  it('writes one JSON object a line, with level, time, event and fields', () => {
    const { log, lines, only } = createRecorder();
    log.info({ jobId: 'job_1', rowId: 'r0001', platform: 'teams', ms: 12, code: 'NAME_TAKEN' }, 'row.failed');
    expect(only()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      event: 'row.failed',
      jobId: 'job_1',
      rowId: 'r0001',
      platform: 'teams',
      ms: 12,
      code: 'NAME_TAKEN',
    });
    expect(lines[0]?.endsWith('\n')).toBe(true);
  });

  it('keeps to its level', () => {
    const { log, lines } = createRecorder('warn');
    log.debug({}, 'a');
    log.info({}, 'b');
    log.warn({}, 'c');
    log.error({}, 'd');
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(['c', 'd']);
  });

  it("carries a child's fields on each line, as clean as the others", () => {
    const { log, only } = createRecorder();
    log.child({ jobId: 'job_1', token: CANARY }).child({ rowId: 'r0001' }).info({}, 'row.created');
    expect(only()).toMatchObject({
      jobId: 'job_1',
      rowId: 'r0001',
      token: '[redacted]',
      event: 'row.created',
    });
  });

  it('goes to stdout when told nothing else, also when the process dies right after', async () => {
    const compiled = await compileSource(new URL('../../../src/run/logging/log.ts', import.meta.url));
    const script = `import { createLog } from ${JSON.stringify(pathToFileURL(compiled.script).href)};
      createLog({ level: 'info' }).info({ jobId: 'job_1' }, 'last.words');
      process.kill(process.pid, 'SIGKILL');`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    await compiled.remove();
    expect(JSON.parse(stdout)).toMatchObject({ event: 'last.words', jobId: 'job_1' });
  });
});

describe('a secret that reaches the log', () => {
  const circular: Record<string, unknown> = { password: CANARY };
  circular.self = circular;

  it.each<[string, Record<string, unknown>]>([
    ['at the top', { password: CANARY }],
    ['three deep', { a: { b: { password: CANARY } } }],
    ["in Graph's profile", { user: { passwordProfile: { password: CANARY, forceChange: true } } }],
    ['in a list', { rows: [{ password: CANARY }] }],
    [
      'under another spelling',
      { Password: CANARY, newPassword: CANARY, client_secret: CANARY, accessToken: CANARY },
    ],
    ['in headers', { headers: { authorization: `Bearer ${CANARY}` }, Authorization: CANARY, cookie: CANARY }],
    ['in a body', { body: `{"x":"${CANARY}"}`, rawBody: Buffer.from(CANARY), config: { data: CANARY } }],
    ['as bytes', { note: Buffer.from(CANARY) }],
    ['in the wrapper', { note: new Secret(CANARY), list: [new Secret(CANARY)] }],
    ['in a cycle', circular],
    ['very deep', { a: { b: { c: { d: { e: { f: { note: CANARY } } } } } } }],
    ['as a labelled word in a sentence', { note: `tried with password=${CANARY} and "token": "${CANARY}"` }],
    ['as a bearer token in a sentence', { note: `sent Authorization: Bearer ${CANARY}` }],
    [
      'in an address',
      { note: `smtps://rollcall:${CANARY}@mail.contoso.com:465 and https://x.example/f?tempauth=${CANARY}` },
    ],
    ['as a response URL', { note: `https://hooks.slack.com/commands/T01/${CANARY}/x` }],
    ['as a one-time link in capitals', { note: `https://rollcall.example.com/P/${CANARY}${CANARY}` }],
    ['as a one-time link', { note: `https://rollcall.example.com/p/${CANARY}${CANARY}` }],
    ['as a Slack token', { note: `xoxb-1234-${CANARY}` }],
    ['as an app-level token', { note: `xapp-1-A0123-456-${CANARY}` }],
    ['as a JWT', { note: `eyJhbGciOi.eyJzdWIi${CANARY}.${CANARY}` }],
    ['as a PEM key', { note: `-----BEGIN PRIVATE KEY-----\n${CANARY}\n-----END PRIVATE KEY-----` }],
  ])('does not reach the line: %s', (_, fields) => {
    const { log, lines } = createRecorder();
    log.error(fields, 'something.failed');
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain(CANARY);
    expect(lines.join()).not.toContain(Buffer.from(CANARY).toString('base64'));
    expect(lines.join()).not.toContain(JSON.stringify([...Buffer.from(CANARY)]).slice(1, -1));
  });

  it('does not reach the line from an error of an HTTP client, its message, or its cause', () => {
    const error = Object.assign(new Error(`Request failed: {"password":"${CANARY}"}`), {
      code: 'ERR_BAD_REQUEST',
      status: 400,
      config: { data: CANARY, headers: { Authorization: CANARY } },
      request: { body: CANARY },
      response: { data: CANARY },
      body: CANARY,
      cause: Object.assign(new Error('inner'), { config: { data: CANARY } }),
    });
    const { log, lines, only } = createRecorder();
    log.error({ err: error, errors: [error], nested: { error } }, 'graph.failed');
    expect(lines.join()).not.toContain(CANARY);
    expect(only().err).toMatchObject({
      type: 'Error',
      code: 'ERR_BAD_REQUEST',
      status: 400,
      message: 'Request failed: {"password":[redacted]}',
      cause: { type: 'Error', message: 'inner' },
    });
  });

  it('does not reach the line through a stack, which repeats the message', () => {
    const { log, lines, only } = createRecorder();
    log.error({ err: new Error(`xoxb-${CANARY}\n    at nowhere`) }, 'failed');
    expect(lines.join()).not.toContain(CANARY);
    expect((only().err as { stack: string[] }).stack[0]).toMatch(/^at /);
  });

  it("nor do people's addresses", () => {
    const { log, lines } = createRecorder();
    log.error(
      { err: new Error('550 5.1.1 <ada@contoso.com>: no such user'), to: 'zoë@contoso.com' },
      'mail.refused',
    );
    expect(lines.join()).not.toMatch(/ada|zoë/);
    expect(lines.join()).toContain('550 5.1.1');
  });
});

describe('what helps whoever reads the log', () => {
  it('stays: ids, numbers, flags, times and detail of our own errors', () => {
    const { log, only } = createRecorder();
    const err = new RollcallError('THROTTLED', 'Microsoft asks to wait.', {
      next: 'Wait a minute.',
      detail: { status: 429, requestId: 'b1946ac9-2492-4a3b-8a5b-111111111111' },
    });
    log.warn({ err, passwordDraws: 2, tokenCached: true, at: new Date(0), big: 10n }, 'graph.throttled');
    expect(only()).toMatchObject({
      passwordDraws: 2,
      tokenCached: true,
      at: '1970-01-01T00:00:00.000Z',
      big: '10',
      err: {
        type: 'RollcallError',
        code: 'THROTTLED',
        message: 'Microsoft asks to wait.',
        detail: { status: 429, requestId: 'b1946ac9-2492-4a3b-8a5b-111111111111' },
      },
    });
  });

  it('is cut to size', () => {
    const { log, lines } = createRecorder();
    const wide = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`k${index}`, 'x'.repeat(50)]));
    log.info(
      { text: 'x'.repeat(100_000), list: Array.from({ length: 10_000 }, (_, index) => index), wide },
      'big',
    );
    expect(lines[0]?.length).toBeLessThan(10_000);
    expect(lines[0]).toContain('(100000 characters)');
    expect(lines[0]).toContain('(10000 items)');
  });

  it('is not hidden by fields of the same name', () => {
    const { log, lines, only } = createRecorder();
    log.info({ event: 'fake', level: 'fatal', time: 'never', jobId: 'job_1' }, 'real');
    expect(only()).toMatchObject({ event: 'real', level: 'info', field_event: 'fake', field_level: 'fatal' });
    expect(lines[0]?.match(/"event":/g)).toHaveLength(1);
  });

  it('comes even when a field cannot be read', () => {
    const { log, only } = createRecorder();
    const trap = {
      get boom(): string {
        throw new Error('trap');
      },
    };
    log.error({ jobId: 'job_1', trap }, 'failed');
    expect(only()).toMatchObject({ event: 'failed', unloggable: true });
  });
});

describe('a name with line breaks and terminal codes', () => {
  it('stays inside one line of JSON', () => {
    const name = 'Ada\r\n{"level":"info","event":"forged"}\u001b[2J\u009b31m\u2028\u202eevil\u007f';
    const { log, lines, only } = createRecorder();
    log.child({ [name]: name }).info({ actor: name, [name]: 1, err: new Error(name) }, `said ${name}`);
    const line = lines.join('');
    expect(line.trimEnd()).not.toMatch(/[\r\n]/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that they are not there is the point
    expect(line.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]/);
    expect(only().level).toBe('info');
    expect(only().actor).toContain('Ada\r\n');
  });
});

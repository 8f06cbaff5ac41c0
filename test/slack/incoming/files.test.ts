import express from 'express';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/secrets/secret.ts';
import { createGuardedFetch } from '../../../src/slack/client.ts';
import { download } from '../../../src/slack/incoming/download.ts';
import { chooseFile, type FileContext, readSlackFile } from '../../../src/slack/incoming/files.ts';
import { isAllowedHost, parseUrl } from '../../../src/slack/incoming/hosts.ts';
import { always } from '../../testTurn.ts';
import { listen } from '../startRoom.ts';

const HOSTS = ['files.slack.com', 'http://127.0.0.1:4000', 'intern.example:8443'];

function isAllowed(address: string): boolean {
  const url = parseUrl(address);
  return url !== undefined && isAllowedHost(url, HOSTS);
}

describe('a file’s address', () => {
  it.each([
    'https://files.slack.com/files-pri/T1-F1/download/a.csv',
    'http://127.0.0.1:4000/slack/files/F1',
    'https://intern.example:8443/a.csv',
  ])('%s is opened', (address) => {
    expect(isAllowed(address)).toBe(true);
  });

  it.each([
    'http://files.slack.com/a.csv',
    'https://files.slack.com:8443/a.csv',
    'https://files.slack.com@evil.com/',
    'https://user:pw@files.slack.com/',
    'https://evil.com/?files.slack.com',
    'https://evil.com/#files.slack.com',
    'https://evilfiles.slack.com.evil.com/',
    'https://evilfiles.slack.com/',
    'https://a.files.slack.com/',
    'https://files.slack.com./',
    'https://evil.com\\@files.slack.com/',
    'https://slack.com/',
    'https://intern.example/',
    'http://intern.example:8443/',
    'http://127.0.0.1/',
    'http://127.0.0.1:4001/',
    'http://localhost:4000/',
    'http://[::1]:4000/',
    'http://[::ffff:127.0.0.1]:4000/',
    'http://2130706433:4001/',
    'http://169.254.169.254/latest/meta-data',
    'https://169.254.169.254/',
    'file:///etc/passwd',
    'ftp://files.slack.com/',
    'data:text/csv,a',
    'not an address',
    '',
  ])('%s is refused', (address) => {
    expect(isAllowed(address)).toBe(false);
  });
});

async function readAll(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A file server that answers as told, and what it was asked. */
async function serve(answer: (response: express.Response) => void) {
  const app = express();
  const tokens: (string | undefined)[] = [];
  app.use((request, response) => {
    tokens.push(request.get('authorization'));
    answer(response);
  });
  const url = await listen(app);
  const get = (hosts = [url]) =>
    download(`${url}/a.csv`, {
      botToken: new Secret('xoxb-test'),
      fileHosts: hosts,
      maxFileBytes: 10_000,
    });
  return { url, tokens, get };
}

describe('a download', () => {
  it('sends the token to a listed host', async () => {
    const { get, tokens } = await serve((response) => response.type('text/csv').send('a,b\n'));
    expect(await readAll(await get())).toBe('a,b\n');
    expect(tokens).toEqual(['Bearer xoxb-test']);
  });

  it('sends nothing at all to a host that is not listed', async () => {
    const { get, tokens } = await serve((response) => response.send('a,b\n'));
    await expect(get(['files.slack.com'])).rejects.toMatchObject({ code: 'FILE_HOST_REFUSED' });
    expect(tokens).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308])('S4: is not led elsewhere by a %i, and says so', async (status) => {
    const other = await serve((response) => response.send('a,b\n'));
    const { get } = await serve((response) => response.redirect(status, `${other.url}/a.csv`));
    await expect(get()).rejects.toMatchObject({
      code: 'FILE_REDIRECT_REFUSED',
      message: expect.stringContaining(new URL(other.url).host),
      next: expect.stringContaining('SLACK_FILE_HOSTS'),
    });
    expect(other.tokens).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308])(
    'S4: is led to a listed host by a %i, with the token',
    async (status) => {
      const origin = await serve((response) => response.type('text/csv').send('a,b\n'));
      const { get, url, tokens } = await serve((response) =>
        response.redirect(status, `${origin.url}/a.csv`),
      );
      expect(await readAll(await get([url, origin.url]))).toBe('a,b\n');
      expect([...tokens, ...origin.tokens]).toEqual(['Bearer xoxb-test', 'Bearer xoxb-test']);
    },
  );

  it.each([
    ['http://files.slack.com/a.csv', 'without encryption'],
    ['https://files-origin.slack.com.evil.example/a.csv', 'to a host that looks like one'],
    ['https://files-origin.slack.com@evil.example/a.csv', 'to a host behind a listed one'],
    ['https://files-origin.slack.com:8443/a.csv', 'to another port'],
    ['file:///etc/passwd', 'to a file of this machine'],
    ['http://127.0.0.1:9/a.csv', 'to this machine'],
    ['http://[', 'to no address'],
  ])('S4: is not led to %s, %s', async (location) => {
    const { get, url } = await serve((response) => response.status(302).set('location', location).end());
    await expect(get([url, 'files.slack.com', 'files-origin.slack.com'])).rejects.toMatchObject({
      code: 'FILE_REDIRECT_REFUSED',
    });
  });

  it('S4: is led three times, also by a path alone, and no further', async () => {
    const server = async (hops: number) => {
      let left = hops;
      return serve((response) => {
        left -= 1;
        if (left < 0) response.type('text/csv').send('a,b\n');
        else response.status(302).set('location', `/next/${left}`).end();
      });
    };
    const three = await server(3);
    expect(await readAll(await three.get())).toBe('a,b\n');
    expect(three.tokens).toEqual(Array.from({ length: 4 }, () => 'Bearer xoxb-test'));
    const four = await server(4);
    await expect(four.get()).rejects.toMatchObject({ code: 'FILE_DOWNLOAD_FAILED', detail: { hops: 3 } });
    expect(four.tokens).toHaveLength(4);
  });

  it('S4: is led to the sign-in page when the token may not read files', async () => {
    const origin = await serve((response) => response.type('text/html').send('<!DOCTYPE html>'));
    const { get, url } = await serve((response) => response.redirect(`${origin.url}/a.csv`));
    await expect(get([url, origin.url])).rejects.toMatchObject({ code: 'FILE_IS_HTML' });
  });

  it.each([
    ['by its type', 'text/html; charset=utf-8', 'User name\n'],
    ['by its first words', 'text/csv', '<!DOCTYPE html><html>'],
    ['behind a mark and blanks', 'application/octet-stream', '\ufeff\r\n  <html lang="en">'],
    ['however long it is', 'text/plain', `<!doctype html>${'x'.repeat(5_000)}`],
  ])('knows a login page %s', async (_name, type, body) => {
    const { get } = await serve((response) => response.set('content-type', type).end(body));
    const reading = (async () => readAll(await get()))();
    await expect(reading).rejects.toMatchObject({
      code: 'FILE_IS_HTML',
      next: expect.stringContaining('files:read'),
    });
  });

  it('reads a web page that is the file itself, unless Slack calls it one', async () => {
    const page = '<html><table><tr><td>Name</td></tr></table>';
    const xls = await serve((response) => response.set('content-type', 'application/vnd.ms-excel').end(page));
    const read = (address: string) =>
      download(address, {
        botToken: new Secret('xoxb-test'),
        fileHosts: [address],
        maxFileBytes: 1_000,
        mayBeHtml: true,
      });
    expect(await readAll(await read(xls.url))).toBe(page);
    const login = await serve((response) => response.type('text/html').end(page));
    await expect(read(login.url)).rejects.toMatchObject({ code: 'FILE_IS_HTML' });
  });

  it('stops at the limit, whatever the server says about the length', async () => {
    let sent = 0;
    const { get } = await serve((response) => {
      response.type('text/csv');
      const more = setInterval(() => {
        response.write('x'.repeat(4_000));
        sent += 4_000;
      }, 5);
      response.on('close', () => clearInterval(more));
    });
    await expect((async () => readAll(await get()))()).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
    expect(sent).toBeLessThan(1_000_000);
  });

  it('counts what is unpacked', async () => {
    const { gzipSync } = await import('node:zlib');
    const { get } = await serve((response) =>
      response
        .set('content-encoding', 'gzip')
        .type('text/csv')
        .end(gzipSync('x'.repeat(100_000))),
    );
    await expect((async () => readAll(await get()))()).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
  });

  it('takes a file of exactly the limit', async () => {
    const { get } = await serve((response) => response.type('text/csv').send('x'.repeat(10_000)));
    expect((await readAll(await get())).length).toBe(10_000);
  });

  it.each([403, 404, 500])('that is answered %i says so', async (status) => {
    const { get } = await serve((response) => response.status(status).type('text/plain').send('no'));
    await expect(get()).rejects.toMatchObject({ code: 'FILE_DOWNLOAD_FAILED', detail: { status } });
  });

  it('that breaks off says so', async () => {
    const { get } = await serve((response) => {
      response.type('text/csv').write('x'.repeat(600));
      setTimeout(() => response.destroy(), 20);
    });
    await expect((async () => readAll(await get()))()).rejects.toMatchObject({
      code: 'FILE_DOWNLOAD_FAILED',
    });
  });
});

describe('what files.info says', () => {
  function open(info: Record<string, unknown>, teams = ['T0CONTOSO']) {
    const context: FileContext = {
      client: { files: { info: async () => ({ ok: true, file: info }) } } as unknown as FileContext['client'],
      calls: { call: (_method, _repeat, send) => send() },
      options: { fileHosts: HOSTS, maxFileBytes: 10 },
      token: async () => new Secret('xoxb-test'),
      home: () => ({ teams }),
    };
    return readSlackFile(context, { id: 'F1', name: 'a.csv' }).open();
  }

  it.each([
    ['a link to another service', { is_external: true }, 'FILE_HOST_REFUSED'],
    ['an external file', { mode: 'external' }, 'FILE_HOST_REFUSED'],
    ['a file on a drive', { external_type: 'gdrive' }, 'FILE_HOST_REFUSED'],
    ['a stub of Slack Connect', { mode: 'file_access', file_access: 'check_file_info' }, 'FILE_NOT_FOUND'],
    ['a file nobody may see', { file_access: 'access_denied' }, 'FILE_NOT_FOUND'],
    ['somebody else’s file', { user_team: 'T0EVIL' }, 'FOREIGN_WORKSPACE'],
    ['an address elsewhere', { url_private_download: 'https://evil.com/a.csv' }, 'FILE_HOST_REFUSED'],
    // S7: what is still being uploaded has none.
    ['no address', {}, 'FILE_NOT_FOUND'],
    [
      'a size over the limit',
      { size: 11, url_private_download: 'https://files.slack.com/a.csv' },
      'FILE_TOO_LARGE',
    ],
  ])('refuses %s', async (_name, info, code) => {
    await expect(open(info)).rejects.toMatchObject({ code });
  });

  it('S3: belongs to the own organization on Enterprise Grid, and to no other', async () => {
    const home = ['T0CONTOSO', 'E0CONTOSO'];
    // Past the question whose file it is, the missing address is what is wrong with it.
    await expect(open({ user_team: 'E0CONTOSO' }, home)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    for (const user_team of ['E0EVIL', 'T0EVIL']) {
      await expect(open({ user_team }, home)).rejects.toMatchObject({ code: 'FOREIGN_WORKSPACE' });
    }
  });
});

describe('of several files', () => {
  it('the first that looks like a CSV is read, else the first', () => {
    const [png, csv, second] = [
      { id: '1', name: 'a.png' },
      { id: '2', name: 'B.CSV' },
      { id: '3', name: 'c.csv' },
    ] as const;
    expect(chooseFile([png, csv, second])).toBe(csv);
    expect(chooseFile([png])).toBe(png);
    expect(chooseFile([{ id: '4', filetype: 'csv' }])?.id).toBe('4');
    expect(chooseFile([])).toBeUndefined();
  });
});

describe('the way out to Slack', () => {
  async function startHosts() {
    const seen: { host: string; token: string | undefined }[] = [];
    const make = async (host: string) => {
      const app = express();
      app.use((request, response) => {
        seen.push({ host, token: request.get('authorization') });
        response.json({ ok: true });
      });
      return listen(app);
    };
    const [api, files, evil] = await Promise.all([make('api'), make('files'), make('evil')]);
    const send = createGuardedFetch({ apiUrl: `${api}/api/`, fileHosts: [files ?? ''], turn: always });
    const headers = { Authorization: 'Bearer xoxb-test' };
    return { send: (url: string) => send(url, { method: 'POST', headers }), seen, api, files, evil };
  }

  it('carries the token to the Web API only', async () => {
    const { send, seen, api, files } = await startHosts();
    await send(`${api}/api/auth.test`);
    await send(`${files}/upload`);
    expect(seen).toEqual([
      { host: 'api', token: 'Bearer xoxb-test' },
      { host: 'files', token: undefined },
    ]);
  });

  it('S7: leads to the response host of the cloud that the Web API is of', async () => {
    const leadsTo = async (apiUrl: string, url: string): Promise<boolean> => {
      const fetched: string[] = [];
      const before = globalThis.fetch;
      globalThis.fetch = async (address) => {
        fetched.push(String(address));
        return new Response('ok');
      };
      try {
        const send = createGuardedFetch({ apiUrl, fileHosts: ['files.slack.com'], turn: always });
        await send(url, { method: 'POST' }).catch(() => undefined);
      } finally {
        globalThis.fetch = before;
      }
      return fetched.length === 1;
    };
    const [usual, government] = ['https://hooks.slack.com/x', 'https://hooks.slack-gov.com/x'];
    expect(await leadsTo('https://slack.com/api/', usual)).toBe(true);
    expect(await leadsTo('https://slack.com/api/', government)).toBe(false);
    expect(await leadsTo('https://slack-gov.com/api/', government)).toBe(true);
    expect(await leadsTo('https://slack-gov.com/api/', usual)).toBe(false);
  });

  it('is closed to an upload address that is not listed, whoever named it', async () => {
    const { send, seen, evil } = await startHosts();
    await expect(send(`${evil}/upload`)).rejects.toMatchObject({ code: 'FILE_HOST_REFUSED' });
    expect(seen).toEqual([]);
  });
});

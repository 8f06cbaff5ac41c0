import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readAttachment, uploadFile } from '../../../src/teams/incoming/files.ts';
import { createScaledClock } from '../../bench/scaledClock.ts';
import { always } from '../../testTurn.ts';

const OPTIONS = {
  fileHosts: ['contoso-my.sharepoint.com', 'http://127.0.0.1:4001'],
  maxFileBytes: 1_000,
  turn: always,
  clock: createScaledClock(50),
};

/** The code of the refusal; the download itself fails, since nobody answers on these addresses. */
async function codeOf(url: string): Promise<string> {
  return readAttachment('people.csv', url, OPTIONS)
    .open()
    .then(
      () => 'opened',
      (error: { code: string }) => error.code,
    );
}

describe('where files are taken from', () => {
  it.each([
    'https://contoso-my.sharepoint.com@evil.example/file',
    'https://user:word@contoso-my.sharepoint.com/file',
    'https://evil.example/?.sharepoint.com',
    'https://evilsharepoint.com/file',
    'https://contoso-my.sharepoint.com.evil.example/file',
    'https://attacker-my.sharepoint.com/file',
    'http://contoso-my.sharepoint.com/file',
    'https://contoso-my.sharepoint.com:8443/file',
    'https://contoso-my.sharepoint.com./file',
    'https://[::1]/file',
    'http://127.0.0.1:4002/file',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'not an address',
    '',
  ])('%s is refused', async (url) => {
    expect(await codeOf(url)).toBe('FILE_HOST_REFUSED');
    await expect(uploadFile(url, Buffer.from('x'), OPTIONS)).rejects.toMatchObject({
      code: 'FILE_HOST_REFUSED',
    });
  });

  it('of another host is refused with its name, so that somebody can list it (T11)', async () => {
    const file = readAttachment('a.csv', 'https://contosoeur-my.sharepoint.com/file', OPTIONS);
    await expect(file.open()).rejects.toMatchObject({
      message:
        "The file is at contosoeur-my.sharepoint.com, and Rollcall isn't allowed to download files from there.",
      next: expect.stringContaining('TEAMS_FILE_HOSTS'),
    });
  });

  it('of a host that another look finds it is taken, and put there', async () => {
    const options = { ...OPTIONS, fileHosts: [] as string[] };
    const lookForHosts = async () => void options.fileHosts.push('http://127.0.0.1:4001');
    const file = readAttachment('a.csv', 'http://127.0.0.1:4001/file', { ...options, lookForHosts });
    await expect(file.open()).rejects.toMatchObject({ code: 'FILE_DOWNLOAD_FAILED' });
    options.fileHosts.length = 0;
    const put = uploadFile('http://127.0.0.1:4001/file', Buffer.from('x'), { ...options, lookForHosts });
    await expect(put).rejects.toMatchObject({ code: 'FILE_UPLOAD_FAILED' });
  });

  it('a listed loopback host may be asked', async () => {
    expect(await codeOf('http://127.0.0.1:4001/file')).toBe('FILE_DOWNLOAD_FAILED');
  });
});

describe('a download', () => {
  /** A listed host; what reading from it gives. */
  async function serve(answer: RequestListener) {
    const paths: string[] = [];
    const server = createServer((request, response) => {
      paths.push(request.url ?? '');
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const read = async (): Promise<string> => {
      const file = readAttachment('people.csv', `${origin}/file`, { ...OPTIONS, fileHosts: [origin] });
      const chunks: Uint8Array[] = [];
      for await (const chunk of await file.open()) chunks.push(chunk);
      return Buffer.concat(chunks).toString('utf8');
    };
    return { origin, paths, read };
  }

  it('reads a file of exactly the limit, and asks without any credentials', async () => {
    const asked: (string | undefined)[] = [];
    const { read } = await serve((request, response) => {
      asked.push(request.headers.authorization, request.headers.cookie);
      response.end('x'.repeat(1_000));
    });
    expect(await read()).toHaveLength(1_000);
    expect(asked).toEqual([undefined, undefined]);
  });

  it.each([301, 302, 307, 308])('is not led elsewhere by a %i, not even on the same host', async (status) => {
    const other = await serve((_request, response) => response.end('a,b'));
    for (const to of [`${other.origin}/moved`, '/moved']) {
      const { read, paths } = await serve((request, response) => {
        if (request.url === '/file') response.writeHead(status, { location: to }).end();
        else response.end('a,b');
      });
      await expect(read()).rejects.toMatchObject({ code: 'FILE_DOWNLOAD_FAILED' });
      expect(paths).toEqual(['/file']);
    }
    expect(other.paths).toEqual([]);
  });

  it.each([
    [302, /sharing link/, /from a computer/],
    [401, /doesn't let Rollcall open/, /from a computer/],
    [403, /doesn't let Rollcall open/, /about an hour/],
    [404, /no longer works/, /Attach the file again/],
  ])('that answers %i says why, and what to do (T12)', async (status, message, next) => {
    const { read } = await serve((_request, response) =>
      response.writeHead(status, { location: '/login' }).end('no'),
    );
    const error = (await read().catch((caught: unknown) => caught)) as { message: string; next: string };
    expect(error.message).toMatch(message);
    expect(error.next).toMatch(next);
  });

  it('counts what is unpacked', async () => {
    const packed = gzipSync('x'.repeat(100_000));
    const { read } = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed),
    );
    await expect(read()).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
  });

  it('that breaks off says what to do', async () => {
    const { read } = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv' }).write('x'.repeat(600));
      setTimeout(() => response.destroy(), 20);
    });
    await expect(read()).rejects.toMatchObject({
      code: 'FILE_DOWNLOAD_FAILED',
      next: expect.stringContaining('Attach it again'),
    });
  });
});

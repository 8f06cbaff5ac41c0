import { describe, expect, it } from 'vitest';
import { readAttachment, uploadFile } from '../../src/teams/files.ts';

const OPTIONS = {
  fileHosts: ['contoso-my.sharepoint.com', 'http://127.0.0.1:4001'],
  maxFileBytes: 1_000,
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
    await expect(uploadFile(url, Buffer.from('x'), OPTIONS.fileHosts)).rejects.toMatchObject({
      code: 'FILE_HOST_REFUSED',
    });
  });

  it('a listed loopback host may be asked', async () => {
    expect(await codeOf('http://127.0.0.1:4001/file')).toBe('FILE_DOWNLOAD_FAILED');
  });
});

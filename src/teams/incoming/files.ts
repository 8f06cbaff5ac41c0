import { RollcallError } from '../../domain/errors.ts';
import type { IncomingFile } from '../../service/incomingFile.ts';
import { waitForTurn } from '../../service/ports/waitForTurn.ts';
import type { TeamsOptions } from '../options.ts';
import { readRetryAfter } from '../outgoing/retryAfter.ts';

/** A 10 MB file on a slow line; a link that hangs is tried again by the person. */
const DOWNLOAD_WITHIN_MS = 30_000;

/**
 * True for an address this bot may open: https, no port, no credentials, and a host from the list, letter for letter. A
 * loopback host is allowed with its port, and over http, only when the list names it so.
 */
export function isAllowedUrl(url: URL, hosts: readonly string[]): boolean {
  if (url.username !== '' || url.password !== '') return false;
  if (hosts.includes(url.origin) && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) return true;
  return url.protocol === 'https:' && url.port === '' && hosts.includes(url.hostname);
}

function parseUrl(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}

/** Where files may lie, read each time: it can grow while Rollcall runs. */
type FileHosts = Pick<TeamsOptions, 'fileHosts' | 'lookForHosts'>;

/** True also for a host that is known only after another look. */
async function isAllowedNow(url: URL | undefined, options: FileHosts): Promise<boolean> {
  if (url === undefined) return false;
  if (isAllowedUrl(url, options.fileHosts)) return true;
  await options.lookForHosts?.();
  return isAllowedUrl(url, options.fileHosts);
}

function refuseHost(url: URL | undefined): RollcallError {
  const where = url === undefined ? 'somewhere without an address' : `at ${url.hostname}`;
  return new RollcallError(
    'FILE_HOST_REFUSED',
    `The file is ${where}, and Rollcall isn't allowed to download files from there.`,
    {
      next: 'Attach the file in this chat from your own OneDrive. If it is already there, ask the person who runs Rollcall to add the host to TEAMS_FILE_HOSTS.',
      detail: { host: url?.hostname },
    },
  );
}

/** Somebody's OneDrive is on a host of their tenant, which only an admin can name. */
function refuseUpload(url: URL | undefined): RollcallError {
  const where = url === undefined ? 'somewhere without an address' : `at ${url.hostname}`;
  return new RollcallError(
    'FILE_HOST_REFUSED',
    `Your OneDrive is ${where}, where Rollcall isn't set up to put files.`,
    {
      done: "The file wasn't delivered.",
      next: 'Ask the person who runs Rollcall to add that host to TEAMS_FILE_HOSTS, then ask for the file again.',
      detail: { host: url?.hostname },
    },
  );
}

function notTaken(more: { cause?: unknown; detail?: { status: number } }): RollcallError {
  return new RollcallError('FILE_UPLOAD_FAILED', "Your OneDrive didn't accept the file.", {
    next: 'Ask for it again.',
    ...more,
  });
}

function tooLarge(maxBytes: number): RollcallError {
  const limit = maxBytes < 1_048_576 ? `${maxBytes} bytes` : `${Math.floor(maxBytes / 1_048_576)} MB`;
  return new RollcallError('FILE_TOO_LARGE', `The file is larger than ${limit}.`, {
    next: 'Split it into smaller files and attach them one at a time.',
  });
}

function notFetched(cause: unknown): RollcallError {
  return new RollcallError('FILE_DOWNLOAD_FAILED', "Rollcall couldn't download the file from Teams.", {
    next: 'Attach it again; a link works for about an hour.',
    cause,
  });
}

/**
 * Why a link gave no file. Phones hand over sharing links, which lead to a sign-in or to the file's page, where a computer
 * hands over a link that works for about an hour.
 */
function notGiven(status: number): RollcallError {
  const detail = { status };
  if (status >= 300 && status < 400) {
    return new RollcallError('FILE_DOWNLOAD_FAILED', 'Teams sent a sharing link instead of the file.', {
      next: 'Attach the file again from a computer; some phones share a link to it instead.',
      detail,
    });
  }
  if (status === 401 || status === 403) {
    return new RollcallError('FILE_DOWNLOAD_FAILED', "Microsoft doesn't let Rollcall open this file.", {
      next: 'Attach it again from a computer. A link works for about an hour, and some phones send one that only you can open.',
      detail,
    });
  }
  return new RollcallError('FILE_DOWNLOAD_FAILED', 'The link to the file no longer works.', {
    next: 'Attach the file again.',
    detail,
  });
}

/** Stops at the limit of decoded bytes, whatever Content-Length said. */
async function* cap(body: ReadableStream<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      yield chunk;
    }
  } catch (cause) {
    throw cause instanceof RollcallError ? cause : notFetched(cause);
  }
}

/**
 * A file attached in a 1:1 chat. The link needs no token, so none is sent; it is followed nowhere.
 * `open` throws FILE_HOST_REFUSED, FILE_DOWNLOAD_FAILED, FILE_IS_HTML or FILE_TOO_LARGE.
 */
export function readAttachment(
  name: string,
  downloadUrl: string,
  options: FileHosts & Pick<TeamsOptions, 'maxFileBytes'>,
): IncomingFile {
  return {
    name,
    async open() {
      const url = parseUrl(downloadUrl);
      if (url === undefined || !(await isAllowedNow(url, options))) throw refuseHost(url);
      const response = await fetch(url, {
        redirect: 'manual',
        signal: AbortSignal.timeout(DOWNLOAD_WITHIN_MS),
      }).catch((cause: unknown) => {
        throw notFetched(cause);
      });
      if (!response.ok || response.body === null) throw notGiven(response.status);
      if ((response.headers.get('content-type') ?? '').includes('text/html')) {
        throw new RollcallError('FILE_IS_HTML', 'Teams sent a web page instead of the file.', {
          next: 'Attach the file again from a computer; some phones share a page instead of the file.',
        });
      }
      return cap(response.body, options.maxFileBytes);
    },
  };
}

/**
 * Microsoft, "driveItem: createUploadSession": 5xx and a connection that broke off are tried again; and "Avoid getting
 * throttled or blocked in SharePoint Online": so are 429 and 503, after what Retry-After says.
 */
const UPLOAD_TRIES = 4;

function put(url: URL, bytes: Uint8Array): Promise<Response> {
  return fetch(url, {
    method: 'PUT',
    redirect: 'error',
    signal: AbortSignal.timeout(DOWNLOAD_WITHIN_MS),
    headers: {
      'Content-Type': 'application/octet-stream',
      'Content-Range': `bytes 0-${bytes.byteLength - 1}/${bytes.byteLength}`,
    },
    body: Buffer.from(bytes),
  });
}

/**
 * Puts a file where the person agreed to have it.
 *
 * @throws RollcallError FILE_HOST_REFUSED, FILE_UPLOAD_FAILED
 */
export async function uploadFile(
  uploadUrl: string,
  bytes: Uint8Array,
  options: FileHosts & Pick<TeamsOptions, 'turn' | 'clock'>,
): Promise<void> {
  const { turn, clock } = options;
  const url = parseUrl(uploadUrl);
  if (url === undefined || !(await isAllowedNow(url, options))) throw refuseUpload(url);
  for (let tries = 1; ; tries += 1) {
    await waitForTurn(turn);
    const answer = await put(url, bytes).catch((cause: unknown) => notTaken({ cause }));
    if (answer instanceof Response) {
      // Nothing in it is read, and the connection is needed again.
      await answer.body?.cancel();
      if (answer.ok) return;
    }
    const passes = !(answer instanceof Response) || answer.status === 429 || answer.status >= 500;
    if (tries >= UPLOAD_TRIES || !passes) {
      throw answer instanceof Response ? notTaken({ detail: { status: answer.status } }) : answer;
    }
    const told = answer instanceof Response ? answer.headers.get('retry-after') : null;
    await clock.sleep(readRetryAfter(told ?? undefined, clock.now()));
  }
}

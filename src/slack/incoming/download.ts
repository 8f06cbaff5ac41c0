import { RollcallError } from '../../domain/errors.ts';
import type { Secret } from '../../secrets/secret.ts';
import { isAllowedHost, parseUrl } from './hosts.ts';

/** 10 MB on a slow line; a hanging download is tried again by the person, who is waiting for an answer. */
const WITHIN_MS = 15_000;

/** Slack needs one hop, to files-origin.slack.com; more than a few would be a circle. */
const MOST_HOPS = 3;

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** As much as is needed to tell a web page from a CSV. */
const SNIFFED_BYTES = 512;

interface DownloadOptions {
  botToken: Secret<string>;
  fileHosts: readonly string[];
  maxFileBytes: number;
  /** As Slack says. */
  size?: number;
  /** The file is said to be a web page or an .xls, which often is one: then only its type tells Slack's login page. */
  mayBeHtml?: boolean;
}

function tooLarge(maxBytes: number): RollcallError {
  const limit = maxBytes < 1_048_576 ? `${maxBytes} bytes` : `${Math.floor(maxBytes / 1_048_576)} MB`;
  return new RollcallError('FILE_TOO_LARGE', `The file is larger than ${limit}.`, {
    next: 'Split it into smaller files and send them one at a time.',
  });
}

/** Slack answers 200 with its login page when the token may not read files. */
function isHtml(): RollcallError {
  return new RollcallError('FILE_IS_HTML', 'Slack sent a web page instead of the file.', {
    next: 'Ask the person who runs Rollcall to check that the Slack app has the scope files:read, and to install it again.',
  });
}

function failed(detail: Record<string, string | number | undefined>, cause?: unknown): RollcallError {
  return new RollcallError('FILE_DOWNLOAD_FAILED', "Rollcall couldn't download the file from Slack.", {
    next: 'Send it again in a moment.',
    detail,
    ...(cause === undefined ? {} : { cause }),
  });
}

function startsLikeHtml(head: Buffer): boolean {
  return /^\ufeff?\s*<(!doctype|html)/i.test(head.toString('utf8'));
}

/** Stops at the limit, whatever Content-Length said, and before the first byte of a web page is handed on. */
async function* checked(
  body: AsyncIterable<Uint8Array>,
  { maxFileBytes: maxBytes, mayBeHtml = false }: DownloadOptions,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let head: Buffer | undefined = Buffer.alloc(0);
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      if (head === undefined) {
        yield chunk;
        continue;
      }
      head = Buffer.concat([head, chunk]);
      if (head.length < SNIFFED_BYTES) continue;
      if (!mayBeHtml && startsLikeHtml(head)) throw isHtml();
      yield head;
      head = undefined;
    }
  } catch (cause) {
    throw cause instanceof RollcallError ? cause : failed({}, cause);
  }
  if (head === undefined) return;
  if (!mayBeHtml && startsLikeHtml(head)) throw isHtml();
  if (head.length > 0) yield head;
}

/** Only hosts that are listed are asked, and only they get the token. */
function checkHost(url: URL | undefined, hosts: readonly string[]): URL {
  if (url !== undefined && isAllowedHost(url, hosts)) return url;
  throw new RollcallError('FILE_HOST_REFUSED', "Rollcall isn't allowed to download files from that site.", {
    next: 'Drop the file itself into your chat with Rollcall.',
    detail: { host: url?.host },
  });
}

function redirectRefused(from: URL, to: URL | undefined): RollcallError {
  return new RollcallError(
    'FILE_REDIRECT_REFUSED',
    `Slack points to ${to?.host ?? 'another address'} for that file, and Rollcall isn't allowed to download from there.`,
    {
      next: 'Ask the person who runs Rollcall to check SLACK_FILE_HOSTS. Nothing was sent to that address.',
      detail: { from: from.host, host: to?.host },
    },
  );
}

/**
 * Asks for a file, and again where a redirect leads, with the token each time: on Enterprise Grid files.slack.com answers
 * 302 to files-origin.slack.com, which wants it as well, and `fetch` would leave it behind.
 */
async function request(url: URL, { botToken, fileHosts }: DownloadOptions): Promise<Response> {
  const signal = AbortSignal.timeout(WITHIN_MS);
  let at = url;
  for (let hops = 0; hops <= MOST_HOPS; hops += 1) {
    const response = await fetch(at, {
      redirect: 'manual',
      signal,
      headers: { Authorization: `Bearer ${botToken.reveal()}` },
    }).catch((cause: unknown) => {
      throw failed({ host: at.host }, cause);
    });
    const location = response.headers.get('location');
    if (!REDIRECTS.includes(response.status) || location === null) return response;
    await response.body?.cancel();
    const next = URL.canParse(location, at.href) ? new URL(location, at) : undefined;
    if (next === undefined || !isAllowedHost(next, fileHosts)) throw redirectRefused(at, next);
    at = next;
  }
  throw failed({ host: at.host, hops: MOST_HOPS });
}

/**
 * Downloads from Slack. The token goes to the listed hosts only, redirects are followed only from one of them to another,
 * and decoded bytes are counted.
 *
 * @throws RollcallError FILE_HOST_REFUSED, FILE_REDIRECT_REFUSED, FILE_TOO_LARGE, FILE_IS_HTML, FILE_DOWNLOAD_FAILED
 */
export async function download(
  address: unknown,
  options: DownloadOptions,
): Promise<AsyncIterable<Uint8Array>> {
  const url = checkHost(parseUrl(address), options.fileHosts);
  if ((options.size ?? 0) > options.maxFileBytes) throw tooLarge(options.maxFileBytes);
  const response = await request(url, options);
  if ((response.headers.get('content-type') ?? '').toLowerCase().includes('text/html')) {
    await response.body?.cancel();
    throw isHtml();
  }
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    throw failed({ host: url.host, status: response.status });
  }
  return checked(response.body as unknown as AsyncIterable<Uint8Array>, options);
}

import { isIP } from 'node:net';
import { z } from 'zod';
import { trimEndOf } from '../domain/trimEnds.ts';
import { Secret } from '../secrets/secret.ts';
import { KEY_SHAPE, parseMasterKeys } from '../store/keyFile.ts';

/** The shapes of single environment values. Messages complete "NAME: …" and never repeat the value. */

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const HOST = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;
const LOOPBACK_WITH_PORT = /^(?:http:\/\/)?((?:127\.0\.0\.1|localhost|\[::1\]):\d{1,5})$/;
const ADDRESS = /^[^\s@<>",;:]+@[^\s@<>",;:.]+(?:\.[^\s@<>",;:.]+)+$/;

function isLoopback(url: URL): boolean {
  return /^127\.\d+\.\d+\.\d+$/.test(url.hostname) || ['localhost', '[::1]'].includes(url.hostname);
}

function isNetwork(entry: string): boolean {
  const [address = '', bits, ...more] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

export const text = z.string();
export const secret = z.string().transform((value) => new Secret(value));
export const longSecret = z
  .string()
  .min(16, 'is shorter than 16 characters')
  .transform((value) => new Secret(value));
export const guid = z.string().regex(GUID, "isn't a GUID (8-4-4-4-12 hexadecimal digits)");
export const port = z
  .string()
  .regex(/^\d+$/, "isn't a port number")
  .transform(Number)
  .refine((value) => value <= 65_535, 'is larger than 65535');
export const perMinute = z
  .string()
  .regex(/^[1-9]\d{0,4}$/, "isn't a whole number from 1 to 99999")
  .transform(Number);
export const onOrOff = z.enum(['on', 'off'], "isn't on or off").transform((value) => value === 'on');
export const logLevel = z.enum(['debug', 'info', 'warn', 'error'], "isn't one of debug, info, warn, error");

/** A service that gets tokens or people's data: https, or this machine. Without a slash at its end. */
export const serviceUrl = z
  .string()
  .refine((value) => URL.canParse(value), "isn't an address that begins with https://")
  .transform((value) => new URL(value))
  .refine(
    (url) => url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)),
    'must be https, or http on a loopback address',
  )
  .refine(
    (url) => url.username === '' && url.password === '' && url.search === '' && url.hash === '',
    'takes no user, no query and no fragment',
  )
  .transform((url) => trimEndOf(url.href, '/'));

/** Addresses and CIDR ranges of IPv4 and IPv6. */
export const networks = z.string().transform((value, context) => {
  const listed = value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  if (listed.length > 0 && listed.every(isNetwork)) return listed;
  context.addIssue('takes addresses and ranges such as 127.0.0.1 or 10.0.0.0/8, separated by commas');
  return z.NEVER;
});

/** Exact hosts; a loopback one becomes `http://host:port`. */
export const fileHosts = z.string().transform((value, context) => {
  const hosts = value
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '');
  const read = hosts.map((entry) => {
    const loopback = LOOPBACK_WITH_PORT.exec(entry)?.[1];
    if (loopback !== undefined) return `http://${loopback}`;
    return HOST.test(entry) && !/^[\d.]+$/.test(entry) ? entry : undefined;
  });
  if (read.length === 0 || read.includes(undefined)) {
    context.addIssue(
      'takes exact host names without https://, port, path or wildcard, separated by commas (or http://127.0.0.1:port)',
    );
    return z.NEVER;
  }
  return read.filter((entry) => entry !== undefined);
});

export const slackToken = z
  .string()
  .regex(/^xoxb-\S+$/, {
    error: ({ input }) =>
      /^[0-9a-f]{32}$/.test(String(input))
        ? "looks like a signing secret, and isn't a bot token (xoxb-…): the two may be swapped"
        : "isn't a bot token (xoxb-…)",
  })
  .pipe(secret);

/** Slack: two numbers with a dot between them. */
export const slackClientId = z
  .string()
  .regex(/^\d+\.\d+$/, "isn't a client id of Slack, such as 123456789.987654321");

export const slackAppToken = z
  .string()
  .regex(/^xapp-\S+$/, {
    error: ({ input }) =>
      String(input).startsWith('xoxb-')
        ? 'is a bot token, and not an app-level token (xapp-…): the two may be swapped'
        : "isn't an app-level token (xapp-…)",
  })
  .pipe(secret);

export const signingSecret = z
  .string()
  .regex(/^(?!xox|xapp)/, 'is a token, and not the signing secret: the two may be swapped')
  .pipe(secret);

/** Anything else botbuilder would silently take for MultiTenant. */
export const appType = z.string().transform((value, context) => {
  const known = (['SingleTenant', 'MultiTenant', 'UserAssignedMSI'] as const).find(
    (type) => type.toLowerCase() === value.toLowerCase(),
  );
  if (known !== undefined) return known;
  context.addIssue("isn't SingleTenant, UserAssignedMSI or MultiTenant");
  return z.NEVER;
});

export const managedIdentity = z.enum(['system', 'user'], "isn't system or user");

export const cloud = z.enum(
  ['global', 'usgov', 'usgovdod', 'china'],
  "isn't one of global, usgov, usgovdod, china",
);

export const masterKeys = z.string().transform((value, context) => {
  const keys = parseMasterKeys(value);
  if (keys !== undefined) return keys;
  context.addIssue(`isn't ${KEY_SHAPE}; several as "2:newKey,1:oldKey", each with its own number`);
  return z.NEVER;
});

/** How to reach the mail server. `requireTls`: a session that does not become encrypted must be given up. */
export const smtpUrl = z.string().transform((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    context.addIssue("isn't an address such as smtps://user:password@host:465");
    return z.NEVER;
  }
  const loopback = isLoopback(url);
  // nodemailer takes options from the query, and some of them switch the check of certificates off.
  if (!loopback && (url.search !== '' || url.hash !== '')) {
    context.addIssue('takes no query and no fragment');
    return z.NEVER;
  }
  return { url: new Secret(value), requireTls: !loopback };
});

/** Each is what PostgreSQL shows of a connection, as `%5F` and so on may write it. */
const NAMES = ['application_name', 'fallback_application_name'];

/** Undefined for what is no name at all. */
function decodeName(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * Without the name that it gives its connections: in node-postgres that would take the place of ours, by which what may only be
 * done while Rollcall is stopped knows a running instance.
 */
function dropName(url: string): string {
  const [address = '', ...query] = url.split('?');
  if (query.length === 0) return url;
  const kept = query
    .join('?')
    .split('&')
    .filter((part) => !NAMES.includes(decodeName(part.split('=')[0] ?? '') ?? ''));
  return kept.length === 0 ? address : `${address}?${kept.join('&')}`;
}

/** `postgresql://user:password@host/database`. */
export const databaseUrl = z.string().transform((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isPostgres = url !== undefined && ['postgres:', 'postgresql:'].includes(url.protocol);
  // A folder with a Unix socket stands in the query.
  const host = url?.hostname || url?.searchParams.get('host');
  if (!isPostgres || !host || url.pathname.length < 2) {
    context.addIssue("isn't an address such as postgresql://user:password@host:5432/database");
    return z.NEVER;
  }
  return new Secret(dropName(value));
});

/** `http://user:password@host:port`, or https. */
export const proxyUrl = z.string().transform((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    context.addIssue("isn't an address such as http://proxy.contoso.com:8080");
    return z.NEVER;
  }
  return new Secret(value);
});

/** `tcp://host:port`, `tls://host:port` or `udp://host:port`. */
export const syslogAddress = z.string().transform((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const protocol = (['tcp', 'tls', 'udp'] as const).find((one) => `${one}:` === url?.protocol);
  const isBare = url?.pathname.replace('/', '') === '' && url.search + url.hash + url.username === '';
  if (url === undefined || protocol === undefined || url.hostname === '' || url.port === '' || !isBare) {
    context.addIssue(
      "isn't an address such as tls://siem.contoso.com:6514, tcp://127.0.0.1:601 or udp://127.0.0.1:514",
    );
    return z.NEVER;
  }
  return { protocol, host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) };
});

export const mailFrom = z.string().refine((value) => {
  const address = /^[^\r\n<>"]*<([^<>]+)>$/.exec(value)?.[1] ?? value;
  return ADDRESS.test(address) && !/[\r\n]/.test(value);
}, "isn't an address, nor Name <address>");

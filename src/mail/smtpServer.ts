import { RollcallError } from '../domain/errors.ts';
import { Secret } from '../secrets/secret.ts';

/** SMTP_URL, taken apart. */
export interface SmtpServer {
  host: string;
  port: number;
  /** TLS from the first byte (`smtps:`), instead of STARTTLS. */
  secure: boolean;
  /** Mail to this machine itself may go in the clear. */
  loopback: boolean;
  login?: { user: string; password: Secret };
}

/** RFC 8314: submission with TLS on 465, with STARTTLS on 587. */
const SUBMISSIONS_PORT = 465;
const SUBMISSION_PORT = 587;

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function invalid(message: string): RollcallError {
  return new RollcallError('CONFIG_INVALID', message, {
    next: 'Set SMTP_URL to something like smtps://user:password@smtp.contoso.com:465, with %-encoded user and password.',
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid("The user or password in SMTP_URL isn't %-encoded.");
  }
}

/**
 * Reads `smtp://` and `smtps://` addresses. Options in a query are refused: the mail library would let them turn off
 * certificate checks. Throws RollcallError CONFIG_INVALID, whose text never repeats the address.
 */
export function readSmtpServer(smtpUrl: Secret<string>): SmtpServer {
  const text = smtpUrl.reveal();
  if (!URL.canParse(text)) throw invalid("SMTP_URL isn't a valid URL.");
  const url = new URL(text);
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') {
    throw invalid('SMTP_URL must start with smtp: or smtps:.');
  }
  if (url.search !== '' || url.hash !== '' || (url.pathname !== '' && url.pathname !== '/')) {
    throw invalid('SMTP_URL has something after its host and port.');
  }
  const host = decode(url.hostname).replace(/^\[|\]$/g, '');
  if (host === '') throw invalid('SMTP_URL names no host.');
  const port = url.port === '' ? undefined : Number(url.port);
  const secure = url.protocol === 'smtps:' || port === SUBMISSIONS_PORT;
  return {
    host,
    port: port ?? (secure ? SUBMISSIONS_PORT : SUBMISSION_PORT),
    secure,
    loopback: isLoopback(host),
    ...(url.username === ''
      ? {}
      : { login: { user: decode(url.username), password: new Secret(decode(url.password)) } }),
  };
}

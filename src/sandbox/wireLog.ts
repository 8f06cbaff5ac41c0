/** One request and its answer, between the bot and a loopback service. */
export interface Exchange {
  service: 'Slack' | 'Teams' | 'Graph' | 'Mail';
  /** Who asked: the bot calls the service, or the service calls the bot. */
  asker: 'bot' | 'service';
  what: string;
  /** An HTTP status, or why there was none. */
  status: string;
  request?: unknown;
  answer?: unknown;
}

/** An exchange as it is kept. */
export interface NotedExchange extends Exchange {
  id: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** The last exchanges of a sandbox, oldest first. */
export interface WireLog {
  note(exchange: Exchange): void;
  /** Every password that went by: it may stand in a later message, when nobody has it any more. */
  readonly passwords: ReadonlySet<string>;
  readonly exchanges: readonly NotedExchange[];
}

/** Enough to follow one conversation back to its start; a batch of 20 people is some 30 kB. */
const KEPT = 300;

export function createWireLog(now: () => number = () => Date.now()): WireLog {
  const exchanges: NotedExchange[] = [];
  const passwords = new Set<string>();
  let last = 0;
  return {
    exchanges,
    passwords,
    note(exchange) {
      last += 1;
      for (const found of findPasswords([exchange.request, exchange.answer])) passwords.add(found);
      exchanges.push({ ...exchange, id: last, at: now() });
      if (exchanges.length > KEPT) exchanges.shift();
    },
  };
}

/** The passwords that Graph was asked to set or has made. */
function findPasswords(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(findPasswords);
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    PASSWORD_KEYS.test(key) && typeof inner === 'string' ? [inner] : findPasswords(inner),
  );
}

const MASK = '•••••';
const PASSWORD_KEYS = /^(?:password|newPassword|temporaryAccessPass)$/i;
/** The secret part of a one-time link. */
const LINK_TOKEN = /(?<=\/p\/)[\w-]{20,}/g;
const SECRET_KEYS =
  /^(?:password|temporaryAccessPass|token|trigger_id|authorization|client_secret|client_assertion)$/i;

function parse(text: string): unknown {
  if (/^\s*[[{]/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  const isForm = /^[\w%.+-]+=[^\s<]*$/.test(text);
  return isForm ? Object.fromEntries(new URLSearchParams(text)) : text;
}

/** Forms and JSON inside of strings are opened up, as far as Slack nests them. */
function open(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return open(value.toString('utf8'));
  if (typeof value !== 'string') return value;
  const parsed = parse(value);
  return typeof parsed === 'string' ? parsed : open(parsed);
}

/** Readable JSON without secrets: by the name of their key, and wherever a link's token or one of `secrets` stands. */
export function printMasked(value: unknown, secrets: Iterable<string>): string {
  if (value === undefined || value === '') return '';
  const printed = JSON.stringify(
    open(value),
    (key, inner: unknown) => {
      if (SECRET_KEYS.test(key) && typeof inner === 'string') return MASK;
      return typeof inner === 'string' && /^\s*\{/.test(inner) ? open(inner) : inner;
    },
    2,
  );
  let masked = (printed ?? '').replaceAll(LINK_TOKEN, MASK);
  for (const secret of secrets) {
    if (secret === '') continue;
    masked = masked.replaceAll(JSON.stringify(secret).slice(1, -1), MASK);
  }
  return masked;
}

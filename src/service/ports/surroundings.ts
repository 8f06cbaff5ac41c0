/** The one clock. Times are milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** The same, from any start, for measuring waits: it does not jump when the machine's clock is set. Left out: `now`. */
  elapsed?(): number;
  /** Resolves after `ms`, or at once when `signal` aborts (it never rejects). */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The one id maker: `next('job')` gives something like `job_4f9c…`, unguessable, URL-safe. */
export interface Ids {
  next(prefix: string): string;
}

/** One structured line per event. Never a secret, a body, or a person's data beyond ids. */
export interface Log {
  debug(fields: Readonly<Record<string, unknown>>, event: string): void;
  info(fields: Readonly<Record<string, unknown>>, event: string): void;
  warn(fields: Readonly<Record<string, unknown>>, event: string): void;
  error(fields: Readonly<Record<string, unknown>>, event: string): void;
  /** Does work whose lines say this as well, whichever room writes them. Left out: they don't. */
  within?<T>(fields: Readonly<Record<string, unknown>>, work: () => T): T;
}

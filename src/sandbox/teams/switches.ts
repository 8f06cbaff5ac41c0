/** What can be made to go wrong. All of it may be changed while the loopback runs. */
export interface TeamsSwitches {
  /** Added to every answer of the connector. */
  latencyMs: number;
  /** Every connector call answers 503. */
  down: boolean;
  /**
   * What every update and deletion of a message that is there answers. Teams does so in passing: 404
   * ActivityNotFoundInConversation for about one live card in a thousand (msteams-docs issue 6139), 403 for many
   * causes (issue 7613), 412 and 502 under load ("Rate limiting for bots"). For a counted number of calls, use faults.
   */
  liveMessages: 'ok' | 403 | 404 | 412 | 502;
  /**
   * Messages with a larger card answer 413. Teams documents 28 kB, and senders in between take less (LIMITS of
   * `teams/outgoing`; Microsoft: "Format your bot messages").
   */
  largestCardBytes: number;
  /**
   * The card that answers a click is gone at once, as in a second client, or after a reaction or on a phone, which show
   * the stored card (botbuilder-js issue 4635).
   */
  forgetsAnswers: boolean;
  /** Microsoft's limits for bots per conversation; on by default. */
  rateLimit: boolean;
  /** What a download link gives: the file, 403 after its life, iOS' HTML sharing page, or a redirect elsewhere. */
  files: 'ok' | 'expired' | 'html' | 'redirect';
  /**
   * What the next uploads answer, one after the other, with Retry-After; then they are taken. Microsoft: "Avoid getting
   * throttled or blocked in SharePoint Online" (429, 503), "driveItem: createUploadSession" (any 5xx).
   */
  uploadsAnswer: number[];
  /** Life of a download link. Teams: about an hour, set per link. */
  fileLifeMs: number;
  /** An invoke must be answered in this time. Microsoft: "Respond to the dialog submit action", 5 s. */
  invokeWithinMs: number;
  /** A message not answered in this time is sent again. Observed for Teams: 15 s (msteams-docs issue 6084). */
  redeliverAfterMs: number;
  /** A bot may upload an accepted file after it has answered; this is longer than a small file takes. */
  uploadWithinMs: number;
}

/** One kind of connector call that fails, `times` times. */
export interface TeamsFault {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Matched against the path after `/teams/connector`. */
  path?: RegExp;
  /** `reset` cuts the connection instead of answering. */
  status: number | 'reset';
  times?: number;
  /** The call takes effect first. */
  after?: boolean;
  /** Seconds, or a date as HTTP writes it. */
  retryAfter?: number | string;
}

export function createSwitches(): TeamsSwitches {
  return {
    latencyMs: 0,
    down: false,
    liveMessages: 'ok',
    largestCardBytes: Number.POSITIVE_INFINITY,
    forgetsAnswers: false,
    rateLimit: true,
    files: 'ok',
    uploadsAnswer: [],
    fileLifeMs: 3_600_000,
    invokeWithinMs: 5_000,
    redeliverAfterMs: 15_000,
    uploadWithinMs: 10_000,
  };
}

/** Faults waiting to happen, oldest first. */
export class FaultList {
  #waiting: { fault: TeamsFault; left: number }[] = [];

  add(fault: TeamsFault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  /** The fault this call meets, used up by one. */
  take(method: string, path: string): TeamsFault | undefined {
    const met = this.#waiting.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.method === undefined || fault.method === method) &&
        (fault.path === undefined || fault.path.test(path)),
    );
    if (met !== undefined) met.left -= 1;
    return met?.fault;
  }

  clear(): void {
    this.#waiting = [];
  }
}

/** An SMTP reply: `text` with its enhanced status code, as `5.1.1 Mailbox unavailable`. */
export interface SmtpAnswer {
  code: number;
  text: string;
}

/** What can be made to go wrong. All of it may be changed while the catcher runs. */
export interface MailSwitches {
  /** Recipients refused at RCPT TO: an address, or a pattern with `*`, without case. */
  refuse: Map<string, SmtpAnswer>;
  /** Every mail is answered with this after its data, and not kept. */
  defer: SmtpAnswer | undefined;
  /** The first try for each recipient is put off with 451. */
  greylist: boolean;
  /** Waited after the data before it is answered. */
  stallMs: number;
  /** So many mails are kept, but answered with 421: the sender cannot know. */
  loseAnswers: number;
  /** When set, nothing is taken without these. */
  login: { user: string; password: string } | undefined;
}

export function createMailSwitches(): MailSwitches {
  return {
    refuse: new Map(),
    defer: undefined,
    greylist: false,
    stallMs: 0,
    loseAnswers: 0,
    login: undefined,
  };
}

function fits(pattern: string, address: string): boolean {
  const [start = '', ...parts] = pattern.toLowerCase().split('*');
  const end = parts.pop();
  const whole = address.toLowerCase();
  if (end === undefined) return whole === start;
  if (!whole.startsWith(start) || !whole.endsWith(end) || whole.length < start.length + end.length)
    return false;
  let rest = whole.slice(start.length, whole.length - end.length);
  for (const part of parts) {
    const at = rest.indexOf(part);
    if (at < 0) return false;
    rest = rest.slice(at + part.length);
  }
  return true;
}

/** The refusal this recipient meets, or undefined. `seen` remembers who was greylisted before. */
export function answerRecipient(
  switches: MailSwitches,
  seen: Set<string>,
  address: string,
): SmtpAnswer | undefined {
  for (const [pattern, answer] of switches.refuse) if (fits(pattern, address)) return answer;
  if (!switches.greylist || seen.has(address)) return undefined;
  seen.add(address);
  return { code: 451, text: '4.7.1 Greylisted, please try again later' };
}

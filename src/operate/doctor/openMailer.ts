import type { MailConfig } from '../../config/configParts.ts';
import { createMailer } from '../../mail/createMailer.ts';
import { clock } from '../../run/surroundings.ts';
import type { Turn } from '../../service/ports/engine.ts';
import type { Log } from '../../service/ports/surroundings.ts';

/** Nobody else works on anything here, so it is always our turn. */
const TURN: Turn = { mayAct: () => true, signal: new AbortController().signal };
const nothing = (): void => undefined;
/** What is so is said in findings. */
export const SILENT: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** The mailer as Rollcall has it, for a few mails. */
export function openMailer({ smtp, from, perMinute }: MailConfig) {
  return createMailer({ smtpUrl: smtp.url, from, perMinute, turn: TURN, clock, log: SILENT });
}

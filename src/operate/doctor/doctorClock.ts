import type { Finding, reportOn } from './finding.ts';

/** Slack refuses what is older than five minutes ("Verifying requests from Slack"), and so does Rollcall. */
const TOO_FAR_MS = 5 * 60_000;
/** A Date header has whole seconds and the answer takes a moment; a minute is on the way to five. */
const FAR_MS = 60_000;

/** Whether this machine's clock goes as a service's does. Says nothing where all is well: that is one line less to read. */
export function examineClock(
  { unsure, wrong }: ReturnType<typeof reportOn>,
  whose: string,
  behindMs: number | undefined,
): Finding[] {
  if (behindMs === undefined || Math.abs(behindMs) < FAR_MS) return [];
  const seconds = Math.round(Math.abs(behindMs) / 1_000);
  const said = `This machine's clock is ${seconds} seconds ${behindMs > 0 ? 'behind' : 'ahead of'} ${whose}.`;
  const fix = 'Set the clock, and keep it right with NTP (timedatectl set-ntp true).';
  if (Math.abs(behindMs) < TOO_FAR_MS) return [unsure(said, fix)];
  return [
    wrong(`${said} If it is off by five minutes or more, requests and tokens are refused as too old.`, fix),
  ];
}

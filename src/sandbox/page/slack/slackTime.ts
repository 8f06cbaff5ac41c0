/** What Slack writes for each token: "Formatting text for app surfaces". */
const TOKENS: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_num: { dateStyle: 'short' },
  date: { dateStyle: 'long' },
  date_pretty: { dateStyle: 'long' },
  date_short: { dateStyle: 'medium' },
  date_short_pretty: { dateStyle: 'medium' },
  date_long: { dateStyle: 'full' },
  date_long_pretty: { dateStyle: 'full' },
  time: { timeStyle: 'short' },
  time_secs: { timeStyle: 'medium' },
};

/** A time as Slack shows it to whoever looks: in their own zone and language. `timestamp` in seconds since 1970. */
export function writeSlackTime(timestamp: number, format: string, fallback: string): string {
  if (!Number.isFinite(timestamp)) return fallback;
  const at = new Date(timestamp * 1_000);
  return format.replaceAll(/\{(\w+)\}/g, (whole, token: string) => {
    const options = TOKENS[token];
    return options === undefined ? whole : new Intl.DateTimeFormat([], options).format(at);
  });
}

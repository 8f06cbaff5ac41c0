/** `2026-01-05 09:30 UTC`: as mails and files say it. Both chats say it in the reader's zone ({@link splitTimes}). */
export function sayTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

const TIME = /\b(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}) UTC\b/g;

/** A text around the times in it, each as a moment in ms since the epoch. */
export function splitTimes(text: string): (string | { at: number })[] {
  const parts: (string | { at: number })[] = [];
  let from = 0;
  for (const found of text.matchAll(TIME)) {
    const [written, day, time] = found;
    const at = Date.parse(`${day}T${time}Z`);
    if (Number.isNaN(at)) continue;
    if (found.index > from) parts.push(text.slice(from, found.index));
    parts.push({ at });
    from = found.index + written.length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

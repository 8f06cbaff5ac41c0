import { ZONE_NAMES } from './zoneNames.ts';

/** A day of the calendar. */
export interface Day {
  year: number;
  month: number;
  day: number;
}

/** A time of day. */
export interface TimeOfDay {
  hour: number;
  minute: number;
}

const DAY_MS = 86_400_000;

/** Names of cities, as people write them: `new york`. */
function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? '').replaceAll('_', ' ').toLowerCase();
}

/**
 * Zones that Intl still lists under the name they had before, with the one of today. Source: the links in IANA's file
 * `backward`, against Intl.supportedValuesOf of Node.js 20, whose ICU keeps the names that CLDR first had.
 */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

function nameToday(zone: string): string {
  return RENAMED[zone] ?? zone;
}

/** IANA writes no accents: `São Paulo` is America/Sao_Paulo. */
function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '');
}

/**
 * The IANA name of a time zone, as it is today, from that name, an older one, its city alone, or another name that is
 * known for it; undefined for anything else. `EST` and the like are no zones that keep summer time, whatever Intl says, and an offset has no summer at all:
 * `Etc/GMT+5` is one, and five hours behind.
 */
export function findZone(text: string): string | undefined {
  const wanted = withoutAccents(text.trim().replace(/\s+/g, ' ').toLowerCase());
  if (wanted === 'utc' || wanted === 'gmt') return 'UTC';
  const all = Intl.supportedValuesOf('timeZone').flatMap((zone) => [zone, nameToday(zone)]);
  const named = all.find((zone) => zone.toLowerCase() === wanted.replaceAll(' ', '_'));
  if (named !== undefined) return nameToday(named);
  const inCity = all.filter((zone) => cityOf(zone) === wanted.replaceAll('_', ' '));
  const [only, ...others] = new Set(inCity.map(nameToday));
  if (only !== undefined && others.length === 0) return only;
  const [known] = Object.entries(ZONE_NAMES).find(([, names]) => names.includes(wanted)) ?? [];
  if (known !== undefined) return known;
  if (!wanted.includes('/')) return undefined;
  // Links to the same zones, such as US/Eastern.
  try {
    const { timeZone } = new Intl.DateTimeFormat('en-US', { timeZone: wanted }).resolvedOptions();
    return timeZone.startsWith('Etc/') ? undefined : nameToday(timeZone);
  } catch {
    return undefined;
  }
}

/** What clocks in a zone show at an instant, as if it were UTC, to the minute. */
function wallClock(at: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute);
}

/**
 * Every instant (milliseconds since the epoch) at which clocks in a zone show this: none where a clock change skips it,
 * two where one repeats it.
 */
export function instantsOf({ year, month, day }: Day, { hour, minute }: TimeOfDay, zone: string): number[] {
  const shown = Date.UTC(year, month - 1, day, hour, minute);
  const offsets = [shown - DAY_MS, shown, shown + DAY_MS].map((at) => wallClock(at, zone) - at);
  const candidates = [...new Set(offsets)].map((offset) => shown - offset);
  return candidates.filter((at) => wallClock(at, zone) === shown).sort((one, other) => one - other);
}

/** The day that calendars in a zone show at an instant. */
export function dayIn(at: number, zone: string): Day {
  const shown = new Date(wallClock(at, zone));
  return { year: shown.getUTCFullYear(), month: shown.getUTCMonth() + 1, day: shown.getUTCDate() };
}

/**
 * The instant at which a day begins in a zone. Where a clock change skips midnight, as in Beirut and Santiago, the first
 * hour that there is.
 */
export function startOfDay(day: Day, zone: string): number {
  for (let hour = 0; hour < 24; hour += 1) {
    const [first] = instantsOf(day, { hour, minute: 0 }, zone);
    if (first !== undefined) return first;
  }
  // Samoa had no 30 December 2011.
  return Date.UTC(day.year, day.month - 1, day.day);
}

/** `2026-12-31 17:00 (Europe/Berlin)`. */
export function sayInZone(at: number, zone: string): string {
  return `${new Date(wallClock(at, zone)).toISOString().slice(0, 16).replace('T', ' ')} (${zone})`;
}

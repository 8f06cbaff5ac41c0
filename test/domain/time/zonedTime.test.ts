import { describe, expect, it } from 'vitest';
import { isLikeDay, readDay, readTime } from '../../../src/domain/time/readDate.ts';
import { findZone, instantsOf, sayInZone } from '../../../src/domain/time/zonedTime.ts';
import { ZONE_NAMES } from '../../../src/domain/time/zoneNames.ts';

const day = (text: string) => {
  const read = readDay(text);
  if ('problem' in read) throw new Error(read.problem);
  return read.value;
};
const at = (text: string, hour: number, minute: number, zone: string) =>
  instantsOf(day(text), { hour, minute }, zone).map((instant) => new Date(instant).toISOString());

describe('a day and an hour in a time zone', () => {
  it('is one instant, in summer and in winter', () => {
    expect(at('2026-07-01', 17, 0, 'Europe/Berlin')).toEqual(['2026-07-01T15:00:00.000Z']);
    expect(at('2026-12-31', 17, 0, 'Europe/Berlin')).toEqual(['2026-12-31T16:00:00.000Z']);
    expect(at('2026-12-31', 0, 0, 'Pacific/Kiritimati')).toEqual(['2026-12-30T10:00:00.000Z']);
    expect(at('2026-12-31', 9, 30, 'Asia/Kolkata')).toEqual(['2026-12-31T04:00:00.000Z']);
    expect(at('2028-02-29', 12, 0, 'UTC')).toEqual(['2028-02-29T12:00:00.000Z']);
  });

  it('is none where the clock skips it, and two where it comes again', () => {
    expect(at('2027-03-28', 2, 30, 'Europe/Berlin')).toEqual([]);
    expect(at('2026-10-25', 2, 30, 'Europe/Berlin')).toHaveLength(2);
    expect(at('2027-03-14', 2, 0, 'America/New_York')).toEqual([]);
    expect(at('2026-11-01', 1, 59, 'America/New_York')).toHaveLength(2);
    // Lord Howe moves by half an hour.
    expect(at('2026-10-04', 2, 15, 'Australia/Lord_Howe')).toEqual([]);
  });

  it('is said as clocks there show it', () => {
    expect(sayInZone(Date.UTC(2026, 11, 31, 16), 'Europe/Berlin')).toBe('2026-12-31 17:00 (Europe/Berlin)');
  });

  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    [' Berlin ', 'Europe/Berlin'],
    ['new york', 'America/New_York'],
    ['utc', 'UTC'],
    ['Kyiv', 'Europe/Kyiv'],
    ['kiev', 'Europe/Kyiv'],
    ['Europe/Kiev', 'Europe/Kyiv'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['asia/calcutta', 'Asia/Kolkata'],
    ['Kolkata', 'Asia/Kolkata'],
    ['Yangon', 'Asia/Yangon'],
    ['Kathmandu', 'Asia/Kathmandu'],
    ['Ho Chi Minh', 'Asia/Ho_Chi_Minh'],
    ['São Paulo', 'America/Sao_Paulo'],
    ['Buenos Aires', 'America/Argentina/Buenos_Aires'],
    ['US/Eastern', 'America/New_York'],
    ['Etc/UTC', 'UTC'],
    ['Etc/GMT+5', undefined],
    ['Etc/GMT', 'UTC'],
    ['Boston', 'America/New_York'],
    ['Eastern Time', 'America/New_York'],
    ['ET', 'America/New_York'],
    ['Pacific', 'America/Los_Angeles'],
    ['San Francisco', 'America/Los_Angeles'],
    ['Munich', 'Europe/Berlin'],
    ['München', 'Europe/Berlin'],
    ['Mumbai', 'Asia/Kolkata'],
    // Two of these are as large as each other, or the name says one half of the year.
    ['Washington', undefined],
    ['EST', undefined],
    ['CST', undefined],
    ['+02:00', undefined],
    ['Atlantis/City', undefined],
    ['', undefined],
  ])('knows the zone %j as %s', (text, zone) => {
    expect(findZone(text)).toBe(zone);
  });

  it('knows other names of zones that there are, each for one zone alone', () => {
    const all = Object.values(ZONE_NAMES).flat();
    expect(new Set(all).size).toBe(all.length);
    for (const [zone, names] of Object.entries(ZONE_NAMES)) {
      expect(findZone(zone)).toBe(zone);
      for (const name of names) expect(findZone(name), name).toBe(zone);
    }
  });
});

describe('a date as people write it', () => {
  it.each([
    '2026-12-31',
    '31.12.2026',
    '31/12/2026',
    '12/31/2026',
    '31 December 2026',
    'Dec 31, 2026',
    '31-Dec-26',
    '31-Dec-2026',
    '20261231',
    '46387',
  ])('%s is the last day of the year', (text) => {
    expect(readDay(text)).toEqual({ value: { year: 2026, month: 12, day: 31 } });
  });

  it('is asked for where it can be read as American or European', () => {
    expect(readDay('03/04/2026')).toEqual({
      problem: 'This can be April 3 or March 4. Write 2026-04-03 or 2026-03-04.',
    });
    expect(readDay('05/05/2026')).toEqual({ value: { year: 2026, month: 5, day: 5 } });
  });

  it.each([
    ['2027-02-29', 'There is no February 29 in 2027'],
    ['31.04.2027', 'There is no April 31'],
    ['2027-13-01', 'There is no month 13'],
    ['12/31', "isn't a complete date"],
    ['31.12.26', "isn't a complete date"],
    ['next Friday', "isn't a complete date"],
    ['2026-12-31T17:00', "isn't a complete date"],
  ])('%s is refused: %s', (text, why) => {
    expect(readDay(text)).toEqual({ problem: expect.stringContaining(why) });
  });
});

describe('what looks like a day', () => {
  it.each([
    '2026-12-31',
    '31.12.26',
    '12/31/2026',
    '31 décembre 2026',
    '31 de diciembre 2026',
    'Dec 31, 2026',
  ])('is %s', (text) => {
    expect(isLikeDay(text)).toBe(true);
  });

  it.each(['46387', '206-555-0100', '1.5', 'Room 4-2', '+49 30 123', 'end of June'])('is not %s', (text) => {
    expect(isLikeDay(text)).toBe(false);
  });
});

describe('a time of day', () => {
  it.each([
    ['17:00', 17, 0],
    ['5pm', 17, 0],
    ['5:30 PM', 17, 30],
    ['12 am', 0, 0],
    ['12pm', 12, 0],
    ['0:05', 0, 5],
    ['9.15', 9, 15],
    ['5 p.m.', 17, 0],
    ['17', 17, 0],
    ['17h', 17, 0],
    ['17h30', 17, 30],
    ['1700', 17, 0],
    ['noon', 12, 0],
    ['Noon ', 12, 0],
  ])('%s is %i:%i', (text, hour, minute) => {
    expect(readTime(text)).toEqual({ value: { hour, minute } });
  });

  it.each(['', '25:00', '17:60', '5', '24', '170', '13pm', '0am', 'midnight'])('%j is none', (text) => {
    expect(readTime(text)).toHaveProperty('problem');
  });
});

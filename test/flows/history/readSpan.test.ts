import { describe, expect, it } from 'vitest';
import { readSpan } from '../../../src/flows/history/readSpan.ts';

const NOW = Date.parse('2026-11-28T15:00:00Z');
const at = (text: string) => Date.parse(`${text}T00:00:00Z`);

describe('C5: the time that a history is asked for', () => {
  it.each([
    ['ada', 'ada', {}],
    ['', '', {}],
    ['ada today', 'ada', { from: at('2026-11-28') }],
    ['yesterday', '', { from: at('2026-11-27'), to: at('2026-11-28') }],
    ['Omar Haddad last week', 'Omar Haddad', { from: NOW - 7 * 24 * 3_600_000 }],
    ['ada past week', 'ada', { from: NOW - 7 * 24 * 3_600_000 }],
    ['past 2 months', '', { from: NOW - 60 * 24 * 3_600_000 }],
    ['last 3 days', '', { from: NOW - 3 * 24 * 3_600_000 }],
    ['ada since 2026-11-01', 'ada', { from: at('2026-11-01') }],
    ['ada 2026-11-01', 'ada', { from: at('2026-11-01'), to: at('2026-11-02') }],
    ['ada 2026-11-01 to 2026-11-03', 'ada', { from: at('2026-11-01'), to: at('2026-11-04') }],
    ['ada 2026-11-03 to 2026-11-01', 'ada', { from: at('2026-11-01'), to: at('2026-11-04') }],
    ['ada last year', 'ada', { from: NOW - 365 * 24 * 3_600_000 }],
    // The 28th is a Saturday.
    ['ada this week', 'ada', { from: at('2026-11-23') }],
    ['this month', '', { from: at('2026-11-01') }],
    ['this year', '', { from: at('2026-01-01') }],
    ['ada since 2026-02-30', 'ada since 2026-02-30', {}],
    ['ada since 2026-13-41', 'ada since 2026-13-41', {}],
    ['today.ada@contoso.com', 'today.ada@contoso.com', {}],
  ])('is read from %j', (typed, about, span) => {
    const read = readSpan(typed, NOW, 'UTC');
    expect(read.about.trim()).toBe(about);
    expect(read.span).toEqual(span);
  });

  it.each([
    ['ada today', 'today (2026-11-28, UTC)'],
    ['yesterday', 'yesterday (2026-11-27, UTC)'],
    ['Omar Haddad last week', 'the past 7 days (2026-11-21 to 2026-11-28)'],
    ['past 2 months', 'the past 60 days (2026-09-29 to 2026-11-28)'],
    ['last day', 'the past 24 hours (2026-11-27 to 2026-11-28)'],
    ['ada since 2026-11-01', 'since 2026-11-01 (UTC)'],
    ['ada 2026-11-01', 'on 2026-11-01 (UTC)'],
    ['ada 2026-11-01 to 2026-11-03', 'from 2026-11-01 to 2026-11-03 (UTC)'],
    ['ada', undefined],
  ])('is said of %j with its dates', (typed, said) => {
    expect(readSpan(typed, NOW, 'UTC').said).toBe(said);
  });

  it.each([
    // Half past two in the night of Auckland is still the day before in UTC.
    ['today', 'Pacific/Auckland', '2026-11-28T13:30:00Z', '2026-11-28T11:00:00Z', undefined],
    [
      'yesterday',
      'America/Los_Angeles',
      '2026-11-28T05:00:00Z',
      '2026-11-26T08:00:00Z',
      '2026-11-27T08:00:00Z',
    ],
    // The day on which summer time ended has 25 hours.
    ['2026-10-25', 'Europe/Berlin', '2026-11-28T05:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    // Clocks in Beirut skip the midnight of 29 March 2026.
    ['since 2026-03-29', 'Asia/Beirut', '2026-11-28T05:00:00Z', '2026-03-28T22:00:00Z', undefined],
  ])('has the days of the reader: %s in %s', (typed, zone, now, from, to) => {
    const { span, said } = readSpan(typed, Date.parse(now), zone);
    expect(span).toEqual({
      from: Date.parse(from),
      ...(to === undefined ? {} : { to: Date.parse(to) }),
    });
    expect(said).toContain(zone);
  });
});

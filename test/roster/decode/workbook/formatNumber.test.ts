import { describe, expect, it } from 'vitest';
import {
  formatDate,
  formatNumber,
  isDateFormat,
  plainNumber,
} from '../../../../src/roster/decode/workbook/formatNumber.ts';

describe('F18: a number of a workbook', () => {
  it.each([
    ['7', '00000', '00007'],
    ['98052', '00000', '98052'],
    ['980521234', '00000-0000', '98052-1234'],
    ['123456789', '000-00-0000', '123-45-6789'],
    ['5551234', '[<=9999999]###-####;(###) ###-####', '555-1234'],
    ['4255551234', '[<=9999999]###-####;(###) ###-####', '(425) 555-1234'],
    ['42', '"E"0000', 'E0042'],
    ['42', '\\N\\r\\ 0', 'Nr 42'],
    ['12345', '#,##0', '12345'],
    ['12.5', '0.00', '12.50'],
    ['12.5', '0.0#', '12.5'],
    ['0.5', '0%', '50%'],
    ['-7', '000', '-007'],
    ['-7', '0;(0)', '(7)'],
    ['0', '0;-0;"none"0', 'none0'],
    ['7', '[Red]_(00_)', '07'],
    ['7', '[$€-407] 00', '€ 07'],
    ['491760123450', '0.00E+00', '491760123450'],
    ['0.25', '# ?/?', '0.25'],
    ['12', '@', '12'],
    ['12', ';;;', '12'],
  ])('%s in %s is %s', (raw, code, shown) => {
    expect(formatNumber(raw, code)).toBe(shown);
  });

  it.each([
    ['4.9176012345E+11', '491760123450'],
    ['0.30000000000000004', '0.3'],
    ['12345678901234567', '12345678901234567'],
    ['1E3', '1000'],
  ])('%s is shown in full as %s', (raw, shown) => {
    expect(plainNumber(raw)).toBe(shown);
  });

  it.each([
    ['46354', false, '2026-11-28'],
    ['46354.604166667', false, '2026-11-28 14:30'],
    ['0.604166667', false, '14:30'],
    ['59', false, '1900-02-28'],
    ['61', false, '1900-03-01'],
    ['44892', true, '2026-11-28'],
    ['-1', false, '-1'],
    ['1E10', false, '10000000000'],
  ])('day %s (of 1904: %s) is %s', (raw, isFrom1904, shown) => {
    expect(formatDate(raw, isFrom1904)).toBe(shown);
  });

  it.each([
    ['dd/mm/yyyy', true],
    ['[$-409]d-mmm-yy;@', true],
    ['[h]:mm', true],
    ['General', false],
    ['0" days"', false],
    ['[Red]0', false],
    ['0.00E+00', false],
    ['\\d0', false],
  ])('%s shows a date: %s', (code, isDate) => {
    expect(isDateFormat(code)).toBe(isDate);
  });
});

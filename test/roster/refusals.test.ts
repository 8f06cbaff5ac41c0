import { describe, expect, it } from 'vitest';
import { readRoster } from '../../src/roster/readRoster.ts';
import { inChunks, LIMITS, read, refusalOf } from './reading.ts';

const HEADER = 'Username,Display name';
const FIFTEEN = Array.from({ length: 15 }, (_, index) => `Column ${index + 1}`).join(',');

/** A header of so many columns. */
function wide(columns: number): string {
  return [HEADER, ...Array.from({ length: columns - 2 }, (_, index) => `Shoe ${index}`)].join(',');
}

/** A download without an end, and what became of it. */
function endless(start: string, chunk: string) {
  let sent = 0;
  let closed = false;
  async function* send(): AsyncGenerator<Uint8Array> {
    try {
      yield Buffer.from(start);
      for (;;) {
        sent += chunk.length;
        yield Buffer.from(chunk);
      }
    } finally {
      closed = true;
    }
  }
  return { source: send(), sent: () => sent, closed: () => closed };
}

describe('a file is refused', () => {
  it.each<[string, string, string | Uint8Array]>([
    ['FILE_EMPTY', 'of no bytes', ''],
    ['FILE_EMPTY', 'of a byte order mark', '\ufeff'],
    ['FILE_EMPTY', 'of blank lines', '\r\n \r\n'],
    ['FILE_EMPTY', 'of separators', ',,,\n,,,'],
    ['FILE_EMPTY', 'of a sep= line', 'sep=,\n'],
    ['FILE_NO_ROWS', 'of a header', HEADER],
    ['FILE_NO_ROWS', 'of a header and blank rows', `${HEADER}\n,\n\n`],
    ['FILE_IS_HTML', 'that is a sign-in page', '\n<!DOCTYPE html><html><title>Sign in</title></html>'],
    ['FILE_IS_HTML', 'that is XML', '<?xml version="1.0"?><Workbook/>'],
    ['FILE_NOT_UNDERSTOOD', 'that is the start of an .xlsx', Buffer.from([0x50, 0x4b, 3, 4, 20, 0])],
    ['FILE_IS_EXCEL', 'that is an .xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1])],
    ['FILE_NOT_TEXT', 'with a NUL byte', `${HEADER}\na@x.com,A\0`],
    [
      'FILE_NOT_TEXT',
      'that changes to UTF-16',
      Buffer.concat([Buffer.from(HEADER), Buffer.from(HEADER, 'utf16le')]),
    ],
    ['FILE_NOT_TEXT', 'in UTF-16 without its mark, cut off', Buffer.from(HEADER, 'utf16le').subarray(0, -1)],
    ['FILE_NOT_TEXT', 'in broken UTF-16', Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00])],
    ['FILE_HEADER_UNKNOWN', 'without a header', 'a@x.com,A\nb@x.com,B'],
    ['FILE_HEADER_UNKNOWN', 'of addresses alone', 'Email\na@x.com\nb@x.com'],
    ['FILE_HEADER_UNKNOWN', 'of prose', 'Dear all, please find attached'],
    ['FILE_HEADER_UNKNOWN', 'of the version row alone', 'version:v1.0'],
    ['FILE_HEADER_UNKNOWN', 'without display names', 'Username,First name\na@x.com,A'],
    [
      'FILE_HEADER_UNKNOWN',
      'of 15 columns about something else',
      `${FIFTEEN}\n${FIFTEEN.replaceAll('Column', 'v')}`,
    ],
    [
      'FILE_HEADER_UNKNOWN',
      'of 15 columns whose names contradict',
      `${FIFTEEN.replace('Column 3', 'City')}\na@x.com,A`,
    ],
    [
      'FILE_HEADER_UNKNOWN',
      'of 15 columns and no header',
      `a@x.com${',x'.repeat(14)}\nb@x.com${',x'.repeat(14)}`,
    ],
    ['FILE_NOT_UNDERSTOOD', 'with a column twice', `${HEADER},City,CITY\na@x.com,A,B,C`],
    ['FILE_NOT_UNDERSTOOD', 'with two columns for one thing', `${HEADER},User name\na@x.com,A,b@x.com`],
    ['FILE_NOT_UNDERSTOOD', 'with an unknown column twice', `${HEADER},Shoe,Shoe\na@x.com,A,1,2`],
    ['FILE_NOT_UNDERSTOOD', 'D3: with 2,001 columns', `${wide(2_001)}\na@x.com,A`],
  ])('%s: %s', async (code, _what, content) => {
    const refusal = await refusalOf(content);
    expect(refusal.code).toBe(code);
    expect(refusal.message).not.toBe('');
    expect(refusal.next).not.toBe('');
  });

  it.each([
    [
      'the table on a script’s screen',
      'screen output',
      '\r\nDisplayName UserPrincipalName\r\n----------- -----------------\r\nAda Lima    ada@contoso.com\r\n',
    ],
    [
      'columns of blanks',
      'only spaces between its columns',
      'Name          Email              Dept\nAda Lima      ada@contoso.com    IT\n',
    ],
    [
      'a block of lines for each person',
      'one line for each value',
      'First Name: Ada\nEmail: ada@contoso.com\n\nFirst Name: Bo\nEmail: bo@contoso.com\n',
    ],
    ['YAML', 'YAML', '- name: Ada Lima\n  email: ada@contoso.com\n- name: Bo Ek\n  email: bo@contoso.com\n'],
    ['YAML with a key above', 'YAML', '---\nusers:\n  - name: Ada Lima\n    email: ada@contoso.com\n'],
    [
      'a saved mail',
      'a saved email',
      'Received: from mx.contoso.com\r\n\tby mx2.contoso.com\r\nFrom: Ada <ada@contoso.com>\r\nSubject: People\r\n\r\nHello\r\n',
    ],
  ])('F14: %s is called what it is', async (_what, words, text) => {
    const refusal = await refusalOf(text);
    expect(refusal.code).toBe('FILE_IS_OTHER');
    expect(refusal.message).toContain(words);
  });

  it.each([
    ['a cell of a megabyte', `${HEADER}\na@x.com,A\nb@x.com,${'x'.repeat(900_000)}\n`, 'Row 3'],
    ['a huge cell in quotes', `${HEADER}\n"${'x,'.repeat(300_000)}"\n`, 'Row 2'],
  ])('for %s, with the row', async (_what, text, place) => {
    const refusal = await refusalOf(text);
    expect(refusal.code).toBe('FILE_NOT_UNDERSTOOD');
    expect(refusal.message).toContain(place);
  });

  it('for one person more than allowed, saying how many are', async () => {
    const people = 'a@x.com,A\n\nb@x.com,B\nc@x.com,C\n';
    const refusal = await refusalOf(`${HEADER}\n${people}`, { maxRows: 2, maxBytes: 1000 });
    expect(refusal.code).toBe('FILE_TOO_MANY_ROWS');
    expect(`${refusal.message} ${refusal.next}`).toContain('2 people');
  });

  it('for one byte more than allowed, without reading on', async () => {
    const maxBytes = 2 * 1024 * 1024;
    const lines = endless(`${HEADER}\n`, `a@x.com,${'A'.repeat(32_759)}\n`.repeat(2));
    const limits = { maxRows: 1000, maxBytes };
    const refusal = await readRoster(lines.source, limits).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'FILE_TOO_LARGE', message: 'The file is larger than 2 MB.' });
    expect(lines.sent()).toBeLessThanOrEqual(maxBytes + 65_536);
    expect(lines.closed()).toBe(true);
  });

  it('as soon as it is seen to be none, without reading on', async () => {
    for (const start of ['Dear all\n'.repeat(30), `${HEADER}\na@x.com,${'A'.repeat(70_000)}\n`]) {
      const lines = endless(start, 'x\n'.repeat(32_768));
      const refusal = await readRoster(lines.source, LIMITS).catch((error: unknown) => error);
      expect(refusal).toMatchObject({
        code: expect.stringMatching(/^FILE_(?:HEADER_UNKNOWN|NOT_UNDERSTOOD)$/),
      });
      expect(lines.sent()).toBeLessThan(LIMITS.maxBytes);
      await expect.poll(lines.closed).toBe(true);
    }
  });

  it('but not for exactly the bytes allowed', async () => {
    const text = `${HEADER}\na@x.com,A\n`;
    expect((await read(text, { maxRows: 1, maxBytes: text.length })).rows).toHaveLength(1);
    expect((await refusalOf(text, { maxRows: 1, maxBytes: text.length - 1 })).code).toBe('FILE_TOO_LARGE');
  });

  it('lets an error of the download through', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(HEADER);
      throw new Error('connection reset');
    }
    await expect(readRoster(broken(), { maxRows: 1, maxBytes: 1000 })).rejects.toThrow('connection reset');
  });

  it('leaves room for others while it reads a long file', async () => {
    const line = `someone@contoso.com,${'x'.repeat(80)}\n`;
    const text = `${HEADER}\n${line.repeat(40_000)}`;
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const { rows } = await readRoster(inChunks(text, 65_536), { maxRows: 50_000, maxBytes: 10_000_000 });
    clearInterval(timer);
    expect(rows).toHaveLength(40_000);
    expect(turns).toBeGreaterThan(10);
  });
});

describe('D3: a header', () => {
  it('may have 2,000 columns', async () => {
    expect((await read(`${wide(2_000)}\na@x.com,A`)).rows).toHaveLength(1);
  });

  it('of 20,000 words is read in no time, as the unused column it is', async () => {
    const { rows, columns } = await read(`${HEADER},${'<at'.repeat(20_000)}\na@x.com,A,B`);
    expect(rows).toHaveLength(1);
    expect(columns).toHaveLength(3);
  }, 10_000);
});

describe('a header that is not known, in a file that is not in UTF-8', () => {
  const latin = (text: string) => refusalOf(Buffer.from(text, 'latin1'));

  it('may be written otherwise in its encoding, unless it is in plain letters', async () => {
    const unreadable = 'its header makes no sense when read as Windows-1252';
    expect((await latin('Größe;Farbe\nStraße 1;grün\nHöhe;weiß')).message).toContain(unreadable);
    const plain = await latin('Size;Color\nStraße 1;grün\nHöhe;weiß');
    expect(plain.code).toBe('FILE_HEADER_UNKNOWN');
    expect(plain.message).not.toContain(unreadable);
  });
});

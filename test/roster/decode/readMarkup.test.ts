import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { read, refusalOf } from '../reading.ts';

const people = async (content: string | Buffer) =>
  (await read(content)).rows.map(({ row, person: { displayName, userPrincipalName, city, department } }) =>
    [row, displayName, userPrincipalName, city ?? department].filter((each) => each !== undefined),
  );
const HEADER = '<tr><th>Username<th>Display name<th>Department</tr>';

describe('F14: a table of a web page, as systems export it under the name .xls', () => {
  it('is read, with its letters spelled out, ends left out, and nothing of what is not seen', async () => {
    const page = `<html><head><style>td{}</style><title>x</title></head><body><h1>Staff</h1>
      <TABLE border=1 cellpadding=0><thead>${HEADER}</thead>
      <tr><td><a href="mailto:x">ada@contoso.com</a><td>Ada\n   Lima<td>IT &amp; HR
      <tr><td>jorg@contoso.com</td><td>J&ouml;rg&nbsp;O&#39;Neil<br></td><td nowrap>A<script>"<td>x</td>"</script>B<span style="display: none">9</span></td></tr>
      </TABLE></body></html>`;
    expect(await people(page)).toEqual([
      [2, 'Ada Lima', 'ada@contoso.com', 'IT & HR'],
      [3, "Jörg O'Neil", 'jorg@contoso.com', 'AB'],
    ]);
  });

  it('may have a table for its layout around it, a title, and another one below', async () => {
    const page = `<table><tr><td colspan=2><img src=logo.png></td></tr><tr><td>New people</td></tr><tr><td>
      <table>${HEADER}<tr><td>ada@contoso.com<td>Ada Lima<td>IT</table></td></tr></table>
      <table><tr><td>Page 1</td></tr></table>`;
    expect((await people(page)).map(([, name]) => name)).toContain('Ada Lima');
  });

  it.each([
    ['a style', '<style>td{}</style>'],
    ['a script', '<script>if (1<2) document.write("<td>")</script>'],
    ['an element that is closed', '<meta charset="utf-8"/>'],
    ['its head', '<head><title>x</title></head><body>'],
    ['its doctype', '<!-- x --><!DOCTYPE html>'],
    ['a paragraph', '<p>Hello</p>'],
    ['a block', '<div>Hello</div>'],
    ['letters of their own', '<font size=2>Hello</font>'],
    ['a heading', '<h1>Staff</h1>'],
    ['bold letters', '<b>Staff</b><br>'],
    ['a span', '<span>Staff</span>'],
    ['a form', '<form>'],
    ['a title', '<title>x</title>'],
    ['a link', '<link rel=stylesheet href=x>'],
    ['a section', '<section>'],
    ['a text', 'Report of May 5, 2026\n\n'],
    ['a text on the same line', 'New people:'],
    ['a title in a table of its own', '<table><tr><td>New people</td></tr></table>'],
    [
      'a table about the report',
      '<table><tr><td colspan=3>New people</tr><tr><td>Printed<td>2026-11-29</tr></table>',
    ],
  ])('may have %s before it', async (_what, before) => {
    const page = `${before}<table>${HEADER}<tr><td>ada@contoso.com<td>Ada Lima<td>IT</tr></table>`;
    expect((await people(page)).map(([, name]) => name)).toEqual(['Ada Lima']);
  });

  it.each([
    ['with the header again', HEADER, '<br>'],
    ['without it', '', ''],
    ['in a page of its own', HEADER, '</body></html><!DOCTYPE html><html><body>'],
    ['behind a number of the page', HEADER, '<table><tr><td>Page 1 of 2</td></tr></table>'],
  ])('goes on in another table, %s', async (_what, header, between) => {
    const page = `<table>${HEADER}<tr><td>ada@contoso.com<td>Ada Lima<td>IT</tr></table>${between}
      <table>${header}<tr><td>bo@contoso.com<td>Bo Ek<td>HR</tr></table>`;
    expect((await people(page)).map(([, name]) => name)).toEqual(['Ada Lima', 'Bo Ek']);
  });

  it('has nobody of the tables for the layout around it', async () => {
    const list = `<table>${HEADER}<tr><td>ada@contoso.com<td>Ada Lima<td>IT</tr></table>`;
    const page = `<table><tr><td>Menu<td>${list}</td></tr><tr><td colspan=2>All rights reserved</td></tr></table>`;
    expect((await people(page)).map(([, name]) => name)).toEqual(['Ada Lima']);
  });

  it('keeps its values apart from ends without a beginning, and from signs that begin nothing', async () => {
    const page = `<table>${HEADER}<tr><td>ada@contoso.com<td>Ada</p> Lima</b><td>R < D</br></tr></table>`;
    expect(await people(page)).toEqual([[2, 'Ada Lima', 'ada@contoso.com', 'R < D']]);
  });

  it.each([
    [
      'in quotation marks',
      'Username,Display name,Sign\nada@contoso.com,Ada Lima,"x\n<table><tr><td>y</table>"',
    ],
    ['without them', 'Username,Display name,Sign\nada@contoso.com,Ada Lima,<table><tr><td>y</table>'],
  ])('may stand in a cell of a CSV, %s', async (_what, content) => {
    expect((await people(content)).map(([, name]) => name)).toEqual(['Ada Lima']);
  });

  it('has a cell over several rows in each of them, and one over several columns in the first', async () => {
    const page = `<table>${HEADER}<tr><td>ada@contoso.com<td>Ada Lima<td rowspan=2>IT</tr>
      <tr><td>bo@contoso.com<td>Bo Ek</tr><tr><td>cy@contoso.com<td colspan=2>Cy Oz</tr></table>`;
    expect(await people(page)).toEqual([
      [2, 'Ada Lima', 'ada@contoso.com', 'IT'],
      [3, 'Bo Ek', 'bo@contoso.com', 'IT'],
      [4, 'Cy Oz', 'cy@contoso.com'],
    ]);
  });

  it('warns of rows that are hidden', async () => {
    const { findings, rows } = await read(
      `<table>${HEADER}<tr style="display:none"><td>ada@contoso.com<td>Ada Lima<td>IT</tr></table>`,
    );
    expect(rows).toHaveLength(1);
    expect(findings).toMatchObject([{ row: 2, code: 'ROW_HIDDEN', severity: 'warning' }]);
  });

  it.each([
    ['<meta http-equiv=Content-Type content="text/html; charset=windows-1250">', 'win1250'],
    ['<meta charset="utf-8">', 'utf8'],
    ['<meta charset="iso-8859-1">', 'utf8'],
  ])('is in the letters that it says, unless it is UTF-8: %s in %s', async (meta, encoding) => {
    const page = `<html>${meta}<table>${HEADER}<tr><td>a@contoso.com<td>Jiří Dvořák<td>IT</tr></table>`;
    const { rows, doubt } = await read(iconv.encode(page, encoding));
    expect(rows[0]?.person.displayName).toBe('Jiří Dvořák');
    expect(doubt).toBeUndefined();
  });

  it('may be XML Spreadsheet 2003', async () => {
    const cell = (text: string, more = '') => `<Cell${more}><Data ss:Type="String">${text}</Data></Cell>`;
    const book = `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
      <Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Author>HR</Author><Worksheet ss:Name="A"><Table>
      <Row>${cell('Username')}${cell('Display name')}${cell('City')}${cell('Department')}</Row>
      <Row>${cell('ada@contoso.com')}${cell('Ada Lima')}${cell('IT', ' ss:Index="4"')}</Row>
      <Row ss:Hidden="1">${cell('bo@contoso.com')}${cell('Bo Ek')}${cell('Łódź')}${cell('HR')}</Row>
      </Table></Worksheet></Workbook>`;
    const { rows, findings } = await read(book);
    expect(rows.map(({ person }) => [person.displayName, person.city, person.department])).toEqual([
      ['Ada Lima', undefined, 'IT'],
      ['Bo Ek', 'Łódź', 'HR'],
    ]);
    expect(findings.map(({ code, row }) => [code, row])).toEqual([['ROW_HIDDEN', 3]]);
  });

  it.each([
    ['FILE_IS_HTML', 'a sign-in page that begins with a form', '<form>Sign in</form>'],
    ['FILE_IS_HTML', 'a sign-in page', '<!DOCTYPE html><html><body><form>Sign in</form></body></html>'],
    [
      'FILE_IS_HTML',
      'a sign-in page laid out as a table',
      '<html><table><tr><td>User<td><input></tr><tr><td>Password<td><input></tr></table></html>',
    ],
    [
      'FILE_IS_OTHER',
      'a web archive',
      'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n',
    ],
    ['FILE_NOT_UNDERSTOOD', 'of many open elements', `<table>${'<b>'.repeat(50_000)}`],
    ['FILE_NOT_UNDERSTOOD', 'of many tables in each other', '<table><tr><td>'.repeat(20_000)],
    ['FILE_NOT_UNDERSTOOD', 'that is too wide', `<table><tr>${'<td>a</td>'.repeat(2_001)}`],
    [
      'FILE_NOT_UNDERSTOOD',
      'of cells that reach too far',
      '<table><tr><td colspan=1999>a<td colspan=9>b</table>',
    ],
    ['FILE_NOT_UNDERSTOOD', 'of a cell that is too long', `<table><tr><td>${'x'.repeat(200_000)}`],
    ['FILE_IS_HTML', 'of ends that fit none', `<table><tr>${'<b>'.repeat(900)}${'</x>'.repeat(20_000)}`],
  ])('is refused, with what to do, as %s: %s', async (code, _what, page) => {
    const refusal = await refusalOf(page);
    expect(refusal.code).toBe(code);
    expect(refusal.next).toMatch(/send that/);
  });
});

import { zipSync } from 'fflate';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** A cell as text, or as the XML that Excel writes for it. */
export type MadeCell = string | { xml: string };

export interface MadeSheet {
  name: string;
  rows: readonly (readonly MadeCell[])[];
  state?: 'hidden' | 'veryHidden';
  /** In the place of the rows: all that stands in `sheetData`. */
  sheetData?: string;
  /** Ranges of cells that are shown as one: `C2:C4`. */
  merged?: readonly string[];
}

export interface MadeWorkbook {
  sheets: readonly MadeSheet[];
  /** Number format codes; cell style n has the nth, from 1 on. */
  formats?: readonly string[];
  /** Shared strings, as the XML inside `si`. */
  strings?: readonly string[];
  date1904?: boolean;
  /** More parts, or others in their place. */
  parts?: Readonly<Record<string, string>>;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** 0 → A, 27 → AB. */
function lettersOf(column: number): string {
  const rest = Math.floor(column / 26);
  return `${rest === 0 ? '' : lettersOf(rest - 1)}${String.fromCharCode(65 + (column % 26))}`;
}

function writeRow(cells: readonly MadeCell[], row: number): string {
  const written = cells.map((cell, column) => {
    const at = `${lettersOf(column)}${row}`;
    if (typeof cell !== 'string') return cell.xml.replace('<c', `<c r="${at}"`);
    return cell === '' ? '' : `<c r="${at}" t="inlineStr"><is><t>${escapeXml(cell)}</t></is></c>`;
  });
  return `<row r="${row}">${written.join('')}</row>`;
}

function writeSheet({ rows, sheetData, merged = [] }: MadeSheet): string {
  const data = sheetData ?? rows.map((cells, index) => writeRow(cells, index + 1)).join('');
  const cells = merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('');
  const below = merged.length === 0 ? '' : `<mergeCells count="${merged.length}">${cells}</mergeCells>`;
  return `${HEAD}<worksheet xmlns="${MAIN}"><dimension ref="A1"/><sheetData>${data}</sheetData>${below}</worksheet>`;
}

function writeStyles(formats: readonly string[]): string {
  const own = formats.map(
    (code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${escapeXml(code)}"/>`,
  );
  const styles = formats.map((_, index) => `<xf numFmtId="${164 + index}"/>`);
  return `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts>${own.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${styles.join('')}</cellXfs></styleSheet>`;
}

/** An .xlsx with its shared strings after the sheets in the archive, where Excel puts them. */
export function makeWorkbook({
  sheets,
  formats = [],
  strings = [],
  date1904 = false,
  parts = {},
}: MadeWorkbook): Buffer {
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const listed = sheets.map(
    ({ name, state }, index) =>
      `<sheet name="${escapeXml(name)}" sheetId="${index + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${index + 1}"/>`,
  );
  const files: Record<string, string> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}">${sheets.map((_, index) => relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`)).join('')}${relation('rId901', 'styles', 'styles.xml')}${relation('rId902', 'sharedStrings', '/xl/sharedStrings.xml')}</Relationships>`,
    ...Object.fromEntries(
      sheets.map((sheet, index) => [`xl/worksheets/sheet${index + 1}.xml`, writeSheet(sheet)]),
    ),
    'xl/styles.xml': writeStyles(formats),
    'xl/sharedStrings.xml': `${HEAD}<sst xmlns="${MAIN}">${strings.map((each) => `<si>${each}</si>`).join('')}</sst>`,
    ...parts,
  };
  // A part as large as a bomb's takes half the time so, and comes out as small.
  const pack = (text: string): [Uint8Array, { level: 1 | 6 }] => [
    Buffer.from(text),
    { level: text.length > 10_000_000 ? 1 : 6 },
  ];
  return Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, pack(text)]))),
  );
}

/** A workbook of one sheet with these rows. */
export function makeSheet(...rows: readonly (readonly MadeCell[])[]): Buffer {
  return makeWorkbook({ sheets: [{ name: 'Sheet1', rows }] });
}

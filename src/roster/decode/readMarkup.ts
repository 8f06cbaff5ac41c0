import sax from 'sax';
import { RollcallError } from '../../domain/errors.ts';
import { MAX_RECORD_LENGTH } from './cutRecord.ts';
import { FILE_WORDS } from './words.ts';

/** The widest export of people that we know of has some 130 columns; HTML allows a cell to span 1,000. */
const MAX_COLUMNS = 2_000;
/** Pages have some dozens; each open element costs a look at every end that fits none, and rows without an end count, too. */
const MAX_OPEN = 1_000;

/** A page or XML by how it begins; `<b.ekman@contoso.com>` is an address. */
const MARKUP =
  /^\s*<(?:!--|(?:!doctype|\?xml|workbook|html|head|body|title|base|link|meta|script|style|table|caption|colgroup|thead|tbody|tr|div|section|main|article|header|center|font|span|form|h[1-6]|p|b|i|u|strong|em|br|hr|img|a|ul|ol|pre)[\s/>])/i;
const TABLE = /<(?:table|tr)[\s>]/i;
/** What a mail or a report says above its table; a longer text is another one. */
const MAX_TEXT_ABOVE = 2_000;
/** What nobody sees; `Comment` is a remark on a cell of XML Spreadsheet 2003. */
const UNSEEN: ReadonlySet<string> = new Set([
  'script',
  'style',
  'title',
  'template',
  'noscript',
  'select',
  'comment',
]);
const CELLS: ReadonlySet<string> = new Set(['td', 'th', 'cell']);
const ROWS: ReadonlySet<string> = new Set(['tr', 'row']);
/** They have no end, so that nothing stands in them. */
const VOID: ReadonlySet<string> = new Set(
  'area base br col embed hr img input link meta source track wbr'.split(' '),
);
/** They part two values of one cell. */
const BREAKS: ReadonlySet<string> = new Set(['br', 'p', 'div', 'li']);
/** The parser takes an end without a beginning for text. */
const STRAY_END = /<\/[a-z][\w:-]{0,40}>/gi;
/** No element begins so (HTML Living Standard, "Tag open state"): `R < D`. */
const PLAIN_LESS = /<(?=[\s\d=<])/g;
const HIDDEN = /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all/i;

type Attributes = Readonly<Record<string, string>>;

/** One table, with its row and its cell that are not over. */
interface Table {
  cells: string[] | undefined;
  cell: { text: string; across: number; down: number } | undefined;
  column: number;
  /** What reaches down into later rows, by column. */
  above: Map<number, { text: string; left: number }>;
  isHidden: boolean;
  /** The row is there for the table in it. */
  holdsTable: boolean;
  /** Rows with several values, as a list has them. */
  lines: number;
  /** A list stands in it, so that it is there for the page's layout. */
  isLayout: boolean;
}

/** True for the start of a web page, also of one with text above its table, or of XML. */
export function beginsMarkup(start: string): boolean {
  if (MARKUP.test(start)) return true;
  const above = start.slice(0, start.indexOf('<') + 1);
  if (above === '' || above.length > MAX_TEXT_ABOVE) return false;
  // In a cell of a CSV a page may stand, too.
  if (above.includes('"') || /[,;|\t]/.test(above.slice(above.lastIndexOf('\n') + 1))) return false;
  return TABLE.test(start);
}

/** The refusal of a web page, or of XML, in which nobody is found. */
export function refuseMarkup(): RollcallError {
  const { message, next } = FILE_WORDS.markup;
  return new RollcallError('FILE_IS_HTML', message, { next });
}

function refuse(message: string): RollcallError {
  return new RollcallError('FILE_NOT_UNDERSTOOD', message, { next: FILE_WORDS.markup.save });
}

function plainNames(attributes: Attributes): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name.slice(name.indexOf(':') + 1).toLowerCase(),
      value,
    ]),
  );
}

/** How many columns or rows a cell reaches over, itself included. */
function readSpan(text: string | undefined, add = 0): number {
  const span = Number.parseInt(text ?? '', 10) + add;
  return span > 1 ? Math.min(span, MAX_COLUMNS) : 1;
}

function isHidden({ hidden = '0', style = '' }: Attributes): boolean {
  return hidden !== '0' || HIDDEN.test(style);
}

/**
 * Reads the tables of a web page, as many systems export them under the name .xls, and of XML Spreadsheet 2003, one
 * below the other, as Excel shows them. `push` takes the text in pieces; `end` answers the rows, counted from 1, that are
 * hidden. A cell that reaches over several rows counts in each. Both throw RollcallError FILE_NOT_UNDERSTOOD for a table
 * that is too wide or too deep, FILE_IS_HTML for no table, and what `take` throws. Scripts are never run.
 */
export function createMarkupReader(take: (record: string[]) => void): {
  push(text: string): void;
  end(): { hidden: readonly number[] };
} {
  // As web pages are written: names in any case, ends left out, attributes without quotation marks.
  const parser = sax.parser(false, { lowercase: true, position: false });
  // Of several elements beside each other the parser reads but the first, so all stand in one.
  parser.write('<rollcall>');
  const tables: Table[] = [];
  const hidden: number[] = [];
  let row = 0;
  /** Elements that have not ended. */
  let open = 0;
  /** Open elements of which nothing is seen. */
  let unseen = 0;

  function add(table: Table, text: string): void {
    const { cells = [], column } = table;
    if (column >= MAX_COLUMNS) throw refuse(FILE_WORDS.markup.wide);
    cells[column] = text;
    table.column++;
  }

  function addFromAbove(table: Table): void {
    for (let from = table.above.get(table.column); from !== undefined; from = table.above.get(table.column)) {
      from.left--;
      if (from.left === 0) table.above.delete(table.column);
      add(table, from.text);
    }
  }

  function endCell(table: Table): void {
    const { cell } = table;
    if (cell === undefined) return;
    table.cell = undefined;
    const text = cell.text.replace(/ ?\n ?/g, '\n').trim();
    for (let at = 0; at < cell.across; at += 1) {
      const own = at === 0 ? text : '';
      if (cell.down > 1) table.above.set(table.column, { text: own, left: cell.down - 1 });
      add(table, own);
    }
  }

  function endRow(table: Table): void {
    endCell(table);
    const { cells } = table;
    if (cells === undefined) return;
    for (const column of [...table.above.keys()].sort((one, other) => one - other)) {
      if (column < table.column) continue;
      table.column = column;
      addFromAbove(table);
    }
    table.cells = undefined;
    const record = Array.from(cells, (cell) => cell ?? '');
    const filled = record.filter((cell) => cell !== '').length;
    if (filled > 1) table.lines++;
    // The page's menu beside a list, and its footer, are one cell.
    if ((table.holdsTable || table.isLayout) && filled <= (table.isLayout ? 1 : 0)) return;
    row++;
    if (table.isHidden) hidden.push(row);
    take(record);
  }

  function beginRow(table: Table, isRowHidden: boolean): void {
    endRow(table);
    Object.assign(table, { cells: [], column: 0, isHidden: isRowHidden, holdsTable: false });
  }

  function beginTable(outer: Table | undefined): void {
    if (outer !== undefined) outer.holdsTable = true;
    else if (row > 0) {
      row++;
      take(['']);
    }
    tables.push({
      cells: undefined,
      cell: undefined,
      column: 0,
      above: new Map(),
      isHidden: false,
      holdsTable: false,
      lines: 0,
      isLayout: false,
    });
  }

  function beginCell(table: Table, { colspan, rowspan, index, mergeacross, mergedown }: Attributes): void {
    if (table.cells === undefined) beginRow(table, false);
    endCell(table);
    if (index !== undefined) table.column = Math.max(table.column, readSpan(index) - 1);
    addFromAbove(table);
    const across = Math.max(readSpan(colspan), readSpan(mergeacross, 1));
    table.cell = { text: '', across, down: Math.max(readSpan(rowspan), readSpan(mergedown, 1)) };
  }

  parser.onopentag = (node) => {
    open++;
    if (open > MAX_OPEN) throw refuse(FILE_WORDS.markup.deep);
    const name = node.name.slice(node.name.indexOf(':') + 1);
    const attributes = plainNames(node.attributes as Attributes);
    const table = tables.at(-1);
    if (VOID.has(name)) {
      if (unseen === 0 && table?.cell !== undefined && BREAKS.has(name)) table.cell.text += '\n';
    } else if (unseen > 0) unseen++;
    else if (name === 'table') beginTable(table);
    else if (table !== undefined && ROWS.has(name)) beginRow(table, isHidden(attributes));
    else if (table !== undefined && CELLS.has(name)) beginCell(table, attributes);
    else if (UNSEEN.has(name) || isHidden(attributes)) unseen = 1;
    else if (table?.cell !== undefined && BREAKS.has(name)) table.cell.text += '\n';
  };
  parser.onclosetag = (closed) => {
    open--;
    const name = closed.slice(closed.indexOf(':') + 1);
    const table = tables.at(-1);
    if (VOID.has(name)) return;
    if (unseen > 0) unseen--;
    else if (table === undefined) return;
    else if (CELLS.has(name)) endCell(table);
    else if (ROWS.has(name)) endRow(table);
    else if (name === 'table') {
      endRow(table);
      tables.pop();
      const outer = tables.at(-1);
      if (outer !== undefined) outer.isLayout ||= table.isLayout || table.lines > 1;
    }
  };
  const addText = (text: string): void => {
    const cell = unseen > 0 ? undefined : tables.at(-1)?.cell;
    if (cell === undefined) return;
    cell.text += text.replace(STRAY_END, '').replace(/\s+/g, ' ');
    if (cell.text.length > MAX_RECORD_LENGTH)
      throw refuse(FILE_WORDS.longRow.message(row + 1, MAX_RECORD_LENGTH / 1024));
  };
  parser.ontext = addText;
  parser.oncdata = addText;
  // Of a page that is not well-formed the rest is read.
  parser.onerror = () => {
    parser.resume();
  };

  return {
    push(text) {
      parser.write(text.replace(PLAIN_LESS, '&lt;'));
    },
    end() {
      parser.close();
      for (const table of tables.reverse()) endRow(table);
      if (row === 0) throw refuseMarkup();
      return { hidden };
    },
  };
}

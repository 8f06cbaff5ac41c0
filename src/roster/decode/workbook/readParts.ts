import { RollcallError } from '../../../domain/errors.ts';
import { FILE_WORDS } from '../words.ts';
import { BUILT_IN_FORMATS } from './formatNumber.ts';
import { refuseBroken, type UnpackBudget, unpack, type ZipEntry } from './readZip.ts';
import { walkXml } from './walkXml.ts';

/** The parts of a workbook, unpacked as they are asked for. */
export interface Package {
  /** By their names in small letters. */
  parts: ReadonlyMap<string, ZipEntry>;
  budget: UnpackBudget;
}

/** A sheet that somebody sees. */
export interface Sheet {
  name: string;
  part: ZipEntry;
}

/** What the sheets share. */
export interface Shared {
  strings: readonly string[];
  /** Cell style → the code of its number format; empty for a number as it is. */
  formats: readonly string[];
  isFrom1904: boolean;
}

interface Relation {
  type: string;
  part: string;
}

/** Escapes of characters that XML cannot hold (ECMA-376 part 1, 22.9.2.19): `_x000D_`. */
export function unescapeCharacters(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** `../sharedStrings.xml` from `xl/workbook.xml`, as a name in the archive. */
function resolvePart(from: string, target: string): string {
  const path = new URL(target, `file:///${from}`).pathname;
  try {
    return decodeURIComponent(path.slice(1)).toLowerCase();
  } catch {
    return path.slice(1).toLowerCase();
  }
}

/** What a part points to, by the ids that it uses. Empty when it points to nothing. */
async function readRelations({ parts, budget }: Package, part: string): Promise<Map<string, Relation>> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const relations = new Map<string, Relation>();
  const entry = parts.get(`${folder}_rels/${part.slice(folder.length)}.rels`);
  if (entry === undefined) return relations;
  await walkXml(unpack(entry, budget), {
    open(name, { Id, Type = '', Target, TargetMode }) {
      // A link to elsewhere is never followed.
      if (name !== 'Relationship' || Id === undefined || Target === undefined) return;
      if (TargetMode?.toLowerCase() === 'external') return;
      relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), part: resolvePart(part, Target) });
    },
  });
  return relations;
}

/** Text runs of shared strings: rich text is put together, what is only there to be read aloud is left out. */
async function readStrings(pieces: AsyncGenerator<Buffer>): Promise<string[]> {
  const strings: string[] = [];
  let text = '';
  let inText = false;
  let phonetic = 0;
  await walkXml(pieces, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic++;
      else if (name === 't') inText = phonetic === 0;
    },
    close(name) {
      if (name === 'si') strings.push(unescapeCharacters(text));
      else if (name === 'rPh') phonetic--;
      else if (name === 't') inText = false;
    },
    text(piece) {
      if (inText) text += piece;
    },
  });
  return strings;
}

/** The format code of each cell style. */
async function readFormats(pieces: AsyncGenerator<Buffer>): Promise<string[]> {
  const own = new Map<number, string>();
  const formats: string[] = [];
  let inCellStyles = false;
  await walkXml(pieces, {
    open(name, { numFmtId = '0', formatCode = '' }) {
      const id = Number(numFmtId);
      if (name === 'cellXfs') inCellStyles = true;
      else if (name === 'numFmt') own.set(id, formatCode);
      else if (name === 'xf' && inCellStyles) formats.push(own.get(id) ?? BUILT_IN_FORMATS.get(id) ?? '');
    },
    close(name) {
      if (name === 'cellXfs') inCellStyles = false;
    },
  });
  return formats;
}

function requirePart(parts: Package['parts'], name: string | undefined): ZipEntry {
  const entry = name === undefined ? undefined : parts.get(name);
  if (entry === undefined) throw refuseBroken();
  return entry;
}

/**
 * The sheets that somebody sees, in their order, and what they share. Throws RollcallError FILE_NOT_UNDERSTOOD and
 * FILE_TOO_LARGE.
 */
export async function readParts(archive: Package): Promise<{ sheets: Sheet[]; shared: Shared }> {
  const { parts, budget } = archive;
  const root = [...(await readRelations(archive, '')).values()];
  const workbook = root.find(({ type }) => type === 'officeDocument')?.part ?? 'xl/workbook.xml';
  const relations = await readRelations(archive, workbook);
  const partOf = (type: string): ZipEntry | undefined => {
    const relation = [...relations.values()].find((each) => each.type === type);
    return relation && parts.get(relation.part);
  };
  const sheets: Sheet[] = [];
  let isFrom1904 = false;
  await walkXml(unpack(requirePart(parts, workbook), budget), {
    open(name, { name: title = '', id = '', state = 'visible', date1904 }) {
      if (name === 'workbookPr') isFrom1904 = date1904 === '1' || date1904 === 'true';
      const relation = relations.get(id);
      // A chart sheet has no rows.
      if (name !== 'sheet' || state !== 'visible' || relation?.type !== 'worksheet') return;
      sheets.push({ name: title, part: requirePart(parts, relation.part) });
    },
  });
  if (sheets.length === 0) {
    throw new RollcallError('FILE_EMPTY', FILE_WORDS.workbook.noSheet.message, {
      next: FILE_WORDS.workbook.noSheet.next,
    });
  }
  const strings = partOf('sharedStrings');
  const styles = partOf('styles');
  const shared = {
    strings: strings === undefined ? [] : await readStrings(unpack(strings, budget)),
    formats: styles === undefined ? [] : await readFormats(unpack(styles, budget)),
    isFrom1904,
  };
  return { sheets, shared };
}

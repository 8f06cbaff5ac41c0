import { namesIn } from '../../audit/matchEntry.ts';
import type { AuditEntry } from '../../service/ports/records.ts';
import type { AuditFilter } from '../../service/ports/store.ts';

/**
 * Which lines of the audit name whom: where each line starts, and for each name the numbers of its lines, as chains of
 * numbers. It holds no text: 12 bytes for each name in an entry, which is a third of the file. Names are told by a hash,
 * so a line that is found may be another's, and is looked at before it is answered.
 */
export interface AuditIndex {
  /** The next line: where it starts, and what it says; undefined when it is no entry. */
  add(start: number, entry: AuditEntry | undefined): void;
  /** Numbers of the lines that may be asked for, newest first. */
  find(filter: Omit<AuditFilter, 'limit'>): Generator<number>;
  /** Where a line starts; undefined behind the last one. */
  startOf(line: number): number | undefined;
  /** The lines before this byte are gone, and those after it start so many bytes earlier. */
  drop(end: number, bytes: number): void;
}

/** Buckets for the hashes: with 3 million names they hold a dozen each, which takes a microsecond to walk. */
const BUCKETS = 2 ** 18;
/** Numbers are kept in pieces of this many, so that none is copied when there are more. */
const PIECE = 2 ** 16;
/** Of a link: the hash of the name, its line, and the link before it in the bucket. */
const LINK = 3;

/** FNV-1a, 32 bits, from the hash of what stands before. */
function hashOn(before: number, text: string): number {
  let hash = before;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

const [NAME = 0, SUBJECT = 0, CUSTOMER = 0] = ['n ', 's ', 'c '].map((kind) => hashOn(0x811c9dc5, kind));

const BY = {
  name: (name: string): number => hashOn(NAME, name.toLowerCase()),
  subject: (subject: string): number => hashOn(SUBJECT, subject.toLowerCase()),
  customer: (customer: string | undefined): number => hashOn(CUSTOMER, customer ?? ''),
};

/** Each name of an entry, and what stands before each @ in it, which people say, too. */
function visitHashes(entry: AuditEntry, visit: (hash: number) => void): void {
  for (const name of namesIn(entry)) {
    let hash = NAME;
    let from = 0;
    for (let at = name.indexOf('@'); at >= 0; at = name.indexOf('@', at + 1)) {
      hash = hashOn(hash, name.slice(from, at));
      visit(hash);
      from = at;
    }
    visit(hashOn(hash, name.slice(from)));
  }
  visit(BY.subject(entry.subject ?? ''));
}

/** Each condition of a filter but its customer, as the hashes of which a line has to have one. */
function conditionsOf({
  actors,
  subject,
  subjects,
  about,
  mentions,
}: Omit<AuditFilter, 'limit'>): number[][] {
  return [
    ...(subject === undefined ? [] : [[BY.subject(subject)]]),
    ...(subjects === undefined ? [] : [subjects.map(BY.subject)]),
    ...(mentions === undefined ? [] : [mentions.map(BY.name)]),
    ...(about === undefined ? [] : [[BY.name(about)]]),
    ...(actors === undefined ? [] : [actors.map(BY.name)]),
  ];
}

/** Walks over line numbers from the newest to the oldest; -1 behind the oldest. */
interface Walk {
  line: number;
  /** To the next line that is not after this one. */
  goTo(line: number): void;
}

export function createAuditIndex(): AuditIndex {
  const heads = new Int32Array(BUCKETS).fill(-1);
  const links: Int32Array[] = [];
  const starts: Float64Array[] = [];
  /** The hash of each line's customer: most lines have the same one, so that a chain of them would be walked for long. */
  const customers: Int32Array[] = [];
  let linkCount = 0;
  let lineCount = 0;
  let first = 0;

  const linkAt = (link: number, part: number): number =>
    links[Math.floor(link / PIECE)]?.[(link % PIECE) * LINK + part] ?? -1;
  const bucketOf = (hash: number): number => hash & (BUCKETS - 1);

  function addLink(hash: number): void {
    const bucket = bucketOf(hash);
    const before = heads[bucket] ?? -1;
    // Often somebody is named twice in a line.
    if (linkAt(before, 1) === lineCount && linkAt(before, 0) === hash) return;
    if (linkCount % PIECE === 0) links.push(new Int32Array(PIECE * LINK));
    const piece = links.at(-1);
    const at = (linkCount % PIECE) * LINK;
    if (piece === undefined) return;
    piece[at] = hash;
    piece[at + 1] = lineCount;
    piece[at + 2] = before;
    heads[bucket] = linkCount;
    linkCount += 1;
  }

  function walkHash(hash: number): Walk {
    let link = heads[bucketOf(hash)] ?? -1;
    const walk: Walk = {
      line: lineCount,
      goTo(wanted) {
        while (link >= 0 && (linkAt(link, 0) !== hash || linkAt(link, 1) > wanted)) link = linkAt(link, 2);
        walk.line = link < 0 ? -1 : linkAt(link, 1);
      },
    };
    return walk;
  }

  function walkAny(hashes: readonly number[]): Walk {
    const all = hashes.map(walkHash);
    const walk: Walk = {
      line: lineCount,
      goTo(wanted) {
        walk.line = -1;
        for (const one of all) {
          if (one.line > wanted) one.goTo(wanted);
          walk.line = Math.max(walk.line, one.line);
        }
      },
    };
    return walk;
  }

  const startOf = (line: number): number | undefined =>
    line < lineCount ? starts[Math.floor(line / PIECE)]?.[line % PIECE] : undefined;

  function setStart(line: number, start: number): void {
    const piece = starts[Math.floor(line / PIECE)];
    if (piece !== undefined) piece[line % PIECE] = start;
  }

  return {
    add(start, entry) {
      if (lineCount % PIECE === 0) {
        starts.push(new Float64Array(PIECE));
        customers.push(new Int32Array(PIECE));
      }
      setStart(lineCount, start);
      customers.at(-1)?.set([BY.customer(entry?.customer)], lineCount % PIECE);
      if (entry !== undefined) visitHashes(entry, addLink);
      lineCount += 1;
    },
    *find(filter) {
      const walks = conditionsOf(filter).map(walkAny);
      const { customer, orNone } = filter;
      const [own, none] = [BY.customer(customer), BY.customer(undefined)];
      const isOfCustomer = (line: number): boolean => {
        const its = customers[Math.floor(line / PIECE)]?.[line % PIECE];
        return customer === undefined || its === own || (orNone === true && its === none);
      };
      let line = lineCount - 1;
      while (line >= first) {
        let agreed = line;
        for (const walk of walks) {
          if (walk.line > agreed) walk.goTo(agreed);
          agreed = Math.min(agreed, walk.line);
        }
        // Each has gone at most to the line that all before it agreed on: all of them have it, or it is older.
        if (agreed === line) {
          if (isOfCustomer(line)) yield line;
          line -= 1;
        } else line = agreed;
      }
    },
    startOf,
    drop(end, bytes) {
      while ((startOf(first) ?? end) < end) first += 1;
      for (let line = first; line < lineCount; line += 1) setStart(line, (startOf(line) ?? 0) - bytes);
    },
  };
}

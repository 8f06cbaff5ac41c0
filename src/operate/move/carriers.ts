import type { DirectRecord, MovableStore, NoteRecord, SeenRecord } from '../../service/ports/carried.ts';
import type { ColumnsRecord, DraftRecord, PresetRecord } from '../../service/ports/drafts.ts';
import type { InstallationRecord } from '../../service/ports/installations.ts';
import { orderOf } from '../../service/ports/order.ts';
import type { JobRecord, RowRecord } from '../../service/ports/records.ts';
import type { RequestRecord } from '../../service/ports/requests.ts';
import type { LinkRecord, ShownCard } from '../../service/ports/shownSecrets.ts';
import type { SnapshotRecord } from '../../service/ports/snapshots.ts';
import type { Store } from '../../service/ports/store.ts';

/** Records of each kind that a store keeps, as they are carried. */
export interface Carried {
  jobs: { job: JobRecord; rows: RowRecord[] };
  requests: RequestRecord;
  drafts: DraftRecord;
  links: LinkRecord;
  snapshots: SnapshotRecord;
  presets: PresetRecord;
  columns: ColumnsRecord;
  shown: ShownCard;
  directs: DirectRecord;
  installations: InstallationRecord;
  notes: NoteRecord;
  seen: SeenRecord;
  /** Lines. */
  audit: string;
}

export type CarriedKind = keyof Carried;

/** How the records of one kind get from one store to another. */
export interface Carrier<Item> {
  /** All of them, in the order in which they are to be written. */
  read(from: MovableStore): AsyncIterable<Item> | Iterable<Item> | Promise<Iterable<Item>>;
  /** Into a store that has none of them yet, whose clock says `now`. Durable on return. */
  write(to: MovableStore, items: readonly Item[], now: number): Promise<void>;
  /** How many are written at once. */
  atOnce: number;
}

/**
 * Which records each method of the store is about. One that is added is named here, or nothing compiles, and its kind has a
 * carrier below. `store`: the store itself, which is not moved; `progress`: known only while a job runs; `engine`:
 * what happens later, which each engine keeps in its own way, and which a start finds in the records.
 */
export const KEPT_BY = {
  accept: 'jobs',
  loadJob: 'jobs',
  loadRows: 'jobs',
  scanRows: 'jobs',
  listUnfinished: 'jobs',
  listJobs: 'jobs',
  updateJob: 'jobs',
  holdJob: 'jobs',
  loadProgress: 'progress',
  dropJob: 'jobs',
  dropLeftRows: 'jobs',
  saveDraft: 'drafts',
  loadDraft: 'drafts',
  updateDraft: 'drafts',
  deleteDraft: 'drafts',
  listDrafts: 'drafts',
  dropExpiredDrafts: 'drafts',
  saveRequest: 'requests',
  loadRequest: 'requests',
  updateRequest: 'requests',
  listRequests: 'requests',
  findAskedManager: 'requests',
  findRequestOf: 'requests',
  dropRequest: 'requests',
  saveSnapshot: 'snapshots',
  loadSnapshot: 'snapshots',
  listSnapshots: 'snapshots',
  updateSnapshot: 'snapshots',
  dropSnapshot: 'snapshots',
  saveLinks: 'links',
  isLinkOpen: 'links',
  findOpenLink: 'links',
  takeLink: 'links',
  voidLinks: 'links',
  listLinks: 'links',
  listPresets: 'presets',
  updatePresets: 'presets',
  listColumns: 'columns',
  updateColumns: 'columns',
  saveShown: 'shown',
  forgetShown: 'shown',
  listShown: 'shown',
  saveTask: 'engine',
  dropTask: 'engine',
  listTasks: 'engine',
  saveDirect: 'directs',
  loadDirect: 'directs',
  forgetDirect: 'directs',
  saveInstallation: 'installations',
  loadInstallation: 'installations',
  listInstallations: 'installations',
  updateInstallation: 'installations',
  dropInstallation: 'installations',
  saveNote: 'notes',
  loadNote: 'notes',
  updateNote: 'notes',
  seen: 'seen',
  keepSeen: 'seen',
  holdKey: 'seen',
  freeKey: 'seen',
  audit: 'audit',
  auditOnce: 'audit',
  auditHead: 'audit',
  readAudit: 'audit',
  cutAudit: 'audit',
  check: 'store',
  onPutBack: 'store',
  close: 'store',
} as const satisfies Record<keyof Store, CarriedKind | 'store' | 'progress' | 'engine'>;

const DRAFT_KINDS = Object.keys({
  person: true,
  roster: true,
  assign: true,
  reset: true,
  resets: true,
  restore: true,
  change: true,
  changes: true,
  putBack: true,
  leave: true,
  leavers: true,
  delete: true,
  wave: true,
  original: true,
  file: true,
  handout: true,
  offered: true,
  shown: true,
  begun: true,
  consent: true,
  policyChange: true,
  sign: true,
} satisfies Record<DraftRecord['kind'], true>) as DraftRecord['kind'][];

const ALL = Number.MAX_SAFE_INTEGER;
/** More would fill memory, fewer would wait for the disk more often. */
const SOME = 100;

async function* readJobs(from: MovableStore): AsyncIterable<Carried['jobs']> {
  // In the order in which they were accepted: of two of the same millisecond, the one that came later stays so.
  const jobs = (await from.listJobs({ limit: ALL })).reverse();
  for (const job of jobs.sort((one, other) => orderOf(one) - orderOf(other))) {
    yield { job, rows: await from.loadRows(job.id) };
  }
}

async function* readDrafts(from: MovableStore): AsyncIterable<DraftRecord> {
  for (const kind of DRAFT_KINDS) yield* await from.listDrafts({ kind, limit: ALL });
}

async function* readAudit(from: MovableStore): AsyncIterable<string> {
  for await (const line of from.readAuditLines()) yield Buffer.from(line).toString('utf8');
}

/** Each of them in a call of its own, all at once. */
const each =
  <Item>(write: (to: MovableStore, item: Item) => Promise<unknown>): Carrier<Item>['write'] =>
  async (to, items) => {
    await Promise.all(items.map((item) => write(to, item)));
  };

/** Those of one customer at a time. */
async function writeLists<Item extends { customer: string }>(
  items: readonly Item[],
  write: (customer: Item['customer'], own: Item[]) => Promise<unknown>,
): Promise<void> {
  for (const customer of new Set(items.map((item) => item.customer))) {
    await write(
      customer,
      items.filter((item) => item.customer === customer),
    );
  }
}

/** The audit last: it's what a store that isn't empty is known by. */
export const CARRIERS: { readonly [Kind in CarriedKind]: Carrier<Carried[Kind]> } = {
  jobs: {
    read: readJobs,
    async write(to, jobs) {
      for (const { job, rows } of jobs) {
        await to.accept(job, rows);
        // Whoever takes it up looks first what may have been sent, as after a crash.
        if (job.state === 'running' || job.state === 'stopping') await to.holdJob(job.id);
      }
    },
    atOnce: 1,
  },
  requests: {
    read: (from) => from.listRequests({}),
    // In their order, one after the other.
    async write(to, requests) {
      for (const request of requests) await to.saveRequest(request);
    },
    atOnce: SOME,
  },
  drafts: { read: readDrafts, write: each((to, draft) => to.saveDraft(draft)), atOnce: SOME },
  links: { read: (from) => from.listLinks({}), write: (to, links) => to.saveLinks(links), atOnce: SOME },
  snapshots: {
    read: (from) => from.listSnapshots({}),
    write: each((to, snapshot) => to.saveSnapshot(snapshot)),
    atOnce: SOME,
  },
  presets: {
    read: (from) => from.listAllPresets(),
    write: (to, all) => writeLists(all, (customer, own) => to.updatePresets(customer, () => own)),
    atOnce: ALL,
  },
  columns: {
    read: (from) => from.listAllColumns(),
    write: (to, all) => writeLists(all, (customer, own) => to.updateColumns(customer, () => own)),
    atOnce: ALL,
  },
  shown: { read: (from) => from.listShown(), write: each((to, card) => to.saveShown(card)), atOnce: SOME },
  directs: {
    read: (from) => from.listDirects(),
    write: each((to, { platform, userId, place }) => to.saveDirect(platform, userId, place)),
    atOnce: SOME,
  },
  installations: {
    read: (from) => from.listInstallations(),
    write: each((to, installation) => to.saveInstallation(installation)),
    atOnce: SOME,
  },
  notes: {
    read: (from) => from.listNotes(),
    // One document: two at once would each write it without the other.
    async write(to, notes) {
      for (const { name, value } of notes) await to.saveNote(name, value);
    },
    atOnce: SOME,
  },
  seen: {
    read: (from) => from.listSeen(),
    async write(to, keys, now) {
      await Promise.all(keys.map(({ key, until }) => to.keepSeen(key, until - now)));
    },
    atOnce: SOME,
  },
  audit: { read: readAudit, write: (to, lines) => to.carryAuditLines(lines), atOnce: 500 },
};

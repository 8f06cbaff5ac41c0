import { RollcallError } from '../../domain/errors.ts';
import type { Actor, Place } from '../../domain/terms.ts';
import {
  type ChangesReading,
  listChangedColumns,
  readChanges,
} from '../../roster/rows/userNames/readChanges.ts';
import { countRead } from '../../roster/rows/userNames/readNames.ts';
import { writeLog } from '../../roster/write/writeCsv.ts';
import type { ProvisioningOptions } from '../context.ts';
import { type Drafts, describeStale } from '../drafts/drafts.ts';
import type { Facts } from '../facts/facts.ts';
import type { IncomingFile } from '../incomingFile.ts';
import type { JobStates } from '../jobs/jobState.ts';
import { isOver } from '../jobs/runner/runJob.ts';
import { nameChosen, readPeopleFile } from '../people/readPeopleFile.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import type { ChangesDraft } from './changesDraft.ts';
import { createUndoingChanges } from './undoingChanges.ts';
import { createVerifyChanges } from './verifyChanges.ts';
import { CHANGING_WORDS } from './words.ts';

/** Our own number: each is read by themselves, about a fifth of a second, while somebody waits for the answer. */
export const MAX_CHANGED = 500;

/** What is audited for a job that is put back. */
const PUT_BACK = 'job.put_back';

/** A change of several people who exist: fields, manager, user name, sign-in, as a file says. */
export interface ChangingMany {
  /** For the people a file names; of a workbook of which several sheets may be meant, the sheets only. */
  openFile(actor: Actor, place: Place, file: IncomingFile): Promise<DraftRecord<ChangesDraft>>;
  /** The same, of a file that is read already. */
  openReading(
    actor: Actor,
    place: Place,
    fileName: string,
    reading: ChangesReading,
  ): Promise<DraftRecord<ChangesDraft>>;
  /** Goes on with one of these sheets. Throws VERSION_STALE where one was chosen already. */
  chooseSheet(actor: Actor, draftId: string, index: number): Promise<DraftRecord<ChangesDraft>>;
  /**
   * What a job changed, to be put back. Throws NOT_FOUND and NOT_YOURS for no job of the actor's, NOT_YET while it runs,
   * ALREADY_DONE when nothing can be.
   */
  openPutBack(actor: Actor, place: Place, jobId: string): Promise<DraftRecord<ChangesDraft>>;
  load(actor: Actor, draftId: string): Promise<DraftRecord<ChangesDraft>>;
  /** Somebody is shown what it comes to: from then on it can be asked for. */
  check(actor: Actor, draftId: string, reason: string): Promise<DraftRecord<ChangesDraft>>;
  /** The rows of its file that have something to fix, with why. CSV text. */
  writeLog(draft: ChangesDraft): string;
}

type Options = Pick<
  ProvisioningOptions,
  'policy' | 'directoryFor' | 'store' | 'sealer' | 'clock' | 'maxFileBytes'
>;

const NOTHING_READ = {
  task: 'change',
  people: [],
  findings: [],
  read: 0,
  columns: [],
  changed: [],
  rows: [],
  reason: '',
} as const;

export function createChangingMany(
  options: Options,
  facts: Facts,
  drafts: Drafts,
  states: Pick<JobStates, 'findOwn' | 'refuse'>,
): ChangingMany {
  const { policy } = options;
  const verify = createVerifyChanges(options, facts);
  const listBack = createUndoingChanges(options, facts);

  async function verifyReading(
    actor: Actor,
    reading: ChangesReading,
  ): Promise<Pick<ChangesDraft, 'people' | 'findings' | 'read' | 'columns' | 'changed' | 'rows'>> {
    const { people, findings } = await verify(actor, reading);
    const told = new Set(findings.map(({ row }) => row));
    return {
      people,
      findings,
      read: countRead(reading),
      columns: reading.columns,
      changed: listChangedColumns(reading),
      rows: reading.names
        .filter(({ row }) => told.has(row))
        .map(({ row, value, cells }) => ({ row, value, cells })),
    };
  }

  async function openReading(
    actor: Actor,
    place: Place,
    fileName: string,
    reading: ChangesReading,
  ): Promise<DraftRecord<ChangesDraft>> {
    const found = await verifyReading(actor, reading);
    return drafts.open('changes', actor, place, { ...NOTHING_READ, ...found, fileName });
  }

  return {
    openReading,
    async openFile(actor, place, file) {
      const most = Math.min(policy.maxRows, MAX_CHANGED);
      const read = await readPeopleFile(options, actor, most, file, readChanges);
      if ('reading' in read) return openReading(actor, place, file.name, read.reading);
      const { sheets } = read;
      return drafts.open('changes', actor, place, { ...NOTHING_READ, fileName: file.name, sheets });
    },
    async chooseSheet(actor, draftId, index) {
      const before = await drafts.load('changes', actor, draftId);
      const chosen = before.data.sheets?.offered[index];
      if (chosen === undefined) throw describeStale();
      const found = await verifyReading(actor, chosen);
      return drafts.change('changes', actor, draftId, ({ sheets, ...data }) => {
        if (sheets === undefined) throw describeStale();
        return { ...data, ...found, ...nameChosen(sheets, chosen) };
      });
    },
    async openPutBack(actor, place, jobId) {
      const job = await states.findOwn(actor, jobId, PUT_BACK);
      if (!isOver(job)) {
        const { message, ...more } = CHANGING_WORDS.putBackMany.running;
        const running = new RollcallError('NOT_YET', message, more);
        return states.refuse(actor, jobId, PUT_BACK, running);
      }
      if (job.task !== 'change' && job.task !== 'leave') throw describeStale();
      const { people, findings, stays } = await listBack(actor, job);
      return drafts.open('changes', actor, place, {
        ...NOTHING_READ,
        task: 'putBack',
        people,
        findings,
        ...(stays.length === 0 ? {} : { stays }),
        read: job.total,
        ofJob: { id: job.id, at: job.createdAt },
        ...(job.fileName === undefined ? {} : { fileName: job.fileName }),
      });
    },
    load: (actor, draftId) => drafts.load('changes', actor, draftId),
    check: (actor, draftId, reason) =>
      drafts.change('changes', actor, draftId, (data) => ({ ...data, reason, checked: true })),
    writeLog: ({ columns, rows, findings }) =>
      writeLog(
        columns,
        rows.map(({ row, cells }) => ({ row, cells, person: {} })),
        findings,
      ),
  };
}

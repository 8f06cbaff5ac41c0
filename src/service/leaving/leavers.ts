import { RollcallError } from '../../domain/errors.ts';
import { MAX_REPLY } from '../../domain/leaveSteps.ts';
import type { Actor, Finding, Place, Problem } from '../../domain/terms.ts';
import type { DayOrder } from '../../domain/time/readDate.ts';
import { countRead, readNames } from '../../roster/rows/userNames/readNames.ts';
import { writeLog } from '../../roster/write/writeCsv.ts';
import type { Approvals } from '../approvals/approvals.ts';
import { isPlanned } from '../approvals/startableRequests.ts';
import type { ProvisioningOptions } from '../context.ts';
import { type Drafts, describeStale } from '../drafts/drafts.ts';
import type { IncomingFile } from '../incomingFile.ts';
import { nameChosen, readPeopleFile } from '../people/readPeopleFile.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { readDeleteAfter } from './deleteAfter.ts';
import type { LeaveValues } from './leaveDraft.ts';
import { findOrder, groupByDate, MAX_DATES } from './leaverDates.ts';
import type { LeaverGroup, LeaversDraft } from './leaversDraft.ts';
import { choosePreset, tidyReply, usualLeave } from './leaving.ts';
import { peopleOf } from './peopleOfLeavers.ts';
import { createVerifyLeavers, refuseTooManyLeavers } from './verifyLeavers.ts';
import { LEAVING_WORDS } from './words.ts';

const SAYS = LEAVING_WORDS.many;

/** Our own number: more fit into a file than into a form. */
export const MAX_PICKED_LEAVERS = 25;
/** Our own number: each is read by themselves, about a fifth of a second, while somebody waits for the answer. */
export const MAX_LEAVERS = 500;

/** What a draft comes to at this moment: who of it leaves when, and what is wrong with rows. */
export interface LeaversState {
  groups: readonly LeaverGroup[];
  findings: readonly Finding[];
}

/** Several people who leave: picked, or named in a file. */
export interface Leavers {
  /** For picked people, at most {@link MAX_PICKED_LEAVERS}; or why which of them cannot be, by object id. */
  open(
    actor: Actor,
    place: Place,
    objectIds: readonly string[],
  ): Promise<{ draft: DraftRecord<LeaversDraft> } | { refused: ReadonlyMap<string, string> }>;
  /** For the people a file names; of a workbook of which several sheets may be meant, the sheets only. */
  openFile(actor: Actor, place: Place, file: IncomingFile): Promise<DraftRecord<LeaversDraft>>;
  /** Goes on with one of these sheets. Throws VERSION_STALE where one was chosen already. */
  chooseSheet(actor: Actor, draftId: string, index: number): Promise<DraftRecord<LeaversDraft>>;
  /** Says how the file's dates are written. As every change, it throws ALREADY_DONE once a part was asked for. */
  chooseOrder(actor: Actor, draftId: string, order: DayOrder): Promise<DraftRecord<LeaversDraft>>;
  /** Says whether the days of the file that nothing explains are those on which they leave; if not, they are not used. */
  chooseDates(actor: Actor, draftId: string, theyLeave: boolean): Promise<DraftRecord<LeaversDraft>>;
  load(actor: Actor, draftId: string): Promise<DraftRecord<LeaversDraft>>;
  read(draft: LeaversDraft): LeaversState;
  /** As for one person; the reply keeps its `{name}` and `{manager}`. Throws NOT_FOUND. */
  usePreset(
    actor: Actor,
    draftId: string,
    values: LeaveValues,
    name: string,
  ): Promise<DraftRecord<LeaversDraft>>;
  /** With no problem the draft is `checked`, with its groups. */
  check(
    actor: Actor,
    draftId: string,
    values: LeaveValues,
  ): Promise<{ draft: DraftRecord<LeaversDraft>; problems: Problem[] }>;
  /** A draft for each moment at which somebody leaves, the same ones when asked again; of one moment the draft itself. Throws VERSION_STALE. */
  split(
    actor: Actor,
    place: Place,
    draft: DraftRecord<LeaversDraft>,
    version: number,
  ): Promise<DraftRecord<LeaversDraft>[]>;
  /** What a form became, and each of its parts: it is used where one of them is. */
  listUses(draft: DraftRecord<LeaversDraft>): Promise<Pick<LeaversDraft, 'jobId' | 'requestId'>[]>;
  /** All of its parts were asked for: the form is used. */
  noteStarted(actor: Actor, draftId: string, requestId: string): Promise<void>;
  /** The rows of its file that have something to fix, with why. CSV text. */
  writeLog(draft: LeaversDraft): string;
}

function describeUsed(): RollcallError {
  return new RollcallError('ALREADY_DONE', SAYS.used.message, SAYS.used);
}

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store' | 'clock' | 'maxFileBytes'>;

export function createLeavers(
  options: Options,
  drafts: Drafts,
  approvals: Pick<Approvals, 'listGoing'>,
): Leavers {
  const { policy, store, clock, maxFileBytes } = options;
  const verify = createVerifyLeavers(options, approvals);

  async function verifyFile(
    actor: Actor,
    reading: Parameters<typeof verify.byName>[1],
  ): Promise<
    Pick<LeaversDraft, 'people' | 'findings' | 'read' | 'dateColumn' | 'datesUnsure' | 'order' | 'unclear'>
  > {
    refuseTooManyLeavers(reading.names.length, MAX_LEAVERS);
    const { people, findings } = await verify.byName(actor, reading);
    const { dateColumn, datesUnsure } = reading;
    return {
      people,
      findings,
      read: countRead(reading),
      ...(dateColumn === undefined
        ? {}
        : {
            dateColumn,
            ...(datesUnsure === undefined ? {} : { datesUnsure }),
            ...findOrder(reading.names.flatMap(({ date }) => date ?? [])),
          }),
    };
  }

  function read(draft: LeaversDraft): LeaversState {
    const { groups, findings } = groupByDate(draft, draft.values, clock.now());
    return { groups, findings: [...(draft.findings ?? []), ...findings] };
  }

  function findProblems(draft: LeaversDraft, values: LeaveValues, groups: readonly LeaverGroup[]): Problem[] {
    const [group] = groups;
    const problem = (message: string): Problem => ({
      property: 'file',
      value: '',
      code: 'VALUE_INVALID',
      severity: 'error',
      message,
    });
    if (draft.datesUnsure !== undefined) return [problem(SAYS.unsureDates)];
    if (draft.unclear !== undefined) return [problem(SAYS.unclearDates)];
    if (group === undefined) return [problem(SAYS.nobody)];
    if (groups.length > MAX_DATES) {
      return [problem(SAYS.tooManyDates(groups.length, MAX_DATES))];
    }
    const people = groups.flatMap((one) => peopleOf(draft, values, one));
    const { nothing, idleSome } = LEAVING_WORDS.form;
    if (people.length === 0) return [problem(values.steps.length === 0 ? nothing : idleSome)];
    if (!values.steps.includes('reply')) return [];
    if (values.reply === '') {
      return [problem(LEAVING_WORDS.form.noReply)];
    }
    const isLong = people.some(({ leaving }) => (leaving?.reply.length ?? 0) > MAX_REPLY);
    return isLong ? [problem(LEAVING_WORDS.form.longReply(MAX_REPLY))] : [];
  }

  async function listUses({ data }: DraftRecord<LeaversDraft>) {
    const parts = await Promise.all((data.parts ?? []).map((id) => store.loadDraft(id)));
    return [data, ...parts.flatMap((part) => (part === undefined ? [] : [part.data as LeaversDraft]))];
  }

  async function isUsed({ jobId, requestId }: Pick<LeaversDraft, 'jobId' | 'requestId'>): Promise<boolean> {
    if (jobId !== undefined) return true;
    const request = requestId === undefined ? undefined : await store.loadRequest(requestId);
    if (request === undefined) return false;
    const { state, problem } = request;
    return state === 'waiting' || isPlanned(request) || (state === 'approved' && problem === undefined);
  }

  /** What was split before is of no more use. Throws ALREADY_DONE once some of it was asked for. */
  async function change(
    actor: Actor,
    draftId: string,
    make: (data: LeaversDraft) => LeaversDraft,
  ): Promise<DraftRecord<LeaversDraft>> {
    const before = await drafts.load('leavers', actor, draftId);
    const uses = await Promise.all((await listUses(before)).map(isUsed));
    if (uses.includes(true)) throw describeUsed();
    let dropped: readonly string[] = [];
    const changed = await drafts.change(
      'leavers',
      actor,
      draftId,
      ({ parts = [], splitAt: _at, ...data }) => {
        // Started meanwhile, by another click.
        if (parts.length > 0 && before.data.parts === undefined) throw describeStale();
        dropped = parts;
        const { checked: _checked, groups: _groups, ...unchecked } = data;
        return make(unchecked);
      },
    );
    for (const id of dropped) await store.deleteDraft(id);
    return changed;
  }

  return {
    read,
    listUses,
    load: (actor, draftId) => drafts.load('leavers', actor, draftId),
    async open(actor, place, objectIds) {
      const distinct = [...new Set(objectIds)];
      refuseTooManyLeavers(distinct.length, MAX_PICKED_LEAVERS);
      const verified = await verify.byId(actor, distinct);
      const people = verified.flatMap((one) => (typeof one === 'string' ? [] : [one]));
      if (people.length === verified.length && people.length > 0) {
        return {
          draft: await drafts.open('leavers', actor, place, { people, ...usualLeave(policy, actor) }),
        };
      }
      const refused = verified.flatMap((one, index): [string, string][] =>
        typeof one === 'string' ? [[distinct[index] ?? '', one]] : [],
      );
      return { refused: new Map(refused) };
    },
    async openFile(actor, place, file) {
      const read = await readPeopleFile(
        { policy, maxFileBytes },
        actor,
        policy.maxRows,
        file,
        (pieces, limits, sheet) => readNames(pieces, limits, sheet, true),
      );
      const base = { fileName: file.name, ...usualLeave(policy, actor) };
      if ('sheets' in read) {
        return drafts.open('leavers', actor, place, { ...base, people: [], sheets: read.sheets });
      }
      return drafts.open('leavers', actor, place, { ...base, ...(await verifyFile(actor, read.reading)) });
    },
    async chooseSheet(actor, draftId, index) {
      const before = await drafts.load('leavers', actor, draftId);
      const chosen = before.data.sheets?.offered[index];
      if (chosen === undefined) throw describeStale();
      const found = await verifyFile(actor, chosen);
      return drafts.change('leavers', actor, draftId, ({ sheets, ...data }) => {
        if (sheets === undefined) throw describeStale();
        return { ...data, ...found, ...nameChosen(sheets, chosen) };
      });
    },
    chooseOrder: (actor, draftId, order) =>
      change(actor, draftId, ({ unclear: _asked, ...data }) => ({ ...data, order })),
    chooseDates: (actor, draftId, theyLeave) =>
      change(actor, draftId, ({ datesUnsure: _asked, ...data }) => {
        if (theyLeave) return data;
        const { dateColumn: _column, order: _order, unclear: _unclear, ...undated } = data;
        return { ...undated, people: data.people.map(({ date: _date, ...one }) => one) };
      }),
    usePreset: (actor, draftId, values, name) =>
      change(actor, draftId, (data) => {
        const { preset, ...chosen } = choosePreset(policy, actor, data.preset, name);
        return { ...data, values: { ...values, ...chosen }, preset };
      }),
    async check(actor, draftId, typed) {
      const values = { ...typed, reply: tidyReply(typed.reply) };
      let problems: Problem[] = [];
      const draft = await change(actor, draftId, (data) => {
        const dated = groupByDate(data, values, clock.now());
        problems = [...dated.problems, ...readDeleteAfter(values).problems];
        if (problems.length === 0) problems = findProblems(data, values, dated.groups);
        const isFine = problems.length === 0;
        return { ...data, values, ...(isFine ? { groups: dated.groups, checked: true } : {}) };
      });
      return { draft, problems };
    },
    async split(actor, place, draft, version) {
      const { groups = [], parts, splitAt } = draft.data;
      const load = (ids: readonly string[] = []) =>
        Promise.all(ids.map((id) => drafts.load('leavers', actor, id)));
      if (parts !== undefined && splitAt === version) return load(parts);
      if (groups.length <= 1) return [draft];
      if (draft.version !== version || draft.data.checked !== true) throw describeStale();
      const { findings: _ofAll, ...data } = draft.data;
      const ofAll = groups.flatMap((group) => peopleOf(draft.data, draft.data.values, group)).length;
      const opened = [];
      for (const [index, group] of groups.entries()) {
        const people = data.people.filter(({ id }) => group.ids.includes(id));
        // Who of the file does not leave is told once.
        const findings = index === 0 ? [...read(draft.data).findings] : [];
        opened.push(
          await drafts.open('leavers', actor, place, { ...data, people, findings, groups: [group], ofAll }),
        );
      }
      const ids = opened.map(({ id }) => id);
      const split = { ...draft.data, parts: ids, splitAt: version };
      if ((await store.updateDraft(draft.id, version, split)) !== undefined) return load(ids);
      // Somebody may have pressed twice: the first ones count.
      const { data: now } = await drafts.load('leavers', actor, draft.id);
      if (now.splitAt !== version) throw describeStale();
      return load(now.parts);
    },
    async noteStarted(actor, draftId, requestId) {
      await drafts.change('leavers', actor, draftId, (data) => ({ ...data, requestId }));
    },
    writeLog(draft) {
      const { findings } = read(draft);
      const values = new Map(findings.map(({ row, value }) => [row, value]));
      const rows = [...values].map(([row, value]) => ({ row, cells: [value], person: {} }));
      const column = (draft.findings ?? [])[0]?.column;
      return writeLog([column === undefined || column === '' ? SAYS.column : column], rows, findings);
    },
  };
}

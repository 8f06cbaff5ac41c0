import { tidyValue } from '../../domain/personRules.ts';
import type { Actor, Finding, RosterRow } from '../../domain/terms.ts';
import { verifyRoster } from '../../roster/check/verifyRoster.ts';
import { applySuggestions, countRoster } from '../../roster/check/weighRoster.ts';
import { chooseEncoding, type EncodingChoice, listEncodings } from '../../roster/chooseEncoding.ts';
import { type ColumnChoice, findChoiceProblem, isColumnChoice } from '../../roster/columns/chosenColumns.ts';
import { HEADER_OR_PERSON, HEADER_UNSURE, note } from '../../roster/columns/readHead.ts';
import { DEFAULT_ENCODING, ENCODINGS, isEncoding } from '../../roster/decode/encodings.ts';
import { type KeptFile, readAgain } from '../../roster/keptFile.ts';
import { isOfFile } from '../../roster/readRoster.ts';
import { customerOf, type ProvisioningOptions } from '../context.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import { type Drafts, describeStale } from '../drafts/drafts.ts';
import type { Facts } from '../facts/facts.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { dropOriginal, loadOriginal } from './originals.ts';
import { forgetColumns, rememberColumns } from './rememberedColumns.ts';
import { formOf } from './rosterReplacing.ts';
import { type VerifyRows, verifyMakingUserNames } from './verifying/verifyRows.ts';
import { ROSTER_PROBLEMS } from './words.ts';

/** As many people as tell whether the columns are right. */
const PREVIEWED = 2;
/** Rows among which a column's first value is looked for. */
const SAMPLED = 20;

/** What somebody chose so far: a column's index → what it holds, and the encoding. */
export interface ColumnChanges {
  choices: Readonly<Record<number, string>>;
  encoding?: string | undefined;
  /** What the row is that was taken for the header, though nobody knows its words. */
  unsureIs?: 'person' | 'header';
}

/** How a file would be read, for somebody to look at. */
export interface ColumnsReading {
  draft: DraftRecord<RosterDraft>;
  /** `sample` is the first value of a column that is used. */
  columns: readonly { column: string; choice: ColumnChoice; sample: string }[];
  /** The first people as they would be created; empty when none can be made of these columns. */
  people: readonly RosterRow[];
  /** Encodings to choose from; empty where it is certain. */
  encodings: readonly EncodingChoice[];
  encoding: string;
  /** Why these columns cannot be used. */
  problem: ReturnType<typeof findChoiceProblem>;
}

/** Choosing how a file is read. Methods throw RollcallError, NOT_YET once that is settled. */
export interface RosterColumns {
  /** How it would be read with what was chosen so far and these changes, which are kept. */
  readColumns(actor: Actor, draftId: string, changes?: ColumnChanges): Promise<ColumnsReading>;
  /**
   * Reads the file as was chosen, and agrees to it. With a name that is remembered for the customer's files with this
   * header. Undefined when nobody can be made of these columns: `readColumns` says why.
   */
  useColumns(actor: Actor, draftId: string, name: string): Promise<DraftRecord<RosterDraft> | undefined>;
  /** Forgets what was remembered for this file's header. */
  forgetColumns(actor: Actor, draftId: string): Promise<void>;
}

type Options = Pick<ProvisioningOptions, 'policy' | 'store' | 'sealer' | 'clock' | 'ids'>;
type Reading = NonNullable<RosterDraft['reading']>;

/** True while how the file is read may still be changed, because somebody is asked about it. */
export function isSettled({ mapping, names }: Pick<RosterDraft, 'mapping' | 'names'>): boolean {
  return (mapping === undefined || mapping.agreed) && (names === undefined || names.agreed);
}

/** The row of which only somebody can tell whether it is the header or a person. */
export function findUnsureHeader({ findings }: Pick<RosterDraft, 'findings'>): number | undefined {
  return findings.find(({ code }) => code === HEADER_UNSURE)?.row;
}

function withHeader(
  { isHeadless, ...reading }: Reading,
  { data }: DraftRecord<RosterDraft>,
  { unsureIs }: ColumnChanges,
): Reading {
  const unsure = findUnsureHeader(data);
  if (unsure === undefined || unsureIs === undefined)
    return { ...reading, ...(isHeadless === undefined ? {} : { isHeadless }) };
  return unsureIs === 'header'
    ? { ...reading, headerRow: unsure }
    : { ...reading, headerRow: unsure - 1, isHeadless: true };
}

function withChanges(reading: Reading, { choices, encoding }: ColumnChanges, kept: KeptFile): Reading {
  const chosen = reading.choices.map((before, index) => {
    const choice = choices[index];
    return before === 'password' || choice === undefined || !isColumnChoice(choice) ? before : choice;
  });
  if (encoding === undefined || !isEncoding(encoding)) return { ...reading, choices: chosen };
  return { ...reading, encoding, choices: chooseEncoding(kept, { ...reading, choices: chosen }, encoding) };
}

function noteChosen(encoding: string | undefined): Finding[] {
  const chosen = ENCODINGS.find(({ id }) => id === encoding);
  if (chosen === undefined) return [];
  return [note(1, 'ENCODING_CHOSEN', ROSTER_PROBLEMS.encodingChosen(chosen.name))];
}

function sampleOf({ records }: KeptFile, { headerRow }: Reading, index: number): string {
  const below = records.slice(headerRow, headerRow + SAMPLED);
  return below.map((record) => tidyValue(record[index] ?? '')).find((value) => value !== '') ?? '';
}

export function createRosterColumns(
  options: Options,
  facts: Facts,
  drafts: Drafts,
  by: { loadOpen(actor: Actor, draftId: string): Promise<DraftRecord<RosterDraft>>; verify: VerifyRows },
): RosterColumns {
  const { policy, store } = options;

  async function load(
    actor: Actor,
    draftId: string,
  ): Promise<{ draft: DraftRecord<RosterDraft>; reading: Reading; kept: KeptFile }> {
    const draft = await by.loadOpen(actor, draftId);
    const kept = await loadOriginal(options, draftId);
    const { reading } = draft.data;
    if (reading === undefined) throw describeStale();
    return { draft, reading, kept };
  }

  /** The first people, with user names as they would be made. Whether these are free is looked up later. */
  async function preview(actor: Actor, kept: KeptFile, reading: Reading): Promise<readonly RosterRow[]> {
    const { rows, columns, columnNames } = await readAgain(kept, policy.maxRows, reading, PREVIEWED);
    const { domains } = await facts.read(actor.customer);
    const { userNamePattern } = customerOf(policy, actor.customer);
    const found = await verifyRoster(rows, columns, { domains, taken: [], userNamePattern }, columnNames);
    const missing = found.filter(({ property, value }) => property === 'userPrincipalName' && value === '');
    return applySuggestions(rows, missing);
  }

  return {
    async readColumns(actor, draftId, changes = { choices: {} }) {
      const before = await load(actor, draftId);
      const reading = withHeader(withChanges(before.reading, changes, before.kept), before.draft, changes);
      const draft =
        JSON.stringify(reading) === JSON.stringify(before.reading)
          ? before.draft
          : await drafts.change('roster', actor, draftId, (data) => ({ ...data, reading }));
      const { kept } = before;
      const { columns } = await readAgain(kept, policy.maxRows, reading, PREVIEWED);
      const problem = findChoiceProblem(columns, reading.choices);
      return {
        draft,
        columns: reading.choices.map((choice, index) => ({
          column: columns[index] ?? '',
          choice,
          sample:
            choice === 'none' || choice === 'password' || kept.isBytes ? '' : sampleOf(kept, reading, index),
        })),
        people: problem === undefined ? await preview(actor, kept, reading) : [],
        encodings: await listEncodings(kept, reading),
        encoding: reading.encoding ?? DEFAULT_ENCODING,
        problem,
      };
    },

    async useColumns(actor, draftId, name) {
      const { draft, reading, kept } = await load(actor, draftId);
      const read = await readAgain(kept, policy.maxRows, reading);
      if (findChoiceProblem(read.columns, reading.choices) !== undefined) return undefined;
      const { columns, columnNames, template, mapping = [], doubt } = read;
      const isTold = reading.isHeadless === true && findUnsureHeader(draft.data) !== undefined;
      const found = [
        ...noteChosen(reading.encoding),
        ...draft.data.findings.filter(isOfFile),
        ...read.findings,
      ].filter(({ code }) => !isTold || (code !== HEADER_UNSURE && code !== HEADER_OR_PERSON));
      const roster = { rows: read.rows, columns, columnNames, findings: found };
      const verified = await (reading.choices.includes('userPrincipalName')
        ? by.verify(actor, roster)
        : verifyMakingUserNames(by.verify, actor, roster));
      const { names: _before, replaces: _told, settings: _void, fixes: _typed, ...rest } = draft.data;
      const form = formOf(draft.data);
      const read2: RosterDraft = {
        ...rest,
        ...(form === undefined ? {} : { form }),
        template,
        columns,
        columnNames,
        ...verified,
        counts: countRoster(verified.rows, verified.findings),
        rowsSince: draft.version + 1,
        mapping: { columns: mapping, agreed: true, chosen: reading.choices },
        ...(doubt === undefined ? {} : { names: { ...doubt, agreed: false } }),
      };
      const { reading: _settled, ...settled } = read2;
      const data = isSettled(read2) ? settled : read2;
      const stored = await store.updateDraft(draftId, draft.version, data);
      if (stored === undefined) throw describeStale();
      if (isSettled(read2)) await dropOriginal(options, draftId);
      const plainName = tidyValue(name);
      if (plainName !== '' && reading.isHeadless !== true) {
        await rememberColumns(options, actor, plainName, { columns, choices: reading.choices });
      }
      return { ...stored, data };
    },

    async forgetColumns(actor, draftId) {
      const { remembered } = (await by.loadOpen(actor, draftId)).data.reading ?? {};
      if (remembered === undefined) return;
      await forgetColumns(options, actor, remembered.id);
      await drafts.change('roster', actor, draftId, (data) => {
        const { remembered: _forgotten, ...reading } = data.reading ?? { headerRow: 1, choices: [] };
        return { ...data, reading };
      });
    },
  };
}

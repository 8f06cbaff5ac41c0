import { RollcallError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Actor, Place } from '../../domain/terms.ts';
import { countRoster } from '../../roster/check/weighRoster.ts';
import { refuseHeader } from '../../roster/columns/readHead.ts';
import { TEMPLATES } from '../../roster/columns/words.ts';
import { SeveralSheets } from '../../roster/decode/workbook/readWorkbook.ts';
import { readKept } from '../../roster/keptFile.ts';
import { listOthers, type SheetsRead } from '../../roster/readEachSheet.ts';
import { isOfFile, type ReadFile } from '../../roster/readRoster.ts';
import { splitByCustomer } from '../../roster/splitByCustomer.ts';
import type { ProvisioningOptions } from '../context.ts';
import { isAllOf } from '../customers/saidCustomers.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import { type Drafts, describeStale } from '../drafts/drafts.ts';
import type { Facts } from '../facts/facts.ts';
import type { IncomingFile } from '../incomingFile.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { canChoose, dropOriginal, keepOriginal, keepSheets, loadSheets } from './originals.ts';
import { type Incoming, readAsChosen, readIncoming } from './readIncoming.ts';
import { isSettled } from './rosterColumns.ts';
import { findCorrected, replaceCorrected, replaceWaiting } from './rosterReplacing.ts';
import { type VerifyRows, verifyMakingUserNames } from './verifying/verifyRows.ts';
import { ROSTER_PROBLEMS } from './words.ts';

type Options = Pick<ProvisioningOptions, 'policy' | 'store' | 'sealer' | 'clock' | 'maxFileBytes'>;

/** True for a file whose columns or letters somebody may want to read in another way. */
function mayChange({ reading: { logOf, template } }: Incoming, data: RosterDraft): boolean {
  if (logOf !== undefined || data.mapping?.agreed === true) return false;
  return template === TEMPLATES.own || !isSettled(data);
}

/** One customer's part of a file for several. */
export interface FilePart {
  fileName: string;
  read: ReadFile;
  /** Id of the file for several. */
  wave: string;
}

/** How a file is opened. */
export interface OpenRoster {
  /**
   * Reads and verifies a file, in the place of one of the same people that still waits. Of a workbook of which several
   * sheets may be meant, the sheets only.
   */
  open(actor: Actor, place: Place, file: IncomingFile): Promise<DraftRecord<RosterDraft>>;
  /** Reads and verifies one customer's part of a file for several, which takes no other file's place. */
  openPart(actor: Actor, place: Place, part: FilePart): Promise<DraftRecord<RosterDraft>>;
  /** Goes on with one of these sheets. Throws NOT_YET for one that is not kept any more. */
  openSheet(actor: Actor, draft: DraftRecord<RosterDraft>, index: number): Promise<DraftRecord<RosterDraft>>;
}

/** People of the rows below the header, as far as one can tell. */
function countPeople({ reading, kept }: ReadFile): number {
  return reading.rows.length > 0 ? reading.rows.length : kept.records.length - reading.headerRow;
}

/**
 * A file that says of each person whose they are, and that was not taken apart: a workbook's sheet, or a list whose header
 * nobody knows. All of its people would be created for one customer.
 */
function refuseCustomerColumn(policy: Policy, actor: Actor, read: ReadFile): void {
  const split = policy.customers.length < 2 ? undefined : splitByCustomer(read);
  if (split === undefined) return;
  const values = split.lines.map(({ said }) => said);
  if (isAllOf(policy, actor, values)) return;
  const { message, next } = ROSTER_PROBLEMS.customerColumn;
  throw new RollcallError('FILE_NOT_UNDERSTOOD', message(split.column), { next });
}

export function createOpenRoster(
  options: Options,
  facts: Facts,
  verify: VerifyRows,
  drafts: Drafts,
): OpenRoster {
  async function ask(
    actor: Actor,
    place: Place,
    fileName: string,
    { sheets, more }: SheetsRead<ReadFile>,
  ): Promise<DraftRecord<RosterDraft>> {
    const readable = sheets.flatMap((one) => ('reading' in one ? [one] : []));
    const draft = await drafts.open('roster', actor, place, {
      fileName,
      template: 'Workbook',
      sheets: {
        offered: readable.map((one) => ({ name: one.name, people: countPeople(one) })),
        others: listOthers({ sheets, more }),
      },
      columns: [],
      rows: [],
      findings: [],
      counts: { read: 0, ready: 0, toFix: 0, warned: 0, suggestions: 0 },
    });
    const kept = readable.map(({ reading, kept }) => ({ kept, findings: reading.findings }));
    if (await keepSheets(options, draft, kept)) return draft;
    await options.store.deleteDraft(draft.id);
    throw new SeveralSheets(sheets.map(({ name }) => name));
  }

  async function openFile(
    actor: Actor,
    place: Place,
    file: Pick<IncomingFile, 'name' | 'isOfCustomer'> & { sheet?: string },
    read: ReadFile,
    wave?: string,
  ): Promise<DraftRecord<RosterDraft>> {
    const isPart = wave !== undefined;
    if (!isPart && file.isOfCustomer !== true) refuseCustomerColumn(options.policy, actor, read);
    const { domains } = await facts.read(actor.customer);
    const incoming = await readAsChosen(options, actor, place, read, domains);
    const { kept: original, reading, remembered, chosen, agreed } = incoming;
    const { template, columns, columnNames, mapping, doubt, logOf, choices, headerRow } = reading;
    const { encoding, isHeadless } = reading;
    const corrected = isPart ? undefined : await findCorrected(options, actor, place, reading);
    if (corrected !== undefined) {
      const whole = await verify(actor, corrected.roster);
      const counts = countRoster(whole.rows, whole.findings);
      const data = { ...corrected.roster, ...whole, counts };
      const kept = await replaceCorrected(options, actor, corrected.draft, file.name, data, doubt);
      if (kept !== undefined) return drafts.open('roster', actor, place, kept);
    }
    if (reading.rows.length === 0 && !canChoose(original)) throw refuseHeader(headerRow);
    const { rows, findings } = await (chosen !== undefined && !choices.includes('userPrincipalName')
      ? verifyMakingUserNames(verify, actor, reading)
      : verify(actor, reading));
    const counts = countRoster(rows, findings);
    const own: RosterDraft = {
      fileName: file.name,
      template,
      ...(file.sheet === undefined ? {} : { sheet: file.sheet }),
      columns,
      columnNames,
      rows,
      findings,
      counts,
      ...(mapping === undefined
        ? {}
        : { mapping: { columns: mapping, agreed, ...(chosen === undefined ? {} : { chosen }) } }),
      ...(doubt === undefined ? {} : { names: { ...doubt, agreed: false } }),
      ...(isPart ? { wave } : {}),
    };
    // A log is a part of a file only: in the place of another one it would take everybody else away.
    const isWhole = !isPart && logOf === undefined;
    const data = isWhole ? await replaceWaiting(options, actor, place, own) : own;
    if (!mayChange(incoming, data)) return drafts.open('roster', actor, place, data);
    const known =
      remembered === undefined ? {} : { remembered: { id: remembered.id, name: remembered.name } };
    const draft = await drafts.open('roster', actor, place, {
      ...data,
      reading: {
        headerRow,
        choices,
        ...(encoding === undefined ? {} : { encoding }),
        ...(isHeadless === true ? { isHeadless } : {}),
        ...known,
      },
    });
    if (await keepOriginal(options, draft, original)) return draft;
    return drafts.change('roster', actor, draft.id, ({ reading: _tooLarge, ...rest }) => rest);
  }

  return {
    async open(actor, place, file) {
      const read = await readIncoming(options, file);
      return 'sheets' in read ? ask(actor, place, file.name, read) : openFile(actor, place, file, read);
    },

    openPart: (actor, place, { fileName, read, wave }) =>
      openFile(actor, place, { name: fileName }, read, wave),

    async openSheet(actor, { id, place, data }, index) {
      const sheet = data.sheets?.offered[index]?.name;
      const kept = sheet === undefined ? undefined : (await loadSheets(options, id))[index];
      if (sheet === undefined || kept === undefined) throw describeStale();
      const reading = await readKept(kept.kept, options.policy.maxRows);
      const ofFile = kept.findings.filter(isOfFile);
      const read = { kept: kept.kept, reading: { ...reading, findings: [...ofFile, ...reading.findings] } };
      const draft = await openFile(actor, place, { name: data.fileName, sheet }, read);
      await options.store.deleteDraft(id);
      await dropOriginal(options, id);
      return draft;
    },
  };
}

import { tidyValue } from '../../domain/personRules.ts';
import type { Actor } from '../../domain/terms.ts';
import { applySuggestions, countRoster, readyRows } from '../../roster/check/weighRoster.ts';
import { writeLog, writeTemplate } from '../../roster/write/writeCsv.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { sayWhose } from '../customers/saidCustomers.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import { type Drafts, describeStale } from '../drafts/drafts.ts';
import type { Facts } from '../facts/facts.ts';
import { checkSeats, countSeats } from '../licensing/seats.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { copyRoster } from './copyRoster.ts';
import { applyFixes, joinFixes } from './fixCells.ts';
import { matchPart, type PartRows } from './matchPart.ts';
import { createOpenRoster } from './openRoster.ts';
import { dropOriginal } from './originals.ts';
import { requireAgreed, requireMapping, requirePeople } from './requireAgreed.ts';
import { createRosterColumns, isSettled } from './rosterColumns.ts';
import { type RestoreBy, restoreInstead } from './rosterRestoring.ts';
import { checkSetup, personOf } from './rosterSetup.ts';
import { isOlder, refuseReplaced, refuseStarted } from './rosterState.ts';
import type { Rosters } from './rosters.ts';
import { bringBack, settleKind } from './verifying/findingKinds.ts';
import { agreeToNames, asksAboutGarbled, repairNames } from './verifying/namesInDoubt.ts';
import { createVerifyRows } from './verifying/verifyRows.ts';
import { ROSTER_PROBLEMS } from './words.ts';

type RosterOptions = Pick<
  ProvisioningOptions,
  'policy' | 'directoryFor' | 'store' | 'sealer' | 'clock' | 'ids' | 'maxFileBytes'
>;

/** The use cases of a file of people. */
export function createRosters(
  options: RosterOptions,
  facts: Facts,
  drafts: Drafts,
  restoreBy: RestoreBy,
): Rosters {
  const { policy, store } = options;
  const verify = createVerifyRows(options, facts);
  const opening = createOpenRoster(options, facts, verify, drafts);

  async function loadOpen(actor: Actor, draftId: string): Promise<DraftRecord<RosterDraft>> {
    const draft = await loadCurrent(actor, draftId);
    if (draft.data.jobId !== undefined) throw refuseStarted();
    return draft;
  }

  /** Throws VERSION_STALE for a card that is older than what the draft says now. */
  async function loadAt(actor: Actor, draftId: string, version: number): Promise<DraftRecord<RosterDraft>> {
    const draft = await loadOpen(actor, draftId);
    if (isOlder(draft, version)) throw describeStale();
    return draft;
  }

  /** The same; nothing about how the file was read is left to be agreed to. */
  async function loadAgreed(
    actor: Actor,
    draftId: string,
    version: number,
  ): Promise<DraftRecord<RosterDraft>> {
    const draft = await loadAt(actor, draftId, version);
    requireAgreed(draft);
    return draft;
  }

  /** Throws ALREADY_DONE for a file that a newer one replaced. */
  async function loadCurrent(actor: Actor, draftId: string): Promise<DraftRecord<RosterDraft>> {
    const draft = await drafts.load('roster', actor, draftId);
    const { replacedBy, fileName } = draft.data;
    if (replacedBy !== undefined) throw refuseReplaced(fileName, replacedBy);
    return draft;
  }

  /** Throws VERSION_STALE when the draft was changed since it was loaded. */
  async function keep(draft: DraftRecord<RosterDraft>, data: RosterDraft): Promise<DraftRecord<RosterDraft>> {
    const stored = await store.updateDraft(draft.id, draft.version, data);
    if (stored === undefined) throw describeStale();
    return { ...stored, data };
  }

  /** Verifies rows that were changed here, and keeps them. */
  async function keepRows(
    actor: Actor,
    draft: DraftRecord<RosterDraft>,
    changed: Partial<PartRows>,
  ): Promise<DraftRecord<RosterDraft>> {
    const { rows, findings } = await verify(actor, { ...draft.data, ...changed });
    const { replaces: _told, fixes: _typed, ...before } = draft.data;
    const counts = countRoster(rows, findings);
    return keep(draft, { ...before, ...changed, rows, findings, counts, rowsSince: draft.version + 1 });
  }

  /** Keeps what was agreed to, and lets go of the file as it came once nothing about it is open. */
  async function settle(
    draft: DraftRecord<RosterDraft>,
    data: RosterDraft,
  ): Promise<DraftRecord<RosterDraft>> {
    if (!isSettled(data)) return keep(draft, data);
    const { reading: _settled, ...settled } = data;
    const kept = await keep(draft, settled);
    await dropOriginal(options, draft.id);
    return kept;
  }

  return {
    ...createRosterColumns(options, facts, drafts, { loadOpen, verify }),

    open: opening.open,
    openPart: opening.openPart,

    async copyPart(actor, place, { customer, data }, wave) {
      const isSame = customer === actor.customer;
      const copied = copyRoster(data, isSame ? undefined : (await facts.read(actor.customer)).domains);
      const { rows, findings } = await verify(actor, copied);
      const counts = countRoster(rows, findings);
      return drafts.open('roster', actor, place, { ...copied, rows, findings, counts, wave });
    },

    async matchPart(actor, place, draft, file) {
      const found = await matchPart(options, facts, actor, place, draft, file);
      if (found === undefined) return undefined;
      return async () => {
        // Read in another way, it would be without what was corrected.
        const { reading: _over, ...data } = draft.data;
        const kept = await keepRows(actor, { ...draft, data }, found);
        await dropOriginal(options, draft.id);
        return kept;
      };
    },

    async chooseSheet(actor, draftId, index) {
      return opening.openSheet(actor, await loadOpen(actor, draftId), index);
    },

    load: loadCurrent,

    async agreeToColumns(actor, draftId, version) {
      const draft = await loadAt(actor, draftId, version);
      requirePeople(draft.data);
      const { mapping, ...rest } = draft.data;
      const rowsSince = draft.version + 1;
      return settle(
        draft,
        mapping === undefined ? rest : { ...rest, rowsSince, mapping: { ...mapping, agreed: true } },
      );
    },

    async agreeToNames(actor, draftId, version) {
      const draft = await loadAt(actor, draftId, version);
      requireMapping(draft.data);
      if (draft.data.names?.agreed !== false) return draft;
      return settle(draft, await agreeToNames(options, actor, draft));
    },

    async takeSuggestions(actor, draftId, version) {
      const draft = await loadAt(actor, draftId, version);
      if (asksAboutGarbled(draft.data)) {
        return settle(draft, await repairNames(options, verify, actor, draft));
      }
      requireAgreed(draft);
      // The code of before suggested new user names for people who exist; its drafts have no column names.
      const { findings: shown } =
        draft.data.columnNames === undefined ? await verify(actor, draft.data) : draft.data;
      return keepRows(actor, draft, { rows: applySuggestions(draft.data.rows, shown) });
    },

    async fixCells(actor, draftId, version, fixes) {
      const draft = await loadAgreed(actor, draftId, version);
      return keepRows(actor, draft, applyFixes(draft.data, joinFixes(draft.data, fixes)));
    },

    async keepFixes(actor, draftId, fixes) {
      await loadOpen(actor, draftId);
      return drafts.change('roster', actor, draftId, (data) => ({ ...data, fixes: joinFixes(data, fixes) }));
    },

    async settleKind(actor, draftId, version, key, answer) {
      const draft = await loadAgreed(actor, draftId, version);
      return keepRows(actor, draft, settleKind(draft.data, key, answer));
    },

    async bringBack(actor, draftId, version) {
      const draft = await loadAgreed(actor, draftId, version);
      return keepRows(actor, draft, { findings: bringBack(draft.data.findings) });
    },

    async restoreInstead(actor, place, draftId, version, row) {
      const draft = await loadOpen(actor, draftId);
      if (draft.version !== version) throw describeStale();
      requireAgreed(draft);
      const left = await restoreInstead(options, drafts, restoreBy, { actor, place, draft, row });
      const { rows, findings } = await verify(actor, { ...draft.data, ...left });
      const data = { ...draft.data, rows, findings, counts: countRoster(rows, findings) };
      return keep(draft, data);
    },

    writeLog({ customer, data: { columns, rows, findings, wave } }) {
      return writeLog(columns, rows, findings, wave === undefined ? undefined : sayWhose(policy, customer));
    },

    async keepSetup(actor, draftId, values, preset) {
      await loadOpen(actor, draftId);
      return drafts.change('roster', actor, draftId, (data) => ({
        ...data,
        form: values,
        ...(preset === undefined ? {} : { preset }),
      }));
    },

    async setUp(actor, draftId, setup) {
      const draft = await loadOpen(actor, draftId);
      requireAgreed(draft);
      const known = await facts.read(actor.customer, setup.groups);
      const ready = readyRows(draft.data.rows, draft.data.findings);
      const { settings, problems, perPerson } = checkSetup(known, known.recipientDomains, ready, setup);
      const seats = countSeats(known.licenses, perPerson);
      const all = [...problems, ...checkSeats(seats)];
      if (ready.length === 0) {
        const message = ROSTER_PROBLEMS.noneReady;
        all.unshift({ property: 'file', value: '', code: 'FILE_NO_ROWS', severity: 'error', message });
      }
      if (all.some(({ severity }) => severity === 'error')) return { draft, problems: all, seats };
      const reason = tidyValue(setup.reason);
      const { form: _left, ...rest } = draft.data;
      const data: RosterDraft = { ...rest, settings, ...(reason === '' ? {} : { reason }) };
      if (reason === '') delete data.reason;
      // The settings were checked against these very rows, so a change in between makes them void.
      return { draft: await settle(draft, data), problems: all, seats };
    },

    peopleOf(draft) {
      requireAgreed(draft);
      const { rows, findings, settings } = draft.data;
      if (settings === undefined) return [];
      return readyRows(rows, findings).flatMap((row) => personOf(row, settings) ?? []);
    },

    async drop(actor, draftId) {
      const draft = await loadOpen(actor, draftId);
      const what = 'roster.cancelled';
      const detail = { fileName: draft.data.fileName, people: draft.data.counts.read };
      // Before it is gone: an end of the process between the two leaves the entry, which is the one of the next try as well.
      await store.auditOnce(
        { ...byActor(options, actor, { what, outcome: 'done', detail }), subject: draftId },
        (there) => there.what === what,
      );
      await dropOriginal(options, draft.id);
      await store.deleteDraft(draft.id);
    },

    writeTemplate: (kind) => writeTemplate(kind),
  };
}

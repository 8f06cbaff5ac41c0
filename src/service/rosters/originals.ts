import { RollcallError } from '../../domain/errors.ts';
import type { Finding } from '../../domain/terms.ts';
import type { KeptFile } from '../../roster/keptFile.ts';
import { Secret } from '../../secrets/secret.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { DraftRecord, OriginalData } from '../ports/drafts.ts';
import { ROSTER_PROBLEMS } from './words.ts';

type Options = Pick<ProvisioningOptions, 'store' | 'sealer'>;

/** What a file of 10 MB holds, with what surrounds its cells. Of a larger one the columns cannot be changed. */
const MAX_CHARACTERS = 16 * 1024 * 1024;
const FIELD = 'file';

function idOf(draftId: string): string {
  return `${draftId}-original`;
}

function countCharacters({ records }: KeptFile): number {
  return records.reduce((sum, record) => sum + record.reduce((own, cell) => own + cell.length + 3, 2), 0);
}

/** True for a file of which the columns can be chosen: it is small enough to be kept. */
export function canChoose(kept: KeptFile): boolean {
  return countCharacters(kept) <= MAX_CHARACTERS;
}

/**
 * Keeps a file as it came, sealed and apart from its draft, until it is settled how it is read; it goes with the draft
 * at the latest. False for one that is too large for that.
 */
export async function keepOriginal(
  { store, sealer }: Options,
  draft: DraftRecord,
  kept: KeptFile,
): Promise<boolean> {
  if (!canChoose(kept)) return false;
  await seal({ store, sealer }, draft, kept);
  return true;
}

/** A sheet as it came, with what was to be said of it as a whole. */
export interface KeptSheet {
  kept: KeptFile;
  findings: readonly Finding[];
}

/** The same for the sheets of a workbook, until one is chosen. */
export async function keepSheets(
  options: Options,
  draft: DraftRecord,
  sheets: readonly KeptSheet[],
): Promise<boolean> {
  if (sheets.reduce((sum, { kept }) => sum + countCharacters(kept), 0) > MAX_CHARACTERS) return false;
  await seal(options, draft, sheets);
  return true;
}

async function seal(
  { store, sealer }: Options,
  { data: _read, ...draft }: DraftRecord,
  kept: KeptFile | readonly KeptSheet[],
): Promise<void> {
  const id = idOf(draft.id);
  const key = sealer.newJobKey(id);
  const data: OriginalData = { key, file: sealer.seal(key, id, FIELD, new Secret(JSON.stringify(kept))) };
  await store.saveDraft({ ...draft, id, kind: 'original', version: 1, data });
}

/** The file as it came. Throws RollcallError NOT_YET when it is not kept any more. */
export async function loadOriginal(options: Options, draftId: string): Promise<KeptFile> {
  return (await unseal(options, draftId)) as KeptFile;
}

/** The sheets as they came, in the order in which they were kept. Throws as `loadOriginal` does. */
export async function loadSheets(options: Options, draftId: string): Promise<readonly KeptSheet[]> {
  return (await unseal(options, draftId)) as readonly KeptSheet[];
}

async function unseal({ store, sealer }: Options, draftId: string): Promise<unknown> {
  const id = idOf(draftId);
  const draft = (await store.loadDraft(id)) as DraftRecord<OriginalData> | undefined;
  if (draft === undefined) {
    const { message, done, next } = ROSTER_PROBLEMS.tooLate;
    throw new RollcallError('NOT_YET', message, { done, next });
  }
  return JSON.parse(sealer.open(draft.data.key, id, FIELD, draft.data.file).reveal());
}

/** Durable on return; harmless when there is none. */
export async function dropOriginal({ store }: Pick<Options, 'store'>, draftId: string): Promise<void> {
  await store.deleteDraft(idOf(draftId));
}

import type { DraftRecord } from '../ports/drafts.ts';
import type { AuditEntry } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';
import type { WaveDraft } from './waveDraft.ts';

/** Files for several customers as they are kept. */
export interface WaveRecords {
  load(waveId: string): Promise<DraftRecord<WaveDraft> | undefined>;
  /**
   * Reads, changes and keeps one; what others changed meanwhile is kept too. `change` answers undefined to leave it, and then
   * nothing is audited.
   */
  change(
    waveId: string,
    change: (data: WaveDraft) => WaveDraft | undefined,
    entries?: readonly AuditEntry[],
  ): Promise<DraftRecord<WaveDraft> | undefined>;
}

export function createWaveRecords(store: Pick<Store, 'loadDraft' | 'updateDraft'>): WaveRecords {
  const load: WaveRecords['load'] = async (waveId) => {
    const draft = await store.loadDraft(waveId);
    return draft?.kind === 'wave' ? (draft as DraftRecord<WaveDraft>) : undefined;
  };
  return {
    load,
    async change(waveId, make, entries = []) {
      for (;;) {
        const wave = await load(waveId);
        const data = wave === undefined ? undefined : make(wave.data);
        if (wave === undefined || data === undefined) return undefined;
        const stored = await store.updateDraft(waveId, wave.version, data, entries);
        if (stored !== undefined) return { ...stored, data };
      }
    },
  };
}

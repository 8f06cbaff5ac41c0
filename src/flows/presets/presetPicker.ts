import type { Actor } from '../../domain/terms.ts';
import type { ChosenPreset } from '../../service/drafts/draftData.ts';
import type { DraftRecord, PresetRecord } from '../../service/ports/drafts.ts';
import type { Provisioning } from '../../service/provisioning.ts';
import type { PresetPicker } from '../views/presets.ts';

/** A customer's presets, as one actor sees them. */
export interface Shelf {
  presets: readonly PresetRecord[];
  maySave: boolean;
}

export async function readShelf(service: Pick<Provisioning, 'presets'>, actor: Actor): Promise<Shelf> {
  return { presets: await service.presets.list(actor), maySave: actor.roles.includes('admin') };
}

/** The part of a form that is about presets; `form` begins the ids of its actions. */
export function showPicker(
  form: 'adduser' | 'addusers',
  { id, version, data }: DraftRecord<{ preset?: ChosenPreset }>,
  { presets, maySave }: Shelf,
): PresetPicker {
  return {
    use: { action: `${form}.preset`, label: 'Use this preset', id, version },
    ...(maySave ? { save: { action: `${form}.presetName`, label: 'Save as a preset…', id, version } } : {}),
    chosen: data.preset?.id ?? '',
    offered: presets.map((preset) => ({ id: preset.id, name: preset.name })),
    isCut: false,
    notes: data.preset?.notes ?? [],
    round: data.preset?.round ?? 0,
  };
}

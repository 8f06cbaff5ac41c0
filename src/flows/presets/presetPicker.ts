import type { Actor } from '../../domain/terms.ts';
import type { ChosenPreset } from '../../service/drafts/draftData.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { Provisioning } from '../../service/provisioning.ts';
import type { PresetPicker } from '../views/presets.ts';
import { PRESET_WORDS } from './words.ts';

/** The part of a form that is about presets, as the form's draft has it. */
export type ShowPicker = (draft: DraftRecord<{ preset?: ChosenPreset }>) => PresetPicker;

/** Reads which presets a form has to offer to one actor; `form` begins the ids of its actions. */
export async function readPicker(
  service: Pick<Provisioning, 'presets'>,
  actor: Actor,
  form: 'adduser' | 'addusers',
): Promise<ShowPicker> {
  const presets = await service.presets.list(actor);
  const maySave = actor.roles.includes('admin');
  return ({ id, version, data }) => ({
    use: { action: `${form}.preset`, label: PRESET_WORDS.buttons.use, id, version },
    ...(maySave
      ? { save: { action: `${form}.presetName`, label: PRESET_WORDS.buttons.saveAs, id, version } }
      : {}),
    chosen: data.preset?.id ?? '',
    offered: presets.map((preset) => ({ id: preset.id, name: preset.name })),
    isCut: false,
    notes: data.preset?.notes ?? [],
    round: data.preset?.round ?? 0,
  });
}

import type { z } from 'zod';
import type { Actor, Role } from '../../domain/terms.ts';
import type { ChosenPreset } from '../../service/drafts/draftData.ts';
import type { PresetValues } from '../../service/presets/presetSettings.ts';
import type { FieldErrors } from '../views/parts.ts';
import type { View } from '../views.ts';

/** A form as its draft now has it. */
export interface KeptForm {
  id: string;
  version: number;
  customer: string;
  values: PresetValues;
  preset: ChosenPreset | undefined;
  show(errors?: FieldErrors): View;
}

/** What is put over what somebody typed. */
export interface PutIn {
  values?: Partial<PresetValues>;
  preset?: ChosenPreset;
}

/** A form that presets can fill in and are made of: all that their actions know of it. */
export interface PresetForm<Fields> {
  /** Begins the ids of its actions. */
  name: 'adduser' | 'addusers';
  roles: readonly Role[];
  fields: z.ZodType<Fields>;
  /** The action that opens it as it was left. */
  back: string;
  /** Keeps what is typed (as it was left, without `fields`) with what is put over it. */
  keep(actor: Actor, id: string, fields: Fields | undefined, over?: PutIn): Promise<KeptForm>;
}

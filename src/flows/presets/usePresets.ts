import { z } from 'zod';
import type { Actor } from '../../domain/terms.ts';
import type { Provisioning } from '../../service/provisioning.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { keepingForm, toFieldErrors } from '../formErrors.ts';
import type { Reply } from '../reply.ts';
import type { FieldErrors } from '../views/parts.ts';
import type { PresetNameView } from '../views/presets.ts';
import type { KeptForm, PresetForm } from './presetForm.ts';
import { PRESET_WORDS } from './words.ts';

const MAY_SAVE = ['admin'] as const;
const oneText = z
  .union([z.string(), z.array(z.string()).transform((texts) => texts[0] ?? '')])
  .default('')
  .transform((text) => text.trim());
const chosen = z.object({ fields: z.object({ preset: oneText }).prefault({}) });
const named = button.extend({ fields: z.object({ presetName: oneText }).prefault({}) });

/** Asks for a name. The preset that the form was filled in with is offered, since changing it is what is mostly meant. */
function askName(
  form: PresetForm<unknown>,
  kept: KeptForm,
  presetName: string,
  errors: FieldErrors = {},
): PresetNameView {
  return {
    kind: 'presetName',
    target: {
      submit: { action: `${form.name}.presetSave`, label: PRESET_WORDS.buttons.save },
      id: kept.id,
      version: kept.version,
      errors,
    },
    customer: kept.customer,
    summary: [],
    values: { presetName },
    buttons: [{ action: form.back, label: PRESET_WORDS.buttons.back, id: kept.id, version: kept.version }],
  };
}

/** Presets in one form: choosing one, and keeping the form as one. */
export function usePresetActions<Fields extends { unknown: FieldErrors }>(
  service: Pick<Provisioning, 'presets'>,
  form: PresetForm<Fields>,
): Action[] {
  const action = actionsFor(MAY_SAVE);
  const filled = button.extend({ fields: form.fields.prefault({} as never) });

  async function fillIn(actor: Actor, typed: KeptForm, presetId: string): Promise<Reply> {
    const { preset, values, notes } = await service.presets.read(actor, presetId);
    const { usageLocation, ...others } = values;
    const kept = await form.keep(actor, typed.id, undefined, {
      values: { ...others, ...(usageLocation === '' ? {} : { usageLocation }) },
      preset: {
        id: preset.id,
        round: (typed.preset?.round ?? 0) + 1,
        notes: [PRESET_WORDS.filledIn(preset.name), ...notes],
      },
    });
    return { type: 'form', view: kept.show() };
  }

  async function save(actor: Actor, kept: KeptForm, presetName: string): Promise<Reply> {
    const round = kept.preset?.round ?? 0;
    const saved = await service.presets.save(actor, presetName, kept.values, kept.preset?.replaces);
    if ('preset' in saved) {
      const { id, name } = saved.preset;
      const preset = { id, round, notes: [PRESET_WORDS.saved(name)] };
      return { type: 'form', view: (await form.keep(actor, kept.id, undefined, { preset })).show() };
    }
    const { id = '', notes = [] } = kept.preset ?? {};
    const preset = { id, round, notes, ...(saved.taken === undefined ? {} : { replaces: saved.taken }) };
    const again = await form.keep(actor, kept.id, undefined, { preset });
    const errors = { presetName: saved.problem };
    return { type: 'fieldErrors', errors, form: askName(form, again, presetName, errors) };
  }

  return [
    actionsFor(form.roles).form(
      `${form.name}.preset`,
      z.intersection(filled, chosen),
      async (actor, _place, { id, fields }) => {
        const typed = await form.keep(actor, id, fields);
        if (fields.preset === '') return { type: 'form', view: typed.show() };
        return keepingForm(
          () => fillIn(actor, typed, fields.preset),
          (errors) => typed.show(errors),
        );
      },
    ),
    action.form(`${form.name}.presetName`, filled, async (actor, _place, { id, fields }) => {
      const typed = await form.keep(actor, id, fields);
      return keepingForm(
        async () => {
          const found = toFieldErrors(await service.presets.check(actor, typed.values));
          const errors = { ...found, ...fields.unknown };
          if (Object.keys(errors).length > 0) {
            return { type: 'fieldErrors', errors, form: typed.show(errors) };
          }
          const { id: presetId = '', round = 0, notes = [] } = typed.preset ?? {};
          // A warning that a name is taken counts for the name it was about, so it starts anew.
          const kept = await form.keep(actor, id, undefined, { preset: { id: presetId, round, notes } });
          const known = (await service.presets.list(actor)).find((preset) => preset.id === presetId);
          return { type: 'form', view: askName(form, kept, known?.name ?? '') };
        },
        (errors) => typed.show(errors),
      );
    }),
    action.form(`${form.name}.presetSave`, named, async (actor, _place, { id, fields: { presetName } }) => {
      const kept = await form.keep(actor, id, undefined);
      return keepingForm(
        () => save(actor, kept, presetName),
        (errors) => askName(form, kept, presetName, errors),
      );
    }),
  ];
}

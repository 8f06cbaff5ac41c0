import { z } from 'zod';
import type { Actor } from '../../domain/terms.ts';
import type { PresetRecord } from '../../service/ports/drafts.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import type { FlowContext } from '../context.ts';
import type { FieldErrors } from '../views/parts.ts';
import type { PresetNameView, PresetsView } from '../views/presets.ts';
import { summarizePreset } from './presetSummary.ts';

const MAY_CHANGE = ['admin'] as const;
const named = button.extend({ fields: z.object({ presetName: z.string().default('') }).prefault({}) });

/** `presets`: what there is, under other names, and deleted. */
export function presetActions({ service, policy }: FlowContext): Action[] {
  const action = actionsFor(MAY_CHANGE);
  async function showAll(actor: Actor, note?: string): Promise<PresetsView> {
    const presets = await service.presets.list(actor);
    return {
      kind: 'presets',
      customer: nameOf(policy, actor.customer),
      presets: presets.map(({ id, name, settings }) => ({
        name,
        summary: summarizePreset(settings),
        edit: { action: 'presets.edit', label: 'Rename or delete…', id, version: 1 },
      })),
      ...(note === undefined ? {} : { note }),
    };
  }

  function showOne(
    actor: Actor,
    { id, name, settings }: PresetRecord,
    presetName: string,
    errors: FieldErrors = {},
  ): PresetNameView {
    return {
      kind: 'presetName',
      target: { submit: { action: 'presets.rename', label: 'Rename' }, id, version: 1, errors },
      customer: nameOf(policy, actor.customer),
      summary: summarizePreset(settings),
      values: { presetName },
      buttons: [
        {
          action: 'presets.delete',
          label: 'Delete',
          id,
          version: 1,
          style: 'danger',
          confirm: {
            title: 'Delete this preset?',
            text: `“${name}” is not offered any more. Nobody's account changes.`,
            ok: 'Delete it',
          },
        },
        { action: 'presets.show', label: 'Back', id: 'all', version: 1 },
      ],
    };
  }

  return [
    action.replace('presets.show', z.object({ id: z.string().optional() }), async (actor, _place, { id }) => {
      // A button's answer takes the place of what it stands on; a typed word has nothing to take the place of.
      return { type: id === undefined ? 'message' : 'replace', view: await showAll(actor) };
    }),
    action.form('presets.edit', button, async (actor, _place, { id }) => {
      const preset = await service.presets.load(actor, id);
      return { type: 'form', view: showOne(actor, preset, preset.name) };
    }),
    action.replace('presets.rename', named, async (actor, _place, { id, fields: { presetName } }) => {
      const preset = await service.presets.load(actor, id);
      const renamed = await service.presets.rename(actor, id, presetName);
      if ('preset' in renamed) {
        const note = `“${preset.name}” is now called “${renamed.preset.name}”.`;
        return { type: 'replace', view: await showAll(actor, note) };
      }
      const errors = { presetName: renamed.problem };
      return { type: 'fieldErrors', errors, form: showOne(actor, preset, presetName, errors) };
    }),
    action.replace('presets.delete', button, async (actor, _place, { id }) => {
      const { name } = await service.presets.delete(actor, id);
      return { type: 'replace', view: await showAll(actor, `“${name}” is deleted.`) };
    }),
  ];
}

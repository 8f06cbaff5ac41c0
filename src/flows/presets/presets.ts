import { z } from 'zod';
import type { Actor } from '../../domain/terms.ts';
import { nameOfLocation } from '../../domain/usageLocations.ts';
import type { PresetRecord, PresetSettings } from '../../service/ports/drafts.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import type { FlowContext } from '../context.ts';
import { JOB_WORDS } from '../jobs/words.ts';
import type { FieldErrors } from '../views/parts.ts';
import type { PresetNameView, PresetsView } from '../views/presets.ts';
import { PRESET_WORDS } from './words.ts';

const { summary: SUMMARY, buttons: BUTTONS } = PRESET_WORDS;

const MAY_CHANGE = ['admin'] as const;
const named = button.extend({ fields: z.object({ presetName: z.string().default('') }).prefault({}) });

/** What a preset holds, one line for each setting. Names in it are as they were when it was saved. */
function summarizePreset(settings: PresetSettings): string[] {
  const { accountEnabled, usageLocation, licenses, groups, recipients, delivery } = settings;
  const isMailed = recipients.length > 0 && delivery !== 'show';
  return [
    accountEnabled ? SUMMARY.signIn.allowed : SUMMARY.signIn.blocked,
    usageLocation === '' ? SUMMARY.noLocation : SUMMARY.location(nameOfLocation(usageLocation)),
    SUMMARY.licenses(licenses.map(({ name }) => name)),
    SUMMARY.groups(groups.map(({ displayName }) => displayName)),
    SUMMARY.passwords(recipients, isMailed ? JOB_WORDS.delivery.ways[delivery].text : undefined),
  ];
}

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
        edit: { action: 'presets.edit', label: BUTTONS.edit, id, version: 1 },
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
      target: { submit: { action: 'presets.rename', label: BUTTONS.rename }, id, version: 1, errors },
      customer: nameOf(policy, actor.customer),
      summary: summarizePreset(settings),
      values: { presetName },
      buttons: [
        {
          action: 'presets.delete',
          label: BUTTONS.delete,
          id,
          version: 1,
          style: 'danger',
          confirm: {
            title: PRESET_WORDS.confirmDelete.title,
            text: PRESET_WORDS.confirmDelete.text(name),
            ok: PRESET_WORDS.confirmDelete.ok,
          },
        },
        { action: 'presets.show', label: BUTTONS.back, id: 'all', version: 1 },
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
        const { name } = renamed.preset;
        const note = name === preset.name ? undefined : PRESET_WORDS.renamed(preset.name, name);
        return { type: 'replace', view: await showAll(actor, note) };
      }
      const errors = { presetName: renamed.problem };
      return { type: 'fieldErrors', errors, form: showOne(actor, preset, presetName, errors) };
    }),
    action.replace('presets.delete', button, async (actor, _place, { id }) => {
      const { name } = await service.presets.delete(actor, id);
      return { type: 'replace', view: await showAll(actor, PRESET_WORDS.deleted(name)) };
    }),
  ];
}

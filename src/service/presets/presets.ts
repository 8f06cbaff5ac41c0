import { RollcallError } from '../../domain/errors.ts';
import type { Actor, Problem } from '../../domain/terms.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import type { Facts } from '../facts/facts.ts';
import type { PresetRecord } from '../ports/drafts.ts';
import type { AuditEntry } from '../ports/records.ts';
import { findNamesake, readPresetName } from './presetName.ts';
import { fillFromPreset, type PresetValues, readPresetSettings } from './presetSettings.ts';
import { PRESET_REFUSALS } from './words.ts';

const { name: NAME, gone: GONE, notSaved: NOT_SAVED } = PRESET_REFUSALS;

/** One message of either chat can show so many, each with its settings. */
const MOST_PRESETS = 30;

/** What came of naming a preset. `taken`: by that one, which a second try with `replaces` takes the place of. */
export type NamedPreset = { preset: PresetRecord } | { problem: string; taken?: string };

/** Named settings. Methods throw NOT_FOUND for a preset that is not the customer's, or not there any more. */
export interface Presets {
  /** Of the actor's customer, by name. */
  list(actor: Actor): Promise<readonly PresetRecord[]>;
  load(actor: Actor, id: string): Promise<PresetRecord>;
  /** The fields it fills in, and a sentence for each part that is gone. */
  read(
    actor: Actor,
    id: string,
  ): Promise<{ preset: PresetRecord; values: PresetValues; notes: readonly string[] }>;
  /** What stops these values from being kept. */
  check(actor: Actor, values: PresetValues): Promise<readonly Problem[]>;
  /** Keeps values under a name. Audited. Throws INPUT_INVALID for values that do not hold. */
  save(actor: Actor, typedName: string, values: PresetValues, replaces?: string): Promise<NamedPreset>;
  /** Audited. */
  rename(actor: Actor, id: string, typedName: string): Promise<NamedPreset>;
  /** Audited. Answers what it was. */
  delete(actor: Actor, id: string): Promise<PresetRecord>;
}

function describeGone(): RollcallError {
  return new RollcallError('NOT_FOUND', GONE.message, GONE);
}

function sortByName(presets: readonly PresetRecord[]): PresetRecord[] {
  return [...presets].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** Why this name is not to be had; undefined when it is. */
function refuseToSave(
  presets: readonly PresetRecord[],
  namesake: PresetRecord | undefined,
  replaces: string | undefined,
): Extract<NamedPreset, { problem: string }> | undefined {
  if (namesake !== undefined) {
    if (namesake.id === replaces) return undefined;
    return { problem: NAME.replaces(namesake.name), taken: namesake.id };
  }
  if (presets.length < MOST_PRESETS) return undefined;
  return { problem: NAME.tooMany(MOST_PRESETS) };
}

type Options = Pick<ProvisioningOptions, 'policy' | 'store' | 'clock' | 'ids'>;

/** What came of an intention. `changed` left out: the presets stay as they are. */
interface Decided<Answer> {
  answer: Answer;
  changed?: { presets: readonly PresetRecord[]; entry: AuditEntry };
}

export function createPresets(options: Options, facts: Facts): Presets {
  const { store, clock, ids } = options;

  function entryOf(actor: Actor, what: string, { id, name }: PresetRecord, was?: string): AuditEntry {
    const detail = { preset: id, ...(was === undefined ? {} : { was }) };
    return byActor(options, actor, { what, outcome: 'done', subject: name, detail });
  }

  async function check(actor: Actor, values: PresetValues) {
    const known = await facts.read(actor.customer, values.groups);
    return readPresetSettings(known, known.recipientDomains, values);
  }

  /** Decides on the customer's presets and stores what came of it, in one step with its audit entry. */
  async function change<Answer>(
    { customer }: Actor,
    decide: (presets: PresetRecord[]) => Decided<Answer>,
  ): Promise<Answer> {
    const decided: Decided<Answer>[] = [];
    const make = (before: PresetRecord[]): readonly PresetRecord[] | undefined => {
      const made = decide(before);
      decided.push(made);
      return made.changed?.presets;
    };
    await store.updatePresets(customer, make, () => decided.flatMap(({ changed }) => changed?.entry ?? []));
    const [made] = decided;
    if (made === undefined) throw new Error('The store did not ask for the change.');
    return made.answer;
  }

  async function loadPreset(actor: Actor, id: string): Promise<PresetRecord> {
    const preset = (await store.listPresets(actor.customer)).find((one) => one.id === id);
    if (preset === undefined) throw describeGone();
    return preset;
  }

  return {
    list: async ({ customer }) => sortByName(await store.listPresets(customer)),

    load: loadPreset,

    async read(actor, id) {
      const preset = await loadPreset(actor, id);
      const { settings } = preset;
      const groupIds = settings.groups.map((group) => group.id);
      const known = await facts.read(actor.customer, groupIds);
      return { preset, ...fillFromPreset(known, known.recipientDomains, settings) };
    },

    check: async (actor, values) => (await check(actor, values)).problems,

    async save(actor, typedName, values, replaces) {
      const read = readPresetName(typedName);
      if ('problem' in read) return read;
      const { settings, problems } = await check(actor, values);
      const [wrong] = problems;
      if (wrong !== undefined) {
        throw new RollcallError('INPUT_INVALID', wrong.message, NOT_SAVED);
      }
      return change<NamedPreset>(actor, (presets) => {
        const was = findNamesake(presets, read.name);
        const problem = refuseToSave(presets, was, replaces);
        if (problem !== undefined) return { answer: problem };
        const preset: PresetRecord = {
          id: was?.id ?? ids.next('preset'),
          customer: actor.customer,
          name: read.name,
          settings,
          savedBy: actor.id,
          savedAt: clock.now(),
        };
        return {
          answer: { preset },
          changed: {
            presets: [...presets.filter(({ id }) => id !== preset.id), preset],
            entry: entryOf(actor, was === undefined ? 'preset.saved' : 'preset.replaced', preset),
          },
        };
      });
    },

    async rename(actor, id, typedName) {
      const read = readPresetName(typedName);
      if ('problem' in read) return read;
      return change<NamedPreset>(actor, (presets) => {
        const preset = presets.find((one) => one.id === id);
        if (preset === undefined) throw describeGone();
        const was = preset.name;
        if (was === read.name) return { answer: { preset } };
        const namesake = findNamesake(presets, read.name, id);
        if (namesake !== undefined) {
          return { answer: { problem: NAME.taken(namesake.name) } };
        }
        const renamed = { ...preset, name: read.name };
        return {
          answer: { preset: renamed },
          changed: {
            presets: presets.map((one) => (one.id === id ? renamed : one)),
            entry: entryOf(actor, 'preset.renamed', renamed, was),
          },
        };
      });
    },

    delete: (actor, id) =>
      change(actor, (presets) => {
        const preset = presets.find((one) => one.id === id);
        if (preset === undefined) throw describeGone();
        return {
          answer: preset,
          changed: {
            presets: presets.filter((one) => one.id !== id),
            entry: entryOf(actor, 'preset.deleted', preset),
          },
        };
      }),
  };
}

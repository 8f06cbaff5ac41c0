import { tidyValue } from '../../domain/personRules.ts';
import type { PresetRecord } from '../ports/drafts.ts';
import { PRESET_REFUSALS } from './words.ts';

const { name: SAYS } = PRESET_REFUSALS;

/** Slack shows 75 characters of an option; a name that is cut cannot be told from another. */
const MOST_CHARACTERS = 60;

/** A name as typed → as kept, or what is wrong with it. */
export function readPresetName(typed: string): { name: string } | { problem: string } {
  const name = tidyValue(typed).replace(/ {2,}/g, ' ');
  if (name === '') return { problem: SAYS.missing };
  if (name.length > MOST_CHARACTERS) {
    return { problem: SAYS.tooLong(name.length, MOST_CHARACTERS) };
  }
  return { name };
}

/** Names that people cannot tell apart are the same. */
function keyOf(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/** The preset that has this name, if another than `except` does. */
export function findNamesake(
  presets: readonly PresetRecord[],
  name: string,
  except?: string,
): PresetRecord | undefined {
  return presets.find((preset) => preset.id !== except && keyOf(preset.name) === keyOf(name));
}

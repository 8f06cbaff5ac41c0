import { nameOfLocation } from '../../domain/usageLocations.ts';
import type { PresetSettings } from '../../service/ports/drafts.ts';
import { DELIVERY_WORDS } from '../jobs/deliveryWords.ts';

/** What a preset holds, one line for each setting. Names in it are as they were when it was saved. */
export function summarizePreset(settings: PresetSettings): string[] {
  const { accountEnabled, usageLocation, licenses, groups, recipients, delivery } = settings;
  const names = (of: readonly string[], nothing: string) => (of.length === 0 ? nothing : of.join(', '));
  return [
    `Sign-in ${accountEnabled ? 'allowed' : 'blocked'}`,
    usageLocation === '' ? 'No location' : `Location ${nameOfLocation(usageLocation)}`,
    `Licenses: ${names(
      licenses.map(({ name }) => name),
      'none',
    )}`,
    `Groups: ${names(
      groups.map(({ displayName }) => displayName),
      'none',
    )}`,
    `First passwords to ${names(recipients, 'nobody by mail')} · ${DELIVERY_WORDS[delivery].text}`,
  ];
}

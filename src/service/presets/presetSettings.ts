import { tidyValue } from '../../domain/personRules.ts';
import { parseRecipients } from '../../domain/recipients.ts';
import type { PasswordDelivery, Problem } from '../../domain/terms.ts';
import { isUsageLocation } from '../../domain/usageLocations.ts';
import type { CustomerFacts } from '../facts/customerFacts.ts';
import { readGroupChoice } from '../facts/groupChoice.ts';
import { checkLicenses } from '../licensing/seats.ts';
import { checkDelivery } from '../people/passwordDelivery.ts';
import type { PresetSettings } from '../ports/drafts.ts';
import { PRESET_REFUSALS } from './words.ts';

const { leftOut: LEFT_OUT } = PRESET_REFUSALS;

/** The fields of both forms that a preset fills in, as text. */
export interface PresetValues {
  signIn: 'allowed' | 'blocked';
  usageLocation: string;
  /** skuIds. */
  licenses: readonly string[];
  /** Group ids. */
  groups: readonly string[];
  recipients: string;
  delivery: PasswordDelivery;
}

function checkLocation(usageLocation: string): Problem[] {
  if (usageLocation === '' || isUsageLocation(usageLocation)) return [];
  const message = PRESET_REFUSALS.location;
  return [
    { property: 'usageLocation', value: usageLocation, code: 'LOCATION_INVALID', severity: 'error', message },
  ];
}

/** Settings out of a form's fields: these alone, whatever else the form holds. Nothing is kept with a problem. */
export function readPresetSettings(
  facts: CustomerFacts,
  recipientDomains: readonly string[] | undefined,
  values: PresetValues,
): { settings: PresetSettings; problems: Problem[] } {
  const usageLocation = tidyValue(values.usageLocation);
  const licenses = [...new Set(values.licenses)];
  const { groups, problems: wrongGroups } = readGroupChoice(facts.groups, values.groups);
  const { recipients, problems: wrongRecipients } = parseRecipients(values.recipients, recipientDomains);
  const nameOf = (skuId: string) => facts.licenses.find((license) => license.skuId === skuId)?.name ?? skuId;
  return {
    settings: {
      accountEnabled: values.signIn !== 'blocked',
      usageLocation,
      licenses: licenses.map((skuId) => ({ skuId, name: nameOf(skuId) })),
      groups,
      recipients,
      delivery: values.delivery,
    },
    problems: [
      ...checkLocation(usageLocation),
      ...checkLicenses(facts, licenses),
      ...wrongGroups,
      ...wrongRecipients,
      ...checkDelivery(facts.deliveries, values.delivery, values.recipients),
    ],
  };
}

/** One sentence for each part of a preset that cannot be used any more. */
type Notes = string[];

function fillLicenses(facts: CustomerFacts, settings: PresetSettings, notes: Notes): string[] {
  return settings.licenses.flatMap(({ skuId, name }) => {
    const license = facts.licenses.find((one) => one.skuId === skuId);
    if (license?.assignable === true) return [skuId];
    notes.push(license === undefined ? LEFT_OUT.licenseGone(name, facts.name) : LEFT_OUT.licenseOff(name));
    return [];
  });
}

function fillGroups(facts: CustomerFacts, settings: PresetSettings, notes: Notes): string[] {
  return settings.groups.flatMap(({ id, displayName }) => {
    if (facts.groups.some((group) => group.id === id)) return [id];
    notes.push(LEFT_OUT.group(displayName));
    return [];
  });
}

function fillRecipients(
  recipientDomains: readonly string[] | undefined,
  settings: PresetSettings,
  notes: Notes,
): string {
  return settings.recipients
    .filter((address) => {
      const { problems } = parseRecipients(address, recipientDomains);
      notes.push(...problems.map(({ message }) => LEFT_OUT.recipient(message)));
      return problems.length === 0;
    })
    .join('\n');
}

/** A preset's settings as fields, without what is gone: `facts` knows its groups. */
export function fillFromPreset(
  facts: CustomerFacts,
  recipientDomains: readonly string[] | undefined,
  settings: PresetSettings,
): { values: PresetValues; notes: readonly string[] } {
  const notes: Notes = [];
  const isPossible = facts.deliveries.includes(settings.delivery);
  const values: PresetValues = {
    signIn: settings.accountEnabled ? 'allowed' : 'blocked',
    usageLocation: settings.usageLocation,
    licenses: fillLicenses(facts, settings, notes),
    groups: fillGroups(facts, settings, notes),
    recipients: fillRecipients(recipientDomains, settings, notes),
    delivery: isPossible ? settings.delivery : facts.passwordDelivery,
  };
  if (!isPossible) {
    notes.push(LEFT_OUT.delivery);
  }
  return { values, notes };
}

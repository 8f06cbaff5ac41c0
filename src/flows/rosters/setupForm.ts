import type { z } from 'zod';
import { listUsageLocations } from '../../domain/usageLocations.ts';
import { readyRows } from '../../roster/check/weighRoster.ts';
import type { RosterDraft, SetupValues } from '../../service/drafts/draftData.ts';
import type { CustomerFacts } from '../../service/facts/customerFacts.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { setupFields } from '../people/personFields.ts';
import { type Shelf, showPicker } from '../presets/presetPicker.ts';
import type { FieldErrors } from '../views/parts.ts';
import type { SetupFormView } from '../views/roster.ts';

/** The form's fields, as they were before where none was sent. */
export function fillSetup(
  { signIn, usageLocation, groups, delivery, ...typed }: z.infer<typeof setupFields>,
  before: SetupValues,
): SetupValues {
  return {
    ...typed,
    signIn: signIn ?? before.signIn,
    usageLocation: usageLocation ?? before.usageLocation,
    groups: groups ?? before.groups,
    delivery: delivery ?? before.delivery,
  };
}

/** The groups that the set-up form was left with. */
export function groupsOfSetup({ form, settings }: RosterDraft): readonly string[] {
  return form?.groups ?? (settings?.groups ?? []).map(({ id }) => id);
}

/** The set-up form as it was left or last accepted, or with the customer's defaults. */
export function readSetup(data: RosterDraft, facts: CustomerFacts): SetupValues {
  if (data.form !== undefined) return data.form;
  const { settings, reason } = data;
  return {
    signIn: settings?.accountEnabled === false ? 'blocked' : 'allowed',
    usageLocation: settings?.usageLocation ?? facts.defaultUsageLocation ?? '',
    licenses: settings?.licenses ?? [],
    groups: groupsOfSetup(data),
    recipients: (settings?.recipients ?? []).join('\n'),
    delivery: settings?.delivery ?? facts.passwordDelivery,
    reason: reason ?? '',
  };
}

export function showSetup(
  facts: CustomerFacts,
  shelf: Shelf,
  draft: DraftRecord<RosterDraft>,
  values: SetupValues,
  errors: FieldErrors = {},
): SetupFormView {
  const { rows, findings, counts } = draft.data;
  const people = counts.ready;
  const ready = readyRows(rows, findings);
  return {
    kind: 'setupForm',
    target: {
      submit: { action: 'addusers.setupSubmit', label: 'Next' },
      id: draft.id,
      version: draft.version,
      errors,
    },
    fileName: draft.data.fileName,
    customer: facts.name,
    people,
    preset: showPicker('addusers', draft, shelf),
    values,
    deliveries: facts.deliveries,
    offersGroups: facts.offersGroups,
    groups: facts.groups,
    locations: listUsageLocations(),
    licenses: facts.licenses
      .filter((license) => license.assignable)
      .map((license) => {
        // Those whose rows name it, or name none.
        const needs = ready.filter(({ licenses }) => licenses?.includes(license.skuId) ?? true).length;
        return { license, needs, short: license.left < needs };
      }),
  };
}

import type { z } from 'zod';
import type { Actor } from '../../domain/terms.ts';
import { listUsageLocations } from '../../domain/usageLocations.ts';
import { readyRows } from '../../roster/check/weighRoster.ts';
import type { RosterDraft, SetupValues } from '../../service/drafts/draftData.ts';
import type { CustomerFacts } from '../../service/facts/customerFacts.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { nameOf } from '../approvals/approvals.ts';
import { type ApprovalWords, sayInForm } from '../approvals/foreseen.ts';
import type { FlowContext } from '../context.ts';
import { setupForm } from '../formFields.ts';
import { sayOldSeats } from '../licensing/oldSeats.ts';
import type { PresetForm } from '../presets/presetForm.ts';
import { readPicker, type ShowPicker } from '../presets/presetPicker.ts';
import type { FieldErrors } from '../views/parts.ts';
import type { SetupFormView } from '../views/roster.ts';
import { WAVE_WORDS } from '../waves/words.ts';
import { GROUPS_FORBIDDEN } from '../words.ts';
import { ROSTER_WORDS } from './words.ts';

/** Who may create the people of a file. */
export const MAY_CREATE_MANY = ['admin'] as const;

/** The form's fields, as they were before where none was sent. */
export function fillSetup(
  { signIn, usageLocation, licenses, groups, delivery, recipients, reason }: z.infer<typeof setupForm>,
  before: SetupValues,
): SetupValues {
  return {
    recipients,
    reason,
    signIn: signIn ?? before.signIn,
    usageLocation: usageLocation ?? before.usageLocation,
    licenses: licenses ?? before.licenses,
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

function showSetup(
  facts: CustomerFacts,
  sayApproval: (people: number) => ApprovalWords,
  showPicker: ShowPicker,
  draft: DraftRecord<RosterDraft>,
  values: SetupValues,
  errors: FieldErrors,
): SetupFormView {
  const { rows, findings, counts } = draft.data;
  const people = counts.ready;
  const ready = readyRows(rows, findings);
  return {
    kind: 'setupForm',
    target: {
      submit: { action: 'addusers.setupSubmit', label: ROSTER_WORDS.setUp.next },
      id: draft.id,
      version: draft.version,
      errors,
    },
    fileName: draft.data.fileName,
    customer: facts.name,
    people,
    ...sayApproval(people),
    preset: showPicker(draft),
    values,
    deliveries: facts.deliveries,
    offersGroups: facts.groupOffer === 'some',
    ...(facts.groupOffer === 'forbidden' ? { groupsForbidden: GROUPS_FORBIDDEN } : {}),
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

/** The set-up form with what is known now, among that the groups with these ids; it shows any draft of the kind. */
export async function readSetupForm(
  { service, policy, clock }: FlowContext,
  actor: Actor,
  groupIds: readonly string[],
  about: DraftRecord<RosterDraft>,
): Promise<{
  facts: CustomerFacts;
  show(draft: DraftRecord<RosterDraft>, values: SetupValues, errors?: FieldErrors): SetupFormView;
}> {
  const facts = await service.facts.read(actor.customer, groupIds);
  const showPicker = await readPicker(service, actor, 'addusers');
  const sayApproval = (people: number): ApprovalWords => ({
    ...sayInForm(
      service.approvals.foreseeInForm(actor, { task: 'create', people, licenses: facts.licenses }),
    ),
    ...sayOldSeats(facts, clock.now()),
  });
  const alike = about.data.wave === undefined ? [] : await service.waves.listAlike(about);
  const alsoFor =
    alike.length === 0
      ? {}
      : { alsoFor: WAVE_WORDS.alsoFor(alike.map((customer) => nameOf(policy, customer))) };
  return {
    facts,
    show: (draft, values, errors = {}) => ({
      ...showSetup(facts, sayApproval, showPicker, draft, values, errors),
      ...alsoFor,
    }),
  };
}

/** The set-up form of a file, as presets know it. */
export function setupPresets(context: FlowContext): PresetForm<z.infer<typeof setupForm>> {
  const { rosters } = context.service;
  return {
    name: 'addusers',
    roles: MAY_CREATE_MANY,
    fields: setupForm,
    back: 'addusers.setupBack',
    async keep(actor, id, fields, over = {}) {
      const kept = await rosters.load(actor, id);
      const { data } = kept;
      const groups = over.values?.groups ?? fields?.groups ?? groupsOfSetup(data);
      const { facts, show } = await readSetupForm(context, actor, groups, kept);
      const before = readSetup(data, facts);
      const values = { ...(fields === undefined ? before : fillSetup(fields, before)), ...over.values };
      const draft = await rosters.keepSetup(actor, id, values, over.preset);
      return {
        id,
        version: draft.version,
        customer: facts.name,
        values,
        preset: draft.data.preset,
        show: (errors) => show(draft, values, { ...fields?.unknown, ...errors }),
      };
    },
  };
}

import type { z } from 'zod';
import { splitUserName, suggestLocalPart } from '../../domain/names/userName.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Actor } from '../../domain/terms.ts';
import { listUsageLocations } from '../../domain/usageLocations.ts';
import type { PersonDraft } from '../../service/drafts/draftData.ts';
import type { CustomerFacts } from '../../service/facts/customerFacts.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { type ApprovalWords, sayInForm } from '../approvals/foreseen.ts';
import type { FlowContext } from '../context.ts';
import { sayOldSeats } from '../licensing/oldSeats.ts';
import type { PresetForm } from '../presets/presetForm.ts';
import { readPicker, type ShowPicker } from '../presets/presetPicker.ts';
import type { FieldErrors } from '../views/parts.ts';
import type { PersonFormView } from '../views/person.ts';
import { GROUPS_FORBIDDEN } from '../words.ts';
import { listShownFields, personFields, readPersonValues } from './personFields.ts';
import { PEOPLE_WORDS } from './words.ts';

/** Who may create one person. */
export const MAY_CREATE = ['helpdesk', 'admin'] as const;

function showPersonForm(
  policy: Policy,
  facts: CustomerFacts,
  approval: ApprovalWords,
  showPicker: ShowPicker,
  draft: DraftRecord<PersonDraft>,
  errors: FieldErrors,
): PersonFormView {
  const { values, showContact } = draft.data;
  const customer = policy.customers.find(({ id }) => id === facts.customer);
  const pattern = customer?.userNamePattern ?? 'first.last';
  const umlauts = customer?.userNameUmlauts;
  const preset = showPicker(draft);
  const localPart = suggestLocalPart(values, pattern, umlauts);
  const { localPart: typed, domain = values.domain } = splitUserName(values.userName);
  const name = typed || localPart;
  return {
    kind: 'personForm',
    target: {
      submit: { action: 'adduser.submit', label: PEOPLE_WORDS.buttons.next },
      id: draft.id,
      version: draft.version,
      errors,
    },
    customer: facts.name,
    preset,
    values,
    fields: listShownFields({
      showMore: showContact,
      hasPresets: preset.offered.length > 0,
      approval,
      errors,
    }),
    toggleMore: {
      action: 'adduser.contact',
      label: showContact ? PEOPLE_WORDS.create.fewer : PEOPLE_WORDS.create.more,
      id: draft.id,
      version: draft.version,
    },
    domains: facts.domains,
    locations: listUsageLocations(),
    licenses: facts.licenses.filter((license) => license.assignable),
    ...approval,
    offersGroups: facts.groupOffer === 'some',
    ...(facts.groupOffer === 'forbidden' ? { groupsForbidden: GROUPS_FORBIDDEN } : {}),
    groups: facts.groups,
    deliveries: facts.deliveries,
    ...(name === '' ? {} : { userPrincipalName: domain === '' ? name : `${name}@${domain.toLowerCase()}` }),
    userNameExample:
      localPart || suggestLocalPart({ givenName: 'Ada', surname: 'Lovelace' }, pattern, umlauts),
  };
}

/** One person's form with what is known now, among that the groups with these ids; it shows any draft of the kind. */
export async function readPersonForm(
  { service, policy, clock }: FlowContext,
  actor: Actor,
  groupIds: readonly string[] = [],
): Promise<{
  facts: CustomerFacts;
  show(draft: DraftRecord<PersonDraft>, errors?: FieldErrors): PersonFormView;
}> {
  const facts = await service.facts.read(actor.customer, groupIds);
  const showPicker = await readPicker(service, actor, 'adduser');
  const approval = {
    ...sayInForm(
      service.approvals.foreseeInForm(actor, { task: 'create', people: 1, licenses: facts.licenses }),
    ),
    ...sayOldSeats(facts, clock.now()),
  };
  return {
    facts,
    show: (draft, errors = {}) => showPersonForm(policy, facts, approval, showPicker, draft, errors),
  };
}

/** One person's form, as presets know it. */
export function personPresets(context: FlowContext): PresetForm<z.infer<typeof personFields>> {
  const { people } = context.service;
  return {
    name: 'adduser',
    roles: MAY_CREATE,
    fields: personFields,
    back: 'adduser.back',
    async keep(actor, id, fields, over = {}) {
      const { data } = await people.load(actor, id);
      const typed = fields === undefined ? data.values : readPersonValues(fields, data.values);
      const { licenses, groups, ...rest } = over.values ?? {};
      const values = {
        ...typed,
        ...rest,
        licenses: [...(licenses ?? typed.licenses)],
        groups: [...(groups ?? typed.groups ?? [])],
      };
      const { facts, show } = await readPersonForm(context, actor, values.groups);
      const draft = await people.keep(actor, id, values, data.showContact, over.preset);
      const { signIn, usageLocation, recipients, delivery = facts.passwordDelivery } = values;
      return {
        id,
        version: draft.version,
        customer: facts.name,
        values: {
          signIn,
          usageLocation,
          licenses: values.licenses,
          groups: values.groups,
          recipients,
          delivery,
        },
        preset: draft.data.preset,
        show: (errors) => show(draft, { ...fields?.unknown, ...errors }),
      };
    },
  };
}

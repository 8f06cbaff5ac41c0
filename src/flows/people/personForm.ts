import type { Policy } from '../../domain/policy.ts';
import { listUsageLocations } from '../../domain/usageLocations.ts';
import { suggestLocalPart } from '../../domain/userName.ts';
import type { PersonDraft } from '../../service/drafts/draftData.ts';
import type { CustomerFacts } from '../../service/facts/customerFacts.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { type Shelf, showPicker } from '../presets/presetPicker.ts';
import type { FieldErrors } from '../views/parts.ts';
import type { PersonFormView } from '../views/person.ts';
import { touchesContact } from './personFields.ts';

/** One person's form, as its draft has it. */
export function showPersonForm(
  policy: Policy,
  facts: CustomerFacts,
  shelf: Shelf,
  draft: DraftRecord<PersonDraft>,
  errors: FieldErrors = {},
): PersonFormView {
  const { values, showContact } = draft.data;
  const customer = policy.customers.find(({ id }) => id === facts.customer);
  const pattern = customer?.userNamePattern ?? 'first.last';
  return {
    kind: 'personForm',
    target: {
      submit: { action: 'adduser.submit', label: 'Next' },
      id: draft.id,
      version: draft.version,
      errors,
    },
    customer: facts.name,
    preset: showPicker('adduser', draft, shelf),
    values,
    showContact: showContact || touchesContact(errors),
    toggleContact: {
      action: 'adduser.contact',
      label: showContact ? 'Hide contact fields' : 'Add contact fields',
      id: draft.id,
      version: draft.version,
    },
    domains: facts.domains,
    locations: listUsageLocations(),
    licenses: facts.licenses.filter((license) => license.assignable),
    offersGroups: facts.offersGroups,
    groups: facts.groups,
    deliveries: facts.deliveries,
    userNameExample: suggestLocalPart({ givenName: 'Ada', surname: 'Lovelace' }, pattern),
  };
}

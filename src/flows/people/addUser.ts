import { z } from 'zod';
import type { Actor, Place } from '../../domain/terms.ts';
import { nameOfLocation } from '../../domain/usageLocations.ts';
import type { Foreseen } from '../../service/approvals/foresee.ts';
import type { CheckedPerson, PersonDraft } from '../../service/drafts/draftData.ts';
import type { CustomerFacts } from '../../service/facts/customerFacts.ts';
import { countSeats } from '../../service/licensing/seats.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { AskedPerson } from '../../service/ports/requests.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf, sayWaits } from '../approvals/approvals.ts';
import { ASK_LABEL, checkApproval, sayInConfirm } from '../approvals/foreseen.ts';
import { callPerson } from '../callPerson.ts';
import { MAY_RESTORE } from '../changing/comeBack.ts';
import { parsePerson } from '../commands.ts';
import type { FlowContext } from '../context.ts';
import { keepingForm, toFieldErrors } from '../formErrors.ts';
import { UNKNOWN_CHOICE } from '../formFields.ts';
import { showCost } from '../licensing/costWords.ts';
import { usePresetActions } from '../presets/usePresets.ts';
import type { Reply } from '../reply.ts';
import { refuseUsed } from '../usedForm.ts';
import type { PersonConfirmView } from '../views/person.ts';
import { fitPersonValues } from './fitPersonValues.ts';
import { personFields, readPersonValues } from './personFields.ts';
import { MAY_CREATE, personPresets, readPersonForm } from './personForm.ts';
import { PEOPLE_WORDS } from './words.ts';

/** `fields`: what was typed in the form of another customer. */
const beginning = z.object({ text: z.string().default(''), fields: personFields.optional() });
const form = button.extend({ fields: personFields.prefault({}) });

/** A domain may have gone since the form was shown; left out: as it was. */
function isOffered({ domains }: CustomerFacts, domain = ''): boolean {
  const chosen = domain.trim().toLowerCase();
  return chosen === '' || domains.some(({ id }) => id.toLowerCase() === chosen);
}

/** What is asked for, as it was checked. */
function askedOf({ person, settings, manager }: CheckedPerson): AskedPerson {
  return {
    person,
    accountEnabled: settings.accountEnabled,
    licenses: settings.licenses,
    groups: settings.groups ?? [],
    ...(manager === undefined ? {} : { manager }),
  };
}

function showConfirm(
  actor: Actor,
  facts: CustomerFacts,
  draft: DraftRecord<PersonDraft>,
  checked: CheckedPerson,
  foreseen: Foreseen | undefined,
): PersonConfirmView {
  const { values } = draft.data;
  const { person, settings } = checked;
  const location = person.usageLocation ?? settings.usageLocation;
  const licenses = countSeats(facts.licenses, [settings.licenses]);
  return {
    kind: 'personConfirm',
    target: {
      submit: {
        action: 'adduser.create',
        label: foreseen === undefined ? PEOPLE_WORDS.create.submit : ASK_LABEL,
      },
      id: draft.id,
      version: draft.version,
      errors: {},
    },
    back: { action: 'adduser.back', label: PEOPLE_WORDS.buttons.back, id: draft.id, version: draft.version },
    ...(checked.restorable !== undefined && MAY_RESTORE.some((role) => actor.roles.includes(role))
      ? {
          instead: {
            action: 'comeBack.open',
            label: PEOPLE_WORDS.create.restoreInstead,
            id: checked.restorable,
            version: 1,
          },
        }
      : {}),
    customer: facts.name,
    person,
    accountEnabled: settings.accountEnabled,
    locationName: location === '' ? '' : nameOfLocation(location),
    licenses,
    ...showCost(facts.prices, licenses),
    groups: (settings.groups ?? []).map(({ displayName }) => displayName),
    ...(checked.manager === undefined ? {} : { manager: checked.manager.userPrincipalName }),
    recipients: settings.recipients,
    delivery: settings.delivery ?? 'password',
    reason: values.reason,
    ...sayInConfirm(foreseen),
    lookAlikes: checked.lookAlikes,
    notes: checked.notes,
  };
}

/** `adduser`: the form, its checks, the confirmation, the create. */
export function addUserActions(context: FlowContext): Action[] {
  const { service, policy } = context;
  const action = actionsFor(MAY_CREATE);
  async function open(
    actor: Actor,
    place: Place,
    { text, fields }: z.infer<typeof beginning>,
  ): Promise<Reply> {
    const { facts, show } = await readPersonForm(context, actor);
    const draft = await service.people.open(actor, place, parsePerson(text));
    if (fields === undefined) return { type: 'form', view: show(draft) };
    const values = fitPersonValues(facts, readPersonValues(fields, draft.data.values));
    const hasContact = Object.values(values.contact).some((value) => value !== '');
    return { type: 'form', view: show(await service.people.keep(actor, draft.id, values, hasContact)) };
  }

  return [
    action.form('adduser.open', beginning, open),
    action.form('adduser.contact', form, async (actor, _place, { id, fields }) => {
      const { data } = await service.people.load(actor, id);
      await refuseUsed(context, actor, data);
      const values = readPersonValues(fields, data.values);
      const { show } = await readPersonForm(context, actor, values.groups);
      const draft = await service.people.keep(actor, id, values, !data.showContact);
      return { type: 'form', view: show(draft, fields.unknown) };
    }),
    // While somebody types: nothing is kept, only the user name is shown as it would be.
    action.form('adduser.name', form, async (actor, _place, { id, fields }) => {
      const draft = await service.people.load(actor, id);
      const values = readPersonValues(fields, draft.data.values);
      const { show } = await readPersonForm(context, actor, values.groups);
      return { type: 'form', view: show({ ...draft, data: { ...draft.data, values } }, fields.unknown) };
    }),
    action.form('adduser.submit', form, async (actor, _place, { id, fields }) => {
      const before = await service.people.load(actor, id);
      await refuseUsed(context, actor, before.data);
      const values = readPersonValues(fields, before.data.values);
      const kept = await service.people.keep(actor, id, values, before.data.showContact);
      const { facts, show } = await readPersonForm(context, actor, values.groups);
      const local = {
        ...toFieldErrors(service.people.checkLocally(facts, values)),
        ...fields.unknown,
        ...(isOffered(facts, fields.domain) ? {} : { domain: UNKNOWN_CHOICE }),
      };
      if (Object.keys(local).length > 0) {
        return { type: 'fieldErrors', errors: local, form: show(kept, local) };
      }
      return keepingForm(
        async () => {
          const { draft, problems } = await service.people.check(actor, id, values);
          const { checked } = draft.data;
          if (checked === undefined) {
            const errors = toFieldErrors(problems);
            return { type: 'fieldErrors', errors, form: show(draft, errors) };
          }
          const foreseen = await service.approvals.foresee({ actor, people: [askedOf(checked)] });
          const errors = checkApproval(foreseen, values.reason);
          if (Object.keys(errors).length > 0) {
            return { type: 'fieldErrors', errors, form: show(draft, errors) };
          }
          return { type: 'form', view: showConfirm(actor, facts, draft, checked, foreseen) };
        },
        (errors) => show(kept, errors),
      );
    }),
    action.form('adduser.back', button, async (actor, _place, { id }) => {
      const draft = await service.people.load(actor, id);
      await refuseUsed(context, actor, draft.data);
      const { show } = await readPersonForm(context, actor, draft.data.values.groups);
      return { type: 'form', view: show(draft) };
    }),
    action.replace('adduser.create', button, async (actor, place, { id, version }) => {
      const draft = await service.people.load(actor, id);
      const { checked, values } = draft.data;
      if (checked === undefined) {
        const { show } = await readPersonForm(context, actor, values.groups);
        return { type: 'form', view: show(draft) };
      }
      const { person, settings } = checked;
      const submitted = await service.approvals.submit({
        actor,
        place,
        requestId: id,
        requestVersion: version,
        kind: 'one',
        people: [askedOf(checked)],
        settings,
        ...(values.reason === '' ? {} : { reason: values.reason }),
        ...(place.message === undefined ? {} : { message: place.message }),
      });
      if ('request' in submitted) return sayWaits(submitted.request, nameOf(policy, actor.customer));
      return {
        type: 'follow',
        view: {
          kind: 'working',
          title: PEOPLE_WORDS.create.working(callPerson(person)),
          text: person.userPrincipalName,
        },
      };
    }),
    action.form('adduser.another', button, async (actor, place, { id }) => {
      const { job } = await service.jobs.load(actor, id);
      const { settings } = job;
      const groups = (settings.groups ?? []).map(({ id }) => id);
      const { show } = await readPersonForm(context, actor, groups);
      const draft = await service.people.open(actor, place, {
        usageLocation: settings.usageLocation,
        signIn: settings.accountEnabled ? 'allowed' : 'blocked',
        licenses: [...settings.licenses],
        groups,
        recipients: settings.recipients.join('\n'),
        ...(settings.delivery === undefined ? {} : { delivery: settings.delivery }),
        ...(job.reason === undefined ? {} : { reason: job.reason }),
      });
      return { type: 'form', view: show(draft) };
    }),
    ...usePresetActions(service, personPresets(context)),
  ];
}

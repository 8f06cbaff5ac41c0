import type { z } from 'zod';
import type { Actor, Role } from '../../domain/terms.ts';
import type { ChosenPreset } from '../../service/drafts/draftData.ts';
import type { PresetValues } from '../../service/presets/presetSettings.ts';
import type { FlowContext } from '../context.ts';
import { personFields, readPersonValues, setupFields } from '../people/personFields.ts';
import { showPersonForm } from '../people/personForm.ts';
import { fillSetup, groupsOfSetup, readSetup, showSetup } from '../rosters/setupForm.ts';
import type { FieldErrors } from '../views/parts.ts';
import type { View } from '../views.ts';
import { readShelf } from './presetPicker.ts';

/** A form as its draft now has it. */
export interface KeptForm {
  id: string;
  version: number;
  customer: string;
  values: PresetValues;
  preset: ChosenPreset | undefined;
  show(errors?: FieldErrors): View;
}

/** What is put over what somebody typed. */
export interface PutIn {
  values?: Partial<PresetValues>;
  preset?: ChosenPreset;
}

/** A form that presets can fill in and are made of. */
export interface PresetForm<Fields> {
  name: 'adduser' | 'addusers';
  roles: readonly Role[];
  fields: z.ZodType<Fields>;
  /** The action that opens it as it was left. */
  back: string;
  /** Keeps what is typed (as it was left, without `fields`) with what is put over it. */
  keep(actor: Actor, id: string, fields: Fields | undefined, over?: PutIn): Promise<KeptForm>;
}

/** The set-up form of a file. */
export function setupPresets({ service }: FlowContext): PresetForm<z.infer<typeof setupFields>> {
  return {
    name: 'addusers',
    roles: ['admin'],
    fields: setupFields,
    back: 'addusers.setupBack',
    async keep(actor, id, fields, over = {}) {
      const { data } = await service.rosters.load(actor, id);
      const groups = over.values?.groups ?? fields?.groups ?? groupsOfSetup(data);
      const facts = await service.facts.read(actor.customer, groups);
      const typed = fields === undefined ? readSetup(data, facts) : fillSetup(fields, readSetup(data, facts));
      const values = { ...typed, ...over.values };
      const draft = await service.rosters.keepSetup(actor, id, values, over.preset);
      const shelf = await readShelf(service, actor);
      return {
        id,
        version: draft.version,
        customer: facts.name,
        values,
        preset: draft.data.preset,
        show: (errors) => showSetup(facts, shelf, draft, values, errors),
      };
    },
  };
}

/** One person's form. */
export function personPresets({ service, policy }: FlowContext): PresetForm<z.infer<typeof personFields>> {
  return {
    name: 'adduser',
    roles: ['helpdesk', 'admin'],
    fields: personFields,
    back: 'adduser.back',
    async keep(actor, id, fields, over = {}) {
      const { data } = await service.people.load(actor, id);
      const typed = fields === undefined ? data.values : readPersonValues(fields, data.values);
      const { licenses, groups, ...rest } = over.values ?? {};
      const values = {
        ...typed,
        ...rest,
        licenses: [...(licenses ?? typed.licenses)],
        groups: [...(groups ?? typed.groups ?? [])],
      };
      const facts = await service.facts.read(actor.customer, values.groups);
      const draft = await service.people.keep(actor, id, values, data.showContact, over.preset);
      const shelf = await readShelf(service, actor);
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
        show: (errors) => showPersonForm(policy, facts, shelf, draft, errors),
      };
    },
  };
}

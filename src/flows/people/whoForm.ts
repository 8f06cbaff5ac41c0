import { z } from 'zod';
import type { Account, Actor, Place, Role } from '../../domain/terms.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import type { FlowContext } from '../context.ts';
import { keepingForm } from '../formErrors.ts';
import { SHORTEST_SEARCH } from '../searches.ts';
import type { FieldErrors } from '../views/parts.ts';
import type { PersonSearchView } from '../views/people.ts';
import type { View } from '../views.ts';
import { pickedFields, readPicked } from './pickPeople.ts';
import { PEOPLE_WORDS } from './words.ts';

const { pick: SAYS, buttons: LABELS } = PEOPLE_WORDS;

/** Reasons in one sentence at a field. */
const MAX_REASONS = 5;

/** A form that picks several people, as one conversation goes on from it. */
interface WhoForm {
  /** What its actions begin with, before `.who` and `.found`. */
  name: string;
  task: PersonSearchView['task'];
  roles: readonly Role[];
  most: number;
  /** The next form, for these object ids; or why it is not for some of them, by their ids. */
  open(
    actor: Actor,
    place: Place,
    ids: readonly string[],
  ): Promise<{ form: View } | { refused: ReadonlyMap<string, string> }>;
}

/** The form with those who are chosen, and what was typed. */
export function showWho(
  { policy }: Pick<FlowContext, 'policy'>,
  { name, task, most }: Pick<WhoForm, 'name' | 'task' | 'most'>,
  actor: Actor,
  { chosen, query }: Pick<PersonSearchView, 'chosen' | 'query'> = { chosen: [], query: '' },
  errors: FieldErrors = {},
): PersonSearchView {
  return {
    kind: 'personSearch',
    task,
    target: { submit: { action: `${name}.found`, label: LABELS.next }, id: 'new', version: 1, errors },
    customer: nameOf(policy, actor.customer),
    most,
    fromLetters: SHORTEST_SEARCH,
    chosen,
    query,
  };
}

/** Picks several people: the form, and what was picked and typed in it. */
export function whoActions(context: FlowContext, who: WhoForm): Action[] {
  const { service } = context;
  const action = actionsFor(who.roles);

  /** `Ada Lovelace: This person is a guest …`. */
  async function sayRefused(actor: Actor, refused: ReadonlyMap<string, string>): Promise<string> {
    const people = await service.lookUps.readPeople(actor, [...refused.keys()]);
    const names = new Map(people.map(({ id, displayName }) => [id, displayName]));
    const reasons = [...refused].map(([id, reason]) => SAYS.refused(names.get(id) ?? SAYS.somebody, reason));
    const more = reasons.length - MAX_REASONS;
    return [...reasons.slice(0, MAX_REASONS), ...(more > 0 ? [SAYS.moreRefused(more)] : [])].join(' ');
  }

  return [
    action.form(`${who.name}.who`, z.object({}), async (actor) => ({
      type: 'form',
      view: showWho(context, who, actor),
    })),
    action.form(`${who.name}.found`, z.object({ fields: pickedFields }), (actor, place, { fields }) => {
      const { person: query } = fields;
      let chosen: readonly Account[] = [];
      const show = (errors: FieldErrors) => showWho(context, who, actor, { chosen, query }, errors);
      return keepingForm(async () => {
        const picked = await readPicked(context, actor, fields, who.most);
        ({ chosen } = picked);
        const { errors } = picked;
        if (Object.keys(errors).length > 0) return { type: 'fieldErrors', errors, form: show(errors) };
        const opened = await who.open(actor, place, picked.ids);
        if ('form' in opened) return { type: 'form', view: opened.form };
        const refused = { people: await sayRefused(actor, opened.refused) };
        return { type: 'fieldErrors', errors: refused, form: show(refused) };
      }, show);
    }),
  ];
}

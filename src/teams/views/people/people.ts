import { cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindButton, bindButtons, bindLines } from '../parts.ts';

export const bindPeople: Binder<'people'> = (view) => ({
  customer: cut(view.customer, LIMITS.value),
  title: `🔎 ${view.people.length === 1 ? 'One person found' : 'Several people found'}`,
  query: cut(view.query, LIMITS.value),
  people: view.people.slice(0, LIMITS.rows).map((person) => ({
    name: cut(person.displayName, LIMITS.value),
    userName: cut(person.userPrincipalName, LIMITS.value),
    state:
      person.deleted === undefined
        ? person.isBlocked
          ? '  sign-in blocked'
          : ''
        : `  deleted ${person.deleted}`.trimEnd(),
    show: (person.show === undefined ? [] : [person.show]).map(bindButton),
  })),
  buttons: bindButtons(view.buttons),
  notes: bindLines(view.note === undefined ? [] : [view.note]),
  hasMore: view.more || view.people.length > LIMITS.rows,
});

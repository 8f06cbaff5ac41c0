import { cut } from '../../flows/words.ts';
import { LIMITS } from '../outgoing/limits.ts';
import type { Binder } from './binder.ts';
import { bindButton, bindButtons } from './parts.ts';

export const bindPeople: Binder<'people'> = (view) => ({
  customer: cut(view.customer, LIMITS.value),
  query: cut(view.query, LIMITS.value),
  people: view.people.slice(0, LIMITS.rows).map((person) => ({
    name: cut(person.displayName, LIMITS.value),
    userName: cut(person.userPrincipalName, LIMITS.value),
    state: person.isBlocked ? '  sign-in blocked' : '',
    show: bindButton(person.show),
  })),
  buttons: bindButtons(view.buttons),
  hasMore: view.more || view.people.length > LIMITS.rows,
});

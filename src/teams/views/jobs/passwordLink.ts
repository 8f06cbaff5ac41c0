import { count } from '../../../flows/words.ts';
import type { Binder } from '../binder.ts';

/** Whoever has the address can open the page, so this card goes where passwords go, and is emptied like theirs. */
export const bindPasswordLink: Binder<'passwordLink'> = (view) => ({
  people: count(view.people, 'password', 'passwords'),
  hasReplaced: view.replaced !== undefined,
  replaced: view.replaced ?? '',
  until: view.until,
  minutes: String(Math.round(view.showSeconds / 60)),
  url: view.url.reveal(),
});

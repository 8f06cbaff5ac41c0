import { cut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';

const AGAIN =
  " Rollcall stopped while it was showing these, so someone may have seen them already. If that wasn't you, set new ones.";

/** The only card that holds a secret: it is sent to the requester's 1:1 chat and emptied after a time. */
export const bindPasswords: Binder<'passwords'> = (view) => ({
  again: view.again ? AGAIN : '',
  hasReplaced: view.replaced !== undefined,
  replaced: view.replaced ?? '',
  minutes: String(Math.round(view.showSeconds / 60)),
  people: view.people.map(({ displayName, userPrincipalName, password }) => ({
    displayName: cut(displayName, LIMITS.value),
    userPrincipalName,
    password: password.reveal(),
  })),
});

import type { RollcallError } from '../../domain/errors.ts';
import type { NoticeView } from '../views/parts.ts';
import { LOGIN_WORDS as SAYS } from './words.ts';

/**
 * To admins: a tenant that refuses Rollcall's sign-in.
 *
 * @param name of the customer; left out: Rollcall's own sign-in is refused everywhere
 */
export function showLoginRefused({ message, next }: RollcallError, name?: string): NoticeView {
  return {
    kind: 'notice',
    tone: 'error',
    title: name === undefined ? SAYS.house : SAYS.title(name),
    text: [message, name === undefined ? SAYS.houseText : SAYS.text],
    next,
    buttons: [],
  };
}

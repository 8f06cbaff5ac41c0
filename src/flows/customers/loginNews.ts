import type { RollcallError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/terms.ts';
import type { NoticeView } from '../views/parts.ts';
import { checkButton, consentButton } from './consentAgain.ts';
import { LOGIN_WORDS as SAYS } from './words.ts';

/**
 * To admins: a tenant that refuses Rollcall's sign-in.
 *
 * @param customer whose it is; left out: Rollcall's own sign-in is refused everywhere
 */
export function showLoginRefused(
  { message, next }: RollcallError,
  customer?: { id: CustomerId; name: string },
): NoticeView {
  return {
    kind: 'notice',
    tone: 'error',
    title: customer === undefined ? SAYS.house : SAYS.title(customer.name),
    text: [message, customer === undefined ? SAYS.houseText : SAYS.text],
    next,
    buttons: customer === undefined ? [] : [consentButton(customer.id), checkButton(customer.id)],
  };
}

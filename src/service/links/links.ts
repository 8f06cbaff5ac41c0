import type { Actor } from '../../domain/terms.ts';
import type { ListLink } from './listLink.ts';
import type { TakenLink } from './takeLink.ts';
/** One-time pages. Methods throw RollcallError. */
export interface Links {
  /**
   * A link to a one-time page with the first passwords that were not shown yet, for the requester alone. A link given
   * before is void. Throws what claimPasswords throws, and CONFIG_INVALID without a public address.
   */
  makeList(actor: Actor, jobId: string): Promise<ListLink>;
  /**
   * Opens a one-time link: for one caller, once. Undefined for everybody else, whether it was used, is void, has
   * expired or never was. Audited, and told to the requester, before it is answered.
   */
  take(token: string): Promise<TakenLink | undefined>;
}

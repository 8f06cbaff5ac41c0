import { RollcallError } from '../domain/errors.ts';
import type { Actor, Place } from '../domain/terms.ts';
import type { Provisioning } from '../service/provisioning.ts';
import type { Reply } from './reply.ts';

/** People whose passwords fit one Slack modal or one Teams card that a person can still read. */
export const MAX_REVEALED = 50;

/** Teams empties its card after this long: time to copy a list, short enough that a shared screen forgets it. */
const SHOW_SECONDS = 300;

/**
 * First passwords for the requester's eyes: only in their own chat, claimed once, audited before they show.
 * Throws NOT_HERE outside a direct chat in Teams, where a card is seen by everybody.
 */
export async function reveal(
  service: Provisioning,
  actor: Actor,
  place: Place,
  jobId: string,
): Promise<Reply> {
  if (place.platform === 'teams' && place.kind !== 'direct') {
    throw new RollcallError('NOT_HERE', 'Passwords are shown only in your own chat with Rollcall.', {
      next: 'Open your 1:1 chat with Rollcall and press the button there.',
    });
  }
  const { counts } = await service.loadJob(actor, jobId);
  if (counts.created + counts.partly > MAX_REVEALED) {
    throw new RollcallError('NOT_HERE', `More than ${MAX_REVEALED} passwords cannot be shown in a chat.`, {
      done: 'Nothing was revealed. The passwords were mailed to the recipients of this job.',
      next: 'Look in that mail, also in the junk folder; the results message names who got it.',
    });
  }
  return {
    type: 'private',
    async claim() {
      const claim = await service.claimPasswords(actor, jobId);
      return {
        view: { kind: 'passwords', people: claim.people, more: 0, showSeconds: SHOW_SECONDS },
        release: (reason) => claim.release(reason),
      };
    },
  };
}

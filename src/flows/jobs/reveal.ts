import { RollcallError } from '../../domain/errors.ts';
import type { Actor, Person, Place } from '../../domain/terms.ts';
import type { Provisioning } from '../../service/provisioning.ts';
import { isPrivate } from '../privatePlaces.ts';
import type { Reply } from '../reply.ts';
import { sayTime } from '../times.ts';
import { nameSome } from '../words.ts';
import { JOB_WORDS } from './words.ts';

/** People whose passwords fit one Slack modal or one Teams card that a person can still read. */
const MAX_REVEALED = 50;

/**
 * A Teams card has 28 kB: 600 bytes around the people, and 360 for each beside their names. Slack has room for 50
 * people whatever they are called.
 */
const TEAMS_BYTES = 27_400;
const TEAMS_BYTES_EACH = 360;

type Named = Pick<Person, 'displayName' | 'userPrincipalName'>;

/** Whether one window or card shows them all: nobody's password may be cut off, because it is shown once. */
export function fitsChat(platform: Place['platform'], people: readonly Named[]): boolean {
  if (people.length > MAX_REVEALED) return false;
  if (platform === 'slack') return true;
  const bytes = people.reduce(
    (sum, { displayName, userPrincipalName }) =>
      sum + TEAMS_BYTES_EACH + Buffer.byteLength(JSON.stringify(displayName + userPrincipalName)),
    0,
  );
  return bytes <= TEAMS_BYTES;
}

/** Teams empties its card after this long: time to copy a list, short enough that a shared screen forgets it. */
export const SHOW_SECONDS = 300;

type Claimed = Awaited<ReturnType<Extract<Reply, { type: 'private' }>['claim']>>;

/** Names in the sentence about passwords that are not shown. */
const MAX_REPLACED = 5;

function sayReplaced(names: readonly string[]): { replaced?: string } {
  return names.length === 0
    ? {}
    : { replaced: JOB_WORDS.reveal.replaced(nameSome(names, MAX_REPLACED), names.length === 1) };
}

async function claimPasswords(service: Provisioning, actor: Actor, jobId: string): Promise<Claimed> {
  const claim = await service.jobs.claimPasswords(actor, jobId);
  return {
    view: {
      kind: 'passwords',
      people: claim.people,
      ...(claim.again ? { again: true as const } : {}),
      ...sayReplaced(claim.replaced),
      more: 0,
      showSeconds: SHOW_SECONDS,
    },
    shown: () => claim.shown(),
    release: (reason) => claim.release(reason),
  };
}

async function giveLink(service: Provisioning, actor: Actor, jobId: string): Promise<Claimed> {
  const { url, people, replaced, expiresAt, release } = await service.links.makeList(actor, jobId);
  const until = sayTime(expiresAt);
  return {
    view: {
      kind: 'passwordLink',
      people,
      url,
      ...sayReplaced(replaced),
      until,
      showSeconds: SHOW_SECONDS,
    },
    release,
  };
}

/**
 * First passwords for the requester's eyes: only in their own chat, claimed once, audited before they show. More than a
 * chat can show are on a one-time page.
 * Throws NOT_HERE outside a direct chat in Teams, where a card is seen by everybody.
 */
export async function reveal(
  service: Provisioning,
  actor: Actor,
  place: Place,
  jobId: string,
): Promise<Reply> {
  if (place.platform === 'teams' && !isPrivate(place)) {
    const { message, next } = JOB_WORDS.reveal.notHere;
    throw new RollcallError('NOT_HERE', message, { next });
  }
  const { rows } = await service.jobs.load(actor, jobId);
  const unseen = rows.filter(
    ({ create, undo, revealedAt }) =>
      create.state === 'done' && undo?.state !== 'done' && revealedAt === undefined,
  );
  return {
    type: 'private',
    about: { actor: actor.id, customer: actor.customer, job: jobId },
    claim: () =>
      fitsChat(
        place.platform,
        unseen.map(({ person }) => person),
      )
        ? claimPasswords(service, actor, jobId)
        : giveLink(service, actor, jobId),
  };
}

import type { Account } from '../../domain/terms.ts';
import type { Going } from '../../service/approvals/approvals.ts';
import type { DeletedAccount } from '../../service/ports/directory.ts';
import type { RequestRecord } from '../../service/ports/requests.ts';
import type { NoticeView } from '../views/parts.ts';
import { nameSome, upperFirst } from '../words.ts';
import { SEVERAL } from './leavers.ts';
import { sayPlan } from './plannedWords.ts';
import { LEAVE_WORDS } from './words.ts';

const { buttons: LABELS, find: FOUND } = LEAVE_WORDS;

/** Teams shows six actions on a card, of which two are for several people. */
const MAX_PLANNED = 4;

/** `Ada Lovelace`, `Ada Lovelace and 2 more`. */
function sayWho({ asked: { people } }: RequestRecord): string {
  return nameSome(
    people.map(({ person: { displayName } }) => displayName),
    1,
  );
}

/** Nobody to offboard by what was typed: what is planned, and who was deleted. */
export function showNobody(
  typed: string,
  planned: readonly RequestRecord[],
  deleted: readonly DeletedAccount[],
): NoticeView {
  const shown = planned.slice(0, MAX_PLANNED);
  const more = planned.length - shown.length;
  return {
    kind: 'notice',
    tone: 'info',
    title: typed === '' ? FOUND.who : FOUND.nobody(typed),
    text: [
      ...shown.map((one) => FOUND.planned(sayWho(one), sayPlan(one))),
      ...(deleted.length === 0 ? [] : [FOUND.deleted(nameDeleted(deleted), typed)]),
    ],
    next: more > 0 ? FOUND.morePlanned(FOUND.how, more) : FOUND.how,
    buttons: [
      ...shown.map(({ id, version }, index) => ({
        action: 'approval.open',
        label: LABELS.show(index + 1),
        id,
        version,
      })),
      ...SEVERAL,
    ],
  };
}

/** `Ada Lovelace`, `Ada Lovelace, Adam Byron, and 2 more`. */
function nameDeleted(deleted: readonly DeletedAccount[]): string {
  return nameSome(
    deleted.map(({ displayName }) => displayName),
    3,
  );
}

/** Of somebody whom a request is about already: what it is, and the way to it. */
export function showWaiting(displayName: string, objectId: string, { request, mayOpen }: Going): NoticeView {
  const { id, version } = request;
  return {
    kind: 'notice',
    tone: 'info',
    title: FOUND.waits.title(displayName),
    text: [upperFirst(sayPlan(request))],
    next: FOUND.waits.next,
    buttons: [
      ...(mayOpen ? [{ action: 'approval.open', label: LABELS.showOne, id, version }] : []),
      { action: 'user.show', label: LABELS.showPerson, id: objectId, version: 1 },
    ],
  };
}

/** Before anything is chosen, since nothing of it would be done. */
export function showSynced(customer: string, { id, displayName, userPrincipalName }: Account): NoticeView {
  return {
    kind: 'notice',
    tone: 'warning',
    title: FOUND.synced.title(displayName),
    text: [FOUND.synced.text(userPrincipalName, customer)],
    next: FOUND.synced.next,
    buttons: [{ action: 'user.show', label: LABELS.showPerson, id, version: 1 }],
  };
}

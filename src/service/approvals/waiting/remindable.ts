import type { RequestRecord } from '../../ports/requests.ts';

/** Between two reminders that its requester asks for. More often is nagging, and both chats pace messages. */
const REMIND_EVERY_MS = 60 * 60_000;

/** From when on its requester may send a reminder, while it waits. */
export function remindableFrom({ createdAt, remindedAt = 0 }: RequestRecord): number {
  return Math.max(createdAt, remindedAt) + REMIND_EVERY_MS;
}

/** Whether its requester may send a reminder now: it is offered only then. */
export function canRemind(request: RequestRecord, now: number): boolean {
  return request.state === 'waiting' && remindableFrom(request) <= now;
}

/** Whether that has come about within the last `ms`, so that its card is to be drawn anew. */
export function isJustRemindable(request: RequestRecord, now: number, ms: number): boolean {
  return canRemind(request, now) && !canRemind(request, now - ms);
}

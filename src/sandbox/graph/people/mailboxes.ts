import type { Call } from '../call.ts';
import { type Answer, malformed, notFound, refuse, unreadableBody, wrongMethod } from '../errors.ts';
import { CONTEXT } from '../lists.ts';
import { findVisible, type World } from '../world.ts';

const STATUSES: readonly unknown[] = ['disabled', 'alwaysEnabled', 'scheduled'];
const AUDIENCES: readonly unknown[] = ['none', 'contactsOnly', 'all'];

/**
 * `GET` and `PATCH /users/{id}/mailboxSettings`. Microsoft: "Update user mailbox settings": 200 with what was set. Who has
 * no license has no mailbox: 404 MailboxNotEnabledForRESTAPI.
 */
export function answerMailbox(call: Call, key: string, { state, ...world }: World): Answer {
  const user = findVisible({ state, ...world }, key);
  if (user === undefined) return notFound(key);
  if (user.assignedLicenses.length === 0) {
    return refuse(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    );
  }
  const context = { '@odata.context': `${CONTEXT}users('${user.id}')/mailboxSettings` };
  const now = state.mailboxes.get(user.id) ?? { automaticRepliesSetting: { status: 'disabled' } };
  if (call.method === 'GET') return { status: 200, body: { ...context, ...now } };
  if (call.method !== 'PATCH') return wrongMethod();
  if (call.body === undefined) return unreadableBody();
  const setting = (call.body.automaticRepliesSetting ?? {}) as Record<string, unknown>;
  if (!STATUSES.includes(setting.status) || !AUDIENCES.includes(setting.externalAudience ?? 'none')) {
    return malformed('Requested value was not found.');
  }
  const after = { automaticRepliesSetting: setting };
  state.mailboxes.set(user.id, after);
  return { status: 200, body: { ...context, ...after } };
}

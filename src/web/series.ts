/**
 * The values of labels that there can be. Each series is there from the start, with 0: Prometheus, "Avoid missing metrics".
 * A rule sees no increase in one that comes into being with its first failures, and nothing at all in one that isn't there.
 */

/** What can come of a row's step. Those that end in `failed` were given up until somebody tries them again. */
export const ROW_RESULTS = [
  ...[
    'created',
    'failed',
    'licensed',
    'license_failed',
    'joined',
    'group_failed',
    'managed',
    'manager_failed',
  ],
  ...['changed', 'changed_failed', 'renamed', 'renamed_failed', 'reset', 'reset_failed'],
  ...['restored', 'restored_failed', 'deleted', 'deleted_failed', 'offboarded', 'offboarded_failed'],
  ...['put_back', 'put_back_failed'],
] as const;

/** Mailer's outcomes. */
export const MAIL_RESULTS = ['accepted', 'deferred', 'refused', 'unreachable'] as const;

/** The chats. */
export const PLATFORMS = ['slack', 'teams'] as const;

/** Operations on Microsoft Graph: the method, and what of Graph it is about. */
export const GRAPH_OPERATIONS = [
  ...['POST login', 'POST $batch', 'GET organization', 'GET domains', 'GET subscribedSkus'],
  ...['GET users', 'POST users', 'PATCH users', 'PUT users', 'DELETE users'],
  ...['GET groups', 'POST groups', 'PATCH groups', 'DELETE groups', 'GET roles'],
  ...['GET deletedItems', 'POST deletedItems', 'POST administrativeUnits'],
] as const;

/** No answer; the token, a permission, and the limit; and what Graph answers while it is in trouble. */
export const TROUBLE = ['0', '400', '401', '403', '429', '500', '502', '503', '504'] as const;

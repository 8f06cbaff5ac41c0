import type { Role } from './terms.ts';
/**
 * Every error a person can see. The code is stable; tests, metrics and logs use it.
 * Directory codes follow facts of Graph's error answers, file codes those of reading a file of people.
 */
export type ErrorCode =
  // who may do what
  | 'NOT_IN_POLICY'
  | 'ROLE_MISSING'
  | 'ROLE_UNKNOWN'
  | 'NOT_YOURS'
  | 'FOREIGN_WORKSPACE'
  | 'NOT_HERE'
  | 'CUSTOMER_NOT_YOURS'
  | 'CUSTOMER_NOT_ALL'
  | 'CUSTOMER_OTHER'
  | 'CUSTOMER_ELSEWHERE'
  | 'CUSTOMER_UNSAID'
  | 'CUSTOMER_GONE'
  // input
  | 'INPUT_INVALID'
  | 'DRAFT_GONE'
  | 'VERSION_STALE'
  | 'ALREADY_DONE'
  | 'NOT_YET'
  // approvals
  | 'NEEDS_APPROVAL'
  | 'NO_APPROVER'
  // files
  | 'FILE_EMPTY'
  | 'FILE_NO_ROWS'
  | 'FILE_IS_HTML'
  | 'FILE_IS_EXCEL'
  | 'FILE_IS_OTHER'
  | 'FILE_HAS_SHEETS'
  | 'FILE_NOT_TEXT'
  | 'FILE_TOO_LARGE'
  | 'FILE_TOO_MANY_ROWS'
  | 'FILE_NOT_UNDERSTOOD'
  | 'FILE_HEADER_UNKNOWN'
  | 'FILE_NOT_FOUND'
  | 'FILE_HOST_REFUSED'
  | 'FILE_REDIRECT_REFUSED'
  | 'FILE_DOWNLOAD_FAILED'
  | 'FILE_UPLOAD_FAILED'
  // directory
  | 'NAME_TAKEN'
  | 'DOMAIN_NOT_VERIFIED'
  | 'DOMAIN_FEDERATED'
  | 'USER_NAME_INVALID'
  | 'PASSWORD_REFUSED'
  | 'VALUE_INVALID'
  | 'NO_SEATS'
  | 'LOCATION_INVALID'
  | 'LICENSE_DEPENDENCY'
  | 'LICENSE_EXCLUSIVE'
  | 'LICENSE_UNKNOWN'
  | 'LICENSE_INHERITED'
  | 'GROUP_CLOSED'
  | 'SYNCED'
  | 'NOT_FOUND'
  | 'FORBIDDEN'
  | 'APP_NOT_ACCEPTED'
  | 'CREDENTIALS_REFUSED'
  | 'QUOTA_EXCEEDED'
  | 'CONCURRENT_WRITE'
  | 'THROTTLED'
  | 'DIRECTORY_DOWN'
  | 'DIRECTORY_REFUSED'
  // secrets and mail
  | 'ALREADY_REVEALED'
  | 'PASSWORDS_GONE'
  | 'SEAL_BROKEN'
  | 'MAIL_DOWN'
  // chats
  | 'CHAT_DOWN'
  // the house
  | 'STORE_LOCKED'
  | 'STORE_BROKEN'
  | 'CONFIG_INVALID'
  | 'POLICY_BEHIND'
  | 'POLICY_OLDER'
  | 'UNEXPECTED';

/** Options of {@link RollcallError}. */
export interface RollcallErrorOptions {
  /** What to do next, one sentence a helpdesk can follow. */
  next: string;
  /** What was and was not done, when that could be in doubt. */
  done?: string;
  /** The file that it is about, as the chat calls it. */
  file?: string;
  /** Any of these roles would have allowed it. Left out: it was refused for something else. */
  needs?: readonly Role[];
  cause?: unknown;
  /** Non-secret detail for the log: Graph's request-id, status, target. Never a body. */
  detail?: Readonly<Record<string, string | number | undefined>>;
}

/**
 * The one error type. `message` says what happened, `done` what was and was not done, `next` what to do.
 * It is turned into a view in one place (flows), into an exit message in one place (main).
 */
export class RollcallError extends Error {
  readonly code: ErrorCode;
  readonly next: string;
  readonly done: string | undefined;
  readonly file: string | undefined;
  readonly needs: readonly Role[];
  readonly detail: Readonly<Record<string, string | number | undefined>>;

  constructor(code: ErrorCode, message: string, options: RollcallErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'RollcallError';
    this.code = code;
    this.next = options.next;
    this.done = options.done;
    this.file = options.file;
    this.needs = options.needs ?? [];
    this.detail = options.detail ?? {};
  }
}

import type { ErrorCode } from '../../../domain/errors.ts';

/** What whoever proved nothing tried: anyone may send that. */
export const UNPROVEN: Readonly<Record<string, string>> = {
  'slack.request': 'send Rollcall a request in the name of Slack',
  'teams.request': 'send Rollcall a request in the name of Teams',
};

/** Why it proved nothing, where that can be said. */
export const UNPROVEN_WHY: Readonly<Record<string, string>> = {
  unsigned: "it wasn't signed",
  stale: 'it came at the wrong time',
  'badly signed': 'its signature was wrong',
  token: 'its token was missing or wrong',
};

/** What somebody tried whose role does not allow it: an action's id, or its first word. */
export const TRIED: Readonly<Record<string, string>> = {
  adduser: 'add a person',
  addusers: 'add people from a file',
  approval: 'open approvals',
  'approval.approve': 'approve a request',
  'approval.decline': 'decline a request',
  'approval.declineSubmit': 'decline a request',
  'approval.cancel': 'cancel a request',
  'approval.change': 'change a request',
  'approval.changeSubmit': 'change a request',
  'approval.note': 'write a note on a request',
  'approval.noteSubmit': 'write a note on a request',
  'approval.remind': 'remind the approvers of a request',
  assign: 'change licenses',
  change: 'edit someone',
  changes: 'edit several people',
  comeBack: 'restore someone',
  button: 'use an unknown button',
  customer: 'choose a customer',
  customers: 'see or change customers',
  deletion: 'delete an account',
  forget: 'delete the stored data of someone',
  help: 'ask for help',
  history: 'read the history',
  job: 'use the buttons of a job',
  leave: 'offboard someone',
  leavers: 'offboard several people',
  licenses: 'see the licenses',
  oldData: 'decide what goes on after a restore',
  pause: 'pause Rollcall',
  presets: 'change presets',
  putBack: 'put back an earlier state',
  reset: 'set a new password',
  resets: 'set new passwords for several people',
  template: 'get a template',
  user: 'look someone up',
  wave: 'use a file for several customers',
};

/** Why something was refused or failed, where that can be said in a few words. */
export const WHY: Partial<Record<ErrorCode, string>> = {
  NOT_IN_POLICY: "they aren't on the list of people who may use Rollcall",
  ROLE_MISSING: "their role doesn't allow it",
  ROLE_UNKNOWN: "Rollcall couldn't read a group that gives people their role",
  NOT_YOURS: 'it belongs to someone else',
  CUSTOMER_OTHER: 'it was for another customer',
  CUSTOMER_ELSEWHERE: 'it was in the channel of another customer',
  CUSTOMER_GONE: 'the customer was removed',
  POLICY_OLDER: "an older policy file was in use, which didn't allow it",
  FOREIGN_WORKSPACE: "the policy doesn't name that workspace",
  VERSION_STALE: 'it had changed in the meantime',
  ALREADY_DONE: 'it was already done',
  NOT_YET: 'it was too soon',
  NEEDS_APPROVAL: 'it needs approval',
  NO_APPROVER: 'no approver could be reached',
  NAME_TAKEN: 'the user name is taken',
  NO_SEATS: 'no license was left',
  FORBIDDEN: "Microsoft 365 doesn't allow it",
  SYNCED: 'the account is managed in Active Directory',
  NOT_FOUND: "it wasn't found",
  DRAFT_GONE: 'the form no longer existed',
  ALREADY_REVEALED: 'they were already revealed',
  PASSWORDS_GONE: 'the passwords are no longer kept',
  PASSWORD_REFUSED: 'Microsoft 365 refused the password',
  DIRECTORY_DOWN: "Microsoft 365 couldn't be reached",
  THROTTLED: 'Microsoft 365 was limiting requests',
};

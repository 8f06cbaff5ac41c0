import type { ErrorCode } from '../../domain/errors.ts';
import type { HistoryEntry } from '../../service/audit/history.ts';
import { count } from '../words.ts';

/** What somebody did, and the same after "could not"; what it was about follows. */
type Words = readonly [did: string, notDone: string];

const DID: Readonly<Record<string, Words>> = {
  'account.created': ['created the account', 'create the account'],
  'account.failed': ['could not create the account', 'create the account'],
  'account.deleted': ['deleted the account again', 'delete the account'],
  'account.restored': ['restored the account', 'restore the account'],
  'license.restored': ['put the licenses back for', 'put the licenses back for'],
  'group.joined': ['added to groups:', 'add to groups:'],
  'group.failed': ['could not add to groups:', 'add to groups:'],
  'manager.set': ['set the manager of', 'set the manager of'],
  'manager.failed': ['could not set the manager of', 'set the manager of'],
  'license.assigned': ['assigned licenses to', 'assign licenses to'],
  'license.changed': ['changed the licenses of', 'change the licenses of'],
  'license.failed': ['could not assign licenses to', 'assign licenses to'],
  'password.reset': ['set a new password for', 'set a new password for'],
  'person.changed': ['changed', 'change'],
  'person.manager_changed': ['changed the manager of', 'change the manager of'],
  'person.renamed': ['changed the user name of', 'change the user name of'],
  'person.blocked': ['blocked sign-in for', 'block sign-in for'],
  'person.allowed': ['allowed sign-in for', 'allow sign-in for'],
  'person.signed_out': ['signed out everywhere:', 'sign out everywhere:'],
  'person.password_replaced': ['replaced the password of', 'replace the password of'],
  'person.reply_set': ['set an automatic reply for', 'set an automatic reply for'],
  'person.methods_removed': ['removed ways to sign in of', 'remove ways to sign in of'],
  'person.left_not_done': [
    'took back a check mark on what was left for',
    'take back a check mark on what is left for',
  ],
  'person.left_done': ['finished by hand what was left for', 'tick off what is left for'],
  'group.left': ['removed from groups:', 'remove from groups:'],
  'group.joined_again': ['put back into groups:', 'put back into groups:'],
  'snapshots.forgotten': ['deleted old states of people', 'delete old states of people'],
  'pass.made': ['made a Temporary Access Pass for', 'make a Temporary Access Pass for'],
  'passwords.mailed': ['emailed passwords for', 'email passwords for'],
  'passwords.resent': ['sent passwords again for', 'send passwords again for'],
  'passwords.revealed': ['revealed passwords for', 'reveal passwords for'],
  'passwords.not_emptied': [
    'showed passwords that could not be removed from the chat, for',
    'remove shown passwords from the chat, for',
  ],
  'passwords.sent_on': ['sent passwords to someone else for', 'send passwords to someone else for'],
  'link.given': ['got a one-time link for', 'get a one-time link for'],
  'link.opened': ['opened a one-time link for', 'open a one-time link for'],
  'file.given': ['got a one-time link to the file', 'get a one-time link to the file'],
  'file.fetched': ['downloaded the file', 'download the file'],
  'job.opened': ['opened the job for', 'open the job for'],
  'draft.opened': ['opened a form', 'open a form'],
  'slack.request': [
    'sent a Slack request from another workspace',
    'use Rollcall from another Slack workspace',
  ],
  'teams.request': ['sent a Teams request from another tenant', 'use Rollcall from another Teams tenant'],
  'job.accepted': ['started a job for', 'start a job for'],
  'job.stopped': ['stopped the job for', 'stop the job for'],
  'job.retried': ['tried failed rows again for', 'try failed rows again for'],
  'job.undone': ['undid the job for', 'undo the job for'],
  'preset.saved': ['saved the preset', 'save the preset'],
  'preset.replaced': ['replaced the preset', 'replace the preset'],
  'preset.renamed': ['renamed a preset to', 'rename a preset to'],
  'preset.deleted': ['deleted the preset', 'delete the preset'],
  'roster.cancelled': ['canceled the file', 'cancel the file'],
  'roster.names_agreed': ['confirmed the names in the file', 'confirm the names in the file'],
  'roster.replaced': ['replaced the file', 'replace the file'],
  'columns.remembered': ['saved how to read the columns of', 'save how to read the columns of'],
  'columns.forgotten': ['removed how to read the columns of', 'remove how to read the columns of'],
  'request.opened': ['opened the request for', 'open the request for'],
  'request.reminded': [
    'reminded the approvers of the request for',
    'remind the approvers of the request for',
  ],
  'request.discussed': ['wrote a note on the request for', 'write a note on the request for'],
  'request.passed_on': ['passed on the request for', 'pass on the request for'],
  'request.asked': ['asked for approval for', 'ask for approval for'],
  'request.planned': ['planned something to start later for', 'plan something for'],
  'request.changed': ['made the request smaller for', 'change the request for'],
  'request.decided': ['decided on the request for', 'decide on the request for'],
  'request.cancelled': ['canceled the request for', 'cancel the request for'],
  'request.expired': ['let the request expire for', 'expire the request for'],
  'request.started': ['started the approved request for', 'start the approved request for'],
  'person.forgotten': ['deleted what was kept about one person', 'delete what is kept about one person'],
  'policy.changed': ['took over the changed policy file', 'take over the changed policy file'],
  'policy.changed_while_stopped': [
    'started with a policy file that was changed meanwhile',
    'start with a policy file that was changed meanwhile',
  ],
  'rollcall.paused': ['paused Rollcall', 'pause Rollcall'],
  'rollcall.went_on': ['let Rollcall go on', 'let Rollcall go on'],
  'history.read': ['read the history', 'read the history'],
  'passwords.forgotten': ['destroyed delivered passwords', 'destroy delivered passwords'],
  'job.forgotten': ['deleted an old job and its results', 'delete an old job'],
  'request.forgotten': ['deleted an old request', 'delete an old request'],
  'drafts.forgotten': ['deleted unfinished forms', 'delete unfinished forms'],
  'key.rotated': ['changed the master key', 'change the master key'],
  'audit.cut': ['deleted old entries of the history', 'delete old entries of the history'],
  'audit.keyed': ['continued the history under another key', 'continue the history under another key'],
};

/** What somebody tried whose role does not allow it: the first word of an action's id. */
const TRIED: Readonly<Record<string, string>> = {
  adduser: 'add a person',
  addusers: 'add people from a file',
  approval: 'open approvals',
  assign: 'change licenses',
  change: 'edit somebody',
  button: 'use a button that Rollcall does not know',
  forget: 'delete what is kept about somebody',
  help: 'ask for help',
  history: 'read the history',
  job: 'use the buttons of a job',
  leave: 'offboard somebody',
  leavers: 'offboard several people',
  licenses: 'see the licenses',
  pause: 'pause Rollcall',
  presets: 'change presets',
  putBack: 'put somebody back',
  reset: 'set a new password',
  template: 'get a template',
  user: 'look somebody up',
};

/** Why something was refused or failed, where that can be said in a few words. */
const WHY: Partial<Record<ErrorCode, string>> = {
  NOT_IN_POLICY: 'they are not on the list of people who may use Rollcall',
  ROLE_MISSING: 'their role does not allow it',
  NOT_YOURS: 'it belongs to somebody else',
  FOREIGN_WORKSPACE: 'it came from another workspace',
  VERSION_STALE: 'it had changed in the meantime',
  ALREADY_DONE: 'it was done already',
  NOT_YET: 'it was too soon',
  NEEDS_APPROVAL: 'it needs approval',
  NO_APPROVER: 'no approver could be reached',
  NAME_TAKEN: 'the user name is taken',
  NO_SEATS: 'no license was left',
  FORBIDDEN: 'Microsoft 365 does not allow it',
  SYNCED: 'the account comes from Active Directory',
  NOT_FOUND: 'it was not found',
  DRAFT_GONE: 'the form no longer existed',
  ALREADY_REVEALED: 'they were revealed already',
  PASSWORDS_GONE: 'the passwords are no longer kept',
  PASSWORD_REFUSED: 'Microsoft 365 refused the password',
  DIRECTORY_DOWN: 'Microsoft 365 could not be reached',
  THROTTLED: 'Microsoft 365 was limiting requests',
};

/** `created the account`, `could not create the account`, `was not allowed to read the history`. */
export function sayWhat({
  what,
  outcome,
  detail = {},
}: Pick<HistoryEntry, 'what' | 'outcome' | 'detail'>): string {
  const words = DID[what];
  if (what === 'request.decided' && outcome === 'done') {
    return detail.decision === 'decline' ? 'declined the request for' : 'approved the request for';
  }
  if (outcome === 'done') return words?.[0] ?? what;
  // An entry that is called a failure says so itself.
  if (outcome === 'failed')
    return words?.[0].startsWith('could not') ? words[0] : `could not ${words?.[1] ?? what}`;
  return `was not allowed to ${words?.[1] ?? TRIED[what.split('.')[0] ?? ''] ?? what}`;
}

/** Ids of jobs, requests, forms, accounts and links: people read names, and the CSV has these. */
export function isId(text: string): boolean {
  return /^(job|req|draft|link|ref)_/.test(text) || /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(text);
}

/** What else people want to know of an entry; `nameOf` says ids of people and licenses in words. */
export function sayDetail(
  { detail = {}, platform }: Pick<HistoryEntry, 'detail' | 'platform'>,
  nameOf: (id: string) => string,
): string {
  const { code, people, recipients, recipient, reason, approvers, licenses, was, leftOutNames } = detail;
  const named = (ids: unknown): string =>
    String(ids)
      .split(' ')
      .filter((id) => id !== '')
      .map(nameOf)
      .join(', ');
  const why = typeof code === 'string' ? WHY[code as ErrorCode] : undefined;
  return [
    ...(why === undefined ? [] : [`because ${why}`]),
    ...(typeof people === 'number' ? [count(people, 'person', 'people')] : []),
    ...(leftOutNames === undefined ? [] : [`left out: ${named(leftOutNames)}`]),
    ...(licenses === undefined || licenses === '' ? [] : [named(licenses)]),
    ...(recipients === undefined || recipients === '' ? [] : [`to ${named(recipients)}`]),
    ...(recipient === undefined ? [] : [`to ${recipient}`]),
    ...(approvers === undefined || approvers === '' ? [] : [`asked: ${named(approvers)}`]),
    ...(was === undefined ? [] : [`was “${was}”`]),
    ...(reason === undefined ? [] : [`“${reason}”`]),
    ...(platform === 'slack' ? ['in Slack'] : platform === 'teams' ? ['in Teams'] : []),
  ].join(' · ');
}

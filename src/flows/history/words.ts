import type { Task } from '../../domain/terms.ts';
import { count } from '../words.ts';
import { TRIED, UNPROVEN, UNPROVEN_WHY, WHY } from './words/refusedWords.ts';

/** What somebody did, and the same after "could not"; what it was about follows. */
type Words = readonly [did: string, notDone: string];

const DID: Readonly<Record<string, Words>> = {
  'account.created': ['created the account', 'create the account'],
  'account.failed': ["couldn't create the account", 'create the account'],
  'account.deleted': ['deleted the new account', 'delete the new account'],
  'account.restored': ['restored the account', 'restore the account'],
  'license.restored': ['put the licenses back for', 'put the licenses back for'],
  'group.joined': ['added group memberships to', 'add group memberships to'],
  'group.failed': ["couldn't add group memberships to", 'add group memberships to'],
  'manager.set': ['set the manager of', 'set the manager of'],
  'manager.failed': ["couldn't set the manager of", 'set the manager of'],
  'license.assigned': ['assigned licenses to', 'assign licenses to'],
  'license.changed': ['changed the licenses of', 'change the licenses of'],
  'license.failed': ["couldn't assign licenses to", 'assign licenses to'],
  'password.reset': ['set a new password for', 'set a new password for'],
  'person.changed': ['changed', 'change'],
  'person.manager_changed': ['changed the manager of', 'change the manager of'],
  'person.renamed': ['changed the user name of', 'change the user name of'],
  'person.blocked': ['blocked sign-in for', 'block sign-in for'],
  'person.allowed': ['allowed sign-in for', 'allow sign-in for'],
  'person.signed_out': ['ended all sessions of', 'end all sessions of'],
  'person.password_replaced': ['replaced the password of', 'replace the password of'],
  'person.reply_set': ['set an automatic reply for', 'set an automatic reply for'],
  'person.methods_removed': ['removed sign-in methods of', 'remove sign-in methods of'],
  'person.deleted': ['deleted the account of', 'delete the account of'],
  'person.left_not_done': ['unchecked a manual step for', 'uncheck a manual step for'],
  'person.left_done': ['checked off a manual step for', 'check off a manual step for'],
  'group.left': ['removed group memberships from', 'remove group memberships from'],
  'group.joined_again': ['gave group memberships back to', 'give group memberships back to'],
  'snapshots.forgotten': ['deleted old snapshots of people', 'delete old snapshots of people'],
  'pass.made': ['made a Temporary Access Pass for', 'make a Temporary Access Pass for'],
  'passwords.mailed': ['emailed passwords for', 'email passwords for'],
  'passwords.resent': ['sent passwords again for', 'send passwords again for'],
  'passwords.revealed': ['revealed passwords for', 'reveal passwords for'],
  'passwords.not_emptied': [
    "showed passwords that couldn't be removed from the chat, for",
    'remove shown passwords from the chat, for',
  ],
  'passwords.sent_on': ['sent passwords to someone else for', 'send passwords to someone else for'],
  'link.given': ['got a one-time link for', 'get a one-time link for'],
  'link.opened': ['opened a one-time link for', 'open a one-time link for'],
  'file.given': ['got a one-time link to the file', 'get a one-time link to the file'],
  'file.fetched': ['downloaded the file', 'download the file'],
  'job.opened': ['opened the job for', 'open the job for'],
  'draft.opened': ['opened a form', 'open a form'],
  'slack.request': ['used Rollcall from the Slack workspace', 'use Rollcall from the Slack workspace'],
  'slack.installed': ['installed Rollcall in the Slack workspace', 'install Rollcall in the Slack workspace'],
  'slack.removed': [
    'noticed that Rollcall was removed from the Slack workspace',
    'find Rollcall in the Slack workspace',
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
  'wave.replaced': ['replaced a file for several customers', 'replace a file for several customers'],
  'wave.corrected': [
    'corrected part of a file for several customers',
    'correct part of a file for several customers',
  ],
  'wave.started': ['started a file for several customers', 'start a file for several customers'],
  'wave.stopped': ['stopped a file for several customers', 'stop a file for several customers'],
  'wave.resumed': ['continued a file for several customers', 'continue a file for several customers'],
  'wave.ended': ['ended a file for several customers', 'end a file for several customers'],
  'wave.cancelled': ['canceled a file for several customers', 'cancel a file for several customers'],
  'wave.done': ['finished a file for several customers', 'finish a file for several customers'],
  'roster.names_agreed': ['confirmed the names in the file', 'confirm the names in the file'],
  'roster.replaced': ['replaced the file', 'replace the file'],
  'columns.remembered': ['saved the column mapping for', 'save the column mapping for'],
  'columns.forgotten': ['removed the column mapping for', 'remove the column mapping for'],
  'request.opened': ['opened the request for', 'open the request for'],
  'request.reminded': [
    'reminded the approvers of the request for',
    'remind the approvers of the request for',
  ],
  'request.discussed': ['wrote a note on the request for', 'write a note on the request for'],
  'request.passed_on': ['passed on the request for', 'pass on the request for'],
  'request.asked': ['asked for approval for', 'ask for approval for'],
  'request.planned': ['planned a change for', 'plan a change for'],
  'request.changed': ['reduced the request for', 'change the request for'],
  'request.decided': ['decided on the request for', 'decide on the request for'],
  'request.cancelled': ['canceled the request for', 'cancel the request for'],
  'request.expired': ['got no decision in time on the request for', 'expire the request for'],
  'request.started': ['started the approved request for', 'start the approved request for'],
  'person.forgotten': ['deleted the stored data of one person', 'delete the stored data of one person'],
  'customer.asked': ['made a consent link for the customer', 'make a consent link for the customer'],
  'customer.consented': [
    'got consent from the tenant of the customer',
    'answer the consent link of the customer',
  ],
  'customer.added': ['added the customer', 'add the customer'],
  'customer.removed': ['removed the customer', 'remove the customer'],
  'policy.changed': ['loaded the changed policy file', 'load the changed policy file'],
  'policy.changed_while_stopped': [
    'started with a policy file that had changed in the meantime',
    'start with a policy file that had changed in the meantime',
  ],
  'rollcall.paused': ['paused Rollcall', 'pause Rollcall'],
  'rollcall.went_on': ['resumed Rollcall', 'resume Rollcall'],
  'history.read': ['read the history', 'read the history'],
  'passwords.forgotten': ['destroyed delivered passwords', 'destroy delivered passwords'],
  'job.forgotten': ['deleted an old job and its results', 'delete an old job'],
  'request.forgotten': ['deleted an old request', 'delete an old request'],
  'drafts.forgotten': ['deleted unfinished forms', 'delete unfinished forms'],
  'store.moved': ['moved everything to another store', 'move everything to another store'],
  'key.rotated': ['changed the master key', 'change the master key'],
  'audit.cut': ['deleted old entries of the history', 'delete old entries of the history'],
  'audit.keyed': ['continued the history with another key', 'continue the history with another key'],
};

/** What is done to the people of a request or a job; whom it is for follows. */
const TO_DO: Readonly<Record<Task, string>> = {
  create: 'create',
  assign: 'change the licenses of',
  reset: 'set a new password for',
  restore: 'restore',
  change: 'change',
  putBack: 'put back the earlier state of',
  leave: 'offboard',
  delete: 'delete',
};

/** Both forms of what begins alike. */
function bothOf(did: string, notDone: string, toDo: string): Words {
  return [`${did} to ${toDo}`, `${notDone} to ${toDo}`];
}

/** What is said instead where an entry tells what is to be done; entries of before don't. */
const OF_TASK: Readonly<Record<string, (toDo: string) => Words>> = {
  'job.accepted': (toDo) => bothOf('started a job', 'start a job', toDo),
  'job.stopped': (toDo) => bothOf('stopped the job', 'stop the job', toDo),
  'job.retried': (toDo) =>
    bothOf('tried failed rows again of the job', 'try failed rows again of the job', toDo),
  'job.undone': (toDo) => bothOf('undid the job', 'undo the job', toDo),
  'job.opened': (toDo) => bothOf('opened the job', 'open the job', toDo),
  'request.opened': (toDo) => bothOf('opened the request', 'open the request', toDo),
  'request.reminded': (toDo) =>
    bothOf('reminded the approvers of the request', 'remind the approvers of the request', toDo),
  'request.discussed': (toDo) => bothOf('wrote a note on the request', 'write a note on the request', toDo),
  'request.passed_on': (toDo) => bothOf('passed on the request', 'pass on the request', toDo),
  'request.asked': (toDo) => bothOf('asked for approval', 'ask for approval', toDo),
  'request.planned': (toDo) => bothOf('planned', 'plan', toDo),
  'request.changed': (toDo) => bothOf('reduced the request', 'change the request', toDo),
  'request.decided': (toDo) => bothOf('decided on the request', 'decide on the request', toDo),
  'request.cancelled': (toDo) => bothOf('canceled the request', 'cancel the request', toDo),
  'request.expired': (toDo) => bothOf('got no decision in time on the request', 'expire the request', toDo),
  'request.started': (toDo) => bothOf('started the approved request', 'start the approved request', toDo),
};

/** What is said instead of a whole organization, an Enterprise Grid. */
const OF_ORGANIZATION: Readonly<Record<string, Words>> = {
  'slack.installed': [
    'installed Rollcall for the Slack organization',
    'install Rollcall for the Slack organization',
  ],
  'slack.removed': [
    'noticed that Rollcall was removed from the Slack organization',
    'find Rollcall in the Slack organization',
  ],
};

/** What is said of the history. */
export const HISTORY_WORDS = {
  did: DID,
  toDo: TO_DO,
  ofTask: OF_TASK,
  tried: TRIED,
  why: WHY,
  ofOrganization: OF_ORGANIZATION,
  unproven: UNPROVEN,
  unprovenWhy: UNPROVEN_WHY,
  notInstalled: "Rollcall isn't installed there",
  someone: 'Someone',
  gone: (customer: string) => `${customer} (removed)`,
  approved: 'approved the request for',
  declined: 'declined the request for',
  approvedTo: (toDo: string) => `approved the request to ${toDo}`,
  declinedTo: (toDo: string) => `declined the request to ${toDo}`,
  /** Of what Rollcall itself refused. */
  ownRule: "Rollcall's rules don't allow it",
  notStarted: (toDo: string | undefined) =>
    `had an approved request that Rollcall couldn't start, ${toDo === undefined ? 'for' : `to ${toDo}`}`,
  couldNot: (notDone: string) => `couldn't ${notDone}`,
  notAllowed: (notDone: string) => `wasn't allowed to ${notDone}`,

  /** The time that a history is of, after whom it is about. `zone`: whose days they are, by its IANA name. */
  span: {
    past: (days: number, from: string, to: string) =>
      `${days === 1 ? 'the past 24 hours' : `the past ${days} days`} (${from} to ${to})`,
    today: (day: string, zone: string) => `today (${day}, ${zone})`,
    yesterday: (day: string, zone: string) => `yesterday (${day}, ${zone})`,
    since: (day: string, zone: string) => `since ${day} (${zone})`,
    on: (day: string, zone: string) => `on ${day} (${zone})`,
    between: (from: string, to: string, zone: string) => `from ${from} to ${to} (${zone})`,
  },

  /** What else people want to know of an entry, joined by dots. */
  detail: {
    because: (why: string) => `because ${why}`,
    people: (n: number) => count(n, 'person', 'people'),
    leftOut: (names: string) => `left out: ${names}`,
    to: (names: string) => `to ${names}`,
    asked: (names: string) => `asked: ${names}`,
    groups: (names: readonly string[], more: number) =>
      `${names.length + more === 1 ? 'group' : 'groups'}: ${names.join(', ')}${more > 0 ? `, and ${more} more` : ''}`,
    added: (names: string) => `added: ${names}`,
    removed: (names: string) => `removed: ${names}`,
    newName: (name: string) => `new user name: ${name}`,
    newManager: (name: string | undefined) => `new manager: ${name ?? 'no one'}`,
    was: (name: string) => `was “${name}”`,
    reason: (reason: string) => `“${reason}”`,
    platform: { slack: 'in Slack', teams: 'in Teams' },
  },

  csv: {
    button: 'CSV',
    title: 'Here is the history.',
    entries: (n: number) => `${n === 1 ? 'One entry' : `${n} entries`}, newest first. Times are UTC.`,
    cut: 'Older entries aren\'t in this file. To get them, add a name or a time, such as "last week".',
  },
};

import { z } from 'zod';
import type { HistoryEntry } from '../../service/audit/history.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import { CSV, fileStem } from '../files.ts';
import type { HistoryLine, HistoryView } from '../views/history.ts';

const MAY_READ = ['admin', 'auditor'] as const;
/** Entries in one message; the file holds the others. */
const MAX_ENTRIES = 20;
/** Entries that are read for one message: enough to say how many more there are, and no more to read in a long history. */
const MAX_READ = 100;
/** A user name, a job's id or a name; Graph allows 113 characters for the first. */
const MAX_WORDS = 120;
/** A button's id for "everything": no person and no job is called that. */
const EVERYTHING = '*';

const DID: Readonly<Record<string, string>> = {
  'account.created': 'account created',
  'account.failed': 'account not created',
  'account.deleted': 'account deleted again',
  'account.restored': 'deleted account restored',
  'license.restored': 'licenses put back',
  'group.joined': 'added to groups',
  'group.failed': 'not added to groups',
  'manager.set': 'manager set',
  'manager.failed': 'manager not set',
  'license.assigned': 'licenses assigned',
  'license.changed': 'licenses changed',
  'license.failed': 'licenses not assigned',
  'password.reset': 'new password',
  'person.changed': 'person changed',
  'person.manager_changed': 'manager changed',
  'person.renamed': 'user name changed',
  'person.blocked': 'sign-in blocked',
  'person.allowed': 'sign-in allowed',
  'person.signed_out': 'signed out everywhere',
  'group.left': 'taken out of groups',
  'group.joined_again': 'put back into groups',
  'snapshots.forgotten': 'old states of people deleted',
  'pass.made': 'Temporary Access Pass made',
  'passwords.mailed': 'passwords mailed',
  'passwords.resent': 'passwords sent again',
  'passwords.revealed': 'passwords revealed',
  'passwords.not_emptied': 'shown passwords could not be taken out of the chat',
  'passwords.sent_on': 'passwords sent to somebody else',
  'link.given': 'one-time link given',
  'link.opened': 'one-time link opened',
  'job.opened': 'job opened',
  'draft.opened': 'unfinished form opened',
  'slack.request': 'Slack request from elsewhere',
  'teams.request': 'Teams activity from elsewhere',
  'job.accepted': 'request accepted',
  'job.stopped': 'job stopped',
  'job.retried': 'failed rows retried',
  'job.undone': 'created people deleted again',
  'preset.saved': 'preset saved',
  'preset.replaced': 'preset replaced',
  'preset.renamed': 'preset renamed',
  'preset.deleted': 'preset deleted',
  'roster.cancelled': 'file cancelled',
  'roster.names_agreed': 'names of a file said to be right',
  'roster.replaced': 'file replaced by a newer one',
  'columns.remembered': 'reading of columns kept for later files',
  'columns.forgotten': 'reading of columns no longer kept',
  'request.opened': 'request opened',
  'request.reminded': 'approvers reminded',
  'request.passed_on': 'passed on to the fallback',
  'request.asked': 'approval asked for',
  'request.changed': 'request made less',
  'request.decided': 'request decided',
  'request.cancelled': 'request cancelled',
  'request.expired': 'request expired',
  'request.started': 'approved request started',
  'person.forgotten': 'what was kept about one person deleted',
  'rollcall.paused': 'Rollcall paused',
  'rollcall.went_on': 'Rollcall let go on',
  'history.read': 'history read',
  'passwords.forgotten': 'delivered passwords destroyed',
  'job.forgotten': 'request and results deleted',
  'request.forgotten': 'decided request deleted',
  'drafts.forgotten': 'unfinished forms deleted',
  'key.rotated': 'master key changed',
  'audit.cut': 'old entries of the history deleted',
  'audit.keyed': 'history goes on under another key',
};

function showEntry({ at, name, what, outcome, subject, platform, detail = {} }: HistoryEntry): HistoryLine {
  return {
    when: `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    who: name,
    what: DID[what] ?? what,
    outcome,
    about: subject ?? '',
    detail: [
      ...(platform === 'system' ? [] : [platform]),
      ...Object.entries(detail).map(([key, value]) => `${key} ${value}`),
    ].join(' · '),
  };
}

/** `history`: who did what, about everything or about one person, job, request or actor. */
export function historyActions({ service, policy }: FlowContext): Action[] {
  const action = actionsFor(MAY_READ);
  return [
    action.message(
      'history.show',
      z.object({ text: z.string().max(MAX_WORDS).default('') }),
      async (actor, _place, { text }) => {
        const { entries, isCut } = await service.history.read(actor, text, MAX_READ);
        const view: HistoryView = {
          kind: 'history',
          customer: policy.customers.find(({ id }) => id === actor.customer)?.name ?? actor.customer,
          about: text.trim(),
          entries: entries.slice(0, MAX_ENTRIES).map(showEntry),
          more: Math.max(0, entries.length - MAX_ENTRIES),
          isCut,
          buttons:
            entries.length === 0
              ? []
              : [{ action: 'history.csv', label: 'CSV', id: text.trim() || EVERYTHING, version: 1 }],
        };
        return { type: 'message', view };
      },
    ),
    action.message(
      'history.csv',
      z.object({ id: z.string().max(MAX_WORDS) }),
      async (actor, _place, { id }) => {
        const history = await service.history.read(actor, id === EVERYTHING ? '' : id);
        const count = history.entries.length;
        return {
          type: 'message',
          view: {
            kind: 'notice',
            tone: 'info',
            title: 'Here is the history.',
            text: [
              `${count === 1 ? 'One entry' : `${count} entries`}, newest first. Times are UTC.`,
              ...(history.isCut
                ? ['Older entries are not in this file: ask for a person, a job or an actor.']
                : []),
            ],
            buttons: [],
          },
          files: [
            {
              name: id === EVERYTHING ? 'history.csv' : `history-${fileStem(id)}.csv`,
              contentType: CSV,
              bytes: Buffer.from(service.history.writeCsv(history)),
              again: { action: 'history.csv', id, version: 1 },
            },
          ],
        };
      },
    ),
  ];
}

import { z } from 'zod';
import type { Actor, Place } from '../../domain/terms.ts';
import { type HistoryEntry, readsAll } from '../../service/audit/history.ts';
import { isGone } from '../../service/door/taskRules.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import { CSV, fileStem } from '../files.ts';
import { sayTime } from '../times.ts';
import type { HistoryLine, HistoryView } from '../views/history.ts';
import type { DrawnFor } from '../views/parts.ts';
import { readSpan } from './readSpan.ts';
import { isId, sayDetail, sayWhat, sayWhere } from './sayEntry.ts';
import { HISTORY_WORDS } from './words.ts';

const { csv: CSV_WORDS } = HISTORY_WORDS;

/** Helpdesk reads what they did themselves: the service sees to that. */
const MAY_READ = ['admin', 'auditor', 'helpdesk'] as const;
/** Entries in one message; the file holds the others. */
const MAX_ENTRIES = 20;
/** Entries that are read for one message: enough to say how many more there are, and no more to read in a long history. */
const MAX_READ = 100;
/** A user name, a job's id or a name; Graph allows 113 characters for the first. */
const MAX_WORDS = 120;
/** A button's id for "everything": no person and no job is called that. */
const EVERYTHING = '*';

/** Before a customer that is gone: its own mark may be another one's by now. */
const GONE_MARK = '🗄️';

/** What an entry is about that is about all of Rollcall, as a pause: its words say so. */
const OF_ALL = 'rollcall';

/** What the id of whoever proved nothing ends with. */
const UNKNOWN = ':unknown';

/** Somebody whose entry is about a person or a file is told which; a job or request says whom it is for. */
export function showEntry(
  entry: HistoryEntry,
  subjects: ReadonlyMap<string, string>,
  nameOf: (id: string) => string,
): HistoryLine {
  const { at, name, outcome, subject = '' } = entry;
  return {
    when: sayTime(at),
    who: isId(name) || name.endsWith(UNKNOWN) ? HISTORY_WORDS.someone : name,
    what: sayWhat(entry),
    outcome,
    about: subjects.get(subject) ?? (isId(subject) || subject === OF_ALL ? '' : subject || sayWhere(entry)),
    detail: sayDetail(entry, nameOf),
  };
}

/** `history`: who did what, about everything or about one person, job, request or actor. */
export function historyActions({ service, policy, clock, readTimeZone }: FlowContext): Action[] {
  const action = actionsFor(MAY_READ, { readsGone: true });

  /** The reader's own, as Teams says it with each message and Slack when it is asked; or else the customer's. */
  async function findReaderZone({ platform, userId, customer }: Actor, { route }: Place): Promise<string> {
    const own = route?.timeZone ?? (platform === 'slack' ? await readTimeZone?.(userId) : undefined);
    const ofCustomer = policy.customers.find(({ id }) => id === customer)?.timeZone;
    return own ?? ofCustomer ?? 'UTC';
  }

  async function read(actor: Actor, place: Place, text: string, most?: number) {
    const zone = await findReaderZone(actor, place);
    const { about, span, said } = readSpan(text, clock.now(), zone);
    return { ...(await service.history.read(actor, about, most, span)), about: about.trim(), said };
  }

  /** Says ids of people of the policy and of licenses as their names. */
  async function readNames({ customer }: Actor): Promise<(id: string) => string> {
    const licenses = await service.facts.licenseNames(customer);
    const people = await service.history.readNames();
    return (id) => people.nameOf(id) ?? licenses[id] ?? id;
  }

  /** What one that is gone from the policy was called. */
  async function findGone({ customer }: Actor): Promise<DrawnFor | undefined> {
    if (!isGone(policy, customer)) return undefined;
    const gone = (await service.customers.listGone()).find(({ id }) => id === customer);
    return { id: customer, name: HISTORY_WORDS.gone(gone?.name ?? customer), mark: GONE_MARK };
  }

  return [
    action.message(
      'history.show',
      z.object({ text: z.string().max(MAX_WORDS).default('') }),
      async (actor, place, { text }) => {
        const { entries, isCut, about, said } = await read(actor, place, text, MAX_READ);
        const shown = entries.slice(0, MAX_ENTRIES);
        const subjects = await service.history.nameSubjects(shown);
        const nameOf = await readNames(actor);
        const gone = await findGone(actor);
        const known = policy.customers.find(({ id }) => id === actor.customer);
        const view: HistoryView = {
          kind: 'history',
          ...(gone === undefined ? {} : { drawnFor: gone }),
          customer: gone?.name ?? known?.name ?? actor.customer,
          about,
          ...(said === undefined ? {} : { span: said }),
          ...(readsAll(actor) ? {} : { isOwn: true as const }),
          entries: shown.map((entry) => showEntry(entry, subjects, nameOf)),
          more: Math.max(0, entries.length - MAX_ENTRIES),
          isCut,
          buttons:
            entries.length === 0
              ? []
              : [
                  {
                    action: 'history.csv',
                    label: CSV_WORDS.button,
                    id: text.trim() || EVERYTHING,
                    version: 1,
                  },
                ],
        };
        return { type: 'message', view };
      },
    ),
    action.message(
      'history.csv',
      z.object({ id: z.string().max(MAX_WORDS) }),
      async (actor, place, { id }) => {
        const history = await read(actor, place, id === EVERYTHING ? '' : id);
        const count = history.entries.length;
        return {
          type: 'message',
          view: {
            kind: 'notice',
            tone: 'info',
            title: CSV_WORDS.title,
            text: [CSV_WORDS.entries(count), ...(history.isCut ? [CSV_WORDS.cut] : [])],
            buttons: [],
          },
          files: [
            {
              name: id === EVERYTHING ? 'history.csv' : `history-${fileStem(id)}.csv`,
              contentType: CSV,
              bytes: Buffer.from(await service.history.writeCsv(history)),
              again: {
                action: 'history.csv',
                id,
                version: 1,
                ...(isGone(policy, actor.customer) ? { customer: actor.customer } : {}),
              },
            },
          ],
        };
      },
    ),
  ];
}

import { RollcallError } from '../../domain/errors.ts';
import { languageOfAccount } from '../../domain/languages.ts';
import { parseRecipients } from '../../domain/recipients.ts';
import type { Actor, Finding, Holdings, Place, Problem } from '../../domain/terms.ts';
import { countRead, type NamesReading, readNames } from '../../roster/rows/userNames/readNames.ts';
import { writeLog } from '../../roster/write/writeCsv.ts';
import { BEING_RESET, listBeingReset } from '../changing/inRunningJob.ts';
import type { ProvisioningOptions } from '../context.ts';
import { createRefuseReset } from '../door/refuseReset.ts';
import type { ResetValues } from '../drafts/draftData.ts';
import { type Drafts, describeStale } from '../drafts/drafts.ts';
import type { Facts } from '../facts/facts.ts';
import type { IncomingFile } from '../incomingFile.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import { findTargets } from '../licensing/assignFile.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { listLeftOut } from '../rosters/leftOut.ts';
import { checkDelivery } from './passwordDelivery.ts';
import { nameChosen, readPeopleFile } from './readPeopleFile.ts';
import type { ResetPerson, ResetsDraft } from './resetsDraft.ts';
import { PERSON_WORDS } from './words.ts';

/** Our own number: more fit into a file than into a form. */
export const MAX_PICKED_RESETS = 25;
/** Our own number: the roles of each are read by themselves, about a fifth of a second, while somebody waits. */
export const MAX_RESETS = 500;
/** Each takes some reads; so many at once leave room for what others ask Graph meanwhile. */
const AT_ONCE = 8;

/** New passwords for several people who exist. */
export interface ResettingMany {
  /** For picked people, at most {@link MAX_PICKED_RESETS}; or why which of them cannot be, by object id. */
  open(
    actor: Actor,
    place: Place,
    objectIds: readonly string[],
  ): Promise<{ draft: DraftRecord<ResetsDraft> } | { refused: ReadonlyMap<string, string> }>;
  /** For the people a file names; of a workbook of which several sheets may be meant, the sheets only. */
  openFile(actor: Actor, place: Place, file: IncomingFile): Promise<DraftRecord<ResetsDraft>>;
  /** Goes on with one of these sheets. Throws VERSION_STALE where one was chosen already. */
  chooseSheet(actor: Actor, draftId: string, index: number): Promise<DraftRecord<ResetsDraft>>;
  load(actor: Actor, draftId: string): Promise<DraftRecord<ResetsDraft>>;
  /** With no problem the draft is `checked`. Who may not get one is asked again right before each change. */
  check(
    actor: Actor,
    draftId: string,
    values: ResetValues,
  ): Promise<{ draft: DraftRecord<ResetsDraft>; problems: Problem[] }>;
  /** What a checked draft asks for. */
  requestOf(draft: ResetsDraft): Pick<AcceptRequest, 'people' | 'settings' | 'leftOut' | 'fileName'>;
  /** The rows of its file that have something to fix, with why. CSV text. */
  writeLog(draft: ResetsDraft): string;
}

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store' | 'maxFileBytes'>;

function toPerson(person: Holdings, sourceRow?: number): ResetPerson {
  const language = languageOfAccount(person);
  return {
    id: person.id,
    userPrincipalName: person.userPrincipalName,
    displayName: person.displayName,
    accountEnabled: person.accountEnabled ?? true,
    ...(language === undefined ? {} : { language }),
    ...(sourceRow === undefined ? {} : { sourceRow }),
  };
}

export function createResettingMany(options: Options, facts: Facts, drafts: Drafts): ResettingMany {
  const { policy, directoryFor, maxFileBytes } = options;
  const refuseReset = createRefuseReset(options);

  /** Why each of them may not get one, in their order; undefined for whoever may. */
  async function listRefusals(actor: Actor, people: readonly Holdings[]): Promise<(string | undefined)[]> {
    const refusals: (string | undefined)[] = [];
    const busy = await listBeingReset(options, actor.customer);
    for (let from = 0; from < people.length; from += AT_ONCE) {
      const some = people.slice(from, from + AT_ONCE);
      const found = await Promise.all(some.map((person) => refuseReset(actor, person)));
      refusals.push(
        ...found.map(
          (refusal, index) =>
            refusal?.message ?? (busy.has(some[index]?.id ?? '') ? BEING_RESET.message : undefined),
        ),
      );
    }
    return refusals;
  }

  async function usualValues(actor: Actor): Promise<ResetValues> {
    const { passwordDelivery } = await facts.read(actor.customer);
    return { recipients: '', delivery: passwordDelivery, reason: '' };
  }

  async function verify(
    actor: Actor,
    reading: NamesReading,
  ): Promise<Pick<ResetsDraft, 'people' | 'findings' | 'read'>> {
    const { targets, findings: found } = await findTargets(directoryFor(actor.customer), reading);
    const refusals = await listRefusals(actor, targets);
    const people: ResetPerson[] = [];
    // Whoever is blocked may get one all the same.
    const findings = found.filter(({ code }) => code !== 'SIGN_IN_BLOCKED');
    for (const [index, { sourceRow: row = 0, ...target }] of targets.entries()) {
      const message = refusals[index];
      if (message === undefined) people.push(toPerson(target, row));
      else {
        findings.push({
          row,
          column: reading.column,
          property: 'userPrincipalName',
          value: target.userPrincipalName,
          displayName: target.displayName,
          code: 'FORBIDDEN',
          severity: 'error',
          message,
        });
      }
    }
    const rank = ({ severity }: Finding): number => (severity === 'error' ? 0 : 1);
    findings.sort((a, b) => rank(a) - rank(b) || a.row - b.row);
    return { people, findings, read: countRead(reading) };
  }

  return {
    async open(actor, place, objectIds) {
      const distinct = [...new Set(objectIds)];
      const { nobody, tooMany } = PERSON_WORDS.resets;
      if (distinct.length === 0) throw new RollcallError('INPUT_INVALID', nobody.message, nobody);
      if (distinct.length > MAX_PICKED_RESETS) {
        throw new RollcallError('INPUT_INVALID', tooMany.message(MAX_PICKED_RESETS), tooMany);
      }
      const directory = directoryFor(actor.customer);
      const found = await Promise.all(distinct.map((id) => directory.readHoldings(id)));
      const there = found.flatMap((one) => one ?? []);
      const refusals = await listRefusals(actor, there);
      const refused = new Map<string, string>();
      for (const [index, id] of distinct.entries()) {
        if (found[index] === undefined) refused.set(id, PERSON_WORDS.gone.message);
      }
      for (const [index, { id }] of there.entries()) {
        const why = refusals[index];
        if (why !== undefined) refused.set(id, why);
      }
      if (refused.size > 0) return { refused };
      const people = there.map((one) => toPerson(one));
      const draft = { people, findings: [], read: people.length, values: await usualValues(actor) };
      return { draft: await drafts.open('resets', actor, place, draft) };
    },
    async openFile(actor, place, file) {
      const most = Math.min(policy.maxRows, MAX_RESETS);
      const read = await readPeopleFile({ policy, maxFileBytes }, actor, most, file, readNames);
      const base = { fileName: file.name, values: await usualValues(actor) };
      if ('reading' in read) {
        return drafts.open('resets', actor, place, { ...base, ...(await verify(actor, read.reading)) });
      }
      const { sheets } = read;
      return drafts.open('resets', actor, place, { ...base, people: [], findings: [], read: 0, sheets });
    },
    async chooseSheet(actor, draftId, index) {
      const before = await drafts.load('resets', actor, draftId);
      const chosen = before.data.sheets?.offered[index];
      if (chosen === undefined) throw describeStale();
      const found = await verify(actor, chosen);
      return drafts.change('resets', actor, draftId, ({ sheets, ...data }) => {
        if (sheets === undefined) throw describeStale();
        return { ...data, ...found, ...nameChosen(sheets, chosen) };
      });
    },
    load: (actor, draftId) => drafts.load('resets', actor, draftId),
    async check(actor, draftId, values) {
      const { deliveries, recipientDomains } = await facts.read(actor.customer);
      const problems = [
        ...parseRecipients(values.recipients, recipientDomains).problems,
        ...checkDelivery(deliveries, values.delivery, values.recipients),
      ];
      const isFine = problems.every(({ severity }) => severity !== 'error');
      const draft = await drafts.change('resets', actor, draftId, ({ checked: _before, ...data }) => ({
        ...data,
        values,
        ...(isFine ? { checked: true } : {}),
      }));
      return { draft, problems };
    },
    requestOf({ checked, people, values, findings, fileName }) {
      const leftOut = listLeftOut(findings);
      return {
        settings: {
          accountEnabled: true,
          usageLocation: '',
          licenses: [],
          recipients: parseRecipients(values.recipients).recipients,
          delivery: values.delivery,
        },
        people:
          checked === true
            ? people.map(({ id: objectId, userPrincipalName, displayName, ...one }) => ({
                person: { userPrincipalName, displayName },
                licenses: [],
                objectId,
                ...one,
              }))
            : [],
        ...(leftOut.length === 0 ? {} : { leftOut }),
        ...(fileName === undefined ? {} : { fileName }),
      };
    },
    writeLog({ findings }) {
      const values = new Map(findings.map(({ row, value }) => [row, value]));
      const rows = [...values].map(([row, value]) => ({ row, cells: [value], person: {} }));
      return writeLog([findings[0]?.column || PERSON_WORDS.resets.column], rows, findings);
    },
  };
}

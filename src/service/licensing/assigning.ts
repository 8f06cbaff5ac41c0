import { RollcallError } from '../../domain/errors.ts';
import type { Actor, Place } from '../../domain/terms.ts';
import { countRead, type NamesReading, readNames } from '../../roster/rows/userNames/readNames.ts';
import { writeLog } from '../../roster/write/writeCsv.ts';
import type { ProvisioningOptions } from '../context.ts';
import { type Drafts, describeStale } from '../drafts/drafts.ts';
import type { CustomerFacts, SeatNeed } from '../facts/customerFacts.ts';
import type { Facts } from '../facts/facts.ts';
import type { IncomingFile } from '../incomingFile.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import { describeGonePerson } from '../people/lookUps.ts';
import { nameChosen, readPeopleFile } from '../people/readPeopleFile.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { peopleToAssign } from './assignChanges.ts';
import { checkAssignDraft } from './assignChecks.ts';
import {
  type AssignDraft,
  type AssignProblem,
  type AssignTarget,
  type AssignValues,
  keyOfService,
} from './assignDraft.ts';
import { findTargets } from './assignFile.ts';
import { LICENSE_PROBLEMS } from './words.ts';

/** Giving licenses to people who exist, and taking them away. */
export interface Assigning {
  /** For picked people, at most {@link MAX_PICKED}. Throws NOT_FOUND when somebody of them is not there. */
  open(actor: Actor, place: Place, objectIds: readonly string[]): Promise<DraftRecord<AssignDraft>>;
  /** For the people a file names; of a workbook of which several sheets may be meant, the sheets only. */
  openFile(actor: Actor, place: Place, file: IncomingFile): Promise<DraftRecord<AssignDraft>>;
  /** Goes on with the people of one of these sheets. Throws VERSION_STALE where one was chosen already. */
  chooseSheet(actor: Actor, draftId: string, index: number): Promise<DraftRecord<AssignDraft>>;
  load(actor: Actor, draftId: string): Promise<DraftRecord<AssignDraft>>;
  /** Keeps the values; the draft is `checked` when no problem is an error. */
  check(
    actor: Actor,
    draftId: string,
    values: AssignValues,
  ): Promise<{ draft: DraftRecord<AssignDraft>; problems: AssignProblem[]; seats: SeatNeed[] }>;
  /** The rows of its file that have something to fix, with why. CSV text. */
  writeLog(draft: AssignDraft): string;
  /** Whom the request changes, and how; people who need no change are left out. */
  peopleOf(facts: CustomerFacts, draft: AssignDraft): AcceptRequest['people'];
}

/** Our own number: more fit into a file than into a form, and each is read by itself when the form opens. */
export const MAX_PICKED = 25;

const NOTHING: AssignValues = { licenses: [], remove: [], servicesOff: [], usageLocation: '', reason: '' };

function describeTooMany(): RollcallError {
  const said = LICENSE_PROBLEMS.pick.tooMany(MAX_PICKED);
  return new RollcallError('INPUT_INVALID', said.message, said);
}

function describeNobody(): RollcallError {
  const said = LICENSE_PROBLEMS.pick.nobody;
  return new RollcallError('INPUT_INVALID', said.message, said);
}

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'maxFileBytes'>;

export function createAssigning(options: Options, facts: Facts, drafts: Drafts): Assigning {
  const { policy, directoryFor, maxFileBytes } = options;

  async function findPeople(
    actor: Actor,
    reading: NamesReading,
  ): Promise<Pick<AssignDraft, 'targets' | 'findings' | 'read'>> {
    const { targets, findings } = await findTargets(directoryFor(actor.customer), reading);
    return { targets, findings, read: countRead(reading) };
  }

  return {
    async open(actor, place, objectIds) {
      const distinct = [...new Set(objectIds)];
      if (distinct.length > MAX_PICKED) throw describeTooMany();
      const directory = directoryFor(actor.customer);
      const targets = await Promise.all(
        distinct.map(async (objectId): Promise<AssignTarget> => {
          const target = await directory.readHoldings(objectId);
          if (target === undefined) throw describeGonePerson();
          return target;
        }),
      );
      const [only, ...others] = targets;
      if (only === undefined) throw describeNobody();
      if (others.length > 0) return drafts.open('assign', actor, place, { targets, values: NOTHING });
      const servicesOff = only.held
        .filter(({ inherited }) => !inherited)
        .flatMap(({ skuId, disabledPlans }) => disabledPlans.map((plan) => keyOfService(skuId, plan)));
      return drafts.open('assign', actor, place, {
        targets,
        values: { ...NOTHING, usageLocation: only.usageLocation ?? '', servicesOff },
      });
    },
    async openFile(actor, place, file) {
      const { name: fileName } = file;
      const read = await readPeopleFile({ policy, maxFileBytes }, actor, policy.maxRows, file, readNames);
      if ('sheets' in read) {
        const { sheets } = read;
        return drafts.open('assign', actor, place, { targets: [], fileName, sheets, values: NOTHING });
      }
      const found = await findPeople(actor, read.reading);
      return drafts.open('assign', actor, place, { ...found, fileName, values: NOTHING });
    },
    async chooseSheet(actor, draftId, index) {
      const before = await drafts.load('assign', actor, draftId);
      const chosen = before.data.sheets?.offered[index];
      if (chosen === undefined) throw describeStale();
      const found = await findPeople(actor, chosen);
      return drafts.change('assign', actor, draftId, ({ sheets, ...data }) => {
        if (sheets === undefined) throw describeStale();
        return { ...data, ...found, ...nameChosen(sheets, chosen) };
      });
    },
    load: (actor, draftId) => drafts.load('assign', actor, draftId),
    async check(actor, draftId, values) {
      const known = await facts.read(actor.customer);
      let found: ReturnType<typeof checkAssignDraft> = { problems: [], seats: [] };
      const draft = await drafts.change('assign', actor, draftId, ({ checked: _before, ...data }) => {
        found = checkAssignDraft(known, { ...data, values });
        const isFine = found.problems.every(({ severity }) => severity !== 'error');
        return { ...data, values, ...(isFine ? { checked: true } : {}) };
      });
      return { draft, ...found };
    },
    writeLog({ findings = [] }) {
      const values = new Map(findings.map(({ row, value }) => [row, value]));
      const rows = [...values].map(([row, value]) => ({ row, cells: [value], person: {} }));
      return writeLog([findings[0]?.column || LICENSE_PROBLEMS.file.column], rows, findings);
    },
    peopleOf: peopleToAssign,
  };
}

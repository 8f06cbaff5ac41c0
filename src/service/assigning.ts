import { RollcallError } from '../domain/errors.ts';
import type {
  Actor,
  Finding,
  HeldLicense,
  Holdings,
  LicenseChoice,
  Place,
  Problem,
} from '../domain/terms.ts';
import { isUsageLocation } from '../domain/usageLocations.ts';
import { readNames } from '../roster/readNames.ts';
import { writeLog } from '../roster/writeCsv.ts';
import { findTargets } from './assignFile.ts';
import type { ProvisioningOptions } from './context.ts';
import type { Drafts } from './drafts.ts';
import type { Facts } from './facts.ts';
import { describeGonePerson } from './lookUps.ts';
import type { DraftRecord } from './ports/records.ts';
import type { AcceptRequest, CustomerFacts, IncomingFile, SeatNeed } from './provisioning.ts';
import { refuseSize } from './rosters.ts';
import { checkLicenses, checkSeats, countSeats, warnOfGraceSeats } from './seats.ts';

/** The form, as text, keyed by field id. */
export interface AssignValues {
  /** skuIds to give. */
  licenses: string[];
  /** skuIds to take away. */
  remove: string[];
  /** `skuId/servicePlanId` of every service that is to be off. */
  servicesOff: string[];
  /** For people who have none. */
  usageLocation: string;
  reason: string;
}

/** Somebody whose licenses are to change. */
export interface AssignTarget extends Holdings {
  /** Line in the file. */
  sourceRow?: number;
}

/** A request to change licenses, while it is being made. */
export interface AssignDraft {
  targets: readonly AssignTarget[];
  fileName?: string;
  /** Of a file: what is wrong with rows, and how many were read. */
  findings?: readonly Finding[];
  read?: number;
  values: AssignValues;
  /** Every rule agreed to these values. */
  checked?: boolean;
  /** Set when the job was accepted. */
  jobId?: string;
  /** Set when it was sent for approval. */
  requestId?: string;
}

/** A problem, at the field of {@link AssignValues} it belongs to. */
export interface AssignProblem extends Pick<Problem, 'severity' | 'message'> {
  field: keyof AssignValues;
}

/** Giving licenses to people who exist, and taking them away. */
export interface Assigning {
  /** For picked people, at most {@link MAX_PICKED}. Throws NOT_FOUND when somebody of them is not there. */
  openAssign(actor: Actor, place: Place, objectIds: readonly string[]): Promise<DraftRecord<AssignDraft>>;
  /** For the people a file names. */
  openAssignFile(actor: Actor, place: Place, file: IncomingFile): Promise<DraftRecord<AssignDraft>>;
  loadAssign(actor: Actor, draftId: string): Promise<DraftRecord<AssignDraft>>;
  /** Keeps the values; the draft is `checked` when no problem is an error. */
  checkAssign(
    actor: Actor,
    draftId: string,
    values: AssignValues,
  ): Promise<{ draft: DraftRecord<AssignDraft>; problems: AssignProblem[]; seats: SeatNeed[] }>;
  /** The rows of its file that have something to fix, with why. CSV text. */
  assignLog(draft: AssignDraft): string;
  /** Whom the request changes, and how; people who need no change are left out. */
  peopleToAssign(facts: CustomerFacts, draft: AssignDraft): AcceptRequest['people'];
}

/** Our own number: more fit into a file than into a form, and each is read by itself when the form opens. */
export const MAX_PICKED = 25;

/** One person's licenses are shown as they are; what several people hold differs. */
export function isForOne({ targets, fileName }: AssignDraft): boolean {
  return fileName === undefined && targets.length === 1;
}

const NOTHING: AssignValues = { licenses: [], remove: [], servicesOff: [], usageLocation: '', reason: '' };

/** `skuId/servicePlanId`. */
export function keyOfService(skuId: string, servicePlanId: string): string {
  return `${skuId}/${servicePlanId}`;
}

function samePlans(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((plan) => b.includes(plan));
}

/**
 * Services of a license that are to be off. Those that the form does not know stay as they are. Of several people the
 * form does not say who has what off, so nothing that is off for one of them is switched on.
 */
function plansOff(
  { licenses }: CustomerFacts,
  skuId: string,
  off: readonly string[],
  { held, forOne }: { held: HeldLicense | undefined; forOne: boolean },
): string[] {
  const known = licenses.find((license) => license.skuId === skuId)?.servicePlans ?? [];
  const ids = known.map(({ servicePlanId }) => servicePlanId);
  const before = held?.disabledPlans ?? [];
  const kept = forOne ? before.filter((plan) => !ids.includes(plan)) : before;
  return [...kept, ...ids.filter((id) => off.includes(keyOfService(skuId, id)) && !kept.includes(id))];
}

/** A held license that is neither given nor taken away has its services changed. */
function changedServices(
  facts: CustomerFacts,
  target: AssignTarget,
  values: AssignValues,
  forOne: boolean,
): LicenseChoice[] {
  return target.held
    .filter(({ skuId, inherited }) => {
      return !inherited && !values.licenses.includes(skuId) && !values.remove.includes(skuId);
    })
    .map((held) => ({
      held,
      disabledPlans: plansOff(facts, held.skuId, values.servicesOff, { held, forOne }),
    }))
    .filter(({ held, disabledPlans }) => !samePlans(held.disabledPlans, disabledPlans))
    .map(({ held, disabledPlans }) => ({ skuId: held.skuId, disabledPlans }));
}

function peopleToAssign(facts: CustomerFacts, draft: AssignDraft): AcceptRequest['people'] {
  const { targets, values } = draft;
  const forOne = isForOne(draft);
  return targets.flatMap((target) => {
    const held = new Map(target.held.map((one) => [one.skuId, one]));
    const given = values.licenses.map((skuId) => ({
      skuId,
      disabledPlans: plansOff(facts, skuId, values.servicesOff, { held: held.get(skuId), forOne }),
    }));
    const add = [
      ...given.filter(({ skuId, disabledPlans }) => {
        const own = held.get(skuId);
        return own === undefined || !samePlans(own.disabledPlans, disabledPlans);
      }),
      ...changedServices(facts, target, values, forOne),
    ];
    const remove = values.remove.filter((skuId) => held.get(skuId)?.inherited === false);
    if (add.length + remove.length === 0) return [];
    const usageLocation = target.usageLocation ?? values.usageLocation;
    return [
      {
        person: {
          userPrincipalName: target.userPrincipalName,
          displayName: target.displayName,
          ...(usageLocation === '' ? {} : { usageLocation }),
        },
        accountEnabled: target.accountEnabled ?? true,
        licenses: add.map(({ skuId }) => skuId).filter((skuId) => !held.has(skuId)),
        objectId: target.id,
        change: { add, remove },
        ...(target.sourceRow === undefined ? {} : { sourceRow: target.sourceRow }),
      },
    ];
  });
}

function error(field: AssignProblem['field'], message: string): AssignProblem {
  return { field, severity: 'error', message };
}

function checkRemove(facts: CustomerFacts, { targets, values }: AssignDraft): AssignProblem[] {
  const nameOf = (skuId: string) => facts.licenses.find((one) => one.skuId === skuId)?.name ?? skuId;
  const both = values.remove.filter((skuId) => values.licenses.includes(skuId));
  const inherited = values.remove.filter((skuId) => {
    const held = targets.flatMap((target) => target.held).filter((one) => one.skuId === skuId);
    return held.length > 0 && held.every((one) => one.inherited);
  });
  const partly = values.remove.flatMap((skuId): AssignProblem[] => {
    if (inherited.includes(skuId)) return [];
    const stay = targets.filter(({ held }) => held.some((one) => one.skuId === skuId && one.inherited));
    if (stay.length === 0) return [];
    const [first, ...others] = stay.map(({ displayName }) => displayName);
    const who = others.length === 0 ? first : `${first} and ${others.length} more`;
    const message = `${nameOf(skuId)} stays with ${who}: it comes from a group.`;
    return [{ field: 'remove', severity: 'warning', message }];
  });
  return [
    ...partly,
    ...both.map((skuId) => error('remove', `${nameOf(skuId)} cannot be given and taken away at once.`)),
    ...inherited.map((skuId) =>
      error('remove', `${nameOf(skuId)} comes from a group: take the person out of the group that gives it.`),
    ),
  ];
}

/** A file says this at its rows. */
function warnOfBlocked({ targets, fileName }: AssignDraft, people: AcceptRequest['people']): AssignProblem[] {
  if (fileName !== undefined) return [];
  const given = new Set(people.filter(({ licenses }) => licenses.length > 0).map(({ objectId }) => objectId));
  return targets
    .filter(({ id, accountEnabled }) => accountEnabled === false && given.has(id))
    .map(({ displayName }) => ({
      field: 'licenses',
      severity: 'warning',
      message: `Sign-in is blocked for ${displayName}; a license would be held without use.`,
    }));
}

function checkLocation(draft: AssignDraft, people: AcceptRequest['people']): AssignProblem[] {
  const { usageLocation } = draft.values;
  if (usageLocation !== '' && !isUsageLocation(usageLocation)) {
    return [error('usageLocation', 'This is not a two-letter country code such as US or GB.')];
  }
  const without = people.filter(
    ({ person, change }) => person.usageLocation === undefined && (change?.add.length ?? 0) > 0,
  );
  if (without.length === 0) return [];
  const some = `${without.length} of these people ${without.length === 1 ? 'has' : 'have'}`;
  const who = draft.targets.length === 1 ? 'this person has' : some;
  return [
    error('usageLocation', `A license needs a location, and ${who} none: choose the country they work in.`),
  ];
}

function describeTooMany(): RollcallError {
  return new RollcallError('INPUT_INVALID', `These are more than ${MAX_PICKED} people.`, {
    next: 'Nothing was done. Pick fewer, or send a CSV of user names ("Assign from a file").',
  });
}

function describeNobody(): RollcallError {
  return new RollcallError('INPUT_INVALID', 'Nobody was picked.', {
    next: 'Pick somebody, and try again.',
  });
}

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'maxFileBytes'>;

export function createAssigning(options: Options, facts: Facts, drafts: Drafts): Assigning {
  const { policy, directoryFor, maxFileBytes } = options;

  function check(known: CustomerFacts, draft: AssignDraft): { problems: AssignProblem[]; seats: SeatNeed[] } {
    const people = peopleToAssign(known, draft);
    const seats = countSeats(
      known.licenses,
      people.map(({ licenses }) => licenses),
    );
    const ofLicenses = [
      ...checkLicenses(known, draft.values.licenses),
      ...checkSeats(seats),
      ...warnOfGraceSeats(seats),
    ].map(({ severity, message }): AssignProblem => ({ field: 'licenses', severity, message }));
    const problems = [
      ...ofLicenses,
      ...warnOfBlocked(draft, people),
      ...checkRemove(known, draft),
      ...checkLocation(draft, people),
    ];
    if (people.length === 0 && problems.every(({ severity }) => severity !== 'error')) {
      problems.push(error('licenses', 'Nothing would change: choose a license to give or to take away.'));
    }
    return { problems, seats };
  }

  return {
    async openAssign(actor, place, objectIds) {
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
    async openAssignFile(actor, place, file) {
      if ((file.size ?? 0) > maxFileBytes) throw refuseSize(maxFileBytes);
      const limits = { maxRows: policy.maxRows, maxBytes: maxFileBytes };
      const reading = await readNames(await file.open(), limits);
      const { targets, findings } = await findTargets(directoryFor(actor.customer), reading);
      return drafts.open('assign', actor, place, {
        targets,
        fileName: file.name,
        findings,
        read: reading.names.length,
        values: NOTHING,
      });
    },
    loadAssign: (actor, draftId) => drafts.load('assign', actor, draftId),
    async checkAssign(actor, draftId, values) {
      const known = await facts.read(actor.customer);
      let found: ReturnType<typeof check> = { problems: [], seats: [] };
      const draft = await drafts.change('assign', actor, draftId, ({ checked: _before, ...data }) => {
        found = check(known, { ...data, values });
        const isFine = found.problems.every(({ severity }) => severity !== 'error');
        return { ...data, values, ...(isFine ? { checked: true } : {}) };
      });
      return { draft, ...found };
    },
    assignLog({ findings = [] }) {
      const values = new Map(findings.map(({ row, value }) => [row, value]));
      const rows = [...values].map(([row, value]) => ({ row, cells: [value], person: {} }));
      return writeLog([findings[0]?.column || 'User name'], rows, findings);
    },
    peopleToAssign,
  };
}

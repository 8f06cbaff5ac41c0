import { z } from 'zod';
import type { Actor, License } from '../../domain/terms.ts';
import { listUsageLocations, nameOfLocation } from '../../domain/usageLocations.ts';
import type { Foreseen } from '../../service/approvals/foresee.ts';
import type { CustomerFacts, SeatNeed } from '../../service/facts/customerFacts.ts';
import {
  type AssignDraft,
  type AssignProblem,
  isForOne,
  keyOfService,
} from '../../service/licensing/assignDraft.ts';
import { countSeats } from '../../service/licensing/seats.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { listLeftOut } from '../../service/rosters/leftOut.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { sayWaits } from '../approvals/approvals.ts';
import {
  type ApprovalWords,
  ASK_LABEL,
  checkApproval,
  sayInConfirm,
  sayInForm,
} from '../approvals/foreseen.ts';
import { callPerson } from '../callPerson.ts';
import type { FlowContext } from '../context.ts';
import { keepingForm } from '../formErrors.ts';
import { choices, keptChoices, setupFields } from '../formFields.ts';
import type { Reply } from '../reply.ts';
import { refuseUsed } from '../usedForm.ts';
import type { AssignConfirmView, AssignFormView } from '../views/licenses.ts';
import type { FieldErrors } from '../views/parts.ts';
import { offerServices, readServices } from './assignServices.ts';
import { showCost } from './costWords.ts';
import { sayOldSeats } from './oldSeats.ts';
import { LICENSING_WORDS } from './words.ts';

const { who: WHO, buttons: BUTTONS } = LICENSING_WORDS;

const MAY_ASSIGN = ['admin'] as const;
const fields = z.object({
  licenses: setupFields.shape.licenses,
  remove: choices,
  servicesOff: keptChoices,
  usageLocation: setupFields.shape.usageLocation,
  reason: setupFields.shape.reason,
});
const form = button.extend({ fields: fields.prefault({}) });

/** Names in a sentence. */
const MAX_NAMES = 5;

/** What a button of the form or the confirmation is for. */
function whoOf({ targets, fileName }: AssignDraft): string {
  const [first, ...others] = targets;
  if (fileName !== undefined || first === undefined) return fileName ?? '';
  const [second] = others;
  if (second === undefined) return first.displayName;
  if (others.length === 1) return WHO.two(first.displayName, second.displayName);
  return WHO.more(first.displayName, second.displayName, others.length - 1);
}

/** The form as the draft holds it. */
export function showAssignForm(
  facts: CustomerFacts,
  approval: ApprovalWords,
  draft: DraftRecord<AssignDraft>,
  errors: FieldErrors,
): AssignFormView {
  const { data } = draft;
  const held = new Set(
    data.targets.flatMap((one) => one.held.filter((own) => !own.inherited)).map((own) => own.skuId),
  );
  const nameOf = (skuId: string): string => facts.licenses.find((one) => one.skuId === skuId)?.name ?? skuId;
  const needsOf = ({ skuId }: License): number =>
    data.targets.filter((target) => !target.held.some((own) => own.skuId === skuId)).length;
  const offered = facts.licenses.filter((license) => license.assignable && needsOf(license) > 0);
  return {
    kind: 'assignForm',
    target: {
      submit: { action: 'assign.submit', label: BUTTONS.next },
      id: draft.id,
      version: draft.version,
      errors,
    },
    customer: facts.name,
    who: whoOf(data),
    people: data.targets.length,
    isForOne: isForOne(data),
    values: data.values,
    licenses: offered.map(
      (license): SeatNeed => ({
        license,
        needs: needsOf(license),
        short: license.left < needsOf(license),
      }),
    ),
    ...approval,
    held: [...held].map((skuId) => ({ value: skuId, name: nameOf(skuId) })),
    services: offerServices(facts, draft),
    locations: data.targets.every(({ usageLocation }) => usageLocation !== undefined)
      ? []
      : listUsageLocations(),
  };
}

function showConfirm(
  { service }: FlowContext,
  facts: CustomerFacts,
  draft: DraftRecord<AssignDraft>,
  problems: readonly AssignProblem[],
  foreseen: Foreseen | undefined,
): AssignConfirmView {
  const { data } = draft;
  const people = service.assignments.peopleOf(facts, data);
  const nameOf = (skuId: string): string => facts.licenses.find((one) => one.skuId === skuId)?.name ?? skuId;
  const changes = people.flatMap(({ change }) => change?.add ?? []);
  const switched = new Map(changes.map((one) => [one.skuId, one.disabledPlans]));
  const given = new Set(people.flatMap(({ licenses }) => licenses));
  const services = facts.licenses.flatMap(({ skuId, name, servicePlans = [] }) => {
    const off = switched.get(skuId);
    if (off === undefined) return [];
    const isOff = ({ servicePlanId }: { servicePlanId: string }): boolean =>
      isForOne(data)
        ? off.includes(servicePlanId)
        : data.values.servicesOff.includes(keyOfService(skuId, servicePlanId));
    const names = servicePlans.filter(isOff).map((plan) => plan.name);
    return names.length === 0 && (given.has(skuId) || !isForOne(data)) ? [] : [{ license: name, off: names }];
  });
  const needsLocation = people.some(({ objectId }) =>
    data.targets.some((target) => target.id === objectId && target.usageLocation === undefined),
  );
  const { usageLocation, remove, reason } = data.values;
  const give = countSeats(
    facts.licenses,
    people.map(({ licenses }) => licenses),
  );
  const taken = people.flatMap(({ change }) => change?.remove ?? []);
  const free = facts.licenses.flatMap((license) => {
    const seats = taken.filter((skuId) => skuId === license.skuId).length;
    return seats === 0 ? [] : [{ license, seats: -seats }];
  });
  return {
    kind: 'assignConfirm',
    target: {
      submit: { action: 'assign.start', label: foreseen === undefined ? BUTTONS.start : ASK_LABEL },
      id: draft.id,
      version: draft.version,
      errors: {},
    },
    back: {
      action: 'assign.back',
      label: BUTTONS.back,
      id: draft.id,
      version: draft.version,
    },
    customer: facts.name,
    ...(data.fileName === undefined ? {} : { fileName: data.fileName }),
    people: people.length,
    names: people.slice(0, MAX_NAMES).map(({ person }) => callPerson(person)),
    unchanged: data.targets.length - people.length,
    give,
    take: remove.map(nameOf),
    ...showCost(facts.prices, give, free),
    services,
    locationName: needsLocation && usageLocation !== '' ? nameOfLocation(usageLocation) : '',
    notes: problems.map(({ message }) => message),
    reason,
    ...sayInConfirm(foreseen),
  };
}

function toErrors(problems: readonly AssignProblem[]): FieldErrors {
  const errors: Record<string, string> = {};
  for (const { field, severity, message } of problems) {
    if (severity !== 'error') continue;
    errors[field] = errors[field] === undefined ? message : `${errors[field]} ${message}`;
  }
  return errors;
}

/** What the form says about approval, for so many people, and about seats that are not of just now. */
export function sayAssignApproval(
  { service, clock }: FlowContext,
  actor: Actor,
  facts: CustomerFacts,
  { targets }: AssignDraft,
): ApprovalWords {
  const { licenses } = facts;
  return {
    ...sayInForm(
      service.approvals.foreseeInForm(actor, { task: 'assign', people: targets.length, licenses }),
    ),
    ...sayOldSeats(facts, clock.now()),
  };
}

/** `assign`: licenses for people who exist, given, taken away and swapped. */
export function assignActions(context: FlowContext): Action[] {
  const action = actionsFor(MAY_ASSIGN);
  const { service } = context;

  async function show(actor: Actor, draft: DraftRecord<AssignDraft>): Promise<Reply> {
    const facts = await service.facts.read(actor.customer);
    const approval = sayAssignApproval(context, actor, facts, draft.data);
    return { type: 'form', view: showAssignForm(facts, approval, draft, {}) };
  }

  return [
    action.form('assign.open', z.object({ id: z.guid() }), async (actor, place, { id }) =>
      show(actor, await service.assignments.open(actor, place, [id])),
    ),
    action.form('assign.back', button, async (actor, _place, { id }) => {
      const draft = await service.assignments.load(actor, id);
      await refuseUsed(context, actor, draft.data);
      return show(actor, draft);
    }),
    action.form('assign.submit', form, async (actor, _place, { id, fields: typed }) => {
      const before = await service.assignments.load(actor, id);
      await refuseUsed(context, actor, before.data);
      const facts = await service.facts.read(actor.customer);
      const licenses = typed.licenses ?? before.data.values.licenses;
      const servicesOff = readServices(facts, before, typed.servicesOff, licenses);
      const usageLocation = typed.usageLocation ?? before.data.values.usageLocation;
      const values = { ...typed, licenses, servicesOff, usageLocation };
      const kept = { ...before, data: { ...before.data, values } };
      const approval = sayAssignApproval(context, actor, facts, before.data);
      return keepingForm(
        async () => {
          const { draft, problems } = await service.assignments.check(actor, id, values);
          const isChecked = draft.data.checked === true;
          const people = isChecked ? service.assignments.peopleOf(facts, draft.data) : [];
          const foreseen = isChecked
            ? await service.approvals.foresee({ actor, task: 'assign', people })
            : undefined;
          const errors = isChecked ? checkApproval(foreseen, values.reason) : toErrors(problems);
          if (!isChecked || Object.keys(errors).length > 0) {
            return { type: 'fieldErrors', errors, form: showAssignForm(facts, approval, draft, errors) };
          }
          return { type: 'form', view: showConfirm(context, facts, draft, problems, foreseen) };
        },
        (errors) => showAssignForm(facts, approval, kept, errors),
      );
    }),
    action.replace('assign.start', button, async (actor, place, { id, version }) => {
      const { data } = await service.assignments.load(actor, id);
      const facts = await service.facts.read(actor.customer);
      const { values, fileName } = data;
      const submitted = await service.approvals.submit({
        actor,
        place,
        requestId: id,
        requestVersion: version,
        kind: isForOne(data) ? 'one' : 'bulk',
        task: 'assign',
        people: data.checked === true ? service.assignments.peopleOf(facts, data) : [],
        leftOut: listLeftOut(data.findings ?? []),
        settings: {
          accountEnabled: true,
          usageLocation: values.usageLocation,
          licenses: values.licenses,
          recipients: [],
        },
        ...(fileName === undefined ? {} : { fileName }),
        ...(values.reason === '' ? {} : { reason: values.reason }),
        ...(place.message === undefined ? {} : { message: place.message }),
      });
      if ('request' in submitted) return sayWaits(submitted.request, facts.name);
      return { type: 'follow', view: { kind: 'working', title: LICENSING_WORDS.working, text: whoOf(data) } };
    }),
  ];
}

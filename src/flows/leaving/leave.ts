import { z } from 'zod';
import type { PersonState } from '../../domain/acts.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { Actor, Place } from '../../domain/terms.ts';
import { sayInZone } from '../../domain/time/zonedTime.ts';
import type { Going } from '../../service/approvals/approvals.ts';
import { requestOfActs } from '../../service/changing/changing.ts';
import { type Customer, customerOf } from '../../service/context.ts';
import type { LeaveDraft } from '../../service/leaving/leaveDraft.ts';
import { stepOf } from '../../service/leaving/peopleOfLeavers.ts';
import type { DeletedAccount } from '../../service/ports/directory.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { RequestRecord } from '../../service/ports/requests.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import { type ApprovalWords, ASK_LABEL, sayInConfirm, sayInForm } from '../approvals/foreseen.ts';
import { backToPerson } from '../backToPerson.ts';
import { describeAct } from '../changing/actWords.ts';
import { submitActs } from '../changing/change.ts';
import type { FlowContext } from '../context.ts';
import type { Reply } from '../reply.ts';
import { refuseUsed } from '../usedForm.ts';
import type { ActsConfirmView, LeaveFormView } from '../views/changing.ts';
import type { FieldErrors, NoticeView } from '../views/parts.ts';
import { tellOlderDeletions } from './deletionWords.ts';
import { MAY_OFFBOARD, showLeavePicker, showLeaveValues } from './leaveForm.ts';
import { leaveFormActions } from './leaveFormActions.ts';
import { showNobody, showSynced, showWaiting } from './leaveFound.ts';
import { sayReplaced } from './plannedWords.ts';
import { listOnlyThen, sayKept, sayLater } from './whatFollows.ts';
import { LEAVE_WORDS } from './words.ts';

const SAYS = LEAVE_WORDS.confirm;
const { buttons: LABELS, find: FOUND } = LEAVE_WORDS;

const person = z.object({ id: z.guid() });
function showForm(
  customer: Customer,
  draft: DraftRecord<LeaveDraft>,
  { approval }: ApprovalWords,
  errors: FieldErrors,
): LeaveFormView {
  const { id, version, data } = draft;
  const { objectId, displayName, userPrincipalName, values } = data;
  return {
    kind: 'leaveForm',
    back: backToPerson(objectId),
    target: { submit: { action: 'leave.submit', label: LABELS.next }, id, version, errors },
    open: { action: 'leave.back', label: LABELS.open, id, version },
    customer: customer.name,
    displayName,
    userPrincipalName,
    preset: showLeavePicker(customer.leavePresets, 'leave.preset', draft),
    ...showLeaveValues(values),
    ...(data.insteadOf === undefined
      ? {}
      : { planned: LEAVE_WORDS.planned.inForm(sayReplaced(data.insteadOf)) }),
    ...(approval === undefined ? {} : { approval }),
  };
}

/** The result lists all of them. */
const MAX_LEFT = 3;

function sayLeft(all: readonly string[]): string {
  return SAYS.left(all.slice(0, MAX_LEFT), all.length - MAX_LEFT);
}

function showConfirm(
  customer: string,
  { id, version, data }: DraftRecord<LeaveDraft>,
  state: PersonState,
  {
    licenseNames,
    approval,
    older,
  }: ApprovalWords & { licenseNames: Readonly<Record<string, string>>; older: readonly RequestRecord[] },
): ActsConfirmView {
  const { left = [], startsAt, zone = 'UTC' } = data;
  const { steps } = data.values;
  const today = data.acts.flatMap((act) => stepOf(act) ?? []);
  const isNow = startsAt === undefined;
  const deleteAfter = data.leaving?.deleteAfterDays;
  const isOnlyOnce = !isNow || approval !== undefined;
  const deletions = tellOlderDeletions(older, [{ objectId: data.objectId, startsAt }], isOnlyOnce);
  const isWithoutMailbox = steps.includes('reply') && state.held.length === 0;
  return {
    kind: 'actsConfirm',
    target: {
      submit: {
        action: 'leave.start',
        label: approval === undefined ? (isNow ? SAYS.submit : SAYS.submitPlan) : ASK_LABEL,
      },
      id,
      version,
      errors: {},
    },
    back: { action: 'leave.back', label: LABELS.back, id, version },
    customer,
    title: isNow ? SAYS.title : SAYS.titleLater,
    danger: true,
    ...(isNow ? {} : { when: { at: startsAt, said: sayInZone(startsAt, zone) } }),
    displayName: state.displayName,
    userPrincipalName: state.userPrincipalName,
    lines: [
      ...data.acts.flatMap((act) => describeAct(act, licenseNames, state)),
      ...(isNow ? [] : listOnlyThen(steps, today)),
      ...(deleteAfter === undefined
        ? []
        : [{ label: SAYS.account, after: LEAVE_WORDS.deletion.after(deleteAfter) }]),
    ],
    notes: [
      ...(approval === undefined ? [] : [approval]),
      ...(data.insteadOf === undefined
        ? []
        : [LEAVE_WORDS.planned.replaced(sayReplaced(data.insteadOf), approval !== undefined)]),
      ...(isNow ? [SAYS.now(approval !== undefined)] : sayLater(steps)),
      ...deletions.says,
      ...(deleteAfter !== undefined
        ? LEAVE_WORDS.deletion.follows
        : deletions.isSomeFirst
          ? []
          : [SAYS.notDeleted]),
      sayKept(today, true),
      ...(data.acts.some(({ kind }) => kind === 'licenses') ? [SAYS.mailboxGoes] : []),
      ...(isWithoutMailbox ? [SAYS.noMailbox] : []),
      ...(state.groups === undefined ? [SAYS.groupsHidden] : []),
      ...(left.length === 0 ? [] : [sayLeft(left.map(({ what }) => what))]),
    ],
    reason: data.values.reason,
  };
}

/**
 * `offboard`: one person who leaves, now or at a day and an hour. With a name that only one person has it opens their
 * form; alone, it lists what is planned.
 */
export function leaveActions(context: FlowContext): Action[] {
  const action = actionsFor(MAY_OFFBOARD);
  const { service, policy } = context;

  function show(actor: Actor, draft: DraftRecord<LeaveDraft>, errors: FieldErrors): LeaveFormView {
    const foreseen = service.approvals.foreseeInForm(actor, { task: 'leave', people: 1, licenses: [] });
    return showForm(customerOf(policy, actor.customer), draft, sayInForm(foreseen), errors);
  }

  async function find(actor: Actor, place: Place, typed: string): Promise<Reply> {
    const { people, more } =
      typed === '' ? { people: [], more: false } : await service.lookUps.findPeople(actor, typed);
    const [only, ...others] = people;
    if (only === undefined) {
      const going = typed === '' ? await service.approvals.listGoing(actor) : [];
      const planned = going.filter(({ mayOpen }) => mayOpen).map(({ request }) => request);
      return { type: 'message', view: showNobody(typed, planned, await findDeleted(actor, typed)) };
    }
    if (others.length > 0) {
      return {
        type: 'message',
        view: {
          kind: 'people',
          customer: nameOf(policy, actor.customer),
          query: typed,
          people: people.map(({ id, displayName, userPrincipalName, accountEnabled, synced }) => ({
            displayName,
            userPrincipalName,
            isBlocked: accountEnabled === false,
            show: synced
              ? { action: 'user.show', label: LABELS.showOne, id, version: 1 }
              : { action: 'leave.open', label: LABELS.offboard, id, version: 1, style: 'danger' as const },
          })),
          more,
          buttons: [],
        },
      };
    }
    const { id, displayName, userPrincipalName } = only;
    if (only.synced) return { type: 'message', view: showSynced(nameOf(policy, actor.customer), only) };
    const waiting = await findWaiting(actor, id);
    if (waiting !== undefined) return { type: 'message', view: showWaiting(displayName, id, waiting) };
    const card: NoticeView = {
      kind: 'notice',
      tone: 'warning',
      title: FOUND.one.title(displayName),
      text: [FOUND.one.text(userPrincipalName, nameOf(policy, actor.customer))],
      next: FOUND.one.next,
      buttons: [
        { action: 'leave.open', label: LABELS.offboard, id, version: 1, style: 'danger' },
        { action: 'user.show', label: LABELS.showPerson, id, version: 1 },
      ],
    };
    // A pause refuses the form; who it is about is still found.
    if (service.brake.paused() !== undefined) return { type: 'message', view: card };
    return { type: 'form', view: await open(actor, place, id), card };
  }

  /** Nobody is found by the name of somebody who was deleted, and whoever asks thinks of the wrong tenant. */
  async function findDeleted(actor: Actor, typed: string): Promise<readonly DeletedAccount[]> {
    try {
      return typed === '' ? [] : await service.comeBacks.find(actor, typed);
    } catch (error) {
      if (error instanceof RollcallError) return [];
      throw error;
    }
  }

  /** Somebody leaves once: the form would be refused at its end. */
  async function findWaiting(actor: Actor, objectId: string): Promise<Going | undefined> {
    const going = await service.approvals.listGoing(actor, objectId);
    return going.find(({ request: { asked, state } }) => asked.task === 'leave' && state === 'waiting');
  }

  async function open(actor: Actor, place: Place, id: string): Promise<LeaveFormView> {
    return show(actor, await service.leaving.open(actor, place, id), {});
  }

  return [
    action.message(
      'leave.find',
      z.object({ text: z.string().trim().max(256).default('') }),
      (actor, place, { text: typed }) => find(actor, place, typed),
    ),
    action.form('leave.open', person, async (actor, place, { id }) => {
      const waiting = await findWaiting(actor, id);
      if (waiting === undefined) return { type: 'form', view: await open(actor, place, id) };
      const [about] = waiting.request.asked.people.filter(({ objectId }) => objectId === id);
      const name = about?.person.displayName ?? '';
      return { type: 'message', view: showWaiting(name, id, waiting), here: true };
    }),
    ...leaveFormActions<LeaveDraft>({
      name: 'leave',
      async load(actor, id) {
        const draft = await service.leaving.load(actor, id);
        await refuseUsed(context, actor, draft.data);
        return draft;
      },
      show,
      usePreset: (...chosen) => service.leaving.usePreset(...chosen),
      async check(actor, id, values) {
        const { draft, problems, state } = await service.leaving.check(actor, id, values);
        const { people } = requestOfActs(draft.data);
        return {
          draft,
          problems,
          foresee: () => service.approvals.foresee({ actor, task: 'leave', people }),
          async confirm(foreseen) {
            const { licenses } = await service.facts.read(actor.customer);
            const licenseNames = Object.fromEntries(licenses.map(({ skuId, name }) => [skuId, name]));
            const older = await service.approvals.listDeletions(actor, [draft.data.objectId]);
            const words = { ...sayInConfirm(foreseen), licenseNames, older };
            return showConfirm(nameOf(policy, actor.customer), draft, state, words);
          },
        };
      },
    }),
    action.replace('leave.start', button, async (actor, place, { id, version }) => {
      const draft = await service.leaving.load(actor, id);
      return submitActs(context, { actor, place, version }, 'leave', draft, draft.data.values.reason);
    }),
  ];
}

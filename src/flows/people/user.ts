import { z } from 'zod';
import { RollcallError } from '../../domain/errors.ts';
import type { Actor, Profile } from '../../domain/terms.ts';
import { nameOfLocation } from '../../domain/usageLocations.ts';
import type { Going } from '../../service/approvals/approvals.ts';
import { MOST_PEOPLE, type PersonCard } from '../../service/people/lookUps.ts';
import type { DeletedAccount, HeldPlans } from '../../service/ports/directory.ts';
import type { RequestRecord } from '../../service/ports/requests.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import { MAY_RESTORE } from '../changing/comeBack.ts';
import { CHANGES_BUTTON } from '../changing/manyChanges.ts';
import type { FlowContext } from '../context.ts';
import { sayPlan } from '../leaving/plannedWords.ts';
import type { Reply } from '../reply.ts';
import { sayTime } from '../times.ts';
import type { Button, NoticeView } from '../views/parts.ts';
import type { PeopleView, PersonCardView } from '../views/people.ts';
import { RESETS_BUTTONS } from './manyResets.ts';
import { PEOPLE_WORDS } from './words.ts';

const { buttons: BUTTONS, facts: FACTS, card: CARD, find: FIND } = PEOPLE_WORDS;

const MAY_LOOK = ['helpdesk', 'admin'] as const;
/** Graph's object ids are GUIDs; nothing else goes into an address. */
const person = z.object({ id: z.guid() });
/** Of {@link MOST_PEOPLE}, where there are more: nobody is looked for in vain because ten others have the same name. */
const ROOM_FOR_DELETED = 3;
/** Names in one card; more are a reason to open Microsoft 365. */
const MAX_GROUPS = 15;

/** What a card says of somebody, in this order; what is not known is left out. */
function factsOf(profile: Profile): PersonCardView['facts'] {
  const { usageLocation, createdDateTime, manager } = profile;
  const facts: [string, string | undefined][] = [
    [FACTS.mail, profile.mail],
    [FACTS.jobTitle, profile.jobTitle],
    [FACTS.department, profile.department],
    [FACTS.office, profile.officeLocation],
    [FACTS.phone, profile.businessPhones],
    [FACTS.mobile, profile.mobilePhone],
    [FACTS.city, profile.city],
    [FACTS.country, profile.country],
    [FACTS.employeeId, profile.employeeId],
    [FACTS.location, usageLocation === undefined ? FACTS.noLocation : nameOfLocation(usageLocation)],
    [
      FACTS.manager,
      manager === undefined ? undefined : FACTS.managerIs(manager.displayName, manager.userPrincipalName),
    ],
    [FACTS.created, createdDateTime?.slice(0, 10)],
    [FACTS.groups, profile.membershipsHidden ? FACTS.groupsHidden : undefined],
    // Without it nobody knows why the buttons for these are not there.
    [FACTS.source, profile.synced ? FACTS.synced : undefined],
  ];
  return facts.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

function button(profile: Profile, action: string, label: string, more: Partial<Button> = {}): Button {
  return { action, label, id: profile.id, version: 1, ...more };
}

/** What comes first of each kind that they may open: an offboarding, a deletion. */
function firstOfEach(going: readonly Going[]): RequestRecord[] {
  const open = going.filter(({ mayOpen }) => mayOpen).map(({ request }) => request);
  return open.filter(({ asked }, index) => open.findIndex((one) => one.asked.task === asked.task) === index);
}

/** The buttons that this actor may use for this person. */
function buttonsFor(
  actor: Actor,
  { profile, hasSnapshots }: PersonCard,
  going: readonly Going[],
  plansShown: boolean,
): Button[] {
  // The form takes the place of a plan of theirs, which fills it in.
  const isPlanned = going.some(({ request, mayCancel }) => mayCancel && request.asked.task === 'leave');
  const offboard = isPlanned ? CARD.changePlanned : CARD.offboard;
  return [
    ...(actor.roles.includes('admin')
      ? [button(profile, 'assign.open', CARD.licenses, { style: 'primary' })]
      : []),
    ...(profile.synced
      ? []
      : [button(profile, 'reset.open', CARD.reset), button(profile, 'change.open', CARD.edit)]),
    ...(actor.roles.includes('admin') && hasSnapshots ? [button(profile, 'putBack.list', CARD.putBack)] : []),
    ...(actor.roles.includes('admin') && !profile.synced
      ? [button(profile, 'leave.open', offboard, { style: 'danger' })]
      : []),
    ...firstOfEach(going).map(({ id, version, asked }) => ({
      action: 'approval.open',
      label: asked.task === 'delete' ? CARD.plannedDeletion : CARD.planned,
      id,
      version,
    })),
    ...(profile.held.length > 0 && !plansShown ? [button(profile, 'user.plans', CARD.services)] : []),
  ];
}

function showCard(
  customer: string,
  actor: Actor,
  card: PersonCard,
  going: readonly Going[],
  plans?: readonly HeldPlans[],
): PersonCardView {
  const { profile, createdHere, licenseNames } = card;
  const nameOf = (skuId: string): string => licenseNames[skuId] ?? skuId;
  return {
    kind: 'personCard',
    customer,
    displayName: profile.displayName,
    userPrincipalName: profile.userPrincipalName,
    signIn: profile.accountEnabled === undefined ? 'unknown' : profile.accountEnabled ? 'allowed' : 'blocked',
    facts: [
      ...factsOf(profile),
      ...going.map(({ request }) => ({
        label: request.asked.task === 'delete' ? FACTS.account : FACTS.leaves,
        value: sayPlan(request),
      })),
    ],
    licenses: profile.held.map(({ skuId, disabledPlans, inherited }) => ({
      name: nameOf(skuId),
      off: disabledPlans.length,
      inherited,
    })),
    ...(plans === undefined
      ? {}
      : { plans: plans.map((one) => ({ license: nameOf(one.skuId), plans: one.plans })) }),
    groups: profile.groups.slice(0, MAX_GROUPS),
    moreGroups: Math.max(0, profile.groups.length - MAX_GROUPS),
    adminRoles: profile.adminRoles,
    ...(createdHere === undefined
      ? {}
      : { createdHere: FACTS.createdHere(createdHere.by, sayTime(createdHere.at)) }),
    buttons: buttonsFor(actor, card, going, plans !== undefined),
  };
}

function showNobody(actor: Actor, text: string): NoticeView {
  return {
    kind: 'notice',
    tone: 'info',
    title: text === '' ? FIND.empty : FIND.nobody(text),
    text: [FIND.searched],
    next: FIND.next,
    buttons: text === '' && actor.roles.includes('admin') ? [CHANGES_BUTTON, ...RESETS_BUTTONS] : [],
  };
}

/** Whoever may restore them gets a button; Active Directory brings its people back by itself. */
function showDeleted(
  actor: Actor,
  { id, displayName, userPrincipalName, deletedDateTime, synced }: DeletedAccount,
): PeopleView['people'][number] {
  const isOurs = MAY_RESTORE.some((role) => actor.roles.includes(role)) && !synced;
  return {
    displayName,
    userPrincipalName,
    isBlocked: false,
    deleted: FIND.deleted(deletedDateTime?.slice(0, 10), synced === true),
    ...(isOurs ? { show: { action: 'comeBack.open', label: FIND.restore, id, version: 1 } } : {}),
  };
}

/** `user`: finds people who exist, and shows one. */
export function userActions({ service, policy }: FlowContext): Action[] {
  const action = actionsFor(MAY_LOOK);
  function nameOf(actor: Actor): string {
    return policy.customers.find(({ id }) => id === actor.customer)?.name ?? actor.customer;
  }

  async function show(actor: Actor, objectId: string): Promise<PersonCardView> {
    const [card, going] = await Promise.all([
      service.lookUps.readPerson(actor, objectId),
      service.approvals.listGoing(actor, objectId),
    ]);
    return showCard(nameOf(actor), actor, card, going);
  }

  /** Whoever is there is shown also where the deleted ones cannot be read. */
  async function findDeleted(
    actor: Actor,
    text: string,
  ): Promise<{ deleted: readonly DeletedAccount[]; failure?: RollcallError }> {
    try {
      return { deleted: await service.comeBacks.find(actor, text) };
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      return { deleted: [], failure: error };
    }
  }

  async function find(actor: Actor, text: string): Promise<Reply> {
    const { people, more } =
      text === '' ? { people: [], more: false } : await service.lookUps.findPeople(actor, text);
    const [only, ...others] = people;
    const isExact = only?.userPrincipalName.toLowerCase() === text.toLowerCase();
    const { deleted, failure } =
      text === '' || isExact ? { deleted: [], failure: undefined } : await findDeleted(actor, text);
    if (only === undefined && failure !== undefined) throw failure;
    if (only === undefined && deleted.length === 0) return { type: 'message', view: showNobody(actor, text) };
    if (only !== undefined && others.length + deleted.length === 0 && failure === undefined) {
      return { type: 'message', view: await show(actor, only.id) };
    }
    const room = Math.max(MOST_PEOPLE - people.length, ROOM_FOR_DELETED);
    const shown = deleted.slice(0, room);
    const live = people.slice(0, MOST_PEOPLE - shown.length);
    const view: PeopleView = {
      kind: 'people',
      customer: nameOf(actor),
      query: text,
      people: [
        ...live.map(({ id, displayName, userPrincipalName, accountEnabled }) => ({
          displayName,
          userPrincipalName,
          isBlocked: accountEnabled === false,
          show: { action: 'user.show', label: BUTTONS.show, id, version: 1 },
        })),
        ...shown.map((one) => showDeleted(actor, one)),
      ],
      more: more || live.length < people.length || shown.length < deleted.length,
      ...(failure === undefined ? {} : { note: FIND.deletedUnread(`${failure.message} ${failure.next}`) }),
      buttons: actor.roles.includes('admin')
        ? [{ action: 'assign.who', label: FIND.several, id: 'new', version: 1 }]
        : [],
    };
    return { type: 'message', view };
  }

  return [
    action.message(
      'user.find',
      z.object({ text: z.string().trim().max(256).default('') }),
      (actor, _place, { text }) => find(actor, text),
    ),
    action.message('user.show', person, async (actor, _place, { id }) => ({
      type: 'message',
      view: await show(actor, id),
    })),
    action.replace('user.back', person, async (actor, _place, { id }) => ({
      type: 'replace',
      view: await show(actor, id),
    })),
    action.replace('user.plans', person, async (actor, _place, { id }) => {
      const [card, plans, going] = await Promise.all([
        service.lookUps.readPerson(actor, id),
        service.lookUps.readServicePlans(actor, id),
        service.approvals.listGoing(actor, id),
      ]);
      return { type: 'replace', view: showCard(nameOf(actor), actor, card, going, plans) };
    }),
  ];
}

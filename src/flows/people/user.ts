import { z } from 'zod';
import { RollcallError } from '../../domain/errors.ts';
import type { Actor, Profile } from '../../domain/terms.ts';
import { nameOfLocation } from '../../domain/usageLocations.ts';
import { MOST_PEOPLE, type PersonCard } from '../../service/people/lookUps.ts';
import type { DeletedAccount, HeldPlans } from '../../service/ports/directory.ts';
import type { RequestRecord } from '../../service/ports/requests.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import { MAY_RESTORE } from '../changing/comeBack.ts';
import type { FlowContext } from '../context.ts';
import { sayPlan } from '../leaving/plannedWords.ts';
import type { Reply } from '../reply.ts';
import { sayTime } from '../times.ts';
import type { Button, NoticeView } from '../views/parts.ts';
import type { PeopleView, PersonCardView } from '../views/people.ts';

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
    ['Mail', profile.mail],
    ['Job title', profile.jobTitle],
    ['Department', profile.department],
    ['Office', profile.officeLocation],
    ['Phone', profile.businessPhones],
    ['Mobile', profile.mobilePhone],
    ['City', profile.city],
    ['Country', profile.country],
    ['Employee id', profile.employeeId],
    ['Location', usageLocation === undefined ? 'none (needed for a license)' : nameOfLocation(usageLocation)],
    ['Manager', manager === undefined ? undefined : `${manager.displayName} (${manager.userPrincipalName})`],
    ['Created', createdDateTime?.slice(0, 10)],
    [
      'Groups and roles',
      profile.membershipsHidden
        ? 'not known here: an admin can allow Rollcall to read them (permission Directory.Read.All)'
        : undefined,
    ],
    // Without it nobody knows why the buttons for these are not there.
    [
      'Comes from',
      profile.synced
        ? 'Active Directory, where they are edited, offboarded, and given a new password'
        : undefined,
    ],
  ];
  return facts.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

function button(profile: Profile, action: string, label: string, more: Partial<Button> = {}): Button {
  return { action, label, id: profile.id, version: 1, ...more };
}

/** The buttons that this actor may use for this person. */
function buttonsFor(
  actor: Actor,
  { profile, hasSnapshots }: PersonCard,
  plan: RequestRecord | undefined,
  plansShown: boolean,
): Button[] {
  return [
    ...(actor.roles.includes('admin')
      ? [button(profile, 'assign.open', 'Change licenses', { style: 'primary' })]
      : []),
    ...(profile.synced
      ? []
      : [button(profile, 'reset.open', 'New password'), button(profile, 'change.open', 'Edit')]),
    ...(actor.roles.includes('admin') && hasSnapshots ? [button(profile, 'putBack.list', 'Put back')] : []),
    ...(actor.roles.includes('admin') && !profile.synced
      ? [button(profile, 'leave.open', 'Offboard…', { style: 'danger' })]
      : []),
    ...(plan === undefined
      ? []
      : [{ action: 'approval.open', label: 'Planned offboarding', id: plan.id, version: plan.version }]),
    ...(profile.held.length > 0 && !plansShown ? [button(profile, 'user.plans', 'Show services')] : []),
  ];
}

function showCard(
  customer: string,
  actor: Actor,
  card: PersonCard,
  plan: RequestRecord | undefined,
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
    facts: [...factsOf(profile), ...(plan === undefined ? [] : [{ label: 'Leaves', value: sayPlan(plan) }])],
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
    ...(createdHere === undefined ? {} : { createdHere: `${createdHere.by} on ${sayTime(createdHere.at)}` }),
    buttons: buttonsFor(actor, card, plan, plans !== undefined),
  };
}

function showNobody(text: string): NoticeView {
  return {
    kind: 'notice',
    tone: 'info',
    title: text === '' ? 'Whom are you looking for?' : `Nobody was found whose name begins with ${text}.`,
    text: [
      'The first name, last name, whole name, user name and mail address are searched, each from its beginning.',
    ],
    next: 'Type user and the beginning of one of them: "user ada" or "user ada@contoso.com". Somebody new can take a minute to be found; deleted people are found for 30 days.',
    buttons: [],
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
    deleted:
      `${deletedDateTime === undefined ? '' : `on ${deletedDateTime.slice(0, 10)}`}${synced ? ' in Active Directory' : ''}`.trim(),
    ...(isOurs ? { show: { action: 'comeBack.open', label: 'Restore…', id, version: 1 } } : {}),
  };
}

/** `user`: finds people who exist, and shows one. */
export function userActions({ service, policy }: FlowContext): Action[] {
  const action = actionsFor(MAY_LOOK);
  function nameOf(actor: Actor): string {
    return policy.customers.find(({ id }) => id === actor.customer)?.name ?? actor.customer;
  }

  async function show(actor: Actor, objectId: string): Promise<PersonCardView> {
    const [card, [plan]] = await Promise.all([
      service.lookUps.readPerson(actor, objectId),
      service.approvals.listPlanned(actor, objectId),
    ]);
    return showCard(nameOf(actor), actor, card, plan);
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
    if (only === undefined && deleted.length === 0) return { type: 'message', view: showNobody(text) };
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
          show: { action: 'user.show', label: 'Show', id, version: 1 },
        })),
        ...shown.map((one) => showDeleted(actor, one)),
      ],
      more: more || live.length < people.length || shown.length < deleted.length,
      ...(failure === undefined
        ? {}
        : { note: `Deleted people could not be looked up: ${failure.message} ${failure.next}` }),
      buttons: actor.roles.includes('admin')
        ? [{ action: 'assign.who', label: 'Licenses for several people…', id: 'new', version: 1 }]
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
    action.replace('user.plans', person, async (actor, _place, { id }) => {
      const [card, plans, [plan]] = await Promise.all([
        service.lookUps.readPerson(actor, id),
        service.lookUps.readServicePlans(actor, id),
        service.approvals.listPlanned(actor, id),
      ]);
      return { type: 'replace', view: showCard(nameOf(actor), actor, card, plan, plans) };
    }),
  ];
}

import { type Act, groupsJoined, type PersonState } from '../../domain/acts.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { Actor, LicenseChoice, Place, Problem } from '../../domain/terms.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { createRefuseChange } from '../door/refuseChange.ts';
import { type Drafts, describeGone } from '../drafts/drafts.ts';
import type { CustomerFacts } from '../facts/customerFacts.ts';
import type { Facts } from '../facts/facts.ts';
import { checkSeats, countSeats } from '../licensing/seats.ts';
import type { DeletedAccount } from '../ports/directory.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { orderOf } from '../ports/order.ts';
import { LICENSES_UNKNOWN } from '../rosters/rosterRestoring.ts';
import { openIfWhole } from '../snapshots/snapshots.ts';
import type { ComeBackDraft, ComeBackValues } from './changeDraft.ts';
import { refuseInRunningJob } from './inRunningJob.ts';
import { listGroups } from './listDifferences.ts';
import { listStaying } from './listStaying.ts';
import { CHANGING_WORDS } from './words.ts';

const SAYS = CHANGING_WORDS.comeBack;

/** Somebody who was deleted, and is restored with what they had. */
export interface ComingBack {
  /** Whoever was deleted and has a name, a word of it, a user name or a mail address that begins like this; newest first. */
  find(actor: Actor, text: string): Promise<readonly DeletedAccount[]>;
  /**
   * All they had is chosen. Throws NOT_FOUND for somebody who is not among the deleted, NAME_TAKEN, and, audited, SYNCED,
   * FORBIDDEN as `Changing.open` does, and DIRECTORY_REFUSED where it is not known which licenses need approval.
   */
  open(actor: Actor, place: Place, objectId: string): Promise<DraftRecord<ComeBackDraft>>;
  load(actor: Actor, draftId: string): Promise<DraftRecord<ComeBackDraft>>;
  /** Without problems the draft is `checked`, with its acts. Throws as `open`, and NOT_YET while a job about them runs. */
  check(
    actor: Actor,
    draftId: string,
    values: ComeBackValues,
  ): Promise<{ draft: DraftRecord<ComeBackDraft>; problems: Problem[] }>;
}

/** Our own number: as many as a form has room for. */
const MAX_GROUPS = 25;

function describeNobody(): RollcallError {
  const { message, ...more } = SAYS.gone;
  return new RollcallError('NOT_FOUND', message, more);
}

function describeTaken(userPrincipalName: string, holder: string): RollcallError {
  const { message, done, next } = SAYS.taken;
  return new RollcallError('NAME_TAKEN', message(userPrincipalName, holder), { done, next: next(holder) });
}

function beginsLike({ displayName, userPrincipalName, mail = '' }: DeletedAccount, text: string): boolean {
  const names = [displayName, ...displayName.split(/\s+/), userPrincipalName, mail];
  return names.some((name) => name.toLowerCase().startsWith(text));
}

/**
 * The last of what was kept in which they were at work: whoever was offboarded and changed once more has nothing the second
 * time but the groups that nobody is taken out of.
 */
function wasAtWork({ held, groups = [], accountEnabled }: PersonState): boolean {
  return (
    accountEnabled === true ||
    held.some(({ inherited }) => !inherited) ||
    groups.some(({ closed }) => closed === undefined)
  );
}

/** Their own licenses: what comes from a group comes with the group. */
function offerLicenses(
  { licenses }: CustomerFacts,
  account: DeletedAccount,
  then: PersonState | undefined,
): { licenses: ComeBackDraft['offered']['licenses']; cannot: string[] } {
  const isOwn = ({ inherited }: { inherited: boolean }): boolean => !inherited;
  const kept = account.held.filter(isOwn);
  const more = (then?.held ?? [])
    .filter(isOwn)
    .filter(({ skuId }) => kept.every((one) => one.skuId !== skuId));
  const nameOf = (skuId: string): string => licenses.find((one) => one.skuId === skuId)?.name ?? skuId;
  const canGive = ({ skuId }: LicenseChoice): boolean =>
    licenses.find((one) => one.skuId === skuId)?.assignable === true;
  const given = account.usageLocation === undefined ? [] : more.filter(canGive);
  const offer = (isKept: boolean) => (one: LicenseChoice) => ({
    skuId: one.skuId,
    disabledPlans: one.disabledPlans,
    name: nameOf(one.skuId),
    isKept,
  });
  const cannot =
    account.usageLocation === undefined && more.length > 0
      ? [SAYS.noLocation]
      : more
          .filter((one) => !canGive(one))
          .map(({ skuId }) => CHANGING_WORDS.stays.noSubscription(nameOf(skuId)));
  return { licenses: [...kept.map(offer(true)), ...given.map(offer(false))], cannot };
}

/** All that comes back by itself. What is not wanted of it is there for a moment, and stays where taking it away fails. */
function listKept({ held, licenses = [] }: DeletedAccount): string[] {
  return [...new Set([...licenses, ...held.map(({ skuId }) => skuId)])];
}

/** What leads from a deleted account to what was chosen. */
function listActs({ offered, accountEnabled }: ComeBackDraft, values: ComeBackValues): Act[] {
  const isChosen = ({ skuId }: LicenseChoice): boolean => values.licenses.includes(skuId);
  const add = offered.licenses.filter(isChosen).map(({ skuId, disabledPlans }) => ({ skuId, disabledPlans }));
  const remove = offered.licenses.filter((one) => one.isKept && !isChosen(one)).map(({ skuId }) => skuId);
  const join = offered.groups.filter(({ id }) => values.groups.includes(id));
  // Whoever was in a group when they were deleted is in it again.
  const leave = offered.groups.filter(({ id }) => !values.groups.includes(id));
  return [
    { kind: 'restore' },
    ...(values.signIn === 'blocked' && accountEnabled ? [{ kind: 'block' as const }] : []),
    ...(leave.length === 0 ? [] : [{ kind: 'leaveGroups' as const, groups: leave }]),
    ...(join.length === 0 ? [] : [{ kind: 'joinGroups' as const, groups: join }]),
    ...(add.length + remove.length === 0 ? [] : [{ kind: 'licenses' as const, add, remove }]),
    ...(values.signIn === 'allowed' && !accountEnabled ? [{ kind: 'allow' as const }] : []),
  ];
}

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store' | 'sealer' | 'clock'>;

export function createComingBack(options: Options, facts: Facts, drafts: Drafts): ComingBack {
  const { policy, directoryFor, store } = options;
  const refuseChange = createRefuseChange(options);

  /** A deleted account that this actor may restore. */
  async function readDeleted(actor: Actor, objectId: string): Promise<DeletedAccount> {
    const directory = directoryFor(actor.customer);
    const found = (await directory.listDeleted()).find(({ id }) => id === objectId);
    if (found === undefined) throw describeNobody();
    const { userPrincipalName } = found;
    const isUnknown = found.licenses === undefined && policy.approvals.length > 0;
    const refusal =
      (await refuseChange(actor, { ...found, fields: {} }, [{ kind: 'restore' }])) ??
      (isUnknown ? LICENSES_UNKNOWN : undefined);
    if (refusal !== undefined) {
      const detail = { objectId, code: refusal.code };
      const entry = {
        what: 'account.restored',
        outcome: 'refused',
        subject: userPrincipalName,
        detail,
      } as const;
      await store.audit(byActor(options, actor, entry));
      throw refusal;
    }
    const taken = await directory.findTaken([userPrincipalName]);
    const live = taken.find(({ deleted }) => !deleted);
    if (live !== undefined) throw describeTaken(userPrincipalName, live.by.displayName);
    return found;
  }

  async function load(actor: Actor, draftId: string): Promise<DraftRecord<ComeBackDraft>> {
    const draft = await drafts.load('restore', actor, draftId);
    // One of a file has no form.
    if (draft.data.values === undefined) throw describeGone('restore');
    return draft as DraftRecord<ComeBackDraft>;
  }

  return {
    async find({ customer }, typed) {
      const text = typed.trim().toLowerCase();
      if (text === '') return [];
      const found = (await directoryFor(customer).listDeleted()).filter((one) => beginsLike(one, text));
      const at = ({ deletedDateTime = '' }: DeletedAccount): string => deletedDateTime;
      return found.sort((one, other) => at(other).localeCompare(at(one), 'en'));
    },
    async open(actor, place, objectId) {
      const account = await readDeleted(actor, objectId);
      const { customer } = actor;
      const known = await facts.read(customer);
      const kept = await store.listSnapshots({ customer, objectId });
      const opened = kept.map((one) => ({
        ...{ takenAt: one.takenAt, order: orderOf(one) },
        state: openIfWhole(options, one),
      }));
      const had = opened.find(({ state }) => state !== undefined && wasAtWork(state));
      const then = had?.state;
      const groups =
        then === undefined
          ? { acts: [], cannot: [] }
          : await listGroups(directoryFor(customer), then, { groups: [] });
      const licenses = offerLicenses(known, account, then);
      const joined = groupsJoined(groups.acts);
      const offered = { licenses: licenses.licenses, groups: joined.slice(0, MAX_GROUPS) };
      const more = joined
        .slice(MAX_GROUPS)
        .map(({ displayName }) => displayName)
        .join(', ');
      const { userPrincipalName } = account;
      const staying =
        had === undefined
          ? { cannot: [], left: [], isPasswordUnknown: false }
          : await listStaying(options, { customer, objectId, userPrincipalName }, had.order);
      const left = [...(more === '' ? [] : [{ what: SAYS.moreGroups(more) }]), ...staying.left];
      const accountEnabled = account.accountEnabled ?? true;
      const isAllowed = then?.accountEnabled ?? accountEnabled;
      const draft = await drafts.open('restore', actor, place, {
        objectId,
        userPrincipalName: account.userPrincipalName,
        displayName: account.displayName,
        accountEnabled,
        ...(account.usageLocation === undefined ? {} : { usageLocation: account.usageLocation }),
        acts: [],
        licenses: [],
        ...(account.deletedDateTime === undefined ? {} : { deletedDateTime: account.deletedDateTime }),
        ...(had === undefined ? {} : { takenAt: had.takenAt }),
        offered,
        ...(left.length === 0 ? {} : { left }),
        ...(staying.isPasswordUnknown ? { passwordUnknown: true as const } : {}),
        cannot: [
          ...groups.cannot,
          ...licenses.cannot,
          ...(more === '' ? [] : [SAYS.tooManyGroups(MAX_GROUPS, more)]),
          ...staying.cannot,
        ],
        values: {
          licenses: offered.licenses.map(({ skuId }) => skuId),
          groups: offered.groups.map(({ id }) => id),
          signIn: isAllowed ? 'allowed' : 'blocked',
          reason: '',
        },
      });
      return draft as DraftRecord<ComeBackDraft>;
    },
    load,
    async check(actor, draftId, values) {
      const { objectId } = (await load(actor, draftId)).data;
      // Each reason may have come true since the form was opened.
      const keeps = listKept(await readDeleted(actor, objectId));
      await refuseInRunningJob(options, actor.customer, objectId);
      const known = await facts.read(actor.customer);
      const licenses = [...new Set([...values.licenses, ...keeps])];
      // Seats of whoever is deleted are free for others.
      const problems = checkSeats(countSeats(known.licenses, [licenses]));
      const isFine = problems.length === 0;
      const draft = await drafts.change('restore', actor, draftId, (before) => {
        const { checked: _before, ...data } = before as ComeBackDraft;
        const acts = isFine ? listActs(data, values) : [];
        return { ...data, values, acts, licenses, keeps, ...(isFine ? { checked: true } : {}) };
      });
      return { draft: draft as DraftRecord<ComeBackDraft>, problems };
    },
  };
}

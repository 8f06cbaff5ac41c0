import { RollcallError } from '../domain/errors.ts';
import type { Actor, CustomerId, Place } from '../domain/terms.ts';
import type { Action, Flows, RawInput, Speaker } from './action.ts';
import { approvalListActions } from './approvals/approvalList.ts';
import { approvalActions } from './approvals/approvals.ts';
import { discussingActions } from './approvals/discussing.ts';
import { changeActions } from './changing/change.ts';
import { comeBackActions } from './changing/comeBack.ts';
import { manyChangesActions } from './changing/manyChanges.ts';
import { putBackActions } from './changing/putBack.ts';
import { isTooLong, parseCommand } from './commands.ts';
import type { FlowContext } from './context.ts';
import { addingActions } from './customers/adding.ts';
import { askForCustomer, choosingActions, type RunFor } from './customers/choosing.ts';
import { consentActions } from './customers/consentAgain.ts';
import { drawReply } from './customers/drawFor.ts';
import { overviewActions } from './customers/overview.ts';
import { removingActions } from './customers/removing.ts';
import { listHere, settleCustomer } from './customers/settleCustomer.ts';
import { weekActions } from './customers/week.ts';
import { findEntry, showError, showOtherCustomer, showRefusal, showStranger } from './errorViews.ts';
import { forgettingActions } from './forgetting/forgetting.ts';
import { helpActions } from './help/help.ts';
import { historyActions } from './history/history.ts';
import { jobActions } from './jobs/jobs.ts';
import { tickOffActions } from './jobs/tickOff.ts';
import { deletionActions } from './leaving/deletions.ts';
import { leaveActions } from './leaving/leave.ts';
import { leaversActions } from './leaving/leavers.ts';
import { leaversFileActions } from './leaving/leaversFile.ts';
import { leaversWhoActions } from './leaving/leaversWho.ts';
import { assignActions } from './licensing/assign.ts';
import { assignFile } from './licensing/assignFile.ts';
import { assignWhoActions } from './licensing/assignWho.ts';
import { licenseActions } from './licensing/licenses.ts';
import { oldDataActions } from './oldData/oldData.ts';
import { standsIn, withOlderPolicy } from './olderPolicy.ts';
import { pausingActions, showPaused } from './pausing/pausing.ts';
import { addUserActions } from './people/addUser.ts';
import { manyResetsActions } from './people/manyResets.ts';
import { resetActions } from './people/reset.ts';
import { userActions } from './people/user.ts';
import { presetActions } from './presets/presets.ts';
import { leaveShared } from './privatePlaces.ts';
import type { Reply } from './reply.ts';
import { addUsersActions } from './rosters/addUsers.ts';
import { sheetActions } from './rosters/chooseSheet.ts';
import { columnsActions } from './rosters/columnsForm.ts';
import { fixActions } from './rosters/fixForm.ts';
import { restoreActions } from './rosters/restoreRows.ts';
import { createRosterMessages, retireReplaced } from './rosters/rosterMessages.ts';
import { kindActions } from './rosters/settleKinds.ts';
import { isSearched, searchChoices } from './searches.ts';
import { isForRole, withUnreadGroups } from './unreadGroups.ts';
import type { NoticeView } from './views/parts.ts';
import { chooseCustomersActions } from './waves/chooseCustomers.ts';
import { wavesActions } from './waves/waves.ts';
import { findActor, findGuest, listTheirs } from './who.ts';
import { FRAME_WORDS } from './words/frameWords.ts';

/** As much of a search as is looked for: the longest name that the directory keeps. */
const MAX_SEARCHED = 256;

/** Stands in the log and the audit for an action that is none of ours. */
const UNKNOWN_ACTION = 'button.unknown';

/** Every action there is. */
export function listActions(context: FlowContext, runFor: RunFor): Action[] {
  const messages = createRosterMessages(context);
  return [
    ...helpActions(context),
    ...choosingActions(context, runFor),
    ...overviewActions(context),
    ...weekActions(context),
    ...addingActions(context),
    ...removingActions(context),
    ...consentActions(context),
    ...addUserActions(context),
    ...retireReplaced([
      ...addUsersActions(context, messages),
      ...sheetActions(context, messages),
      ...columnsActions(context, messages),
      ...fixActions(context, messages),
      ...kindActions(context),
      ...restoreActions(context),
    ]),
    ...wavesActions(context),
    ...chooseCustomersActions(context, messages),
    ...presetActions(context),
    ...jobActions(context),
    ...tickOffActions(context),
    ...licenseActions(context),
    ...historyActions(context),
    ...userActions(context),
    ...assignActions(context),
    ...assignWhoActions(context),
    ...assignFile.actions(context),
    ...resetActions(context),
    ...manyResetsActions(context),
    ...changeActions(context),
    ...manyChangesActions(context),
    ...putBackActions(context),
    ...comeBackActions(context),
    ...leaveActions(context),
    ...leaversActions(context),
    ...deletionActions(context),
    ...leaversWhoActions(context),
    ...leaversFileActions(context),
    ...approvalActions(context),
    ...discussingActions(context),
    ...approvalListActions(context),
    ...pausingActions(context),
    ...oldDataActions(context),
    ...forgettingActions(context),
  ];
}

/** Who was refused something, and in whose history it stands: in that of no customer where nobody can tell. */
type Refused = Pick<Actor, 'id'> & { customer?: CustomerId | undefined };

/**
 * All flows behind one door. Every call is authenticated against the policy, checked for its role, parsed and
 * audited here, so that no flow can forget to.
 */
export function createFlows(context: FlowContext): Flows {
  const actions = new Map(listActions(context, runFor).map((action) => [action.id, action]));

  /** Under the name of whoever the policy knows, so that a history of theirs shows it. */
  async function refuse(
    { platform, userId }: Speaker,
    { conversationId: where }: Place,
    actor: Refused | undefined,
    what: string,
    code: string,
  ): Promise<void> {
    await context.auditRefusal({
      actor: actor?.id ?? `${platform}:${userId}`,
      platform,
      where,
      ...(actor?.customer === undefined ? {} : { customer: actor.customer }),
      what,
      detail: { code },
    });
  }

  /** What is logged and audited: a client can send anything of any length. */
  const nameOf = (actionId: string): string => (actions.has(actionId) ? actionId : UNKNOWN_ACTION);

  /** Of several customers, for the one whose card it is: more than one may have asked them. */
  async function findGuestFor(speaker: Speaker, raw: RawInput): Promise<Actor | undefined> {
    const { policy, service } = context;
    const guest = await findGuest(service, speaker);
    if (guest === undefined || policy.customers.length < 2 || isTooLong(raw)) return guest;
    const wanted =
      raw.customer ?? (raw.id === undefined ? undefined : await service.customers.ofRecord(raw.id));
    return wanted === undefined ? guest : ((await findGuest(service, speaker, wanted)) ?? guest);
  }

  async function run(actionId: string, speaker: Speaker, place: Place, raw: RawInput): Promise<Reply> {
    await context.checkPolicy?.();
    const action = actions.get(actionId);
    const known = await findActor(context, speaker);
    const actor = known ?? (action?.guests ? await findGuestFor(speaker, raw) : undefined);
    if (actor === undefined) {
      const entry = findEntry(context.policy, speaker);
      await refuse(speaker, place, entry, nameOf(actionId), entry ? 'ROLE_MISSING' : 'NOT_IN_POLICY');
      const view = await withOlderPolicy(context, showStranger(context, speaker));
      return { type: 'message', view, here: true };
    }
    if (action === undefined) {
      const { message, next } = FRAME_WORDS.oldButton;
      throw new RollcallError('INPUT_INVALID', message, { next });
    }
    if (
      known !== undefined &&
      action.roles.length > 0 &&
      !action.roles.some((role) => actor.roles.includes(role))
    ) {
      const own = listTheirs(context.policy, speaker);
      const whose = own.length < 2 ? own[0] : own.find((id) => id === raw.customer);
      await refuse(speaker, place, { ...actor, customer: whose }, actionId, 'ROLE_MISSING');
      const view = await withOlderPolicy(context, showRefusal(context, actor, action.roles));
      return { type: 'message', view, here: true };
    }
    if (isTooLong(raw)) {
      const { message, next } = FRAME_WORDS.tooLong;
      throw new RollcallError('INPUT_INVALID', message, { next });
    }
    const paused = showPaused(actionId, context.service.brake.paused());
    if (paused !== undefined) return { type: 'message', view: paused, here: true };
    const { policy } = context;
    const theirs = known === undefined ? [actor.customer] : listTheirs(policy, speaker);
    const settled = await settleCustomer(context, action, actor, place, raw, theirs);
    if ('ask' in settled) return askForCustomer(context, actor, place, action, settled);
    if ('refused' in settled) {
      const { whose } = settled;
      const isOlder = settled.refused === 'CUSTOMER_GONE' && (await standsIn(context));
      const refused = isOlder ? 'POLICY_OLDER' : settled.refused;
      await refuse(speaker, place, { ...actor, customer: whose }, actionId, refused);
      return { type: 'message', view: showOtherCustomer(policy, actor, refused), here: true };
    }
    const { customer } = settled;
    if (settled.actionId !== actionId) {
      return run(settled.actionId, speaker, place, { ...settled.raw, customer });
    }
    const input = action.input.safeParse(settled.raw);
    if (!input.success) {
      const { message, next } = FRAME_WORDS.badInput;
      throw new RollcallError('INPUT_INVALID', message, {
        next,
        detail: { issue: input.error.issues[0]?.message },
      });
    }
    const reply = await action.run(
      { ...actor, customer, where: place.conversationId },
      leaveShared(place),
      input.data,
    );
    const here = listHere(policy, place, theirs);
    return action.everywhere ? reply : drawReply({ policy, customer, theirs: here, actionId }, reply);
  }

  function runFor(
    { platform, userId }: Actor,
    place: Place,
    actionId: string,
    raw: RawInput,
  ): Promise<Reply> {
    return run(actionId, { platform, workspace: place.workspace, userId }, place, raw);
  }

  return {
    answersOf: (actionId) => actions.get(actionId)?.answers,
    commandOf: parseCommand,
    async requestOf(message, speaker) {
      const isKnown = (await findActor(context, speaker)) !== undefined;
      return isKnown ? context.service.approvals.findByMessage(message) : undefined;
    },
    isSearched,
    // Half of a character cannot stand in an address.
    async search(field, speaker, text, customer) {
      try {
        await context.checkPolicy?.();
      } catch {
        return [];
      }
      const searched = text.slice(0, MAX_SEARCHED).replace(/\p{Surrogate}/gu, '');
      return searchChoices(context, field, speaker, searched, customer);
    },
    async run(actionId, speaker, place, raw) {
      const report = (error: unknown) => reportError(context, nameOf(actionId), speaker, error);
      try {
        const reply = await run(actionId, speaker, place, raw);
        if (reply.type !== 'private') return reply;
        return { ...reply, claim: () => claimOrExplain(reply.claim, report) };
      } catch (error) {
        const view = withUnreadGroups(context, speaker, error, report(error));
        const said = isForRole(error) ? await withOlderPolicy(context, view) : view;
        return { type: 'message', view: said, here: true };
      }
    },
  };
}

type Claim = Extract<Reply, { type: 'private' }>['claim'];

/** A claim that was lost or refused shows why, in the place of the secret. */
async function claimOrExplain(claim: Claim, report: (error: unknown) => NoticeView): ReturnType<Claim> {
  try {
    return await claim();
  } catch (error) {
    return { view: report(error), release: async () => undefined };
  }
}

/** Logs an error under a reference id and makes the notice that shows it. */
function reportError(context: FlowContext, actionId: string, speaker: Speaker, error: unknown) {
  const reference = context.ids.next('ref');
  const fields = { action: actionId, actor: speaker.userId, platform: speaker.platform, reference };
  if (error instanceof RollcallError) {
    context.log.warn({ ...fields, code: error.code, ...error.detail }, 'flow.refused');
  } else {
    context.log.error({ ...fields, error }, 'flow.failed');
  }
  return showError(error, reference);
}

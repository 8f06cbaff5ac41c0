import { RollcallError } from '../../domain/errors.ts';
import { findHuman, type Policy } from '../../domain/policy.ts';
import { parseRecipients } from '../../domain/recipients.ts';
import type { Account, Actor, Place, Problem, RequestSettings } from '../../domain/terms.ts';
import { createApproverResetCheck } from '../approvals/approverResetCheck.ts';
import { byActor, customerOf, type ProvisioningOptions } from '../context.ts';
import type { ResetDraft, ResetValues } from '../drafts/draftData.ts';
import type { Drafts } from '../drafts/drafts.ts';
import type { Facts } from '../facts/facts.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import { RESET_ADMIN } from '../jobs/jobErrors.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { describeGonePerson } from './lookUps.ts';
import { checkDelivery } from './passwordDelivery.ts';
import { RESET_SYNCED } from './syncedPeople.ts';

/** A new password for somebody who exists. */
export interface Resetting {
  /**
   * Throws, audited: FORBIDDEN for somebody who holds an admin role, unless the policy allows it, and SYNCED for somebody
   * who comes from Active Directory.
   */
  open(actor: Actor, place: Place, objectId: string): Promise<DraftRecord<ResetDraft>>;
  load(actor: Actor, draftId: string): Promise<DraftRecord<ResetDraft>>;
  check(
    actor: Actor,
    draftId: string,
    values: ResetValues,
  ): Promise<{ draft: DraftRecord<ResetDraft>; problems: Problem[] }>;
  /** What is accepted for it. */
  requestOf(actor: Actor, draft: ResetDraft): Pick<AcceptRequest, 'people' | 'settings'>;
}

/**
 * With a colleague's new password somebody could sign in to Teams and act with that colleague's roles: approve their
 * own request, say. The policy names people by the object id that they have in the directory.
 */
function refuseColleague(policy: Policy, actor: Actor, objectId: string): RollcallError | undefined {
  const colleague = findHuman(policy, 'teams', objectId);
  if (policy.resetAdmins || colleague === undefined || colleague.id === actor.id) return undefined;
  if (colleague.roles.every((role) => actor.roles.includes(role))) return undefined;
  return new RollcallError('FORBIDDEN', 'This person has a role in Rollcall that you do not have.', {
    done: 'The password was not changed.',
    next: 'Ask somebody who has all of their roles to reset it, or reset it in the Microsoft Entra admin center.',
  });
}

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store' | 'clock'>;

export function createResetting(options: Options, facts: Facts, drafts: Drafts): Resetting {
  const { policy, directoryFor, store } = options;
  const checkApproverReset = createApproverResetCheck(options);

  async function refuse(
    actor: Actor,
    { id: objectId, userPrincipalName: subject }: Pick<Account, 'id' | 'userPrincipalName'>,
    refusal: RollcallError,
  ): Promise<never> {
    const detail = { objectId, code: refusal.code };
    await store.audit(
      byActor(options, actor, { what: 'password.reset', outcome: 'refused', subject, detail }),
    );
    throw refusal;
  }

  return {
    async open(actor, place, objectId) {
      const directory = directoryFor(actor.customer);
      const [person, roles, { passwordDelivery }] = await Promise.all([
        directory.readHoldings(objectId),
        policy.resetAdmins ? [] : directory.listAdminRoles(objectId),
        facts.read(actor.customer),
      ]);
      if (person === undefined) throw describeGonePerson();
      const refusal = person.synced
        ? RESET_SYNCED
        : roles.length > 0
          ? RESET_ADMIN
          : (refuseColleague(policy, actor, objectId) ?? (await checkApproverReset(actor, objectId)));
      if (refusal !== undefined) await refuse(actor, person, refusal);
      return drafts.open('reset', actor, place, {
        objectId,
        userPrincipalName: person.userPrincipalName,
        displayName: person.displayName,
        accountEnabled: person.accountEnabled ?? true,
        values: { recipients: '', delivery: passwordDelivery, reason: '' },
      });
    },
    load: (actor, draftId) => drafts.load('reset', actor, draftId),
    async check(actor, draftId, values) {
      const { objectId, userPrincipalName } = (await drafts.load('reset', actor, draftId)).data;
      // They may be synced only since the form was opened; a password that is drawn by then is in vain.
      const person = await directoryFor(actor.customer).readHoldings(objectId);
      if (person === undefined) throw describeGonePerson();
      const refusal = person.synced ? RESET_SYNCED : await checkApproverReset(actor, objectId);
      if (refusal !== undefined) await refuse(actor, { id: objectId, userPrincipalName }, refusal);
      const { deliveries } = await facts.read(actor.customer);
      const { recipientDomains } = customerOf(policy, actor.customer);
      const problems = [
        ...parseRecipients(values.recipients, recipientDomains).problems,
        ...checkDelivery(deliveries, values.delivery, values.recipients),
      ];
      const isFine = problems.every(({ severity }) => severity !== 'error');
      const draft = await drafts.change('reset', actor, draftId, ({ checked: _before, ...data }) => ({
        ...data,
        values,
        ...(isFine ? { checked: true } : {}),
      }));
      return { draft, problems };
    },
    requestOf(actor, { objectId, userPrincipalName, displayName, accountEnabled, values }) {
      const { recipientDomains } = customerOf(policy, actor.customer);
      const settings: RequestSettings = {
        accountEnabled,
        usageLocation: '',
        licenses: [],
        recipients: parseRecipients(values.recipients, recipientDomains).recipients,
        delivery: values.delivery,
      };
      const person = { userPrincipalName, displayName };
      return { settings, people: [{ person, accountEnabled, licenses: [], objectId }] };
    },
  };
}

import type { RollcallError } from '../../domain/errors.ts';
import { languageOfAccount } from '../../domain/languages.ts';
import { parseRecipients } from '../../domain/recipients.ts';
import type { Account, Actor, Place, Problem, RequestSettings } from '../../domain/terms.ts';
import { BEING_RESET, listBeingReset, refuseResetOfLeaver } from '../changing/inRunningJob.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { createRefuseReset } from '../door/refuseReset.ts';
import type { ResetDraft, ResetValues } from '../drafts/draftData.ts';
import type { Drafts } from '../drafts/drafts.ts';
import type { Facts } from '../facts/facts.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { describeGonePerson } from './lookUps.ts';
import { checkDelivery } from './passwordDelivery.ts';

/** A new password for somebody who exists. */
export interface Resetting {
  /**
   * Throws, audited: FORBIDDEN for somebody who holds an admin role or could, or of whom that cannot be told, unless the
   * policy allows it, and SYNCED for somebody who comes from Active Directory.
   */
  open(actor: Actor, place: Place, objectId: string): Promise<DraftRecord<ResetDraft>>;
  load(actor: Actor, draftId: string): Promise<DraftRecord<ResetDraft>>;
  check(
    actor: Actor,
    draftId: string,
    values: ResetValues,
  ): Promise<{ draft: DraftRecord<ResetDraft>; problems: Problem[] }>;
  /** What is accepted for it. */
  requestOf(draft: ResetDraft): Pick<AcceptRequest, 'people' | 'settings'>;
}

type Options = Pick<ProvisioningOptions, 'policy' | 'directoryFor' | 'store' | 'clock'>;

export function createResetting(options: Options, facts: Facts, drafts: Drafts): Resetting {
  const { directoryFor, store } = options;
  const refuseReset = createRefuseReset(options);

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
      const [person, { passwordDelivery }] = await Promise.all([
        directoryFor(actor.customer).readHoldings(objectId),
        facts.read(actor.customer),
      ]);
      if (person === undefined) throw describeGonePerson();
      const refusal = await refuseReset(actor, person);
      if (refusal !== undefined) await refuse(actor, person, refusal);
      const language = languageOfAccount(person);
      return drafts.open('reset', actor, place, {
        objectId,
        userPrincipalName: person.userPrincipalName,
        displayName: person.displayName,
        accountEnabled: person.accountEnabled ?? true,
        ...(language === undefined ? {} : { language }),
        values: { recipients: '', delivery: passwordDelivery, reason: '' },
      });
    },
    load: (actor, draftId) => drafts.load('reset', actor, draftId),
    async check(actor, draftId, values) {
      const { objectId, userPrincipalName } = (await drafts.load('reset', actor, draftId)).data;
      // Each reason may have come true since the form was opened.
      const person = await directoryFor(actor.customer).readHoldings(objectId);
      if (person === undefined) throw describeGonePerson();
      const refusal = await refuseReset(actor, person);
      if (refusal !== undefined) await refuse(actor, { id: objectId, userPrincipalName }, refusal);
      await refuseResetOfLeaver(options, actor.customer, objectId);
      if ((await listBeingReset(options, actor.customer)).has(objectId)) throw BEING_RESET;
      const { deliveries, recipientDomains } = await facts.read(actor.customer);
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
    requestOf({ objectId, userPrincipalName, displayName, language, accountEnabled, values }) {
      const settings: RequestSettings = {
        accountEnabled,
        usageLocation: '',
        licenses: [],
        recipients: parseRecipients(values.recipients).recipients,
        delivery: values.delivery,
      };
      const person = { userPrincipalName, displayName };
      return {
        settings,
        people: [
          { person, accountEnabled, ...(language === undefined ? {} : { language }), licenses: [], objectId },
        ],
      };
    },
  };
}

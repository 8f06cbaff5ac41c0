import { RollcallError } from '../../domain/errors.ts';
import type { Actor, CustomerId, Place } from '../../domain/terms.ts';
import { byActor, customerOf, type ProvisioningOptions } from '../context.ts';
import { isGone } from '../door/taskRules.ts';
import type { Tenants } from '../ports/tenants.ts';
import type { ConsentDraft, ConsentLink, createConsentLinks, ForConsent } from './consentLinks.ts';
import type { LoginNews, Troubles } from './troubles.ts';
import { isSame } from './verifyTenant.ts';

/** An admin of a customer has consented once more. */
export interface ConsentedAgain {
  again: { id: CustomerId; name: string };
  /** Why the tenant can't be used all the same. */
  refusal?: RollcallError;
  /** See {@link LoginNews.noteTold}. Left out of what is told but once. */
  noteTold?: LoginNews['noteTold'];
}

type Options = Pick<ProvisioningOptions, 'policy' | 'store' | 'clock'>;

/** Asks an admin of a customer for consent once more, where the tenant refuses Rollcall or a permission is new. */
export function createConsentAgain(
  context: Options,
  links: Pick<ReturnType<typeof createConsentLinks>, 'make'>,
  { tenants, ownTenantId }: { tenants: Pick<Tenants, 'look'>; ownTenantId: string },
  troubles: Pick<Troubles, 'load' | 'noteBack'>,
) {
  const { policy, store } = context;
  const tenantOf = (customer: CustomerId): string => customerOf(policy, customer).tenantId ?? ownTenantId;

  return {
    /** Whether it is for a customer that there is, and for the tenant that it has now. */
    isStillFor: ({ entry }: ForConsent): boolean =>
      !isGone(policy, entry.id) && isSame(tenantOf(entry.id), entry.tenantId),

    async begin(actor: Actor, place: Place): Promise<ConsentLink & { name: string }> {
      const { id, name } = customerOf(policy, actor.customer);
      const tenantId = tenantOf(id);
      const audited = { what: 'customer.asked', outcome: 'done', subject: id, detail: { tenantId } } as const;
      await store.audit(byActor(context, actor, audited));
      return { ...(await links.make(actor, place, { entry: { id, name, tenantId }, again: true })), name };
    },

    /** Undefined: somebody's call has met the consent first, and admins know. Throws what is no RollcallError. */
    async look(
      { id: draftId, data, createdAt }: ConsentDraft,
      lookAt: (look: () => Promise<unknown>) => Promise<unknown>,
    ): Promise<ConsentedAgain | undefined> {
      const { id, name } = data.entry;
      // The look itself may end the trouble.
      const before = await troubles.load(id);
      try {
        await lookAt(() => tenants.look(data.entry.tenantId));
      } catch (error) {
        if (!(error instanceof RollcallError)) throw error;
        return { again: { id, name }, refusal: error };
      }
      const news = await troubles.noteBack(id, before?.since ?? draftId, createdAt);
      return news && { again: { id, name }, noteTold: news.noteTold };
    },
  };
}

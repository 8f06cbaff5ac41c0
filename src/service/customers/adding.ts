import { RollcallError } from '../../domain/errors.ts';
import type { Actor, CustomerId, Place } from '../../domain/terms.ts';
import { byActorForAll, type ProvisioningOptions } from '../context.ts';
import { isBehind } from '../door/leaveToNewest.ts';
import type { CustomerEntry, PolicyFile } from '../ports/policies.ts';
import type { TenantLook, Tenants } from '../ports/tenants.ts';
import { type ConsentedAgain, createConsentAgain } from './consentAgain.ts';
import {
  type ConsentDraft,
  type ConsentLink,
  type ConsentQuery,
  createConsentLinks,
  type ForConsent,
  refuseGone,
} from './consentLinks.ts';
import type { ConsentSigner } from './consentState.ts';
import { readTenantName, refuseAlike, suggestId } from './newCustomer.ts';
import type { PolicyChanges } from './policyChanges.ts';
import type { Troubles } from './troubles.ts';
import { createVerifyTenant, isSame, refuseTenant } from './verifyTenant.ts';
import { ADDING_WORDS, CONSENT_PAGES, type Page } from './words.ts';

/** Something that was looked at in a customer's directory. */
export interface CustomerFinding {
  /** `wrong` stops somebody's work; `unsure` costs something, or cannot be known. */
  result: 'ok' | 'unsure' | 'wrong';
  /** What is so, and what to do about it, for whoever runs Rollcall. */
  said: string;
  fix?: string;
  /** An admin of the tenant mends it by consenting once more. */
  needsConsent?: true;
}

/** What adding and looking after customers is made with. */
export interface AddingOptions {
  /** Microsoft's cloud that all customers are in. */
  cloud: string;
  /** What the doctor says of a customer's directory. */
  examine(customer: CustomerId): Promise<readonly CustomerFinding[]>;
  tenants: Tenants;
  signer: ConsentSigner;
  policyFile: PolicyFile;
  /** The one in the environment, which a first customer may leave out of the policy. */
  ownTenantId: string;
}

/** What was typed into the form. */
export interface NewCustomer {
  name: string;
  /** The tenant's id, or one of its domains. */
  tenant: string;
}

/** A customer that is being added. */
export type Asked = ConsentLink & { entry: CustomerEntry };

/** An admin of the tenant has consented, as far as could be seen. */
export interface Consented {
  id: string;
  entry: CustomerEntry;
  /** What the tenant says of itself; or why it can't be reached yet, or won't do. */
  look: TenantLook | RollcallError;
  mayWrite: boolean;
  /** The only customer so far, where the policy leaves its tenant out: with two it has to be there. */
  first?: CustomerEntry;
}

/** Adds customers. Throws RollcallError; for admins of all customers, which their flow checks. */
export interface Adding {
  readonly cloud: string;
  begin(actor: Actor, place: Place, wanted: NewCustomer): Promise<Asked>;
  /** A new consent link for an admin of the actor's customer, whose tenant refuses Rollcall or lacks a permission. */
  askAgain(actor: Actor, place: Place): Promise<ConsentLink & { name: string }>;
  /** What the page says to whom Microsoft has sent back, and what admins are told. */
  answer(query: ConsentQuery): Promise<{ status: number; page: Page; news?: Consented | ConsentedAgain }>;
  /** Looks whether the tenant can be reached now. */
  lookAgain(id: string): Promise<Consented>;
  /** Writes it into the policy file, from where it is taken within seconds. */
  write(actor: Actor, id: string): Promise<CustomerEntry>;
}

/**
 * Right after a consent the login may not know of it yet: seconds, as seen. The page waits meanwhile, so that it can say what
 * came of it. Longer looks like a page that hangs; shorter leaves it to a press of "Check again".
 */
const LOOK_WAITS_MS = [0, 1_500, 3_500];

type Options = Pick<
  ProvisioningOptions,
  'policy' | 'directoryFor' | 'store' | 'clock' | 'ids' | 'log' | 'publicUrl' | 'checkPolicy'
>;

/**
 * A customer is added once a token of its tenant works and says so itself: what Microsoft sends back is only worth a look.
 */
export function createAdding(
  context: Options,
  adding: AddingOptions,
  troubles: Pick<Troubles, 'load' | 'noteBack'>,
  policyChanges: Pick<PolicyChanges, 'make'>,
): Adding {
  const { policy, store, clock } = context;
  const { tenants, policyFile, ownTenantId } = adding;
  const links = createConsentLinks(context, adding);
  const again = createConsentAgain(context, links, adding, troubles);
  const { findCustomerOf, look } = createVerifyTenant(context, { tenants, ownTenantId });

  /** Throws DRAFT_GONE, also for the link of a customer that there is already. */
  async function load(id: string): Promise<ConsentDraft> {
    const draft = await links.load(id);
    if (draft.data.again) throw refuseGone();
    return draft;
  }

  /**
   * What was asked for, with an id that is free by now: others may have been added since the link was made. Throws INPUT_INVALID
   * where one of them is called the same.
   */
  function nameAnew(data: ForConsent): ForConsent {
    const taken = policy.customers.map((one) => one.id);
    const { name, tenantId } = data.entry;
    const id = taken.includes(data.entry.id) ? suggestId(name, taken) : data.entry.id;
    refuseAlike(policy.customers, { id, name });
    return { ...data, entry: { id, name, tenantId } };
  }

  /** Throws what keeps the tenant, or its name, from being a customer. */
  async function lookNow(data: ForConsent): Promise<{ entry: CustomerEntry; look: TenantLook }> {
    const seen = await look(data);
    return { entry: nameAnew(data).entry, look: seen };
  }

  /** Throws what the last look throws: waiting helps only where the login may not know of the consent yet. */
  async function lookWaiting<Seen>(look: () => Promise<Seen>, waits: readonly number[]): Promise<Seen> {
    const [wait = 0, ...later] = waits;
    if (wait > 0) await clock.sleep(wait);
    try {
      return await look();
    } catch (error) {
      const isRefused = error instanceof RollcallError && error.code === 'CREDENTIALS_REFUSED';
      if (!isRefused || later.length === 0) throw error;
      return lookWaiting(look, later);
    }
  }

  async function lookFor(
    { id, data }: { id: string; data: ForConsent },
    waits: readonly number[],
  ): Promise<Consented> {
    const [only, ...others] = policy.customers;
    const isOnly = only !== undefined && others.length === 0 && only.tenantId === undefined;
    const about = {
      ...{ id, entry: data.entry, mayWrite: policyFile.mayWrite },
      ...(isOnly ? { first: { id: only.id, name: only.name, tenantId: ownTenantId } } : {}),
    };
    try {
      return { ...about, ...(await lookWaiting(() => lookNow(data), waits)) };
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      return { ...about, look: error };
    }
  }

  return {
    cloud: adding.cloud,
    async begin(actor, place, wanted) {
      const { name, tenant } = readTenantName(wanted);
      const taken = policy.customers.map((one) => one.id);
      const named = { id: suggestId(name, taken), name };
      refuseAlike(policy.customers, named);
      const tenantId = (await tenants.find(tenant)).toLowerCase();
      const known = findCustomerOf(tenantId);
      if (known !== undefined) throw refuseTenant(ADDING_WORDS.thereAlready(known.name));
      const entry = { ...named, tenantId };
      await store.audit(
        byActorForAll(context, actor, {
          ...{ what: 'customer.asked', outcome: 'done', subject: entry.id },
          detail: { tenantId },
        }),
      );
      const isId = isSame(tenant, tenantId);
      return { entry, ...(await links.make(actor, place, { entry, ...(isId ? {} : { domain: tenant }) })) };
    },
    askAgain: again.begin,

    async answer(query) {
      // The link stays as it is: which customers there are is said by the newest policy file.
      if (await isBehind(context)) return { status: 503, page: CONSENT_PAGES.behind };
      const used = await links.use(query, (data) => !data.again || again.isStillFor(data));
      if (!('data' in used)) return used;
      const news = used.data.again
        ? await again.look(used, (look) => lookWaiting(look, LOOK_WAITS_MS))
        : await lookFor(used, LOOK_WAITS_MS);
      const failure = news && ('again' in news ? news.refusal : news.look);
      const page = failure instanceof RollcallError ? CONSENT_PAGES.givenUnseen : CONSENT_PAGES.given;
      return { status: 200, page, ...(news === undefined ? {} : { news }) };
    },

    async lookAgain(id) {
      return lookFor(await load(id), [0]);
    },

    async write(actor, id) {
      const { version, data } = await load(id);
      if (!policyFile.mayWrite) throw refuseTenant(ADDING_WORDS.notWritable);
      const { entry } = await lookNow(data);
      // Two who press it at once write it once.
      const claimed = await store.updateDraft(id, version, data);
      if (claimed === undefined) throw refuseTenant(ADDING_WORDS.pressedTwice);
      const detail = { tenantId: entry.tenantId };
      await policyChanges.make(
        actor,
        { what: 'customer.added', outcome: 'done', subject: entry.id, detail },
        () => policyFile.addCustomer(entry),
      );
      await store.deleteDraft(id);
      return entry;
    },
  };
}

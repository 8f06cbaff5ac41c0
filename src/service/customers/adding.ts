import { RollcallError } from '../../domain/errors.ts';
import type { Actor, CustomerId, Place } from '../../domain/terms.ts';
import { trimEndOf } from '../../domain/trimEnds.ts';
import { byActorForAll, type ProvisioningOptions } from '../context.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import type { CustomerEntry, PolicyFile } from '../ports/policyFile.ts';
import type { TenantLook, Tenants } from '../ports/tenants.ts';
import type { ConsentSigner } from './consentState.ts';
import { readTenantName, refuseAlike, suggestId } from './newCustomer.ts';
import { createVerifyTenant, isSame, refuseTenant } from './verifyTenant.ts';
import { ADDING_WORDS, CONSENT_PAGES, type Page } from './words.ts';

/** Something that was looked at in a customer's directory. */
export interface CustomerFinding {
  /** `wrong` stops somebody's work; `unsure` costs something, or cannot be known. */
  result: 'ok' | 'unsure' | 'wrong';
  /** What is so, and what to do about it, for whoever runs Rollcall. */
  said: string;
  fix?: string;
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
export interface Asked {
  id: string;
  entry: CustomerEntry;
  /** Where an admin of the tenant consents. */
  link: string;
  /** Whether Microsoft sends them back here. */
  comesBack: boolean;
  days: number;
}

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

/** The query of Microsoft's answer. */
export type ConsentQuery = Readonly<Partial<Record<'state' | 'tenant' | 'error' | 'admin_consent', string>>>;

/** Adds customers. Throws RollcallError; for admins of all customers, which their flow checks. */
export interface Adding {
  readonly cloud: string;
  begin(actor: Actor, place: Place, wanted: NewCustomer): Promise<Asked>;
  /** What the page says to whom Microsoft has sent back, and what admins are told. */
  answer(query: ConsentQuery): Promise<{ status: number; page: Page; news?: Consented }>;
  /** Looks whether the tenant can be reached now. */
  lookAgain(id: string): Promise<Consented>;
  /** Writes it into the policy file, from where it is taken within seconds. */
  write(actor: Actor, id: string): Promise<CustomerEntry>;
}

/**
 * An admin of the customer gets the link by mail, and may need a week with a holiday in it. What stays open longer is forgotten
 * by whoever sent it; a new one costs a form. Days.
 */
const OPEN_DAYS = 7;
const DAY_MS = 86_400_000;

/**
 * Right after a consent the login may not know of it yet: seconds, as seen. The page waits meanwhile, so that it can say what
 * came of it. Longer looks like a page that hangs; shorter leaves it to a press of "Check again".
 */
const LOOK_WAITS_MS = [0, 1_500, 3_500];

interface Kept {
  entry: CustomerEntry;
  /** What was typed, where it was a domain. */
  domain?: string;
  consentedAt?: number;
}

type Options = Pick<
  ProvisioningOptions,
  'policy' | 'directoryFor' | 'store' | 'clock' | 'ids' | 'log' | 'publicUrl'
>;

/**
 * Kept as a draft of no customer, so that it goes with its time. What Microsoft sends back is believed for nothing but that
 * it's worth a look: the tenant is that of the link, and it is there once a token of it works and says so itself.
 */
export function createAdding(context: Options, adding: AddingOptions): Adding {
  const { policy, store, clock, ids, log, publicUrl } = context;
  const { tenants, signer, policyFile, ownTenantId } = adding;
  const back = publicUrl === undefined ? undefined : `${trimEndOf(publicUrl, '/')}/consent`;
  const { findCustomerOf, look } = createVerifyTenant(context, { tenants, ownTenantId });

  async function load(id: string): Promise<DraftRecord & { data: Kept }> {
    const draft = await store.loadDraft(id);
    if (draft?.kind !== 'consent' || draft.expiresAt <= clock.now()) {
      throw new RollcallError('DRAFT_GONE', ADDING_WORDS.gone.message, { next: ADDING_WORDS.gone.next });
    }
    return draft as DraftRecord & { data: Kept };
  }

  /**
   * What was asked for, with an id that is free by now: others may have been added since the link was made. Throws INPUT_INVALID
   * where one of them is called the same.
   */
  function nameAnew(data: Kept): Kept {
    const taken = policy.customers.map((one) => one.id);
    const { name, tenantId } = data.entry;
    const id = taken.includes(data.entry.id) ? suggestId(name, taken) : data.entry.id;
    refuseAlike(policy.customers, { id, name });
    return { ...data, entry: { id, name, tenantId } };
  }

  /** Throws what keeps the tenant, or its name, from being a customer. */
  async function lookNow(data: Kept): Promise<{ entry: CustomerEntry; look: TenantLook }> {
    const seen = await look(data);
    return { entry: nameAnew(data).entry, look: seen };
  }

  async function lookFor(
    { id, data }: { id: string; data: Kept },
    waits: readonly number[],
  ): Promise<Consented> {
    const [only, ...others] = policy.customers;
    const isOnly = only !== undefined && others.length === 0 && only.tenantId === undefined;
    const about = {
      ...{ id, entry: data.entry, mayWrite: policyFile.mayWrite },
      ...(isOnly ? { first: { id: only.id, name: only.name, tenantId: ownTenantId } } : {}),
    };
    let failure: unknown;
    for (const wait of waits) {
      if (wait > 0) await clock.sleep(wait);
      try {
        return { ...about, ...(await lookNow(data)) };
      } catch (error) {
        failure = error;
        if (!(error instanceof RollcallError) || error.code !== 'CREDENTIALS_REFUSED') break;
      }
    }
    if (!(failure instanceof RollcallError)) throw failure;
    return { ...about, look: failure };
  }

  async function audit(owner: string, entry: CustomerEntry, outcome: 'done' | 'refused', code?: string) {
    const { id: subject, tenantId } = entry;
    const detail = { tenantId, ...(code === undefined ? {} : { code }) };
    await store.audit({
      ...{ at: clock.now(), actor: owner, platform: 'system', what: 'customer.consented' },
      ...{ outcome, subject, detail },
    });
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
      const id = ids.next('consent');
      const data: Kept = { entry, ...(isSame(tenant, tenantId) ? {} : { domain: tenant }) };
      const createdAt = clock.now();
      await store.audit(
        byActorForAll(context, actor, {
          ...{ what: 'customer.asked', outcome: 'done', subject: entry.id },
          detail: { tenantId },
        }),
      );
      await store.saveDraft({
        ...{ id, version: 1, kind: 'consent', owner: actor.id, customer: '', place, data, createdAt },
        expiresAt: createdAt + OPEN_DAYS * DAY_MS,
      });
      const link = tenants.consentLink(
        tenantId,
        back === undefined ? undefined : { to: back, state: signer.sign(id) },
      );
      return { id, entry, link, comesBack: back !== undefined, days: OPEN_DAYS };
    },

    async answer({ state = '', tenant = '', error }) {
      // A link of setup's, or of the admin center's, has none.
      if (state === '' && error === undefined) return { status: 200, page: CONSENT_PAGES.unasked };
      const id = signer.read(state);
      const draft = id === undefined ? undefined : await load(id).catch(() => undefined);
      if (draft === undefined) return { status: 400, page: CONSENT_PAGES.stale };
      const { owner, version, data } = draft;
      const { entry, consentedAt } = data;
      // With a refusal comes `admin_consent=True` as well, so that is no proof of anything.
      if (error !== undefined) return { status: 400, page: CONSENT_PAGES.canceled };
      if (!isSame(tenant, entry.tenantId)) {
        log.warn({ customer: entry.id }, 'customer.consent_of_another_tenant');
        await audit(owner, entry, 'refused', 'CUSTOMER_OTHER');
        return { status: 403, page: CONSENT_PAGES.otherTenant(entry.name) };
      }
      const claimed =
        consentedAt === undefined
          ? await store.updateDraft(draft.id, version, { ...data, consentedAt: clock.now() })
          : undefined;
      if (claimed === undefined) {
        await audit(owner, entry, 'refused', 'ALREADY_DONE');
        return { status: 400, page: CONSENT_PAGES.used };
      }
      await audit(owner, entry, 'done');
      const news = await lookFor({ id: draft.id, data }, LOOK_WAITS_MS);
      const isThere = !(news.look instanceof RollcallError);
      return { status: 200, page: isThere ? CONSENT_PAGES.given : CONSENT_PAGES.givenUnseen, news };
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
      await policyFile.addCustomer(entry);
      const detail = { tenantId: entry.tenantId };
      await store.audit(
        byActorForAll(context, actor, {
          ...{ what: 'customer.added', outcome: 'done', subject: entry.id, detail },
        }),
      );
      await store.deleteDraft(id);
      return entry;
    },
  };
}

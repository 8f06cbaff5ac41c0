import { RollcallError } from '../../domain/errors.ts';
import type { Actor, Place } from '../../domain/terms.ts';
import { trimEndOf } from '../../domain/trimEnds.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import type { CustomerEntry } from '../ports/policies.ts';
import type { AuditEntry } from '../ports/records.ts';
import type { Tenants } from '../ports/tenants.ts';
import type { ConsentSigner } from './consentState.ts';
import { isSame } from './verifyTenant.ts';
import { ADDING_WORDS, CONSENT_PAGES, type Page } from './words.ts';

/** The query of Microsoft's answer. */
export type ConsentQuery = Readonly<Partial<Record<'state' | 'tenant' | 'error' | 'admin_consent', string>>>;

/** What a consent link was made for, and whether it was used. */
export interface ForConsent {
  entry: CustomerEntry;
  /** What was typed, where it was a domain. */
  domain?: string;
  /** It is a customer already, whose admin is asked once more. */
  again?: true;
  consentedAt?: number;
}

export type ConsentDraft = DraftRecord & { data: ForConsent };

/** A link for an admin of the tenant, of which somebody hears. */
export interface ConsentLink {
  id: string;
  link: string;
  /** Whether Microsoft sends them back here. */
  comesBack: boolean;
  /** How long it is open. */
  days: number;
}

/** Why a link, or what came of it, is not there any more. */
export function refuseGone(): RollcallError {
  return new RollcallError('DRAFT_GONE', ADDING_WORDS.gone.message, { next: ADDING_WORDS.gone.next });
}

/**
 * An admin of the customer gets the link by mail, and may need a week with a holiday in it. What stays open longer is forgotten
 * by whoever sent it; a new one costs a form. Days.
 */
const OPEN_DAYS = 7;
const DAY_MS = 86_400_000;

type Options = Pick<ProvisioningOptions, 'store' | 'clock' | 'ids' | 'log' | 'publicUrl'>;

/**
 * Links at which an admin of a tenant consents, each for one tenant and one answer. Kept as a draft of no customer, so that it
 * goes with its time. What Microsoft sends back is believed for nothing but that it's worth a look.
 */
export function createConsentLinks(
  { store, clock, ids, log, publicUrl }: Options,
  { tenants, signer }: { tenants: Pick<Tenants, 'consentLink'>; signer: ConsentSigner },
) {
  const back = publicUrl === undefined ? undefined : `${trimEndOf(publicUrl, '/')}/consent`;

  /** Throws DRAFT_GONE. */
  async function load(id: string): Promise<ConsentDraft> {
    const draft = await store.loadDraft(id);
    if (draft?.kind !== 'consent' || draft.expiresAt <= clock.now()) {
      throw refuseGone();
    }
    return draft as ConsentDraft;
  }

  /** Durable on return. */
  async function make(
    { id: owner }: Pick<Actor, 'id'>,
    place: Place,
    data: ForConsent,
  ): Promise<ConsentLink> {
    const id = ids.next('consent');
    const createdAt = clock.now();
    await store.saveDraft({
      ...{ id, version: 1, kind: 'consent', owner, customer: '', place, data, createdAt },
      expiresAt: createdAt + OPEN_DAYS * DAY_MS,
    });
    const link = tenants.consentLink(
      data.entry.tenantId,
      back === undefined ? undefined : { to: back, state: signer.sign(id) },
    );
    return { id, link, comesBack: back !== undefined, days: OPEN_DAYS };
  }

  function entryOf({ owner, data }: ConsentDraft, outcome: 'done' | 'refused', code?: string): AuditEntry {
    const { id: subject, tenantId } = data.entry;
    const detail = { tenantId, ...(code === undefined ? {} : { code }) };
    return {
      ...{ at: clock.now(), actor: owner, platform: 'system', what: 'customer.consented' },
      ...(data.again ? { customer: subject } : {}),
      ...{ outcome, subject, detail },
    };
  }

  /**
   * The draft of a link that was used now, for the first time and for its tenant; or what the page says instead.
   *
   * @param isFor whether what it was made for is still so
   */
  async function use(
    { state = '', tenant = '', error }: ConsentQuery,
    isFor: (data: ForConsent) => boolean,
  ): Promise<ConsentDraft | { status: number; page: Page }> {
    // A link of setup's, or of the admin center's, has none.
    if (state === '' && error === undefined) return { status: 200, page: CONSENT_PAGES.unasked };
    const id = signer.read(state);
    const draft = id === undefined ? undefined : await load(id).catch(() => undefined);
    if (draft === undefined || !isFor(draft.data)) return { status: 400, page: CONSENT_PAGES.stale };
    const { version, data } = draft;
    const { entry, consentedAt } = data;
    // With a refusal comes `admin_consent=True` as well, so that is no proof of anything.
    if (error !== undefined) return { status: 400, page: CONSENT_PAGES.canceled };
    if (!isSame(tenant, entry.tenantId)) {
      log.warn({ customer: entry.id }, 'customer.consent_of_another_tenant');
      await store.audit(entryOf(draft, 'refused', 'CUSTOMER_OTHER'));
      return { status: 403, page: CONSENT_PAGES.otherTenant(entry.name) };
    }
    const claimed =
      consentedAt === undefined
        ? await store.updateDraft(draft.id, version, { ...data, consentedAt: clock.now() }, [
            entryOf(draft, 'done'),
          ])
        : undefined;
    if (claimed === undefined) {
      await store.audit(entryOf(draft, 'refused', 'ALREADY_DONE'));
      return { status: 400, page: CONSENT_PAGES.used };
    }
    return draft;
  }

  return { load, make, use };
}

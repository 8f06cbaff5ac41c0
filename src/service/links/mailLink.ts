import type { Secret } from '../../secrets/secret.ts';
import { customerOf, type ProvisioningOptions } from '../context.ts';
import { chooseLanguage } from '../jobs/delivery/chooseLanguage.ts';
import type { Delivery, JobRecord, RowRecord } from '../ports/records.ts';
import { drawLink } from './token.ts';

/** Over a weekend; a shorter time has people ask for another one, a longer one leaves more mails that still open. */
const DEFAULT_LINK_DAYS = 3;
const DAY_MS = 24 * 3_600_000;

/** A link for one mail. */
export interface MailLink {
  hash: string;
  url: Secret<string>;
  expiresAt: number;
  /** From then on a mail gets a new one: whoever reads it late needs the time to open it. */
  freshUntil: number;
}

/**
 * A new one-time link for a recipient, on disk before its mail can leave. Throws CONFIG_INVALID without a public address.
 */
export async function makeMailLink(
  { store, clock, policy, publicUrl, randomInt }: ProvisioningOptions,
  job: JobRecord,
  { recipient, part }: Delivery,
  rows: readonly RowRecord[],
): Promise<MailLink> {
  const customer = customerOf(policy, job.customer);
  const { hash, url } = drawLink({ randomInt, publicUrl }, chooseLanguage(customer, rows));
  const rowIds = rows.map(({ rowId }) => rowId);
  const now = clock.now();
  const lifeMs = (customer.linkDays ?? DEFAULT_LINK_DAYS) * DAY_MS;
  const expiresAt = now + lifeMs;
  await store.saveLinks([
    { hash, kind: 'mail', jobId: job.id, recipient, part, rowIds, createdAt: now, expiresAt, tries: 0 },
  ]);
  return { hash, url, expiresAt, freshUntil: now + lifeMs / 2 };
}

/**
 * Makes links void that another mail of the same delivery is about to replace: those of a mail that is sent again, and
 * those that a crash kept from being noted. Not those in `kept`, which are sent once more.
 */
export async function voidReplaced(
  { store, clock }: ProvisioningOptions,
  jobId: string,
  pending: readonly Delivery[],
  kept: ReadonlySet<string>,
): Promise<void> {
  const replaced = new Set(pending.map(({ recipient, part }) => `${part} ${recipient}`));
  const links = await store.listLinks({ jobId });
  const hashes = links
    .filter(({ kind, recipient, part }) => kind === 'mail' && replaced.has(`${part} ${recipient}`))
    .map(({ hash }) => hash)
    .filter((hash) => !kept.has(hash));
  await store.voidLinks(hashes, clock.now());
}

import { CLOUDS } from '../../../domain/clouds.ts';
import { LANGUAGES } from '../../../domain/languages.ts';
import { customerOf, type ProvisioningOptions } from '../../context.ts';
import type { Passed } from '../../door/door.ts';
import { openPassword } from '../../door/openPassword.ts';
import { type MailLink, makeMailLink } from '../../links/mailLink.ts';
import type { Mail } from '../../ports/mailer.ts';
import type { Delivery, JobRecord, RowRecord } from '../../ports/records.ts';
import { hasAccount } from '../runner/rowState.ts';
import { chooseLanguage } from './chooseLanguage.ts';
import { writeLinkMail } from './linkMail.ts';
import { writePasswordMail } from './mails.ts';
import { keyOf } from './parts.ts';

/** The links of mails that are tried again: a second try brings the same one. */
export type Links = Map<string, MailLink>;

/** What was to be shown only, and is sent on after all, goes the customer's own way. */
export function bringsLinks({ policy }: ProvisioningOptions, { customer, settings }: JobRecord): boolean {
  const own = customerOf(policy, customer).passwordDelivery;
  const way = settings.delivery === 'show' ? own : settings.delivery;
  return way === 'link' || way === 'pass';
}

/** Those whose passwords a mail brings. What Undo deleted again has none. */
export function listMailed(rows: readonly RowRecord[], part: number): RowRecord[] {
  return rows.filter((row) => row.part === part && hasAccount(row));
}

/** The parts whose mails bring somebody's password. */
export function listPartsMailed(rows: readonly RowRecord[]): ReadonlySet<number> {
  return new Set(rows.flatMap((row) => (row.part !== undefined && hasAccount(row) ? [row.part] : [])));
}

/** The mails of a job without those that would bring the passwords of nobody: they are neither tried nor kept for. */
export function keepDeliveries({ deliveries }: JobRecord, rows: readonly RowRecord[]): readonly Delivery[] {
  const mailed = listPartsMailed(rows);
  return deliveries.filter(({ state, part }) => state === 'accepted' || mailed.has(part));
}

/** The mail of one delivery, with its link where it brings one. Throws RollcallError when that cannot be made. */
export async function writeMail(
  context: ProvisioningOptions,
  job: Passed<JobRecord>,
  delivery: Delivery,
  rows: readonly RowRecord[],
  links: Links,
): Promise<Mail> {
  const { policy, mailFrom } = context;
  const { recipient, part, parts } = delivery;
  const mailed = listMailed(rows, part);
  const customer = customerOf(policy, job.customer);
  const envelope = {
    jobId: job.id,
    recipient,
    part,
    parts,
    createdBy: job.requestedBy.name,
    customer: customer.name,
    language: chooseLanguage(customer, mailed) ?? LANGUAGES[0],
    ...(job.task === 'reset' ? { isReset: true } : {}),
    messageDomain: /^[A-Za-z0-9.-]*/.exec(mailFrom?.split('@')[1] ?? '')?.[0] || 'rollcall',
  };
  if (bringsLinks(context, job)) {
    const key = keyOf(delivery);
    const link = links.get(key) ?? (await makeMailLink(context, job, delivery, mailed));
    links.set(key, link);
    const people = mailed.map(({ person }) => person.displayName);
    return writeLinkMail({ ...envelope, link, people, isPass: job.settings.delivery === 'pass' });
  }
  return writePasswordMail({
    ...envelope,
    signInUrl: context.signInUrl ?? CLOUDS.global.signInUrl,
    people: mailed.map((row) => ({
      displayName: row.person.displayName,
      userPrincipalName: row.person.userPrincipalName,
      password: openPassword(context, job, row),
      accountEnabled: row.accountEnabled,
    })),
  });
}

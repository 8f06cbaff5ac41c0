import type { ApprovalWords } from '../../flows/approvals/foreseen.ts';
import { sayDelivery } from '../../flows/jobs/deliveryLines.ts';
import { JOB_WORDS } from '../../flows/jobs/words.ts';
import type { Tone, When } from '../../flows/views/parts.ts';
import type { DeliveryLine, MoreDeliveries } from '../../flows/views/passwords.ts';
import { cut, describeSeats } from '../../flows/words.ts';
import type { SeatNeed } from '../../service/facts/customerFacts.ts';
import { LENGTHS } from '../outgoing/limits.ts';
import type { Part } from './lines.ts';
import type { Choice } from './options.ts';
import { line, list, type Piece } from './richText.ts';

/** The parts that several views share. */

export const ICONS: Readonly<Record<Tone, string>> = { info: 'ℹ️', success: '✅', warning: '⚠️', error: '⛔' };

/** Licenses to choose from. One with no seat left is offered, and says so; so does one that needs approval. */
export function licenseChoices(
  needs: readonly SeatNeed[],
  approvals: Readonly<Record<string, string>> = {},
): Choice[] {
  return needs.map(({ license, needs: needed }) => ({
    value: license.skuId,
    text: license.name,
    description: [describeSeats(license, needed), approvals[license.skuId]]
      .filter((part) => part !== undefined)
      .join(' · '),
  }));
}

/** Licenses in a sentence: each with the seats left. */
export function licensePieces(needs: readonly SeatNeed[]): Piece[] {
  if (needs.length === 0) return ['No license is assigned.'];
  const shown = needs.slice(0, LENGTHS.items);
  const more = needs.length - shown.length;
  return [
    'Licenses: ',
    ...shown.flatMap(({ license, needs: needed, short }, index): Piece[] => [
      index === 0 ? '' : ', ',
      { bold: cut(license.name, LENGTHS.value) },
      ` (${short ? '⚠️ ' : ''}${describeSeats(license, needed)})`,
    ]),
    more > 0 ? ` and ${more} more.` : '.',
  ];
}

/** Whom a form is about, in which customer, and what comes of it: the end of that sentence. */
export function aboutPerson(
  who: { displayName: string; userPrincipalName: string; customer: string },
  rest: string,
): Part {
  return line(
    { bold: cut(who.displayName, LENGTHS.paragraph) },
    ' ',
    { code: cut(who.userPrincipalName, LENGTHS.paragraph) },
    ' in ',
    { bold: cut(who.customer, LENGTHS.value) },
    rest,
  );
}

/** Whose approval something needs, before it is asked for, and that seats may have changed. */
export function approvalBlocks({ approval, seatsOld }: Pick<ApprovalWords, 'approval' | 'seatsOld'>): Part[] {
  return [
    ...(approval === undefined ? [] : [line({ bold: `🔏 ${cut(approval, LENGTHS.paragraph)}` })]),
    ...(seatsOld === undefined ? [] : [line(`⚠️ ${cut(seatsOld, LENGTHS.paragraph)}`)]),
  ];
}

const MAIL_ICONS: Readonly<Record<DeliveryLine['state'], string>> = {
  todo: '⏳',
  accepted: '✉️',
  deferred: '⚠️',
  refused: '⛔',
  unreachable: '⛔',
};

/** For each recipient, whether the mail was accepted. */
export function deliveryBlocks(deliveries: readonly DeliveryLine[], more?: MoreDeliveries): Part[] {
  const lines = deliveries.map((delivery): Piece[] => [
    { bold: cut(delivery.recipient, LENGTHS.userName) },
    ` ${MAIL_ICONS[delivery.state]} ${cut(sayDelivery(delivery), LENGTHS.sentence)}`,
    delivery.next === undefined ? '' : `. ${cut(delivery.next, LENGTHS.sentence)}`,
  ]);
  return list(lines, 'Emails', {
    more: more?.all ?? 0,
    say(all, shown) {
      const left = deliveries.slice(shown).filter(({ state }) => state !== 'accepted');
      return JOB_WORDS.mails.more({ all, unsent: left.length + (more?.unsent ?? 0) });
    },
  });
}

/** `at most n names`, and how many are left off. */
export function namesInWords(names: readonly string[], length: number): string {
  const shown = names.slice(0, LENGTHS.items).map((name) => cut(name, length));
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

/** When something starts, in our words and in the reader's own time zone. */
export function startLine({ when }: { when?: When }): Part[] {
  if (when === undefined) return [];
  const { at, said, label = 'Starts' } = when;
  if (said === undefined) return [line(`${label}: `, { at }, '.')];
  return [line(`${label}: `, { bold: said }, ', in your time zone ', { at }, '.')];
}

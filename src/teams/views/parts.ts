import type { Group, PasswordDelivery } from '../../domain/terms.ts';
import type { ApprovalWords } from '../../flows/approvals/foreseen.ts';
import { NO_CHOICE } from '../../flows/formFields.ts';
import { sayDelivery } from '../../flows/jobs/deliveryLines.ts';
import { JOB_WORDS } from '../../flows/jobs/words.ts';
import type { ResultsView } from '../../flows/views/job.ts';
import type { Button, FieldErrors, FormTarget, Tone, When } from '../../flows/views/parts.ts';
import type { DeliveryLine } from '../../flows/views/passwords.ts';
import { count, cut, describeSeats, upperFirst } from '../../flows/words.ts';
import type { SeatNeed } from '../../service/facts/customerFacts.ts';
import type { CardData } from '../outgoing/bindCard.ts';
import { LIMITS } from '../outgoing/limits.ts';

/** The parts that several cards share, as card data. */

export function bindButton(button: Button): CardData {
  return {
    title: cut(button.label, LIMITS.buttonTitle),
    action: button.action,
    id: button.id,
    version: String(button.version),
    style: button.style === 'primary' ? 'positive' : button.style === 'danger' ? 'destructive' : 'default',
  };
}

/** Buttons, and apart from them those that ask first: a card unfolds with the question and the button itself. */
export function bindActions(buttons: readonly Button[]): { buttons: CardData[]; asking: CardData[] } {
  return {
    buttons: bindButtons(buttons.filter(({ confirm }) => confirm === undefined)),
    asking: buttons.flatMap((button) =>
      button.confirm === undefined
        ? []
        : [
            {
              label: cut(button.label, LIMITS.buttonTitle),
              question: cut(button.confirm.title, LIMITS.sentence),
              explanation: cut(button.confirm.text, LIMITS.sentence * 2),
              ...bindButton({ ...button, label: button.confirm.ok }),
            },
          ],
    ),
  };
}

export function bindButtons(buttons: readonly Button[]): CardData[] {
  return buttons.map(bindButton);
}

export function bindTarget(target: FormTarget): { target: CardData; submit: CardData } {
  return {
    target: { id: target.id, version: String(target.version) },
    submit: { action: target.submit.action, label: cut(target.submit.label, LIMITS.buttonTitle) },
  };
}

/** Each field's error, and under `form` those that belong to no field shown here. */
export function bindErrors(errors: FieldErrors, fields: readonly string[]): CardData {
  const elsewhere = Object.entries(errors).filter(([field]) => !fields.includes(field));
  const bound: Record<string, CardData> = {};
  for (const field of fields) {
    bound[field] = { show: errors[field] !== undefined, text: `▲ ${cut(errors[field] ?? '', 400)}` };
  }
  bound.form = {
    show: elsewhere.length > 0,
    text: elsewhere.map(([, sentence]) => cut(sentence, 400)).join(' '),
  };
  return bound;
}

/** What is said at the top of a form that has no room for all licenses. */
export function withLeftOff(
  errors: FieldErrors,
  { licensesLeftOff: n }: { licensesLeftOff?: number },
): FieldErrors {
  if (n === undefined) return errors;
  const words = count(n, 'license does', 'licenses do');
  return { ...errors, licensesLeftOff: `${words} not fit in this card. Type in their field to find them.` };
}

/** What is said at the top of a form: whose approval it needs, and that seats may have changed. */
export function bindApprovalWords({
  approval,
  seatsOld,
}: Pick<ApprovalWords, 'approval' | 'seatsOld'>): CardData {
  const words = [approval, seatsOld].filter((one) => one !== undefined).join(' ');
  return {
    needsApproval: words !== '',
    approval: cut(words, LIMITS.sentence * 3),
  };
}

/** What the field for the reason is called. */
export function labelReason({ approval, licenseApprovals }: ApprovalWords): string {
  if (approval !== undefined) return 'Ticket or reason (the approver reads it)';
  return licenseApprovals === undefined
    ? 'Ticket or reason (optional)'
    : 'Ticket or reason (required if this needs approval)';
}

/** The field for licenses; where the card has no room for all of them, the others are searched for as somebody types. */
export function bindLicenseField(
  view: { licensesLeftOff?: number; values: { licenses: readonly string[] } } & ApprovalWords,
  needs: readonly SeatNeed[],
): CardData {
  const isCut = view.licensesLeftOff !== undefined;
  return {
    licensesWhole: needs.length > 0 && !isCut,
    licensesCut: isCut,
    noLicenses: needs.length === 0 && !isCut,
    licenses: [
      ...bindNoChoice('No licenses', isCut && view.values.licenses.length > 0),
      ...bindLicenseChoices(needs, view.licenseApprovals),
    ],
  };
}

export function bindLicenseChoices(
  needs: readonly SeatNeed[],
  approvals: Readonly<Record<string, string>> = {},
): CardData[] {
  return needs.map(({ license, needs: needed }) => ({
    title: cut(
      [`${license.name} — ${describeSeats(license, needed)}`, approvals[license.skuId]]
        .filter((part) => part !== undefined)
        .join(' · '),
      LIMITS.choice + (approvals[license.skuId] === undefined ? 0 : LIMITS.value),
    ),
    value: license.skuId,
  }));
}

/** The way to choose none of the others: an empty choice comes as it was, because phones forget theirs. */
export function bindNoChoice(title: string, isChosen: boolean): CardData[] {
  return isChosen ? [{ title, value: NO_CHOICE }] : [];
}

/** The groups that are chosen; the others are searched for as somebody types. */
export function bindGroupChoices(chosen: readonly Group[]): CardData[] {
  const groups = chosen.map(({ id, displayName }) => ({
    title: cut(displayName, LIMITS.value),
    value: id,
  }));
  return [...bindNoChoice('No groups', groups.length > 0), ...groups];
}

export function bindLicenses(needs: readonly SeatNeed[]): CardData[] {
  return needs.map(({ license, needs: needed, short }) => ({
    name: cut(license.name, LIMITS.value),
    left: `${describeSeats(license, needed)}${short ? ' ⚠' : ''}`,
  }));
}

export function bindLocations(locations: readonly { code: string; name: string }[]): CardData[] {
  return locations.map(({ code, name }) => ({ title: cut(name, LIMITS.choice), value: code }));
}

/** Ways for first passwords to go out. */
export function bindDeliveryChoices(deliveries: readonly PasswordDelivery[]): CardData[] {
  return deliveries.map((delivery) => {
    const { text, description } = JOB_WORDS.delivery.ways[delivery];
    return {
      title: `${text}: ${description.charAt(0).toLowerCase()}${description.slice(1)}`,
      value: delivery,
    };
  });
}

/** Plain lines, one run each. */
export function bindLines(lines: readonly string[]): CardData[] {
  return lines.map((line) => ({ text: cut(line, LIMITS.sentence) }));
}

export function bindDeliveries(deliveries: readonly DeliveryLine[]): CardData[] {
  const icons = { todo: '⏳', accepted: '✉', deferred: '⚠', refused: '✖', unreachable: '✖' };
  return deliveries.map((delivery) => ({
    icon: icons[delivery.state],
    recipient: cut(delivery.recipient, LIMITS.value),
    state: cut([sayDelivery(delivery), delivery.next].filter(Boolean).join('. '), LIMITS.sentence),
  }));
}

/** What a message about many people says of their mails. */
export function bindSomeDeliveries({
  deliveries,
  moreDeliveries: more,
}: Pick<ResultsView, 'deliveries' | 'moreDeliveries'>): CardData {
  return {
    hasDeliveries: deliveries.length > 0,
    deliveries: bindDeliveries(deliveries),
    hasMoreDeliveries: more !== undefined,
    moreDeliveries: more === undefined ? '' : upperFirst(`${JOB_WORDS.mails.more(more)}.`),
  };
}

export const TONES: Readonly<Record<Tone, { icon: string; color: string }>> = {
  info: { icon: 'ℹ', color: 'Default' },
  success: { icon: '✅', color: 'Good' },
  warning: { icon: '⚠', color: 'Warning' },
  error: { icon: '⛔', color: 'Attention' },
};

export function describeLocation(name: string): string {
  return name === '' ? 'No location.' : `Location ${cut(name, LIMITS.value)}.`;
}

/** `3 more are in the log file.`; only where something was cut. */
export function describeMore(more: number, where: string): string {
  return `${count(more, 'more is', 'more are')} ${where}.`;
}

/**
 * When something starts, in our words and in the reader's own time zone. Microsoft: "Text features in Adaptive Cards":
 * DATE and TIME are written in the reader's zone, in a TextBlock alone, so that nothing of a person stands here.
 */
export function bindWhen({ when }: { when?: When }): CardData {
  if (when === undefined) return { hasWhen: false, when: '' };
  const { said, label = 'Starts' } = when;
  const at = new Date(when.at).toISOString().replace('.000Z', 'Z');
  const own = `{{DATE(${at}, SHORT)}} at {{TIME(${at})}}.`;
  return {
    hasWhen: true,
    when: said === undefined ? `${label}: ${own}` : `${label}: ${said}, in your time zone ${own}`,
  };
}

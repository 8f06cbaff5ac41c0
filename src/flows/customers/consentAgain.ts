import { z } from 'zod';
import type { CustomerId } from '../../domain/terms.ts';
import type { ConsentedAgain } from '../../service/customers/consentAgain.ts';
import { recordOf } from '../../service/customers/customers.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import type { Button, NoticeView } from '../views/parts.ts';
import { ADD_WORDS, OVERVIEW_WORDS, CONSENT_WORDS as SAYS } from './words.ts';

export const checkButton = (customer: CustomerId, label: string = OVERVIEW_WORDS.buttons.check): Button => ({
  ...{ action: 'customers.check', label, id: recordOf(customer), version: 1 },
});

/** Leads to a link for an admin of a customer that refuses Rollcall, or lacks a permission. */
export const consentButton = (customer: CustomerId): Button => ({
  ...{
    action: 'customers.consent',
    label: SAYS.button,
    id: recordOf(customer),
    version: 1,
    style: 'primary',
  },
});

/** To a customer's admins here: its tenant lets Rollcall in again, or refuses it although an admin there has consented. */
export function showConsentedAgain({ again: { id, name }, refusal }: ConsentedAgain): NoticeView {
  if (refusal === undefined) {
    const { title, text } = SAYS.back;
    return {
      ...{ kind: 'notice', tone: 'success', title: title(name), text: [text] },
      buttons: [checkButton(id)],
    };
  }
  return {
    kind: 'notice',
    tone: 'warning',
    title: SAYS.notBack.title(name),
    text: [SAYS.notBack.text, refusal.message],
    next: refusal.next,
    buttons: [consentButton(id), checkButton(id)],
  };
}

/** A new consent link for a customer that there is, for its admins here. */
export function consentActions({ service }: FlowContext): Action[] {
  return [
    actionsFor(['admin']).message('customers.consent', z.object({}), async (actor, place) => {
      const { name, link, comesBack, days } = await service.customers.adding.askAgain(actor, place);
      const { title, text, comesBackNot, next, again } = ADD_WORDS.asked;
      return {
        type: 'message',
        view: {
          kind: 'notice',
          tone: 'info',
          title: title(name),
          text: [text(days), comesBack ? SAYS.comesBack : comesBackNot],
          next,
          copy: link,
          buttons: [checkButton(actor.customer, again)],
        },
      };
    }),
  ];
}

import type { KnownBlock } from '@slack/types';
import type { DrawnFor } from '../../../flows/views/parts.ts';
import { cut } from '../../../flows/words.ts';
import { listIdOf } from '../../incoming/fieldIds.ts';
import { LENGTHS, LIMITS } from '../../outgoing/limits.ts';
import { note, plain } from '../blocks.ts';
import { type Choice, checkedOf, optionsOf } from '../options.ts';

/** What is said where nobody can be chosen. */
export const NO_CUSTOMERS = 'There is no customer to choose.';

/** What the field is called in which somebody chooses a customer. */
export const CUSTOMER = 'customer';

/** A customer in a line of its own: the mark before the name, everywhere. */
export function sayCustomer({ mark, name }: Pick<DrawnFor, 'mark' | 'name'>): string {
  return `${mark} ${cut(name, LENGTHS.value)}`;
}

/** Customers to choose from. */
export function customerChoices(offered: readonly Pick<DrawnFor, 'id' | 'mark' | 'name'>[]): Choice[] {
  return offered.map((one) => ({ value: one.id, text: sayCustomer(one) }));
}

/**
 * The menu that goes on for another customer as soon as one is chosen. Slack shows 100: who has more types the name behind
 * the command.
 *
 * @param id of the record that it goes on with, which a menu outside of a form can carry nowhere else
 */
export function customerMenu(
  action: string,
  id: string,
  offered: readonly Pick<DrawnFor, 'id' | 'mark' | 'name'>[],
  chosen?: string,
): KnownBlock {
  const options = optionsOf(customerChoices(offered), chosen === undefined ? [] : [chosen]);
  if (options.offered.length === 0) return note(NO_CUSTOMERS);
  const [checked] = checkedOf(options, chosen === undefined ? [] : [chosen]);
  return {
    type: 'actions',
    block_id: listIdOf(CUSTOMER, id),
    elements: [
      {
        type: 'static_select',
        action_id: action,
        placeholder: plain('Choose a customer', LIMITS.placeholder),
        options: options.offered,
        ...(checked === undefined ? {} : { initial_option: checked }),
      },
    ],
  };
}

import type { CustomerFormView } from '../../../flows/views/customers.ts';
import { note } from '../blocks.ts';
import { textField } from '../fields.ts';
import type { Part } from '../lines.ts';
import { errorBlocks, modal } from '../modal.ts';
import type { Renderer } from '../renderer.ts';

function blocksOf({ target, values, note: said }: CustomerFormView): Part[] {
  return [
    ...errorBlocks(target.errors),
    textField('customerName', values.customerName, {
      placeholder: 'Wingtip Toys',
      maxLength: 60,
      required: true,
    }),
    textField('tenant', values.tenant, { placeholder: 'wingtiptoys.com', maxLength: 253, required: true }),
    note(said),
  ];
}

/** Asks for a customer to add. A message cannot hold the form, so there stands what it is for. */
export const customerForm = {
  message: (view) => ({ text: 'Add a customer.', blocks: [note(view.note)] }),
  modal: (view) => modal('Add a customer', blocksOf(view), view.target),
} satisfies Renderer<'customerForm'>;

import type { Button, FormTarget } from '../../flows/views/parts.ts';

/** A modal's submit as a button, for a confirmation that stands in a message. */
export function submitButton({ submit, id, version }: FormTarget): Button {
  return { action: submit.action, label: submit.label, id, version, style: 'primary' };
}

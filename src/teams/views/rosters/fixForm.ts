import { cut, describePart, listPageButtons } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindButton, bindButtons, bindErrors, bindTarget } from '../parts.ts';

export const bindFixForm: Binder<'fixForm'> = (view) => ({
  ...bindTarget(view.target),
  fileName: cut(view.fileName, LIMITS.value),
  customer: cut(view.customer, LIMITS.value),
  errors: bindErrors(view.target.errors, []),
  cells: view.cells.map(({ field, row, column, name, reason, value }) => ({
    field,
    label: [`Row ${row}`, cut(name, LIMITS.value), cut(column, LIMITS.value)]
      .filter((part) => part !== '')
      .join(' · '),
    reason: cut(reason, LIMITS.sentence),
    value,
  })),
  hasPart: view.cells.length < view.total,
  part: describePart(view),
  buttons: bindButtons(listPageButtons(view)),
  back: bindButton({
    action: 'addusers.check',
    label: 'Back',
    id: view.target.id.split(' ')[0] ?? '',
    version: view.target.version,
  }),
});

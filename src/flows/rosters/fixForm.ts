import { z } from 'zod';
import type { RosterDraft } from '../../service/drafts/draftData.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { type CellFix, listCellsToFix } from '../../service/rosters/fixCells.ts';
import { requireAgreed } from '../../service/rosters/requireAgreed.ts';
import type { Action } from '../action.ts';
import { actionsFor, button } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import type { FlowContext } from '../context.ts';
import { keepingForm } from '../formErrors.ts';
import type { FixFormView } from '../views/fixing.ts';
import type { FieldErrors } from '../views/parts.ts';
import { showVerification } from './rosterViews.ts';
import { MAY_CREATE_MANY } from './setupForm.ts';

/** As many as one looks through at once, and as fit into a card; the others follow. */
const MOST_CELLS = 10;

const oneText = z.union([z.string(), z.array(z.string()).transform((texts) => texts[0] ?? '')]);
const form = button.extend({ fields: z.record(z.string(), oneText).prefault({}) });

function readFixes(fields: z.infer<typeof form>['fields']): CellFix[] {
  return Object.entries(fields).flatMap(([field, value]): CellFix[] => {
    const [, row, property] = /^fix(\d{1,7})-([A-Za-z]{1,40})$/.exec(field) ?? [];
    return row === undefined || property === undefined ? [] : [{ row: Number(row), property, value }];
  });
}

/** The form, with what was typed in the place of what is proposed. */
function showFixForm(
  customer: string,
  { id, version, data }: DraftRecord<RosterDraft>,
  typed: readonly CellFix[] = [],
  errors: FieldErrors = {},
): FixFormView {
  const all = listCellsToFix(data);
  return {
    kind: 'fixForm',
    target: { submit: { action: 'addusers.fixSubmit', label: 'Check again' }, id, version, errors },
    fileName: data.fileName,
    customer,
    cells: all.slice(0, MOST_CELLS).map(({ row, property, column, name, reasons, proposal }) => ({
      field: `fix${row}-${property}`,
      row,
      column,
      name,
      reason: reasons.join(' '),
      value: typed.find((one) => one.row === row && one.property === property)?.value ?? proposal,
    })),
    more: Math.max(0, all.length - MOST_CELLS),
  };
}

/** Putting the cells of a file right in the chat. */
export function fixActions({ service, policy }: FlowContext): Action[] {
  const action = actionsFor(MAY_CREATE_MANY);
  return [
    action.form('addusers.fix', button, async (actor, _place, { id }) => {
      const draft = await service.rosters.load(actor, id);
      requireAgreed(draft);
      const customer = nameOf(policy, actor.customer);
      const view = showFixForm(customer, draft);
      return { type: 'form', view: view.cells.length === 0 ? showVerification(customer, draft) : view };
    }),
    action.form('addusers.fixSubmit', form, async (actor, { platform }, { id, version, fields }) => {
      const draft = await service.rosters.load(actor, id);
      const fixes = readFixes(fields);
      const customer = nameOf(policy, actor.customer);
      return keepingForm(
        async () => {
          const fixed = await service.rosters.fixCells(actor, id, version, fixes);
          // In Slack the form lies over the message, which stays as it was: the newest comes below.
          const type = platform === 'slack' ? 'message' : 'replace';
          return { type, view: showVerification(customer, fixed) };
        },
        (errors) => showFixForm(customer, draft, fixes, errors),
      );
    }),
  ];
}

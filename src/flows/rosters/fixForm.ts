import { z } from 'zod';
import type { RosterDraft } from '../../service/drafts/draftData.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import { type CellFix, type CellToFix, joinFixes, listCellsToFix } from '../../service/rosters/fixCells.ts';
import { requireAgreed } from '../../service/rosters/requireAgreed.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import type { FlowContext } from '../context.ts';
import { keepingForm } from '../formErrors.ts';
import type { FixFormView } from '../views/fixing.ts';
import type { FieldErrors } from '../views/parts.ts';
import { partButton } from './partButton.ts';
import type { RosterMessages } from './rosterMessages.ts';
import { showVerification } from './rosterViews.ts';
import { MAY_CREATE_MANY } from './setupForm.ts';
import { ROSTER_WORDS } from './words.ts';

/** As many as one looks through at once; the others are on the next pages, as are those that a card has no room for. */
const MOST_CELLS = 10;

const oneText = z.union([z.string(), z.array(z.string()).transform((texts) => texts[0] ?? '')]);
const form = partButton.extend({ fields: z.record(z.string(), oneText).prefault({}) });

function readFixes(fields: z.infer<typeof form>['fields']): CellFix[] {
  return Object.entries(fields).flatMap(([field, value]): CellFix[] => {
    const [, row, property] = /^fix(\d{1,7})-([A-Za-z]{1,40})$/.exec(field) ?? [];
    return row === undefined || property === undefined ? [] : [{ row: Number(row), property, value }];
  });
}

/** Those that keep somebody from being created come first. */
function inOrder(cells: readonly CellToFix[]): CellToFix[] {
  const errors = cells.filter(({ severity }) => severity === 'error');
  return [...errors, ...cells.filter(({ severity }) => severity === 'warning')];
}

/** One page of the form, from the cell after `offset` others on, with what was typed in the place of what is proposed. */
function showFixForm(
  customer: string,
  { id, version, data }: DraftRecord<RosterDraft>,
  offset: number,
  errors: FieldErrors = {},
): FixFormView {
  const all = inOrder(listCellsToFix(data));
  const first = offset < all.length ? offset : 0;
  const shown = all.slice(first, first + MOST_CELLS);
  const typed = data.fixes ?? [];
  return {
    kind: 'fixForm',
    target: {
      submit: { action: 'addusers.fixSubmit', label: ROSTER_WORDS.fix.submit },
      id: `${id} ${first}`,
      version,
      errors,
    },
    fileName: data.fileName,
    customer,
    cells: shown.map(({ row, property, column, name, severity, reasons, proposal }) => ({
      field: `fix${row}-${property}`,
      row,
      column,
      name,
      // Beside errors it would seem that these people, too, are left out as they are.
      reason: severity === 'warning' ? ROSTER_WORDS.fix.warning(reasons.join(' ')) : reasons.join(' '),
      value: typed.find((one) => one.row === row && one.property === property)?.value ?? proposal,
    })),
    before: first,
    total: all.length,
  };
}

/** Putting the cells of a file right in the chat. */
export function fixActions({ service, policy }: FlowContext, messages: RosterMessages): Action[] {
  const action = actionsFor(MAY_CREATE_MANY);
  return [
    action.form('addusers.fix', partButton, async (actor, { message }, { id: { draftId, part } }) => {
      const draft = await service.rosters.load(actor, draftId);
      await messages.note(actor, draftId, message);
      requireAgreed(draft);
      const customer = nameOf(policy, actor.customer);
      const view = showFixForm(customer, draft, part);
      return { type: 'form', view: view.cells.length === 0 ? showVerification(customer, draft) : view };
    }),
    action.form('addusers.fixMore', form, async (actor, _place, { id: { draftId, part }, fields }) => {
      const draft = await service.rosters.keepFixes(actor, draftId, readFixes(fields));
      requireAgreed(draft);
      return { type: 'form', view: showFixForm(nameOf(policy, actor.customer), draft, part) };
    }),
    action.form('addusers.fixSubmit', form, async (actor, { platform }, { id, version, fields }) => {
      const draft = await service.rosters.load(actor, id.draftId);
      const fixes = readFixes(fields);
      const customer = nameOf(policy, actor.customer);
      return keepingForm(
        async () => {
          const fixed = await service.rosters.fixCells(actor, id.draftId, version, fixes);
          // In Slack the form lies over the message: the newest comes below.
          const view = showVerification(customer, fixed);
          return platform === 'slack' ? messages.answer(actor, fixed, view) : { type: 'replace', view };
        },
        (errors) => {
          const typed = { ...draft.data, fixes: joinFixes(draft.data, fixes) };
          return showFixForm(customer, { ...draft, data: typed }, id.part, errors);
        },
      );
    }),
  ];
}

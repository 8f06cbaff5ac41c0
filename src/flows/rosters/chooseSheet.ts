import type { RosterDraft } from '../../service/drafts/draftData.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import { nameOf } from '../approvals/approvals.ts';
import type { FlowContext } from '../context.ts';
import type { Button, NoticeView } from '../views/parts.ts';
import type { VerificationView } from '../views/roster.ts';
import { cut } from '../words.ts';
import { partButton } from './partButton.ts';
import type { RosterMessages } from './rosterMessages.ts';
import { showVerification } from './rosterViews.ts';
import { MAY_CREATE_MANY } from './setupForm.ts';
import { ROSTER_WORDS } from './words.ts';

const words = ROSTER_WORDS.sheets;

/** Teams shows six actions on a card, of which one cancels. */
const MOST_OFFERED = 5;
/** Of a button's label. */
const NAME_LENGTH = 30;
/** Of what cannot be chosen; more is not read. */
const MOST_OTHERS = 5;

/** A workbook of which several sheets may be meant. */
export interface SheetsToAsk {
  /** The draft's. */
  id: string;
  version: number;
  fileName: string;
  offered: readonly { name: string; people: number }[];
  others: readonly { name: string; reason: string }[];
}

/** Which sheet of a workbook is meant: a question, and the action that each sheet's button has. */
export function askForSheet(
  { id, version, fileName, offered, others }: SheetsToAsk,
  { title, next, action }: { title: string; next: string; action: string },
  more: readonly Button[] = [],
): NoticeView {
  const shown = offered.slice(0, MOST_OFFERED);
  const rest = [
    ...offered.slice(MOST_OFFERED).map(({ name }) => words.notOffered(name)),
    ...others.map(({ name, reason }) => words.other(name, reason)),
  ];
  return {
    kind: 'notice',
    tone: 'info',
    title,
    text: [
      words.several(fileName),
      ...shown.map(({ name, people }) => words.offered(name, people)),
      ...rest.slice(0, MOST_OTHERS),
      ...(rest.length > MOST_OTHERS ? [words.more(rest.length - MOST_OTHERS)] : []),
    ],
    next,
    buttons: [
      ...shown.map(({ name }, index) => ({
        action,
        label: cut(name, NAME_LENGTH),
        id: `${id} ${index}`,
        version,
      })),
      ...more,
    ],
  };
}

function askForPeople({ id, version, data }: DraftRecord<RosterDraft>): NoticeView {
  const { offered = [], others = [] } = data.sheets ?? {};
  return askForSheet(
    { id, version, fileName: data.fileName, offered, others },
    {
      title: words.title,
      next: words.next,
      action: 'addusers.sheet',
    },
    [{ action: 'addusers.cancel', label: words.cancel, id, version }],
  );
}

/** A file that was just attached: its verification, or what has to be known before. */
export function showOpened(customer: string, draft: DraftRecord<RosterDraft>): VerificationView | NoticeView {
  return draft.data.sheets === undefined ? showVerification(customer, draft) : askForPeople(draft);
}

/** Choosing the sheet of a workbook. */
export function sheetActions({ service, policy }: FlowContext, messages: RosterMessages): Action[] {
  const action = actionsFor(MAY_CREATE_MANY);
  return [
    action.replace('addusers.sheet', partButton, async (actor, { message }, { id: { draftId, part } }) => {
      const draft = await service.rosters.chooseSheet(actor, draftId, part);
      await messages.note(actor, draft.id, message);
      return { type: 'replace', view: showVerification(nameOf(policy, actor.customer), draft) };
    }),
  ];
}

import type { ApprovalView, ChangeFormView, WriteFormView } from './views/approval.ts';
import type { ActsConfirmView, ComeBackFormView, EditFormView, LeaveFormView } from './views/changing.ts';
import type { ColumnsFormView } from './views/columns.ts';
import type { CustomerChoiceView, CustomerFormView, CustomersView } from './views/customers.ts';
import type { FixFormView } from './views/fixing.ts';
import type { HistoryView } from './views/history.ts';
import type { ProgressView, ResultsView, TickOffFormView } from './views/job.ts';
import type { AssignConfirmView, AssignFormView, LicensesView } from './views/licenses.ts';
import type { DrawnFor, HelpView, NoticeView, WorkingView } from './views/parts.ts';
import type { PasswordLinkView, PasswordsView, ResetFormView, SendToView } from './views/passwords.ts';
import type { PeopleView, PersonCardView, PersonSearchView } from './views/people.ts';
import type { PersonConfirmView, PersonFormView, PersonResultView } from './views/person.ts';
import type { PresetNameView, PresetsView } from './views/presets.ts';
import type { BulkConfirmView, RosterUploadView, SetupFormView, VerificationView } from './views/roster.ts';

import type { CustomersFormView, WaveView } from './views/waves.ts';

type AnyView =
  | WaveView
  | CustomersFormView
  | CustomerChoiceView
  | CustomerFormView
  | CustomersView
  | PresetNameView
  | PresetsView
  | PersonSearchView
  | AssignFormView
  | AssignConfirmView
  | ResetFormView
  | EditFormView
  | ActsConfirmView
  | LeaveFormView
  | ComeBackFormView
  | ApprovalView
  | WriteFormView
  | ChangeFormView
  | PeopleView
  | PersonCardView
  | LicensesView
  | HistoryView
  | NoticeView
  | WorkingView
  | HelpView
  | PersonFormView
  | PersonConfirmView
  | PersonResultView
  | PasswordsView
  | PasswordLinkView
  | SendToView
  | RosterUploadView
  | VerificationView
  | ColumnsFormView
  | FixFormView
  | SetupFormView
  | BulkConfirmView
  | ProgressView
  | ResultsView
  | TickOffFormView;

/** What a room shows. */
export type View = AnyView & {
  /** Left out: there is one customer, or it is about none. */
  drawnFor?: DrawnFor;
};

export type ViewKind = View['kind'];

export type ViewOf<K extends ViewKind> = Extract<View, { kind: K }>;

import { readFileSync } from 'node:fs';
import type { View, ViewKind } from '../../flows/views.ts';
import { noteAbsence } from '../outgoing/absentInputs.ts';
import { splitActions } from '../outgoing/actionRows.ts';
import { bindCard, type Card } from '../outgoing/bindCard.ts';
import { drawCardFor } from '../outgoing/cardsCustomer.ts';
import { LIMITS } from '../outgoing/limits.ts';
import { bindApproval } from './approval.ts';
import type { Binder } from './binder.ts';
import { bindCustomerChoice } from './customers/customerChoice.ts';
import { bindCustomerForm } from './customers/customerForm.ts';
import { bindCustomers } from './customers/customers.ts';
import { bindCustomersForm } from './customers/customersForm.ts';
import { bindHelp } from './help.ts';
import { bindHistory } from './history.ts';
import { bindPasswordLink } from './jobs/passwordLink.ts';
import { bindPasswords } from './jobs/passwords.ts';
import { bindProgress } from './jobs/progress.ts';
import { bindResults } from './jobs/results.ts';
import { bindSendTo } from './jobs/sendTo.ts';
import { bindAssignConfirm } from './licensing/assignConfirm.ts';
import { bindAssignForm } from './licensing/assignForm.ts';
import { bindLicenses } from './licensing/licenses.ts';
import { localCard } from './localTimes.ts';
import { bindNotice } from './notice.ts';
import { bindActsConfirm } from './people/actsConfirm.ts';
import { bindChangeForm } from './people/changeForm.ts';
import { bindComeBackForm } from './people/comeBackForm.ts';
import { bindEditForm } from './people/editForm.ts';
import { bindLeaveForm } from './people/leaveForm.ts';
import { bindPeople } from './people/people.ts';
import { bindPersonCard } from './people/personCard.ts';
import { bindPersonConfirm } from './people/personConfirm.ts';
import { bindPersonForm } from './people/personForm.ts';
import { bindPersonResult } from './people/personResult.ts';
import { bindPersonSearch } from './people/personSearch.ts';
import { bindResetForm } from './people/resetForm.ts';
import { bindTickOffForm } from './people/tickOffForm.ts';
import { bindPresetName } from './presets/presetName.ts';
import { bindPresets } from './presets/presets.ts';
import { bindBulkConfirm } from './rosters/bulkConfirm.ts';
import { bindColumnsForm } from './rosters/columnsForm.ts';
import { bindFixForm } from './rosters/fixForm.ts';
import { bindRosterUpload } from './rosters/rosterUpload.ts';
import { bindSetupForm } from './rosters/setupForm.ts';
import { bindVerification } from './rosters/verification.ts';
import { bindWave } from './rosters/wave.ts';
import { shorten } from './shorten.ts';
import { bindWorking } from './working.ts';
import { bindWriteForm } from './writeForm.ts';

/** A view kind without a binder does not compile. */
export const BINDERS = {
  notice: bindNotice,
  customerChoice: bindCustomerChoice,
  customersForm: bindCustomersForm,
  wave: bindWave,
  customerForm: bindCustomerForm,
  customers: bindCustomers,
  tickOffForm: bindTickOffForm,
  working: bindWorking,
  help: bindHelp,
  personForm: bindPersonForm,
  personConfirm: bindPersonConfirm,
  personResult: bindPersonResult,
  passwords: bindPasswords,
  passwordLink: bindPasswordLink,
  sendTo: bindSendTo,
  rosterUpload: bindRosterUpload,
  verification: bindVerification,
  columnsForm: bindColumnsForm,
  fixForm: bindFixForm,
  setupForm: bindSetupForm,
  bulkConfirm: bindBulkConfirm,
  progress: bindProgress,
  results: bindResults,
  licenses: bindLicenses,
  personSearch: bindPersonSearch,
  history: bindHistory,
  assignForm: bindAssignForm,
  assignConfirm: bindAssignConfirm,
  resetForm: bindResetForm,
  editForm: bindEditForm,
  actsConfirm: bindActsConfirm,
  leaveForm: bindLeaveForm,
  comeBackForm: bindComeBackForm,
  people: bindPeople,
  personCard: bindPersonCard,
  approval: bindApproval,
  changeForm: bindChangeForm,
  writeForm: bindWriteForm,
  presetName: bindPresetName,
  presets: bindPresets,
} satisfies { [K in ViewKind]: Binder<K> };

const folder = new URL('../../../adaptive-cards/', import.meta.url);
const templates = new Map<string, unknown>();

/** `adaptive-cards/<kind>.json`, read once. */
export function readTemplate(kind: ViewKind): unknown {
  const known = templates.get(kind);
  if (known !== undefined) return known;
  const template: unknown = JSON.parse(readFileSync(new URL(`${kind}.json`, folder), 'utf8'));
  templates.set(kind, template);
  return template;
}

/** The card of at most so many bytes, or the shortest there is, and the view that it shows. */
function fitCard(view: View, most: number, timeZone?: string): { view: View; card: Card; bytes: number } {
  const bind = BINDERS[view.kind] as Binder<ViewKind>;
  const bound = splitActions(noteAbsence(bindCard(readTemplate(view.kind), bind(view))));
  const card = localCard(drawCardFor(view.drawnFor, bound), timeZone);
  const bytes = Buffer.byteLength(JSON.stringify(card));
  const shorter = bytes <= most ? undefined : shorten(view);
  return shorter === undefined ? { view, card, bytes } : fitCard(shorter, most, timeZone);
}

/**
 * A view as an Adaptive Card 1.5, its times in this zone (left out: in UTC), with lists shortened where the whole would be
 * larger than Teams takes.
 */
export function renderCard(view: View, timeZone?: string): Card {
  return fitCard(view, LIMITS.cardBytes, timeZone).card;
}

/** The card, and one of half its size in case that Teams does not take it, where there is something to leave out. */
export function renderCards(view: View, timeZone?: string): readonly [Card, ...Card[]] {
  const whole = fitCard(view, LIMITS.cardBytes, timeZone);
  const shorter = fitCard(whole.view, whole.bytes / 2, timeZone);
  return shorter.view === whole.view ? [whole.card] : [whole.card, shorter.card];
}

import type { RequestState } from '../../service/approvals/approvals.ts';
import { MAX_REASON } from '../../service/approvals/decide.ts';
import { MAX_NOTE } from '../../service/approvals/discuss.ts';
import { isPlanned } from '../../service/approvals/startableRequests.ts';
import type { AskedPerson } from '../../service/ports/requests.ts';
import { callPerson } from '../callPerson.ts';
import type { ChangeFormView, WriteFormView } from '../views/approval.ts';
import type { FieldErrors } from '../views/parts.ts';
import { cut, nameSome } from '../words.ts';
import type { Viewer } from './planParts.ts';
import { APPROVAL_WORDS } from './words.ts';

const { forms: SAYS } = APPROVAL_WORDS;

/** Of what somebody typed. */
const MAX_NAME = 60;
/** Of people in a sentence. */
const MAX_NAMES = 3;
/** To choose from; with long names, more would be too large for a card in Teams. */
const MAX_CHOICES = 25;

function sayNumber(characters: number): string {
  return characters.toLocaleString('en-US');
}

/** `wants to create Ada Lovelace and Sam Stone`. */
function sayAsked({ task = 'create', people }: RequestState['request']['asked']): string {
  const names = people.map(({ person }) => callPerson(person));
  return SAYS.wants(APPROVAL_WORDS.card.asksTo[task](people.length), nameSome(names, MAX_NAMES));
}

/** What both forms say of the request. */
function aboutOf({ request }: RequestState, customer: string) {
  const { id, version, asked, requestedBy } = request;
  return {
    kind: 'writeForm' as const,
    back: { action: 'approval.show', label: SAYS.back, id, version },
    subject: sayAsked(asked),
    requestedBy: requestedBy.name,
    customer,
  };
}

/** Asks why. */
export function showDeclineForm(
  state: RequestState,
  customer: string,
  errors: FieldErrors = {},
): WriteFormView {
  const { id, version, requestedBy } = state.request;
  return {
    ...aboutOf(state, customer),
    target: { submit: { action: 'approval.declineSubmit', label: SAYS.decline.submit }, id, version, errors },
    open: { action: 'approval.decline', label: SAYS.open, id, version },
    title: SAYS.decline.title,
    says: SAYS.decline.says,
    field: 'reason',
    value: '',
    maxLength: MAX_REASON,
    hint: SAYS.decline.hint(requestedBy.name, sayNumber(MAX_REASON)),
  };
}

/** Asks what the other side is to read. */
export function showNoteForm(
  state: RequestState,
  customer: string,
  viewer: Viewer,
  errors: FieldErrors = {},
  value = '',
): WriteFormView {
  const { id, version, requestedBy } = state.request;
  const most = sayNumber(MAX_NOTE);
  return {
    ...aboutOf(state, customer),
    target: { submit: { action: 'approval.noteSubmit', label: SAYS.note.submit }, id, version, errors },
    open: { action: 'approval.note', label: SAYS.open, id, version },
    title: SAYS.note.title,
    says: SAYS.note.says,
    field: 'note',
    value,
    maxLength: MAX_NOTE,
    hint: viewer === 'approver' ? SAYS.note.toRequester(requestedBy.name, most) : SAYS.note.toAsked(most),
  };
}

/** What is to be taken away or left out. */
export function showChangeForm(
  { request, licenses }: RequestState,
  customer: string,
  viewer: Viewer,
  problem?: string,
  typed: readonly string[] = [],
): ChangeFormView {
  const { id, version, asked, requestedBy } = request;
  const { people } = asked;
  const isPlan = isPlanned(request);
  const approves = viewer === 'approver' && !isPlan;
  const { submit, submitAndApprove, submitPlan, effect, effectAndApprove, effectOfPlan } = SAYS.change;
  const label = approves ? submitAndApprove : isPlan ? submitPlan : submit;
  return {
    kind: 'changeForm',
    target: {
      submit: { action: 'approval.changeSubmit', label },
      id,
      version,
      errors: problem === undefined ? {} : { form: problem },
    },
    back: { action: 'approval.show', label: SAYS.back, id, version },
    subject: sayAsked(asked),
    requestedBy: requestedBy.name,
    customer,
    effect: isPlan ? effectOfPlan : approves ? effectAndApprove : effect,
    licenses,
    // Nothing would be left without the only one.
    people: people.length > MAX_CHOICES || people.length === 1 ? [] : people.map(({ person }) => person),
    ...(people.length > MAX_CHOICES ? { typed: typed.join('\n') } : {}),
  };
}

/** User names in one sentence. */
const MAX_UNCLEAR = 5;

/**
 * Whom the form names to be left out, by user name: as they were chosen, or as somebody typed them, a line each, by user
 * name, its part before the @, or the whole name. Or why it is not clear, as a sentence.
 */
export function readLeaveOut(
  people: readonly AskedPerson[],
  fields: readonly string[],
): readonly string[] | { unclear: string } {
  const typed = fields.flatMap((value) => value.split(/[\n;]/)).map((value) => value.trim());
  const wanted = [...new Set(typed)].filter((value) => value !== '');
  const find = (value: string): string | undefined => {
    const name = value.toLowerCase();
    const known = people.map(({ person }) => person);
    const named = (of: (one: (typeof known)[number]) => string | undefined) =>
      known.filter((one) => of(one)?.toLowerCase() === name);
    const [exact] = named(({ userPrincipalName }) => userPrincipalName);
    if (exact !== undefined) return exact.userPrincipalName;
    const [only, ...others] = new Set([
      ...named(({ userPrincipalName }) => userPrincipalName.split('@')[0]),
      ...named(({ displayName }) => displayName),
    ]);
    return others.length === 0 ? only?.userPrincipalName : undefined;
  };
  const unclear = wanted.filter((value) => find(value) === undefined);
  if (unclear.length === 0) return wanted.flatMap((value) => find(value) ?? []);
  const shown = unclear.slice(0, MAX_UNCLEAR).map((value) => cut(value, MAX_NAME));
  return {
    unclear: SAYS.change.unclear(shown, unclear.length - shown.length),
  };
}

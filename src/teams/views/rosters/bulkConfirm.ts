import { JOB_WORDS } from '../../../flows/jobs/words.ts';
import { count, cut, describeLeftOut } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import {
  bindApprovalWords,
  bindButton,
  bindLicenses,
  bindLines,
  bindTarget,
  describeLocation,
} from '../parts.ts';

export const bindBulkConfirm: Binder<'bulkConfirm'> = (view) => ({
  ...bindTarget(view.target),
  ...bindApprovalWords(view),
  leftOutLines: bindLines(view.leftOut === 0 ? [] : describeLeftOut(view).lines),
  people: count(view.people, 'person', 'people'),
  fileName: cut(view.fileName, LIMITS.value),
  customer: cut(view.customer, LIMITS.value),
  first: view.first.map(({ name, userName }) => ({
    name: cut(name, LIMITS.value),
    userName: cut(userName, LIMITS.value),
  })),
  hasMore: view.people > view.first.length,
  more: `and ${count(view.people - view.first.length, 'more person', 'more people')}`,
  hasLeftOut: view.leftOut > 0,
  leftOut: describeLeftOut(view).title,
  signIn: view.accountEnabled ? 'allowed' : 'blocked',
  location: describeLocation(view.locationName),
  rowsSay: bindLines(view.rowsSay === '' ? [] : [cut(view.rowsSay, LIMITS.sentence)]),
  licenses: bindLicenses(view.licenses),
  costs: bindLines(view.cost === undefined ? [] : [`${view.cost}.`]),
  noLicenses: view.licenses.length === 0,
  hasGroups: view.groups.length > 0,
  groups: bindLines(view.groups),
  recipients: bindLines(view.recipients),
  mailed: `${JOB_WORDS.delivery.mailed(view.delivery, view.people)} to`,
  hasRecipients: view.recipients.length > 0,
  notMailed: bindLines(
    view.recipients.length > 0 || view.ownRecipients >= view.people
      ? []
      : [JOB_WORDS.delivery.notMailed(view.people, view.ownRecipients)],
  ),
  hasOwnRecipients: view.ownRecipients > 0,
  ownRecipients: `${count(view.ownRecipients, 'row names', 'rows name')} who gets the password${view.recipients.length === 0 ? '' : ' instead'}.`,
  hasReason: view.reason !== '',
  reason: cut(view.reason, LIMITS.sentence),
  back: bindButton(view.back),
});

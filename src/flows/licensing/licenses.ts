import { z } from 'zod';
import type { Actor } from '../../domain/terms.ts';
import { IDLE_DAYS, type LicenseOverview, type LicenseUse } from '../../service/licensing/licenseOverview.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import { sayTime } from '../times.ts';
import type { LicenseLine, LicensesView } from '../views/licenses.ts';
import { LICENSING_WORDS } from './words.ts';

const { buttons: BUTTONS } = LICENSING_WORDS;

/** Lines in one message. */
const MAX_LICENSES = 20;
/** Enough to see whom to ask first; the counts beside the licenses hold everybody. */
const MAX_IDLE = 10;

function line({ license, attention, idle }: LicenseUse): LicenseLine {
  const { name, consumed, total, left, warning, suspended = 0 } = license;
  return {
    name,
    used: consumed,
    total,
    left,
    warning,
    suspended,
    attention,
    ...(idle === undefined ? {} : { idle }),
  };
}

/** A customer's licenses as a view. */
function showLicenses(actor: Actor, { customer, licenses, countedAt, idle }: LicenseOverview): LicensesView {
  const names = new Map(licenses.map(({ license }) => [license.skuId, license.name]));
  const people = 'people' in idle ? idle.people : [];
  return {
    kind: 'licenses',
    customer,
    licenses: licenses.slice(0, MAX_LICENSES).map(line),
    more: Math.max(0, licenses.length - MAX_LICENSES),
    ...(countedAt === undefined ? {} : { old: LICENSING_WORDS.oldCounts(sayTime(countedAt)) }),
    idleDays: IDLE_DAYS,
    idle: people
      .slice(0, MAX_IDLE)
      .map(({ displayName, userPrincipalName, lastSignInDateTime, licenses }) => ({
        displayName,
        userPrincipalName,
        lastSeen: lastSignInDateTime?.slice(0, 10) ?? LICENSING_WORDS.never,
        licenses: licenses.map((skuId) => names.get(skuId) ?? skuId).join(', '),
      })),
    moreIdle: Math.max(0, people.length - MAX_IDLE),
    ...('reason' in idle ? { idleReason: idle.reason } : {}),
    buttons: [
      { action: 'licenses.show', label: BUTTONS.refresh, id: 'all', version: 1 },
      ...(actor.roles.includes('admin')
        ? [
            { action: 'assign.who', label: BUTTONS.give, id: 'new', version: 1 },
            ...(people.length > 0
              ? [{ action: 'assign.away', label: BUTTONS.inactive, id: 'away', version: 1 }]
              : []),
            { action: 'assign.openFile', label: BUTTONS.file, id: 'new', version: 1 },
          ]
        : []),
    ],
  };
}

/** `licenses`: what there is, what is left and what needs attention. */
export function licenseActions({ service }: FlowContext): Action[] {
  return [
    actionsFor(['helpdesk', 'admin']).replace('licenses.show', z.object({}), async (actor, place) => {
      const view = showLicenses(actor, await service.licenses.read(actor.customer));
      return { type: place.message === undefined ? 'message' : 'replace', view };
    }),
  ];
}

import type { License } from '../../src/domain/terms.ts';
import type { Button, FormTarget, View, ViewKind, ViewOf } from '../../src/flows/views.ts';
import { Secret } from '../../src/secrets/secret.ts';

/** One view of each kind, with `text` in every string that can hold a person's or a file's words. */
export function sampleViews(text: string, rows = 20): { [K in ViewKind]: ViewOf<K> } {
  const many = Array.from({ length: rows }, (_, index) => index);
  const button: Button = {
    action: 'job.stop',
    label: text,
    id: 'job_1',
    version: 1,
    style: 'danger',
    confirm: { title: text, text, ok: text },
  };
  const errors = Object.fromEntries(['', 'givenName', 'recipients', 'city', text].map((key) => [key, text]));
  const target: FormTarget = {
    submit: { action: 'adduser.submit', label: text },
    id: 'draft_1',
    version: 3,
    errors,
  };
  const licenses: License[] = many.map((index) => ({
    skuId: index === 0 ? text : `sku-${index}`,
    skuPartNumber: text,
    name: text,
    total: 25,
    consumed: 13,
    left: index === 1 ? 0 : 12,
    warning: index === 2 ? 5 : 0,
    assignable: true,
  }));
  const needs = licenses.map((license) => ({ license, needs: 20, short: license.left < 20 }));
  const account = { id: 'a', userPrincipalName: text, displayName: text };
  const contact = {
    jobTitle: text,
    department: text,
    officeLocation: text,
    businessPhones: text,
    mobilePhone: text,
    faxNumber: text,
    otherMails: text,
    streetAddress: text,
    city: text,
    state: text,
    postalCode: text,
    country: text,
    employeeId: text,
  };
  const deliveries = (['todo', 'accepted', 'deferred', 'refused', 'unreachable'] as const).map((state) => ({
    recipient: text,
    state,
    response: text,
    next: text,
  }));
  const line = { displayName: text, userPrincipalName: text, row: 4, reason: text, next: text };
  const counts = { total: 20, created: 13, failed: 1, partly: 1, undone: 0, waiting: 5 };
  const locations = [
    { code: text, name: text },
    ...Array.from({ length: 249 }, (_, index) => ({
      code: String.fromCharCode(65 + Math.floor(index / 26), 65 + (index % 26)),
      name: `${String.fromCharCode(65 + Math.floor(index / 10))} country ${index}`,
    })),
  ];
  const list = many.map(() => text);
  return {
    notice: {
      kind: 'notice',
      tone: 'warning',
      title: text,
      text: list,
      next: text,
      copy: text,
      reference: text,
      buttons: [button, button],
    },
    working: { kind: 'working', title: text, text },
    help: {
      kind: 'help',
      name: text,
      customer: text,
      commands: many.map(() => ({ command: text, does: text })),
      buttons: [button],
    },
    personForm: {
      kind: 'personForm',
      target,
      customer: text,
      values: {
        givenName: text,
        surname: text,
        displayName: text,
        userName: text,
        domain: text,
        usageLocation: text,
        signIn: 'allowed',
        licenses: [text, 'sku-1'],
        recipients: text,
        delivery: 'link',
        reason: text,
        contact,
      },
      showContact: true,
      toggleContact: button,
      domains: [
        { id: text, isVerified: true, isDefault: true, isInitial: false, authenticationType: 'Managed' },
      ],
      locations,
      licenses,
      deliveries: ['password', 'link', 'show'],
      userNameExample: text,
    },
    personConfirm: {
      kind: 'personConfirm',
      target,
      back: button,
      customer: text,
      person: { userPrincipalName: text, displayName: text, givenName: text, surname: text, ...contact },
      accountEnabled: true,
      locationName: text,
      licenses: needs,
      recipients: list,
      delivery: 'link',
      reason: text,
      lookAlikes: many.map(() => account),
      notes: many.map(() => ({
        property: 'displayName',
        value: text,
        code: 'X',
        severity: 'warning',
        message: text,
      })),
    },
    personResult: {
      kind: 'personResult',
      outcome: 'partly',
      displayName: text,
      userPrincipalName: text,
      createdBy: text,
      customer: text,
      licenses: list,
      error: { message: text, next: text },
      deliveries,
      buttons: [button],
    },
    passwords: {
      kind: 'passwords',
      people: Array.from({ length: rows * 3 }, () => ({
        displayName: text,
        userPrincipalName: text,
        password: new Secret('abcd-efgh-2345-WXYZ'),
      })),
      more: 0,
      showSeconds: 300,
    },
    passwordLink: {
      kind: 'passwordLink',
      people: 5_000,
      url: new Secret(`https://rollcall.contoso.com/p/${'A'.repeat(43)}`),
      until: '10:30 UTC',
      showSeconds: 300,
    },
    sendTo: {
      kind: 'sendTo',
      target,
      back: button,
      title: text,
      customer: text,
      values: { recipients: text },
    },
    rosterUpload: {
      kind: 'rosterUpload',
      target,
      customer: text,
      maxRows: 5_000,
      maxMegabytes: 10,
      buttons: [button],
    },
    verification: {
      kind: 'verification',
      fileName: text,
      template: text,
      customer: text,
      counts: { read: 23, ready: 20, toFix: 3, warned: 2 },
      mapping: many.map((index) => ({ column: text, readAs: text, guessed: index % 2 === 0 })),
      findings: many.map((index) => ({
        row: index,
        column: text,
        value: text,
        severity: 'error',
        message: text,
        suggestion: text,
      })),
      more: 4,
      buttons: [button],
    },
    setupForm: {
      kind: 'setupForm',
      target,
      fileName: text,
      customer: text,
      people: 20,
      values: {
        signIn: 'blocked',
        usageLocation: text,
        licenses: [text, 'sku-1'],
        recipients: text,
        delivery: 'link',
        reason: text,
      },
      deliveries: ['password', 'link', 'show'],
      locations,
      licenses: needs,
    },
    bulkConfirm: {
      kind: 'bulkConfirm',
      target,
      back: button,
      fileName: text,
      customer: text,
      people: 20,
      leftOut: 3,
      accountEnabled: false,
      locationName: text,
      licenses: needs,
      recipients: list,
      delivery: 'link',
      reason: text,
    },
    progress: {
      kind: 'progress',
      title: text,
      customer: text,
      counts,
      state: 'running',
      secondsLeft: 40,
      resumed: true,
      deliveries: [],
      buttons: [button],
    },
    results: {
      kind: 'results',
      title: text,
      customer: text,
      createdBy: text,
      counts,
      stopped: false,
      undoing: false,
      created: many.map(() => line),
      moreCreated: 3,
      failed: many.map(() => line),
      moreFailed: 4,
      deliveries,
      buttons: [button],
    },
    people: {
      kind: 'people',
      customer: text,
      query: text,
      people: many
        .slice(0, 10)
        .map(() => ({ displayName: text, userPrincipalName: text, isBlocked: true, show: button })),
      more: true,
    },
    personCard: {
      kind: 'personCard',
      customer: text,
      displayName: text,
      userPrincipalName: text,
      signIn: 'blocked',
      facts: Array.from({ length: 12 }, () => ({ label: 'Mail', value: text })),
      licenses: many.map(() => ({ name: text, off: 2, inherited: true })),
      plans: many.map(() => ({ license: text, plans: many.map((index) => ({ name: text, on: index > 1 })) })),
      groups: many.slice(0, 15).map(() => text),
      moreGroups: 3,
      adminRoles: many.slice(0, 3).map(() => text),
      createdHere: text,
      buttons: [button],
    },
    licenses: {
      kind: 'licenses',
      customer: text,
      licenses: many.map((index) => ({
        name: text,
        used: 27,
        total: 25,
        left: 0,
        warning: 5,
        suspended: 2,
        attention: index % 2 === 0 ? 'over' : 'fine',
        idle: 3,
      })),
      more: 3,
      idleDays: 90,
      idle: many
        .slice(0, 10)
        .map(() => ({ displayName: text, userPrincipalName: text, lastSeen: text, licenses: text })),
      moreIdle: 2,
      buttons: [button],
    },
  };
}

/** The same as a list. */
export function everyView(text: string, rows?: number): View[] {
  return Object.values(sampleViews(text, rows));
}

import type { License } from '../../src/domain/terms.ts';
import type { Button, FormTarget, View, ViewKind, ViewOf } from '../../src/flows/views.ts';
import { Secret } from '../../src/secrets/secret.ts';

/** One view of each kind, with `text` wherever a person's or a file's text can stand and `rows` list rows. */
export function sampleViews(text: string, rows: number): { [K in ViewKind]: ViewOf<K> } {
  const many = Array.from({ length: rows }, (_, index) => index);
  const button: Button = { action: 'job.stop', label: 'Stop', id: 'job_1', version: 1, style: 'danger' };
  const target: FormTarget = {
    submit: { action: 'adduser.submit', label: 'Next' },
    id: 'draft_1',
    version: 3,
    errors: { givenName: text, '': text },
  };
  const license: License = {
    skuId: '6fd2c87f-b296-42f0-b197-1e91e994b900',
    skuPartNumber: 'ENTERPRISEPACK',
    name: text,
    total: 25,
    consumed: 13,
    left: 12,
    warning: 0,
    assignable: true,
  };
  const need = { license, needs: 20, short: true };
  const counts = { total: 20, created: 13, failed: 1, partly: 1, undone: 0, waiting: 5 };
  const account = { id: 'a', userPrincipalName: 'ada@contoso.com', displayName: text };
  const deliveries = [
    { recipient: 'it@contoso.com', state: 'accepted' as const },
    { recipient: 'hr@contoso.com', state: 'refused' as const, response: text, next: text },
  ];
  const line = { displayName: text, userPrincipalName: 'ada@contoso.com', row: 4, reason: text, next: text };
  const values = {
    usageLocation: 'DE',
    signIn: 'allowed' as const,
    recipients: text,
    delivery: 'link' as const,
    reason: text,
  };
  const locations = Array.from({ length: 249 }, (_, index) => ({
    code: String.fromCharCode(65 + Math.floor(index / 26), 65 + (index % 26)),
    name: `South Georgia and the ${index}`,
  }));
  return {
    notice: {
      kind: 'notice',
      tone: 'warning',
      title: text,
      text: [text, text],
      next: text,
      copy: text,
      reference: 'ref_1',
      buttons: [button],
    },
    working: { kind: 'working', title: text, text },
    help: {
      kind: 'help',
      name: text,
      customer: text,
      commands: [{ command: 'adduser', does: 'Create one person.' }],
      buttons: [button],
    },
    personForm: {
      kind: 'personForm',
      target,
      customer: text,
      values: {
        ...values,
        givenName: text,
        surname: text,
        displayName: text,
        userName: text,
        domain: 'contoso.com',
        licenses: [license.skuId],
        contact: { jobTitle: text, city: text },
      },
      showContact: true,
      toggleContact: button,
      domains: [
        {
          id: 'contoso.com',
          isVerified: true,
          isDefault: true,
          isInitial: false,
          authenticationType: 'Managed',
        },
      ],
      locations,
      licenses: [license],
      deliveries: ['password', 'link', 'show'],
      userNameExample: 'ada.lovelace',
    },
    personConfirm: {
      kind: 'personConfirm',
      target,
      back: button,
      customer: text,
      person: { userPrincipalName: 'ada@contoso.com', displayName: text, givenName: text, jobTitle: text },
      accountEnabled: true,
      locationName: text,
      licenses: [need],
      recipients: ['it@contoso.com'],
      delivery: 'link',
      reason: text,
      lookAlikes: [account],
      notes: [{ property: 'displayName', value: text, code: 'X', severity: 'warning', message: text }],
    },
    personResult: {
      kind: 'personResult',
      outcome: 'partly',
      displayName: text,
      userPrincipalName: 'ada@contoso.com',
      createdBy: text,
      customer: text,
      licenses: [text],
      error: { message: text, next: text },
      deliveries,
      buttons: [button],
    },
    passwords: {
      kind: 'passwords',
      people: Array.from({ length: Math.min(50, rows * 3) }, () => ({
        displayName: text,
        userPrincipalName: 'ada@contoso.com',
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
      maxRows: 5000,
      maxMegabytes: 10,
      buttons: [button],
    },
    verification: {
      kind: 'verification',
      fileName: text,
      template: 'Microsoft 365 template',
      customer: text,
      counts: { read: 23, ready: 20, toFix: 3, warned: 2 },
      findings: many.map((index) => ({
        row: index + 2,
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
      values: { ...values, licenses: [license.skuId] },
      deliveries: ['password', 'link', 'show'],
      locations,
      licenses: [need],
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
      licenses: [need],
      recipients: ['it@contoso.com'],
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
      deliveries,
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
      moreFailed: 3,
      deliveries,
      buttons: [button],
    },
    people: {
      kind: 'people',
      customer: text,
      query: text,
      people: many.slice(0, 10).map(() => ({
        displayName: text,
        userPrincipalName: 'ada@contoso.com',
        isBlocked: true,
        show: button,
      })),
      more: true,
    },
    personCard: {
      kind: 'personCard',
      customer: text,
      displayName: text,
      userPrincipalName: 'ada@contoso.com',
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
      idle: many.slice(0, 10).map(() => ({
        displayName: text,
        userPrincipalName: 'ada@contoso.com',
        lastSeen: '2026-05-01',
        licenses: text,
      })),
      moreIdle: 2,
      buttons: [button],
    },
  };
}

/** All of them, for tables of tests. */
export function listViews(text: string, rows: number): View[] {
  return Object.values(sampleViews(text, rows));
}

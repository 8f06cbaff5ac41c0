import { describe, expect, it } from 'vitest';
import { readSmtpServer } from '../../src/mail/smtpServer.ts';
import { Secret } from '../../src/secrets/secret.ts';

describe('SMTP_URL', () => {
  it.each([
    ['smtp://mail.contoso.com', { port: 587, secure: false, loopback: false }],
    ['smtps://mail.contoso.com', { port: 465, secure: true, loopback: false }],
    ['smtp://mail.contoso.com:465', { port: 465, secure: true, loopback: false }],
    ['smtp://mail.contoso.com:2525/', { port: 2525, secure: false, loopback: false }],
    ['smtp://localhost:25', { host: 'localhost', port: 25, loopback: true }],
    ['smtp://[::1]:25', { host: '::1', loopback: true }],
    ['smtp://127.0.0.1:25', { host: '127.0.0.1', loopback: true }],
    ['smtp://127.0.0.1.evil.example', { loopback: false }],
    ['smtp://localhost.evil.example', { loopback: false }],
  ])('%s', (url, server) => {
    expect(readSmtpServer(new Secret(url))).toMatchObject(server);
  });

  it('keeps its password secret', () => {
    const server = readSmtpServer(new Secret('smtp://user:pass@mail.contoso.com'));
    expect(server.login?.user).toBe('user');
    expect(server.login?.password.reveal()).toBe('pass');
    expect(JSON.stringify(server)).not.toContain('"pass"');
  });
});

import { mkdtemp, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RollcallError } from '../../src/domain/errors.ts';
import { describeDatabaseFailure } from '../../src/postgres/databaseErrors.ts';
import { openDatabase } from '../../src/postgres/openDatabase.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { makeCertificate } from '../selfSigned.ts';
import { createTestLog } from '../store/sampleRecords.ts';

const own = makeCertificate('rsa');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-tls-'));
  await writeFile(join(folder, 'ca.pem'), own.certificate);
});
afterAll(() => removeFolder(folder));

/**
 * What is said of a server that answers so to the request for encryption, which is the first thing that comes: PostgreSQL,
 * "Message Flow", SSL Session Encryption.
 */
async function say(parameters: string, answer: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `postgresql://rollcall:secret@127.0.0.1:${port}/rollcall?${parameters}`;
  const database = openDatabase({ url, log: createTestLog() });
  try {
    await database.query('SELECT 1');
    return 'let in';
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return `${error.message} ${error.done} ${error.next}`;
  } finally {
    await database.close();
    server.close();
  }
}

function encrypt(socket: Socket): void {
  socket.write('S');
  new TLSSocket(socket, { isServer: true, key: own.key, cert: own.certificate }).on('error', () => undefined);
}

describe('a way to PostgreSQL that is to be encrypted', () => {
  it('is refused with a certificate of nobody we know, and says how to trust it', async () => {
    const said = await say('sslmode=verify-full', encrypt);
    expect(said).toContain("isn't from an authority that this machine trusts. This change wasn't saved. Put");
    expect(said).toMatch(/sslrootcert=.* NODE_EXTRA_CA_CERTS/);
  });

  it('is refused with a certificate of another host, once it is trusted', async () => {
    const said = await say(`sslmode=verify-full&sslrootcert=${join(folder, 'ca.pem')}`, encrypt);
    expect(said).toMatch(/^The certificate of PostgreSQL is for another host than the one in DATABASE_URL/);
  });

  it('says that a server takes no encryption, and nothing of what is there already', async () => {
    const said = await say('sslmode=verify-full', (socket) => socket.end('N'));
    expect(said).toMatch(/^PostgreSQL takes no encrypted connections.*Switch ssl on in postgresql\.conf/);
    expect(said).not.toContain('verify-full');
  });

  it('says that something else listens there, and that a file is not there', async () => {
    expect(await say('sslmode=verify-full', (socket) => socket.end('HTTP/1.1 400 Bad Request'))).toMatch(
      /^What listens at DATABASE_URL and this machine don't find a way to encrypt/,
    );
    const speaksNoTls = (socket: Socket) =>
      void socket.write('S', () => setTimeout(() => socket.end('HTTP/1.1 400'), 50));
    expect(await say('sslmode=verify-full', speaksNoTls)).toMatch(/a way to encrypt/);
    expect(await say('sslmode=verify-full&sslrootcert=/nowhere/ca.pem', encrypt)).toMatch(
      /^A file or a socket that DATABASE_URL names isn't there.*sslrootcert/,
    );
  });
});

describe('a failure of the database', () => {
  it.each([
    ['CERT_HAS_EXPIRED', 'has expired'],
    ['CERT_NOT_YET_VALID', 'has expired'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'authority'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'authority'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'authority'],
    ['CERT_REVOKED', 'authority'],
    ['HOSTNAME_MISMATCH', 'another host'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'a way to encrypt'],
    ['EACCES', 'A file or a socket'],
    ['28P01', 'refused the password'],
    ['XX000', 'PostgreSQL refused what Rollcall asked of it'],
  ])('of code %s is "%s", and keeps nothing of its text', (code, words) => {
    const told = describeDatabaseFailure(Object.assign(new Error('Canary'), { code }));
    expect(told.message).toContain(words);
    expect(JSON.stringify([told.message, told.done, told.next, told.detail])).not.toContain('Canary');
  });
});

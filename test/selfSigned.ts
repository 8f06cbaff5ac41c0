import { generateKeyPairSync, sign } from 'node:crypto';

/** One DER element. */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

/** sha256WithRSAEncryption (RFC 8017, A.2.4), and id-Ed25519 (RFC 8410, 3). */
const ALGORITHMS = {
  rsa: der(0x30, der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05)),
  ed25519: der(0x30, der(0x06, Buffer.from([0x2b, 0x65, 0x70]))),
};

/**
 * A self-signed certificate (RFC 5280, version 1) and its key, as PEM: made here, so that no key lies in the repository.
 * Microsoft's login takes RSA alone.
 */
export function makeCertificate(kind: 'ed25519' | 'rsa' = 'ed25519'): { key: string; certificate: string } {
  const { publicKey, privateKey } =
    kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519');
  const algorithm = ALGORITHMS[kind];
  const commonName = der(
    0x30,
    der(0x06, Buffer.from([0x55, 0x04, 0x03])),
    der(0x0c, Buffer.from('rollcall test')),
  );
  const name = der(0x30, der(0x31, commonName));
  const validity = der(
    0x30,
    der(0x17, Buffer.from('250101000000Z')),
    der(0x17, Buffer.from('350101000000Z')),
  );
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const body = der(0x30, der(0x02, Buffer.from([1])), algorithm, name, validity, name, spki);
  const signature = der(0x03, Buffer.from([0]), sign(kind === 'rsa' ? 'sha256' : null, body, privateKey));
  const base64 = der(0x30, body, algorithm, signature).toString('base64').replace(/.{64}/g, '$&\n').trim();
  return {
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    certificate: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

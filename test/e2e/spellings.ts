/** Bytes of base64 that hold the secret alone, at each of the three places where it may begin in what is encoded. */
function base64Cores(secret: string): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.from('x'.repeat(before) + secret).toString('base64');
    const whole = Math.floor((before + Buffer.byteLength(secret)) / 3) * 4;
    return text.slice(before === 0 ? 0 : 4, whole);
  });
}

/** The ways in which a secret may be written: as it is, inside of JSON, URLs and base64, and as bytes. */
function spell(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  const nested = JSON.stringify(json).slice(1, -1);
  const ways = [
    secret,
    json,
    nested,
    encodeURIComponent(secret),
    encodeURIComponent(json),
    bytes.toString('hex'),
    bytes.join(','),
    ...base64Cores(secret),
    ...base64Cores(secret).map((core) => core.replaceAll('+', '-').replaceAll('/', '_')),
  ];
  return [...new Set(ways)];
}

/** Whether a text holds the secret in any spelling. */
export function holds(text: string, secret: string): boolean {
  return spell(secret).some((spelling) => text.includes(spelling));
}

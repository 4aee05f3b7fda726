/** A secret in each form in which it could leak. */
export function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  // In base64 a text looks different at each of three places; the ends depend on what stands beside it.
  const shifted = [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('hex'),
    bytes.toString('base64url'),
    Array.from(secret).toReversed().join(''),
    secret.replaceAll('&', '&amp;'),
    ...shifted,
  ];
}

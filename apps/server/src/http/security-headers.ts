/** Nothing from elsewhere, no inline script, and nobody may put our pages into theirs. */
const guiPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** A report is a page with styles of its own and data from outside: no script, no request, no origin. */
const reportPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  'sandbox',
  "frame-ancestors 'self'",
].join('; ');

const shared: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/** Headers of the GUI and of every answer that is no page. */
export const guiHeaders: Readonly<Record<string, string>> = {
  ...shared,
  'content-security-policy': guiPolicy,
  'x-frame-options': 'DENY',
};

/** Headers of a rendered report. */
export const reportHeaders: Readonly<Record<string, string>> = {
  ...shared,
  'content-security-policy': reportPolicy,
  'x-frame-options': 'SAMEORIGIN',
};

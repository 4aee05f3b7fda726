// The page's Content-Security-Policy refuses eval, and the schemas' library would try it once and be reported.
// It reads this setting when it loads, so this module is imported before all others.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

import { z } from 'zod';

const alternatives = z.array(z.record(z.string(), z.unknown())).optional().catch(undefined);
const objectSchema = z.object({
  properties: z.record(z.string(), z.unknown()).optional().catch(undefined),
  required: z.array(z.string()).optional().catch(undefined),
  oneOf: alternatives,
  anyOf: alternatives,
});

/** Names of the members of an object's JSON Schema, of all its alternatives; "?" follows one that may be left out. */
export function memberNames(schema: Readonly<Record<string, unknown>>): readonly string[] {
  const { properties = {}, required = [], oneOf = [], anyOf = [] } = objectSchema.parse(schema);
  const own = Object.keys(properties).map((name) => (required.includes(name) ? name : `${name}?`));
  return [...new Set([...own, ...[...oneOf, ...anyOf].flatMap(memberNames)])];
}

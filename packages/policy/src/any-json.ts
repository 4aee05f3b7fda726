import type { JsonValue } from '@daybook/kernel';
import { z } from 'zod';

/** Any JSON: documents are read as JSON before a schema sees them, so looking at every value again finds nothing. */
export const anyJson = z.unknown() as z.ZodType<JsonValue>;

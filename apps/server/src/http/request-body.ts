import { RequestRefusal } from './problem.ts';

/** A policy may have 1 MiB; the rest is room for its spelling. */
const maxBodyBytes = 2 * 1024 * 1024;

/**
 * The text of a request's body, read no further than the limit.
 * @throws {RequestRefusal} 413 when it is larger; 400 when it is no UTF-8.
 */
export async function readBody(request: Request, limit: number = maxBodyBytes): Promise<string> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > limit) throw tooLarge(limit);
  const chunks: Uint8Array[] = [];
  const body: AsyncIterable<Uint8Array> | null = request.body;
  let size = 0;
  if (body !== null) {
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size > limit) throw tooLarge(limit);
      chunks.push(chunk);
    }
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new RequestRefusal(400, 'request.body', `The body is no text in UTF-8 (${String(cause)}).`);
  }
}

/**
 * The JSON of a body; nothing for an empty one.
 * @throws {RequestRefusal} 400
 */
export function parseBody(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own words would quote the body, which may hold a password.
    throw new RequestRefusal(400, 'request.body', 'The body is not JSON.');
  }
}

function tooLarge(limit: number): RequestRefusal {
  return new RequestRefusal(413, 'request.too-large', `The body is larger than ${limit} bytes.`);
}

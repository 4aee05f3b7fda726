import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { type JsonValue, toJson } from '@daybook/kernel';

const compressed = promisify(brotliCompress);
const decompressed = promisify(brotliDecompress);

/** The middle of the scale: text shrinks to a tenth at about 100 MB a second; higher levels cost ten times that. */
const quality = 4;

/** Bytes in the form in which the database keeps them. */
export function compress(bytes: Uint8Array): Promise<Buffer> {
  return compressed(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
    },
  });
}

/** The bytes that {@link compress} was given. */
export function decompress(content: Uint8Array): Promise<Buffer> {
  return decompressed(content);
}

/**
 * A JSON document in the form in which the database keeps large ones.
 * @throws {TypeError} naming the place of what JSON would lose.
 */
export function compressJson(document: unknown): Promise<Buffer> {
  return compress(Buffer.from(JSON.stringify(toJson(document))));
}

/** The document that {@link compressJson} was given, frozen. */
export async function decompressJson(content: Uint8Array): Promise<JsonValue> {
  return toJson(JSON.parse((await decompress(content)).toString('utf8')));
}

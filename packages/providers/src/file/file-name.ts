/** The formats that the file provider reads, by the extension of the name. */
export const contentTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
};

/** Names that Windows gives to devices, with any extension. */
const deviceName = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i;

/**
 * Why a text is not the plain name of a file that may be read, or `undefined` when it is. Strict on every system, so
 * that a policy that is fine on one does not name a device or another folder on the next.
 */
export function refusalOfFileName(name: string): string | undefined {
  if (name === '' || Buffer.byteLength(name) > 255) return 'it must have 1 to 255 bytes';
  if (/[/\\:]/.test(name)) return 'only a plain name is allowed, without any folder or drive';
  if (name.startsWith('.')) return 'it must not start with a dot';
  if (/\p{Cc}|\p{Surrogate}/u.test(name)) return 'it holds a control character';
  if (/[. ]$/.test(name)) return 'it must not end with a dot or a space';
  if (deviceName.test(name)) return 'it is the name of a device';
  if (contentTypeOf(name) === undefined) {
    return `its extension must be one of ${Object.keys(contentTypes).join(', ')}`;
  }
  return undefined;
}

/** The content type that a file's extension stands for; `undefined` when it is not one that can be read. */
export function contentTypeOf(name: string): string | undefined {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(contentTypes, extension) ? contentTypes[extension] : undefined;
}

/**
 * The data of each server-sent event, as the HTML standard reads it: any line ends, comments and other fields passed over,
 * several lines of data joined. An event that the end of the stream cuts off is none.
 */
export async function* readEventData(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const toLines = createLineSplitter();
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (const line of toLines(decoder.decode(value, { stream: true }))) {
        if (line !== '') data.push(...dataOf(line));
        else if (data.length > 0) {
          yield data.join('\n');
          data = [];
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function dataOf(line: string): readonly string[] {
  const [field = '', ...rest] = line.split(':');
  return field === 'data' ? [rest.join(':').replace(/^ /, '')] : [];
}

/** Gives the lines that a piece of text completes. */
function createLineSplitter(): (text: string) => readonly string[] {
  let rest = '';
  let endedInReturn = false;
  return (text) => {
    if (text === '') return [];
    // "\r\n" is one line end, also where two pieces meet in its middle.
    const fresh = endedInReturn && text.startsWith('\n') ? text.slice(1) : text;
    endedInReturn = text.endsWith('\r');
    const [first = '', ...others] = fresh.split(/\r\n|\r|\n/);
    const lines = [rest + first, ...others];
    rest = lines.pop() ?? '';
    return lines;
  };
}

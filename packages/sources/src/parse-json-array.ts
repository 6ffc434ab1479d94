import type { Readable } from 'node:stream';
import streamArray from 'stream-json/streamers/stream-array.js';

/** Elements of a JSON array, one by one as the text arrives. */
export async function* parseJsonArray(text: Readable): AsyncGenerator<unknown> {
  const elements = streamArray.withParserAsStream();
  text.on('error', (error) => elements.destroy(error));
  for await (const { value } of text.pipe(elements)) yield value;
}

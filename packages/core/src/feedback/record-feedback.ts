import type { CallOptions } from '../spec/call-options.ts';
import type { FeedbackSink } from '../spec/feedback.ts';
import { checkFeedbackEvent, type FeedbackInput } from './check-feedback-event.ts';

/**
 * Checks what people did and hands it to the sink. Nothing is recorded where one of several is wrong.
 * @throws ImageSearchError INVALID_OPTIONS, and whatever the sink throws
 * @example
 * const sink = createMemoryFeedbackSink();
 * await recordFeedback(sink, { kind: 'click', userId: 'u-7f3a', productId: 'shoe-17', category: 'shoes', position: 2 });
 */
export async function recordFeedback(
  sink: Pick<FeedbackSink, 'record'>,
  events: FeedbackInput | readonly FeedbackInput[],
  options?: CallOptions,
): Promise<void> {
  const now = new Date();
  const list = (Array.isArray(events) ? events : [events]) as readonly FeedbackInput[];
  const checked = list.map((event) => checkFeedbackEvent(event, now));
  if (checked.length > 0) await sink.record(checked, options);
}

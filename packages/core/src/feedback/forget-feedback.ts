import type { CallOptions } from '../spec/call-options.ts';
import type { FeedbackSink } from '../spec/feedback.ts';
import { checkDate, checkUserId } from './check-feedback-event.ts';

/**
 * Erases all that is known of one person, as the law asks for and as `readTaste` then shows. What was learned from many
 * people is not unlearned: see the privacy note.
 * @throws ImageSearchError INVALID_OPTIONS, and whatever the sink throws
 * @example
 * const sink = createMemoryFeedbackSink();
 * const { forgotten } = await forgetUser(sink, 'u-7f3a');
 */
export async function forgetUser(
  sink: Pick<FeedbackSink, 'forget'>,
  userId: string,
  options?: CallOptions,
): Promise<{ readonly forgotten: number }> {
  return sink.forget({ userId: checkUserId('userId', userId) }, options);
}

/**
 * Erases what is older than a date: retention, to be called once a day or so.
 * @param date an ISO date or a Date; what happened before it goes
 * @throws ImageSearchError INVALID_OPTIONS, and whatever the sink throws
 * @example
 * const sink = createMemoryFeedbackSink();
 * await forgetBefore(sink, new Date(Date.now() - 180 * 86_400_000));
 */
export async function forgetBefore(
  sink: Pick<FeedbackSink, 'forget'>,
  date: string | Date,
  options?: CallOptions,
): Promise<{ readonly forgotten: number }> {
  return sink.forget({ before: checkDate('date', date) }, options);
}

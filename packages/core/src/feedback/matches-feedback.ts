import type { FeedbackEvent, FeedbackFilter } from '../spec/feedback.ts';

/** Whether an event is one of those asked for. ISO dates in UTC compare as text. */
export function matchesFeedback(
  event: Pick<FeedbackEvent, 'at' | 'userId'>,
  { userId, since, before }: FeedbackFilter,
): boolean {
  if (userId !== undefined && event.userId !== userId) return false;
  if (since !== undefined && event.at < since) return false;
  return before === undefined || event.at < before;
}

/** What a shopper is told, by the code of the error; what is not listed is our own fault. */
const words: Readonly<Record<string, string>> = {
  INVALID_IMAGE: 'This picture is damaged, so we cannot read it. Please try another one.',
  UNSUPPORTED_FORMAT: 'This is not a picture that we can read. JPEG, PNG, WebP, AVIF and GIF work.',
  IMAGE_TOO_LARGE: 'This picture is too large. Please choose one of less than 25 MB.',
  PRODUCT_NOT_FOUND: 'This product is no longer in the shop.',
  QUEUE_FULL: 'Many people are searching right now. Please try again in a moment.',
  SOURCE_FAILED: 'We cannot be reached right now. Are you online?',
  TIMEOUT: 'That took too long. Please try again in a moment.',
  TOO_MANY_REQUESTS: 'Those were many photos in a short time. Please wait a minute and try again.',
};
/** The same photo or product would fail the same way. */
const final: readonly string[] = [
  'INVALID_IMAGE',
  'UNSUPPORTED_FORMAT',
  'IMAGE_TOO_LARGE',
  'PRODUCT_NOT_FOUND',
];

export interface Complaint {
  /** One sentence or two, for the page. */
  readonly words: string;
  /** Whether the same may work in a moment. */
  readonly retryable: boolean;
}

/** A problem as the page tells it. */
export const sayProblem = (code: string): Complaint => ({
  words: words[code] ?? 'Something went wrong on our side. Please try again.',
  retryable: !final.includes(code),
});

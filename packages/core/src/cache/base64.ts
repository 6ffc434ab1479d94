/** Bytes as base64 and back, with what browsers and every Node have. */
export const base64 = {
  encode(bytes: Uint8Array): string {
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192)
      text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  },
  /** @throws for text that is not base64 */
  decode: (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0)),
};

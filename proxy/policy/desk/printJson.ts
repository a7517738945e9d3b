const encoder = new TextEncoder();

/** A document as the bytes of an answer, whose memory goes over to the thread that sends it. */
export function printJson(document: object): Uint8Array {
  return encoder.encode(JSON.stringify(document));
}

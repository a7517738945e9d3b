/** The end of the chain, or a place in it: what a record has to follow. */
export interface AuditHead {
  /** Of the record at this place; 0 before the first. */
  readonly number: number;
  /** 64 hexadecimal digits. */
  readonly hash: string;
}

/** What the first record follows. */
export const AUDIT_START: AuditHead = { number: 0, hash: '0'.repeat(64) };

/** As people keep it: `12:9f86d081…`. */
export function printAuditHead({ number, hash }: AuditHead): string {
  return `${number}:${hash}`;
}

/** @returns undefined when the text is no `number:hash` */
export function parseAuditHead(text: string): AuditHead | undefined {
  const [, number, hash] = /^(0|[1-9][0-9]{0,14}):([a-f0-9]{64})$/.exec(text) ?? [];
  return number === undefined || hash === undefined ? undefined : { number: Number(number), hash };
}

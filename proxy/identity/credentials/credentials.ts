import type { Subject } from '@gatehouse/model';
import type { NotIdentified } from '../identified';
import type { PresentedCredential } from '../presented';

/** Who machines' credentials name. */
export interface Credentials {
  /**
   * @param now milliseconds since the epoch
   * @returns the same `Subject` object for as long as the credential holds
   */
  identify(credential: PresentedCredential, now: number): { ok: true; subject: Subject } | NotIdentified;
}

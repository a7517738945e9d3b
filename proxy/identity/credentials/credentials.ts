import type { Identified } from '../identified';
import type { PresentedCredential } from '../presented';

/** Who machines' credentials name. */
export interface Credentials {
  /**
   * Who came with a credential; its use is noted.
   *
   * @param now milliseconds since the epoch
   * @returns the same `Subject` object for as long as the credential holds
   */
  identify(credential: PresentedCredential, now: number): Identified;
  /** The same for somebody who only asks whom it names. */
  recognise(credential: PresentedCredential, now: number): Identified;
}

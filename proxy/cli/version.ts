declare const GATEHOUSE_VERSION: string | undefined;

/** The version of the package, set when it is built. */
export const VERSION = typeof GATEHOUSE_VERSION === 'string' ? GATEHOUSE_VERSION : '0.0.0-development';

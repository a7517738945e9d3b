/** Characters of a comment, as the proxy takes it. */
export const MAX_COMMENT = 500;

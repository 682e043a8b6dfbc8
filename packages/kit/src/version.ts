/** Millrace's version: equal to that of the published package; a test compares them. */
export const version = "0.1.0";

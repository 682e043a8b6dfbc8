/** Members of a classic group. */
export const readersGroup = "readers";
/** Members of a group of the new protocol (KIP-848). */
export const followersGroup = "followers";
/** Those who commit within transactions, and are members of nothing. */
export const processingGroup = "processing";

export const committingGroups = [readersGroup, followersGroup, processingGroup];

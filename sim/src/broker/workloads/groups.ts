/** Members of a classic group. */
export const readersGroup = "readers";
/** Members of a group of the new protocol (KIP-848). */
export const followersGroup = "followers";
/** Members of a share group (KIP-932). */
export const sharersGroup = "sharers";
/** Those who commit within transactions, and are members of nothing. */
export const processingGroup = "processing";

export const committingGroups = [readersGroup, followersGroup, processingGroup];

/** Where a data directory has what its Kubernetes API stores. */
export const resourcesDirectory = (dataDirectory: string): string => `${dataDirectory}/kubernetes/resources`;

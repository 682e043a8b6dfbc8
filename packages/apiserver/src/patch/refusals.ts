import { StatusError } from "../status/status.ts";

/** A patch that can be read but doesn't fit what it is for. kube-apiserver doesn't say why. */
export const unprocessable = (): StatusError =>
  new StatusError(422, "Invalid", "the server rejected our request due to an error in our request", {});

import { given } from "../desired-object.ts";

/** A port of a Service that leads to the port of the same name of a pod. */
export const servicePort = (name: string, port: number, nodePort?: number) => ({
  name,
  port,
  targetPort: name,
  protocol: "TCP",
  ...given({ nodePort }),
});
